//! What KEDA is told: triggers, what runs without work, and where their secrets are.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::spec::types::{Duration, Name};
use crate::spec::{self, Exception, Keda, MetricType, Settings, join_key};

use super::autoscaler::Target;
use super::literal::{looks_secret, or_excused};
use super::report::Report;
use super::triggers::{is_resource, unknown};

/// What a ScaledObject holds beside bounds and pace.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaledObject {
    /// What it looks at.
    pub triggers: Vec<Trigger>,
    /// Pods without any work, where that is not the fewest.
    pub idle: Option<u16>,
    /// Where the last pod can go: seconds between two looks, and without work before it goes.
    pub last: Option<LastPod>,
    /// What runs while a trigger cannot be asked.
    pub fallback: Option<Fallback>,
    /// Where the triggers' secrets are.
    pub authentications: Vec<Authentication>,
}

/// When the last pod goes, and the first comes. Times are in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LastPod {
    /// Between two looks for work.
    pub polling: u32,
    /// Without work before it goes.
    pub cooldown: u32,
}

/// What runs while a trigger cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Fallback {
    /// Failures in a row before it holds.
    pub failures: u16,
    /// Pods that run then.
    pub replicas: u16,
}

/// Something whose amount of work decides how many pods run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trigger {
    /// Kind of source.
    pub kind: String,
    /// Name.
    pub name: Option<String>,
    /// How the target is meant.
    pub metric_type: Option<MetricType>,
    /// What the source is, and the target.
    pub metadata: BTreeMap<String, String>,
    /// Name of its TriggerAuthentication.
    pub authentication: Option<String>,
    /// Whether that is a ClusterTriggerAuthentication.
    pub cluster: bool,
}

/// A TriggerAuthentication that is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Authentication {
    /// Its name in the spec.
    pub name: String,
    /// Its name in the cluster.
    pub object: String,
    /// Its parameters.
    pub secrets: Vec<SecretParameter>,
}

/// A parameter of a trigger that stands in an existing Secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecretParameter {
    /// The parameter.
    pub parameter: String,
    /// Name of the Secret.
    pub secret: String,
    /// Key in it.
    pub key: String,
}

/// KEDA's own defaults (<https://keda.sh/docs/latest/reference/scaledobject-spec/>).
const POLLING: Duration = Duration::from_seconds(30);
const COOLDOWN: Duration = Duration::from_seconds(300);
/// Failures that are waited for before a source counts as lost.
const FAILURES: u16 = 3;

pub(super) fn scaled_object(
    settings: &Settings,
    keda: &Keda,
    (min, max): (u16, u16),
    name: &Name,
    targets: &[Target],
    report: &mut Report<'_>,
) -> ScaledObject {
    let authentications = authentications(keda, name, report);
    let mut triggers: Vec<Trigger> = Vec::new();
    for stated in keda.triggers.iter().flatten() {
        let trigger = trigger(stated, &authentications);
        check(settings, stated, &trigger, &triggers, report);
        triggers.push(trigger);
    }
    for unused in authentications.iter().filter(|one| !triggers.iter().any(|trigger| one.is_of(trigger))) {
        let key = join_key(&["autoscaling", "keda", "authentications", &unused.name]);
        report.warning(&key, format!("no trigger uses authentication `{}`", unused.name), "name it, or take it out");
    }
    if triggers.is_empty() {
        let hint = "such as `triggers: [{type: rabbitmq, metadata: {...}}]`; cpu and memory alone need no KEDA";
        report.problem("autoscaling.keda", "`autoscaling.keda` has no trigger", hint);
    }
    // Behind the others, whose place among the triggers is a part of their metrics' names.
    triggers.extend(targets.iter().filter_map(|target| resource(target, report)));
    let (idle, fallback) = (idle(keda, min, report), fallback(keda, (min, max), &triggers, report));
    ScaledObject { triggers, idle, last: last_pod(keda, min, report), fallback, authentications }
}

impl Authentication {
    fn is_of(&self, trigger: &Trigger) -> bool {
        !trigger.cluster && trigger.authentication.as_ref() == Some(&self.object)
    }
}

fn authentications(keda: &Keda, app: &Name, report: &mut Report<'_>) -> Vec<Authentication> {
    let mut authentications = Vec::new();
    for (name, parameters) in keda.authentications.iter().flat_map(|map| map.iter()) {
        let mut secrets = Vec::new();
        for (parameter, source) in parameters.iter() {
            let (Some(secret), Some(key)) = (&source.secret, &source.key) else {
                report.problem(
                    &join_key(&["autoscaling", "keda", "authentications", name.as_str(), parameter.as_str()]),
                    format!("parameter `{parameter}` of authentication `{name}` names no Secret or no key of one"),
                    format!("name both: `{parameter}: {{secret: mq, key: uri}}`"),
                );
                continue;
            };
            let (parameter, secret, key) = (parameter.to_string(), secret.to_string(), key.to_string());
            secrets.push(SecretParameter { parameter, secret, key });
        }
        if parameters.is_empty() {
            let key = join_key(&["autoscaling", "keda", "authentications", name.as_str()]);
            let message = format!("authentication `{name}` has no parameter");
            report.problem(&key, message, format!("such as `{name}: {{host: {{secret: mq, key: uri}}}}`"));
        }
        authentications.push(Authentication { name: name.to_string(), object: format!("{app}-{name}"), secrets });
    }
    authentications
}

fn trigger(stated: &spec::Trigger, authentications: &[Authentication]) -> Trigger {
    let text = |name: &String| authentications.iter().find(|one| one.name == *name).map(|one| one.object.clone());
    let own = stated.authentication.as_ref().map(ToString::to_string);
    let cluster = stated.cluster_authentication.as_ref().map(ToString::to_string);
    Trigger {
        kind: stated.kind.to_string(),
        name: stated.name.as_ref().map(ToString::to_string),
        metric_type: stated.metric_type,
        metadata: stated.metadata.texts(),
        cluster: own.is_none() && cluster.is_some(),
        authentication: own.map(|own| text(&own).unwrap_or(own)).or(cluster),
    }
}

/// The trigger of a target that a HorizontalPodAutoscaler would look at itself.
fn resource(target: &Target, report: &mut Report<'_>) -> Option<Trigger> {
    let Target::Resource { name, percent, container } = target else {
        report.problem(
            "autoscaling.metrics",
            "beside `autoscaling.keda` only `containerResource` may stand in `autoscaling.metrics`",
            "say it as a trigger, such as one of type prometheus",
        );
        return None;
    };
    let container = container.iter().map(|container| ("containerName".to_owned(), container.clone()));
    Some(Trigger {
        kind: (*name).to_owned(),
        name: None,
        metric_type: Some(MetricType::Utilization),
        metadata: [("value".to_owned(), percent.to_string())].into_iter().chain(container).collect(),
        authentication: None,
        cluster: false,
    })
}

fn check(settings: &Settings, stated: &spec::Trigger, trigger: &Trigger, before: &[Trigger], report: &mut Report<'_>) {
    const KEY: &str = "autoscaling.keda.triggers";
    let kind = &trigger.kind;
    if let Some(hint) = unknown(kind) {
        report.warning(KEY, format!("KEDA 2.21 knows no trigger `{kind}`"), hint);
    }
    if let Some(name) =
        trigger.name.as_ref().filter(|name| before.iter().any(|other| other.name.as_ref() == Some(name)))
    {
        report.problem(KEY, format!("two triggers are named `{name}`"), "give one of the two another name");
    }
    if stated.authentication.is_some() && stated.cluster_authentication.is_some() {
        let message = format!("trigger `{kind}` has both `authentication` and `clusterAuthentication`");
        report.problem(KEY, message, "keep one of the two");
    }
    let fits = match (is_resource(kind), trigger.metric_type) {
        (true, metric) => matches!(metric, Some(MetricType::Utilization | MetricType::AverageValue)),
        (false, metric) => metric != Some(MetricType::Utilization),
    };
    if !fits {
        let message = format!("trigger `{kind}` cannot be had with this `metricType`");
        let hint = "Utilization or AverageValue for cpu and memory, AverageValue or Value for all others";
        report.problem(KEY, message, hint);
    }
    for (parameter, value) in &trigger.metadata {
        let variable = parameter.strip_suffix("FromEnv");
        let looks = if variable.is_none() { looks_secret(parameter, value) } else { None };
        if let Some(why) = looks.filter(|_| !settings.excuses(Exception::LiteralSecret)) {
            report.problem(
                KEY,
                format!("`{parameter}` of trigger `{kind}` looks like a secret: {why}"),
                or_excused(format_args!(
                    "put it into a Secret: `authentications: {{{kind}: {{{parameter}: {{secret: ..., key: ...}}}}}}` and \
                     `authentication: {kind}`"
                )),
            );
        }
        if value.contains('\0') {
            report.problem(KEY, format!("`{parameter}` of trigger `{kind}` holds a NUL character"), "take it out");
        }
        if variable.is_some() && !is_variable(settings, value) {
            report.warning(
                KEY,
                format!("`{parameter}` of trigger `{kind}` names the variable {value}, which the app does not have"),
                "name one of `config`, or of `secrets` with `env: true`",
            );
        }
    }
}

/// Whether the container has a variable whose value KEDA can read.
fn is_variable(settings: &Settings, name: &str) -> bool {
    let config = settings.config.iter().flat_map(|config| config.keys());
    let secrets = settings.secrets.iter().flat_map(|secrets| secrets.iter());
    let variables = secrets.filter(|(_, source)| source.env == Some(true)).map(|(variable, _)| variable);
    config.chain(variables).any(|variable| variable.as_str() == name)
}

fn idle(keda: &Keda, min: u16, report: &mut Report<'_>) -> Option<u16> {
    const KEY: &str = "autoscaling.keda.idleReplicas";
    let idle = keda.idle_replicas?;
    if idle > 0 {
        let message = format!("`{KEY}` is {idle}: KEDA takes no other number than 0");
        report.problem(KEY, message, "say `idleReplicas: 0`, or leave it out");
    } else if min == 0 {
        let message = format!("`{KEY}` has no meaning where `autoscaling.min` is 0 as well");
        report.problem(KEY, message, "leave it out, or say the pods that start together as `min`");
    }
    Some(idle)
}

/// Both times are about the last pod alone: as long as one runs, the metrics decide.
fn last_pod(keda: &Keda, min: u16, report: &mut Report<'_>) -> Option<LastPod> {
    let stated = [("pollingInterval", keda.polling_interval), ("cooldown", keda.cooldown)];
    if min > 0 && keda.idle_replicas.is_none() {
        for (key, _) in stated.iter().filter(|(_, time)| time.is_some()) {
            report.warning(
                &format!("autoscaling.keda.{key}"),
                format!("`{key}` is left out: it has a meaning only where the last pod can go"),
                "say `min: 0` or `idleReplicas: 0`, or take it out; `autoscaling.behavior` sets the pace",
            );
        }
        return None;
    }
    let (polling, cooldown) = (keda.polling_interval.unwrap_or(POLLING), keda.cooldown.unwrap_or(COOLDOWN));
    if polling.seconds() == 0 {
        let message = "`autoscaling.keda.pollingInterval` is no time at all";
        report.problem("autoscaling.keda.pollingInterval", message, "use at least `1s`");
    }
    Some(LastPod { polling: polling.seconds(), cooldown: cooldown.seconds() })
}

fn fallback(keda: &Keda, (min, max): (u16, u16), triggers: &[Trigger], report: &mut Report<'_>) -> Option<Fallback> {
    const KEY: &str = "autoscaling.keda.fallback";
    let stated = keda.fallback.as_ref()?;
    let Some(replicas) = stated.replicas else {
        report.problem(KEY, "`autoscaling.keda.fallback.replicas` is missing", "say the pods that run then");
        return None;
    };
    if !(min..=max).contains(&replicas) {
        let message = format!("`{KEY}.replicas` ({replicas}) is outside of `min` and `max` ({min} to {max})");
        report.problem(KEY, message, "say a number that the autoscaler may reach");
    }
    if triggers.iter().all(|trigger| is_resource(&trigger.kind)) {
        let message = format!("`{KEY}` is for triggers from outside, and there is none");
        report.problem(KEY, message, "take it out");
    }
    Some(Fallback { failures: stated.failures.unwrap_or(FAILURES), replicas })
}
