//! Whether the pods are there, stay, and can be seen.

use crate::spec::Kind;

use super::super::App;
use super::{Alert, Severity, Signal, Subject};

/// Pods that are wanted and not ready.
pub(super) fn replicas(app: &App, subject: Subject<'_>) -> Option<Signal> {
    let kind = app.workload.kind();
    let (wanted, ready, available, updated) = match kind {
        Kind::Deployment => (
            "kube_deployment_spec_replicas",
            "kube_deployment_status_replicas_ready",
            "kube_deployment_status_replicas_available",
            "kube_deployment_status_replicas_updated",
        ),
        Kind::StatefulSet => (
            "kube_statefulset_replicas",
            "kube_statefulset_status_replicas_ready",
            "kube_statefulset_status_replicas_available",
            "kube_statefulset_status_replicas_updated",
        ),
        Kind::DaemonSet => (
            "kube_daemonset_status_desired_number_scheduled",
            "kube_daemonset_status_number_ready",
            "kube_daemonset_status_number_available",
            "kube_daemonset_status_updated_number_scheduled",
        ),
        Kind::Job | Kind::CronJob => return None,
    };
    let object = subject.object(&kind.name().to_ascii_lowercase());
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
    let restarts = format!("kube_pod_container_status_restarts_total{{{pods}}}");
    Some(Signal {
        name: "restarts",
        about: "Containers that end although they should run.".to_owned(),
        records: Vec::new(),
        alerts: vec![
            Alert {
                name: "AppRestarting",
                expr: format!("increase({restarts}[1h])\n> 3"),
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
                    "increase({restarts}[15m]) > 0\nand on (namespace, pod, container)\nkube_pod_container_status_last_terminated_reason{{{pods}, reason=\"OOMKilled\"}} == 1"
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
