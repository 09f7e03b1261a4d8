//! What is worth knowing of a running app: the one table that alerts and dashboards are made from.
//!
//! Metrics of the cluster are those of kube-state-metrics (its `docs/metrics`), of the kubelet (`kubelet_volume_stats_*`)
//! and of cAdvisor inside it (`container_*`), which kube-prometheus collects with the labels that are used here.

mod analysis;
mod budget;
mod counts;
mod external;
mod panels;
mod pods;
mod room;
mod runs;
mod style;

use serde::Serialize;

use crate::spec::Kind;

use super::App;

pub use analysis::{Measurement, measurements};
pub use panels::{Panel, Series, panels, where_it_is};
pub(crate) use style::Style;

/// What the expressions call the app by: its own names, or the variables of a dashboard.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The namespace of its objects.
    pub namespace: &'a str,
    /// The app's name.
    pub app: &'a str,
}

/// One thing that is worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signal {
    /// What it is called among the others.
    pub name: &'static str,
    /// What it tells, and what to adapt.
    pub about: String,
    /// Series that are computed beforehand.
    pub records: Vec<Record>,
    /// When somebody is told.
    pub alerts: Vec<Alert>,
}

/// A series that is computed beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// What it is computed from.
    pub expr: String,
}

/// When somebody is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// Its name.
    pub name: &'static str,
    /// What must be so.
    pub expr: String,
    /// For how long, in Prometheus' notation.
    pub lasts: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is the matter, in a sentence.
    pub summary: String,
    /// What it means, and where to look first.
    pub description: String,
}

/// How much an alert matters.
///
/// The label's values are those of kube-prometheus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Users notice: somebody is woken.
    Critical,
    /// It can wait until somebody is at work.
    Warning,
}

/// Everything that is worth knowing of an app; what it does not have is not asked for.
pub fn signals(app: &App, subject: Subject<'_>) -> Vec<Signal> {
    let mut signals = Vec::new();
    signals.extend(budget::requests(app, subject));
    signals.extend(budget::latency(app, subject));
    signals.extend(pods::replicas(app, subject));
    signals.extend(pods::rollout(app, subject));
    signals.extend(pods::restarts(app, subject));
    signals.extend(room::cpu(app, subject));
    signals.extend(room::memory(app, subject));
    signals.extend(room::autoscaler(app, subject));
    // A canary mounts the volumes of the app, whose alerts speak of them, and a drain that waits for it can take it away.
    if app.beside.is_none() {
        signals.extend(room::disruption(app, subject));
        signals.extend(room::claims(app, subject));
    }
    signals.extend(runs::runs(app, subject));
    signals.extend(pods::metrics(app, subject));
    signals.extend(external::external(app, subject));
    signals
}

impl Subject<'_> {
    /// The matchers of the app's object of a kind of the API, which is the label that names it.
    fn object(self, label: &str) -> String {
        format!(r#"namespace="{}", {label}="{}""#, self.namespace, self.app)
    }

    /// The matchers of the app's pods, by the names that their controller gives them: those of a Deployment end with a
    /// hash of at most ten characters and five more (`pkg/controller` and `apimachinery/pkg/util/rand` of Kubernetes).
    /// So the pods of `web-api` are none of `web`.
    fn pods(self, kind: Kind) -> String {
        let behind = match kind {
            Kind::Deployment => "[a-z0-9]{1,10}-[a-z0-9]{5}",
            Kind::StatefulSet => "[0-9]+",
            Kind::DaemonSet => "[a-z0-9]{5}",
            Kind::Job => "[0-9a-f]{8}-[a-z0-9]{5}",
            Kind::CronJob => "[0-9]+-[a-z0-9]{5}",
        };
        format!(r#"namespace="{}", pod=~"{}-{behind}""#, self.namespace, self.app)
    }

    /// The matchers of the pods of one version, which the template of an analysis is told: a Rollout names its
    /// ReplicaSets by it (`rollout/sync.go` of Argo Rollouts).
    fn pods_of_version(self) -> String {
        format!(r#"namespace="{}", pod=~"{}-{{{{args.version}}}}-[a-z0-9]{{5}}""#, self.namespace, self.app)
    }

    /// The matchers of series that were computed for the app.
    fn own(self) -> String {
        format!(r#"namespace="{}", app="{}""#, self.namespace, self.app)
    }
}
