//! The controller of the pods, with what only its kind has.

use serde::Serialize;

use crate::spec::types::KubernetesVersion;
use crate::spec::{Exception, Kind, Percent, PodManagementPolicy, Retention, Settings, Share, Strategy, join_key};

use super::claims::Claim;
use super::ports::AppPort;
use super::progressive::{Progressive, progressive};
use super::report::Report;
use super::rollout::Replicas;
use super::runs::{Run, Schedule, run, schedule};
use super::targets;

/// The controller that runs the pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Workload {
    /// Pods that are alike.
    Deployment {
        /// How many.
        replicas: Replicas,
        /// How a new version replaces the old one.
        update: Update,
        /// Seconds without progress before a rollout counts as failed.
        progress_deadline: u32,
        /// How Argo Rollouts brings a new version out, where it does.
        progressive: Option<Progressive>,
    },
    /// Pods with names and claims of their own.
    StatefulSet {
        /// How many.
        replicas: Replicas,
        /// How a new version replaces the old one.
        update: Update,
        /// In which order they start and stop.
        pod_management: PodManagementPolicy,
        /// What becomes of claims that no pod uses: when the set is deleted, and when it shrinks.
        retention: (Retention, Retention),
    },
    /// One pod on each node.
    DaemonSet {
        /// How a new version replaces the old one.
        update: Update,
    },
    /// Pods that run to their end once.
    Job(Run),
    /// A Job at its times.
    CronJob(Schedule, Run),
}

impl Workload {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Deployment { .. } => Kind::Deployment,
            Self::StatefulSet { .. } => Kind::StatefulSet,
            Self::DaemonSet { .. } => Kind::DaemonSet,
            Self::Job(_) => Kind::Job,
            Self::CronJob(..) => Kind::CronJob,
        }
    }

    /// The API's version and kind of the object that controls the pods.
    pub fn object(&self) -> (&'static str, &'static str) {
        match self.progressive() {
            Some(_) => ("argoproj.io/v1alpha1", "Rollout"),
            None if self.kind().ends() => ("batch/v1", self.kind().name()),
            None => ("apps/v1", self.kind().name()),
        }
    }

    /// How Argo Rollouts brings a new version out, where it does.
    pub fn progressive(&self) -> Option<&Progressive> {
        if let Self::Deployment { progressive, .. } = self { progressive.as_ref() } else { None }
    }

    /// How many pods there are, where the spec decides it.
    pub fn replicas(&self) -> Option<Replicas> {
        match self {
            Self::Deployment { replicas, .. } | Self::StatefulSet { replicas, .. } => Some(*replicas),
            Self::DaemonSet { .. } | Self::Job(_) | Self::CronJob(..) => None,
        }
    }
}

/// How a new version replaces the old one; what a kind does not know is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Update {
    /// Its manner.
    pub strategy: Strategy,
    /// Pods beyond the wanted number.
    pub max_surge: Option<Share>,
    /// Pods that may be missing.
    pub max_unavailable: Option<Share>,
    /// Pods below this ordinal keep the old version.
    pub partition: Option<u16>,
}

/// The API's own default for `progressDeadlineSeconds`.
const PROGRESS_DEADLINE: u32 = 600;

/// The workload of a kind.
pub(super) fn workload(
    settings: &Settings,
    replicas: Replicas,
    claims: &[Claim],
    (ports, startup_budget): (&[AppPort], u32),
    report: &mut Report<'_>,
) -> Workload {
    match settings.kind.unwrap_or_default() {
        Kind::Deployment => Workload::Deployment {
            replicas,
            update: deployment_update(settings, replicas, claims, report),
            progress_deadline: PROGRESS_DEADLINE.max(startup_budget + PROGRESS_DEADLINE / 2),
            progressive: progressive(settings, replicas, ports, report),
        },
        Kind::StatefulSet => {
            let set = settings.stateful_set.clone().unwrap_or_default();
            let retain = |retention: Option<Retention>| retention.unwrap_or(Retention::Retain);
            Workload::StatefulSet {
                replicas,
                update: stateful_update(settings, replicas, report),
                pod_management: set.pod_management_policy.unwrap_or(PodManagementPolicy::OrderedReady),
                retention: (retain(set.when_deleted), retain(set.when_scaled)),
            }
        }
        Kind::DaemonSet => Workload::DaemonSet { update: daemon_update(settings, report) },
        Kind::Job => Workload::Job(run(settings, report)),
        Kind::CronJob => Workload::CronJob(schedule(settings, report), run(settings, report)),
    }
}

/// A volume that one node alone can mount leaves one way only: the old pod goes first.
fn deployment_update(settings: &Settings, replicas: Replicas, claims: &[Claim], report: &mut Report<'_>) -> Update {
    let rollout = settings.rollout.clone().unwrap_or_default();
    let single = claims.iter().find(|claim| !claim.access.is_shared());
    if rollout.strategy == Some(Strategy::OnDelete) {
        report.problem(
            "rollout.strategy",
            "a Deployment knows no strategy OnDelete",
            "use RollingUpdate, Recreate, Canary or BlueGreen",
        );
    }
    if let (Some(claim), Some(strategy)) = (single, rollout.strategy.filter(|one| one.rolls())) {
        let what = if strategy.is_progressive() { format!("{strategy:?}") } else { "a rolling update".to_owned() };
        report.problem(
            "rollout.strategy",
            format!("{what} waits for ever for volume `{}`, which the old pod holds", claim.volume),
            "leave `rollout.strategy` out: Recreate is the one that works",
        );
    }
    let strategy =
        rollout.strategy.unwrap_or(if single.is_some() { Strategy::Recreate } else { Strategy::RollingUpdate });
    if let Some(claim) = single {
        report.warning(
            &join_key(&["storage", claim.volume.as_str()]),
            format!("volume `{}` has one writer: a rollout stops the old pod before the new one starts", claim.volume),
            "`access: ReadWriteMany` on a class that has it allows a rolling update",
        );
    }
    if strategy == Strategy::Recreate {
        refuse_shares(strategy, report);
        return Update { strategy, max_surge: None, max_unavailable: None, partition: None };
    }
    // The old version stays whole while the new one grows beside it.
    let routed = settings.host.is_some() && settings.gateway.is_some();
    if strategy == Strategy::BlueGreen || strategy == Strategy::Canary && routed {
        refuse_shares(strategy, report);
        let (all, none) = (Share::Percent(Percent::ALL), Share::Count(0));
        return Update { strategy, max_surge: Some(all), max_unavailable: Some(none), partition: None };
    }
    let alone = replicas.most() == 1 && settings.excuses(Exception::Singleton);
    // An app of which only one may run must not meet itself during a rollout.
    let (surge, unavailable) = if alone && !report.chosen("rollout") { (0, 1) } else { (1, 0) };
    let usual = |stated: Option<Share>, count| {
        stated.filter(|_| !alone || report.chosen("rollout")).unwrap_or(Share::Count(count))
    };
    let max_surge = usual(rollout.max_surge, surge);
    let max_unavailable = usual(rollout.max_unavailable, unavailable);
    refuse_standstill(max_surge, max_unavailable, report);
    Update { strategy, max_surge: Some(max_surge), max_unavailable: Some(max_unavailable), partition: None }
}

fn stateful_update(settings: &Settings, replicas: Replicas, report: &mut Report<'_>) -> Update {
    if replicas.fewest() > 1 && !report.stated("replicas") && !report.stated("autoscaling") {
        report.warning(
            "kind",
            format!(
                "the preset makes it {} pods, each with data of its own: that helps only an app that replicates",
                replicas.fewest()
            ),
            "say how many it is built for, `replicas: 3`, or `replicas: 1` with the exception `singleton`",
        );
    }
    let rollout = settings.rollout.clone().unwrap_or_default();
    let strategy = rollout.strategy.unwrap_or(Strategy::RollingUpdate);
    refuse_of_deployments(strategy, Kind::StatefulSet, report);
    if let Some(partition) = rollout.partition.filter(|partition| *partition >= replicas.fewest().max(1)) {
        report.warning(
            "rollout.partition",
            format!("partition {partition} is not below the number of pods: none ever gets the new version"),
            "lower it pod by pod to let the new version out",
        );
    }
    if strategy == Strategy::OnDelete {
        refuse_shares(strategy, report);
        return Update { strategy, max_surge: None, max_unavailable: None, partition: None };
    }
    let several = rollout.max_unavailable.filter(|_| report.chosen("rollout.maxUnavailable"));
    if several.is_some_and(Share::is_zero) {
        report.problem(
            "rollout.maxUnavailable",
            "`rollout.maxUnavailable` is 0: no rollout could ever move",
            "leave it out for one pod at a time",
        );
    }
    let target = settings.kubernetes.unwrap_or(KubernetesVersion::OLDEST);
    if let Some(field) = several.and_then(|_| targets::too_new(settings, "rollout.maxUnavailable", "")) {
        report.problem(
            "rollout.maxUnavailable",
            format!("a StatefulSet of Kubernetes {target} replaces one pod at a time"),
            format!("leave it out, or target {}", field.since),
        );
    }
    Update { strategy, max_surge: None, max_unavailable: several, partition: rollout.partition }
}

fn daemon_update(settings: &Settings, report: &mut Report<'_>) -> Update {
    let rollout = settings.rollout.clone().unwrap_or_default();
    let strategy = rollout.strategy.unwrap_or(Strategy::RollingUpdate);
    refuse_of_deployments(strategy, Kind::DaemonSet, report);
    if strategy == Strategy::OnDelete {
        refuse_shares(strategy, report);
        return Update { strategy, max_surge: None, max_unavailable: None, partition: None };
    }
    // Two agents on one node may fight over its files and ports, so the old one goes first unless told.
    let stated = |key: &str, share: Option<Share>| share.filter(|_| report.chosen(key));
    let max_surge = stated("rollout.maxSurge", rollout.max_surge).unwrap_or(Share::Count(0));
    let usual = if max_surge.is_zero() { Share::Count(1) } else { Share::Count(0) };
    let max_unavailable = stated("rollout.maxUnavailable", rollout.max_unavailable).unwrap_or(usual);
    if !max_surge.is_zero() && !max_unavailable.is_zero() {
        report.problem(
            "rollout",
            "a DaemonSet takes either `maxSurge` or `maxUnavailable`, not both",
            "set one of the two to 0",
        );
    }
    refuse_standstill(max_surge, max_unavailable, report);
    Update { strategy, max_surge: Some(max_surge), max_unavailable: Some(max_unavailable), partition: None }
}

/// What only a Deployment knows.
fn refuse_of_deployments(strategy: Strategy, kind: Kind, report: &mut Report<'_>) {
    if strategy == Strategy::Recreate || strategy.is_progressive() {
        let message = format!("a {} knows no strategy {strategy:?}", kind.name());
        report.problem("rollout.strategy", message, "use RollingUpdate or OnDelete");
    }
}

/// What only a rolling update takes.
fn refuse_shares(strategy: Strategy, report: &mut Report<'_>) {
    for key in ["rollout.maxSurge", "rollout.maxUnavailable", "rollout.partition"] {
        if report.stated(key) {
            let message = format!("`{key}` has no meaning beside the strategy {strategy:?}");
            report.problem(key, message, "take one of the two out");
        }
    }
}

fn refuse_standstill(max_surge: Share, max_unavailable: Share, report: &mut Report<'_>) {
    if max_surge.is_zero() && max_unavailable.is_zero() {
        report.problem(
            "rollout",
            "`rollout.maxSurge` and `rollout.maxUnavailable` are both 0: no rollout could ever move",
            "allow one pod of either",
        );
    }
}
