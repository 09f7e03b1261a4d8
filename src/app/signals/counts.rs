//! How many pods of the app there are, as kube-state-metrics counts them.

use crate::spec::Kind;

use super::super::App;
use super::Subject;

/// Expressions that count the pods of an app whose pods are to run always.
pub(super) struct Counts {
    pub(super) wanted: String,
    pub(super) ready: String,
    /// Ready for long enough to count on; none where nobody counts that.
    pub(super) available: Option<String>,
    /// That no rollout has moved for ten minutes.
    pub(super) settled: String,
}

impl Counts {
    /// Those of an app; none where its pods run to an end.
    pub(super) fn of(app: &App, subject: Subject<'_>) -> Option<Self> {
        if app.workload.progressive().is_some() {
            return Some(Self::of_replica_sets(subject));
        }
        let kind = app.workload.kind();
        let [wanted, ready, available, updated] = metrics(kind)?;
        let object = subject.object(&label(kind));
        let count = |metric: &str| format!("{metric}{{{object}}}");
        Some(Self {
            wanted: count(wanted),
            ready: count(ready),
            available: Some(count(available)),
            settled: format!("changes({}[10m]) == 0", count(updated)),
        })
    }

    /// Nobody counts the pods of a Rollout, so that those of its ReplicaSets are added up
    /// (`docs/metrics/workload/replicaset-metrics.md` of kube-state-metrics).
    fn of_replica_sets(subject: Subject<'_>) -> Self {
        let own = format!(r#"{OWNER}{{namespace="{}", {}}}"#, subject.namespace, owner(subject));
        let sum = |expr: String| {
            format!("sum by (namespace) (\n  {expr} * on (namespace, replicaset) group_left ()\n  {own}\n)")
        };
        let of = |metric: &str| format!(r#"{metric}{{namespace="{}"}}"#, subject.namespace);
        Self {
            wanted: sum(of("kube_replicaset_spec_replicas")),
            ready: sum(of("kube_replicaset_status_ready_replicas")),
            available: None,
            settled: format!("{} == 0", sum(format!("changes({}[10m])", of("kube_replicaset_spec_replicas")))),
        }
    }
}

/// Which ReplicaSet is whose.
const OWNER: &str = "kube_replicaset_owner";

fn owner(subject: Subject<'_>) -> String {
    format!(r#"owner_kind="Rollout", owner_name="{}""#, subject.app)
}

/// What is wanted, ready, available and updated of a kind.
fn metrics(kind: Kind) -> Option<[&'static str; 4]> {
    Some(match kind {
        Kind::Deployment => [
            "kube_deployment_spec_replicas",
            "kube_deployment_status_replicas_ready",
            "kube_deployment_status_replicas_available",
            "kube_deployment_status_replicas_updated",
        ],
        Kind::StatefulSet => [
            "kube_statefulset_replicas",
            "kube_statefulset_status_replicas_ready",
            "kube_statefulset_status_replicas_available",
            "kube_statefulset_status_replicas_updated",
        ],
        Kind::DaemonSet => [
            "kube_daemonset_status_desired_number_scheduled",
            "kube_daemonset_status_number_ready",
            "kube_daemonset_status_number_available",
            "kube_daemonset_status_updated_number_scheduled",
        ],
        Kind::Job | Kind::CronJob => return None,
    })
}

/// The label that names a workload of a kind.
fn label(kind: Kind) -> String {
    kind.name().to_ascii_lowercase()
}

/// A series that there is in every namespace where the app's pods are to run always.
pub(super) fn where_pods_are(app: &App, subject: Subject<'_>) -> Option<String> {
    if app.workload.progressive().is_some() {
        return Some(format!("{OWNER}{{{}}}", owner(subject)));
    }
    let kind = app.workload.kind();
    metrics(kind).map(|[wanted, ..]| format!("{wanted}{{{}=\"{}\"}}", label(kind), subject.app))
}
