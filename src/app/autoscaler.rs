//! Who moves the number of pods, and by what.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::spec::types::{Amount, Entries, LabelKey, LabelValue, MetricName, Name, Utilization};
use crate::spec::{Autoscaling, DescribedObject, Metric, Settings};

use super::container::{Container, Role};
use super::exposure::Listener;
use super::keda::{ScaledObject, scaled_object};
use super::pace::{Pace, paces};
use super::report::Report;
use super::rollout::Replicas;

/// An autoscaler: its bounds, targets and pace.
#[derive(Debug, Clone, PartialEq)]
pub struct Autoscaler {
    /// Fewest pods.
    pub min: u16,
    /// Most pods.
    pub max: u16,
    /// What it looks at; what asks for most pods wins.
    pub targets: Vec<Target>,
    /// How the number of pods grows.
    pub up: Pace,
    /// How the number of pods shrinks.
    pub down: Pace,
    /// What KEDA is told, where it stands in the place of a HorizontalPodAutoscaler.
    pub keda: Option<ScaledObject>,
}

impl Autoscaler {
    /// The kind of object that owns the number of pods.
    pub fn kind(&self) -> &'static str {
        if self.keda.is_some() { "ScaledObject" } else { "HorizontalPodAutoscaler" }
    }
}

/// A metric, and what it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The use of a request.
    Resource {
        /// `cpu` or `memory`.
        name: &'static str,
        /// Percent of the request.
        percent: u8,
        /// The one container that is meant; the whole pod where none is named.
        container: Option<String>,
    },
    /// A custom metric of each pod.
    Pods(Measure),
    /// A custom metric of another object.
    Object(DescribedObject, Measure),
    /// A metric from outside the cluster.
    External(Measure),
}

/// A named metric, and what it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// Its name.
    pub metric: MetricName,
    /// Labels of the series that are meant.
    pub selector: BTreeMap<String, String>,
    /// What it should be in all.
    pub value: Option<Amount>,
    /// What it should be for each pod.
    pub average_value: Option<Amount>,
}

/// What of the app's own a metric may speak of.
pub(super) struct Own<'a> {
    pub(super) name: &'a Name,
    pub(super) serves: bool,
    pub(super) containers: &'a [&'a Container],
    pub(super) listener: Option<&'a Listener>,
}

pub(super) fn autoscaler(
    settings: &Settings,
    replicas: Replicas,
    own: &Own<'_>,
    report: &mut Report<'_>,
) -> Option<Autoscaler> {
    let (Replicas::Automatic { min, max }, Some(autoscaling)) = (replicas, &settings.autoscaling) else { return None };
    let (up, down) = paces(settings, &autoscaling.behavior.clone().unwrap_or_default(), report);
    let targets = targets(autoscaling, own, report);
    let tell = |keda| scaled_object(settings, keda, (min, max), own.name, &targets, report);
    let keda = autoscaling.keda.as_ref().map(tell);
    Some(Autoscaler { min, max, targets, up, down, keda })
}

fn targets(autoscaling: &Autoscaling, own: &Own<'_>, report: &mut Report<'_>) -> Vec<Target> {
    let stated = [("cpu", autoscaling.cpu), ("memory", autoscaling.memory)];
    let mut targets = resources(stated, None);
    for metric in autoscaling.metrics.iter().flatten() {
        targets.extend(further(metric, own, report));
    }
    if targets.is_empty() && autoscaling.keda.is_none() {
        targets.push(Target::Resource { name: "cpu", percent: 70, container: None });
    }
    targets
}

fn resources(stated: [(&'static str, Option<Utilization>); 2], container: Option<&Name>) -> Vec<Target> {
    let target = |(name, percent): (&'static str, Option<Utilization>)| {
        Some(Target::Resource { name, percent: percent?.percent(), container: container.map(ToString::to_string) })
    };
    stated.into_iter().filter_map(target).collect()
}

/// The targets of one entry of `autoscaling.metrics`.
fn further(metric: &Metric, own: &Own<'_>, report: &mut Report<'_>) -> Vec<Target> {
    const KEY: &str = "autoscaling.metrics";
    match (&metric.pods, &metric.object, &metric.external, &metric.container_resource) {
        (Some(pods), None, None, None) => {
            let average = Some(pods.average_value.clone());
            vec![Target::Pods(measure(&pods.metric, pods.selector.as_ref(), None, average))]
        }
        (None, Some(object), None, None) => {
            check_described(&object.described_object, own, report);
            one_value(&object.metric, &object.value, &object.average_value, report);
            let (value, average) = (object.value.clone(), object.average_value.clone());
            let measure = measure(&object.metric, object.selector.as_ref(), value, average);
            vec![Target::Object(object.described_object.clone(), measure)]
        }
        (None, None, Some(external), None) => {
            one_value(&external.metric, &external.value, &external.average_value, report);
            let (value, average) = (external.value.clone(), external.average_value.clone());
            vec![Target::External(measure(&external.metric, external.selector.as_ref(), value, average))]
        }
        (None, None, None, Some(resource)) => {
            let named = |one: &Container| one.name == resource.container.as_str() && one.role != Role::Init;
            if !own.containers.iter().any(|one| named(one)) {
                report.warning(
                    KEY,
                    format!("the pods have no container `{}`, unless the cluster adds it", resource.container),
                    format!("the app's own is `{}`", own.name),
                );
            }
            let targets = resources([("cpu", resource.cpu), ("memory", resource.memory)], Some(&resource.container));
            if targets.is_empty() {
                let message = format!("`containerResource` of `{}` has no target", resource.container);
                report.problem(KEY, message, "say `cpu: 70`, or `memory: 80`");
            }
            targets
        }
        _ => {
            let hint = "such as `{pods: {metric: http_requests_per_second, averageValue: \"100\"}}`";
            report.problem(
                KEY,
                "an entry of `autoscaling.metrics` needs exactly one of pods, object, external, containerResource",
                hint,
            );
            Vec::new()
        }
    }
}

fn measure(
    metric: &MetricName,
    selector: Option<&Entries<LabelKey, LabelValue>>,
    value: Option<Amount>,
    average_value: Option<Amount>,
) -> Measure {
    let selector = selector.map(Entries::texts).unwrap_or_default();
    Measure { metric: metric.clone(), selector, value, average_value }
}

fn one_value(metric: &MetricName, value: &Option<Amount>, average: &Option<Amount>, report: &mut Report<'_>) {
    if value.is_some() == average.is_some() {
        report.problem(
            "autoscaling.metrics",
            format!("metric `{metric}` needs exactly one of `value` and `averageValue`"),
            "`averageValue` is divided by the number of pods, as for a queue; `value` is not, as for a latency",
        );
    }
}

/// An object that has the app's own name must be one that is written.
fn check_described(object: &DescribedObject, own: &Own<'_>, report: &mut Report<'_>) {
    let group = object.api_version.to_string().split_once('/').map_or(String::new(), |(group, _)| group.to_owned());
    let written = match (group.as_str(), object.kind.as_str()) {
        ("", "Service") => own.serves,
        ("networking.k8s.io", "Ingress") => matches!(own.listener, Some(Listener::Ingress { .. })),
        ("gateway.networking.k8s.io", "HTTPRoute") => matches!(own.listener, Some(Listener::Gateway { .. })),
        _ => return,
    };
    if object.name.as_str() == own.name.as_str() && !written {
        report.problem(
            "autoscaling.metrics",
            format!("`describedObject` is the app's own {}, which is not written", object.kind),
            "name an object that is there",
        );
    }
}
