//! Whether the pods are there, stay, and can be seen.

use crate::spec::Kind;

use super::super::App;
use super::panels::EACH_CONTAINER;
use super::{Alert, Panel, Series, Severity, Signal, Subject, room};

/// How kube-state-metrics counts the pods of a kind.
pub(super) struct Counts {
    pub(super) wanted: &'static str,
    ready: &'static str,
    available: &'static str,
    updated: &'static str,
}

impl Counts {
    /// Those of a kind whose pods are to run always.
    pub(super) fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Deployment => Self {
                wanted: "kube_deployment_spec_replicas",
                ready: "kube_deployment_status_replicas_ready",
                available: "kube_deployment_status_replicas_available",
                updated: "kube_deployment_status_replicas_updated",
            },
            Kind::StatefulSet => Self {
                wanted: "kube_statefulset_replicas",
                ready: "kube_statefulset_status_replicas_ready",
                available: "kube_statefulset_status_replicas_available",
                updated: "kube_statefulset_status_replicas_updated",
            },
            Kind::DaemonSet => Self {
                wanted: "kube_daemonset_status_desired_number_scheduled",
                ready: "kube_daemonset_status_number_ready",
                available: "kube_daemonset_status_number_available",
                updated: "kube_daemonset_status_updated_number_scheduled",
            },
            Kind::Job | Kind::CronJob => return None,
        })
    }
}

/// How many pods there are, and how many there may be.
pub(super) fn replicas_panel(app: &App, subject: Subject<'_>) -> Option<Panel> {
    let Counts { wanted, ready, available, .. } = Counts::of(app.workload.kind())?;
    let object = subject.workload(app);
    let count = |legend, metric: &str| Series { legend, expr: format!("{metric}{{{object}}}") };
    let mut series = vec![count("wanted", wanted), count("ready", ready), count("available", available)];
    // Where there is none, there is no such series.
    if app.workload.kind().scales() {
        series.push(Series { legend: "most of the autoscaler", expr: room::most_pods(subject) });
        series.push(Series { legend: "may be moved", expr: room::disruptions_allowed(subject) });
    }
    Some(Panel {
        title: "Pods",
        about: "Pods that are wanted, ready and available, the most that an autoscaler starts, and how many the disruption budget lets be moved.",
        unit: "short",
        series,
    })
}

/// How often containers start anew.
pub(super) fn restarts_panel(app: &App, subject: Subject<'_>) -> Option<Panel> {
    let kind = app.workload.kind();
    (!kind.ends()).then(|| Panel {
        title: "Restarts",
        about: "How often containers ended within an hour although they should run.",
        unit: "short",
        series: vec![Series { legend: EACH_CONTAINER, expr: restarts_within(&subject.pods(kind), "1h") }],
    })
}

/// How often containers restarted within a time.
fn restarts_within(pods: &str, window: &str) -> String {
    format!("increase(kube_pod_container_status_restarts_total{{{pods}}}[{window}])")
}

/// Pods that are wanted and not ready.
pub(super) fn replicas(app: &App, subject: Subject<'_>) -> Option<Signal> {
    let counts = Counts::of(app.workload.kind())?;
    let Counts { wanted, ready, available, updated } = counts;
    let object = subject.workload(app);
    let look =
        "Look at its events, `kubectl describe pod`, and at the log of its last start, `kubectl logs --previous`.";
    Some(Signal {
        name: "replicas",
        about: "Pods that are wanted and not ready. A rollout that moves on is given its time.".to_owned(),
        records: Vec::new(),
        alerts: vec![
            Alert {
                name: "AppUnavailable",
                expr: format!("{available}{{{object}}} == 0\nand\n{wanted}{{{object}}} > 0"),
                lasts: "2m",
                severity: Severity::Critical,
                summary: "No pod can serve".to_owned(),
                description: format!("Pods are wanted, and not one is available. {look}"),
            },
            Alert {
                name: "AppPodsNotReady",
                expr: format!(
                    "(\n  {wanted}{{{object}}} - {ready}{{{object}}} > 0\n)\nand\nchanges({updated}{{{object}}}[10m]) == 0"
                ),
                lasts: "15m",
                severity: Severity::Warning,
                summary: "Pods are not ready".to_owned(),
                description: format!(
                    "{{{{ $value }}}} pods are missing or not ready, and no rollout is on its way. {look}"
                ),
            },
        ],
    })
}

/// Containers that end although they should not.
pub(super) fn restarts(app: &App, subject: Subject<'_>) -> Option<Signal> {
    let kind = app.workload.kind();
    if kind.ends() {
        return None;
    }
    let pods = subject.pods(kind);
    Some(Signal {
        name: "restarts",
        about: "Containers that end although they should run.".to_owned(),
        records: Vec::new(),
        alerts: vec![
            Alert {
                name: "AppRestarting",
                expr: format!("{}\n> 3", restarts_within(&pods, "1h")),
                lasts: "5m",
                severity: Severity::Warning,
                summary: "A container keeps restarting".to_owned(),
                description: "Container {{ $labels.container }} of pod {{ $labels.pod }} restarted {{ $value | printf \
                              \"%.0f\" }} times within an hour. `kubectl logs --previous` tells how it ended, \
                              `kubectl describe pod` whether a liveness probe did it."
                    .to_owned(),
            },
            Alert {
                name: "AppOutOfMemory",
                expr: format!(
                    "{} > 0\nand on (namespace, pod, container)\nkube_pod_container_status_last_terminated_reason{{{pods}, reason=\"OOMKilled\"}} == 1",
                    restarts_within(&pods, "15m")
                ),
                lasts: "0m",
                severity: Severity::Warning,
                summary: "A container was killed for its memory".to_owned(),
                description: "Container {{ $labels.container }} of pod {{ $labels.pod }} came to its memory limit. \
                              Raise the limit, or find what holds the memory."
                    .to_owned(),
            },
        ],
    })
}

/// Whether the app's own metrics arrive: without them the alerts that are made of them are silent.
pub(super) fn metrics(app: &App, subject: Subject<'_>) -> Option<Signal> {
    app.monitor.as_ref()?;
    // With nothing to do no pod runs, and none can be asked.
    if app.workload.replicas().is_some_and(|replicas| replicas.fewest() == 0) {
        return None;
    }
    Some(Signal {
        name: "metrics",
        about: "Whether metrics arrive: without them all that is made of them is silent.".to_owned(),
        records: Vec::new(),
        alerts: vec![Alert {
            name: "AppMetricsMissing",
            expr: format!("absent(\n  up{{{}}} == 1\n)", subject.pods(app.workload.kind())),
            lasts: "15m",
            severity: Severity::Warning,
            summary: "No pod gives metrics".to_owned(),
            description: "Prometheus reads no metrics of any pod. See whether it selects the PodMonitor, whether the \
                          NetworkPolicy lets it in, and what its page of targets says."
                .to_owned(),
        }],
    })
}
