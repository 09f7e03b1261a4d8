//! Whether the pods are there, stay, and can be seen.

use super::super::App;
use super::counts::Counts;
use super::panels::EACH_CONTAINER;
use super::{Alert, Panel, Series, Severity, Signal, Subject, room};

/// How many pods there are, and how many there may be.
pub(super) fn replicas_panel(app: &App, subject: Subject<'_>) -> Option<Panel> {
    let Counts { wanted, ready, available, .. } = Counts::of(app, subject)?;
    let mut series = vec![Series { legend: "wanted", expr: wanted }, Series { legend: "ready", expr: ready }];
    series.extend(available.map(|expr| Series { legend: "available", expr }));
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
    let Counts { wanted, ready, available, settled } = Counts::of(app, subject)?;
    let serving = available.as_ref().unwrap_or(&ready);
    let look =
        "Look at its events, `kubectl describe pod`, and at the log of its last start, `kubectl logs --previous`.";
    Some(Signal {
        name: "replicas",
        about: "Pods that are wanted and not ready. A rollout that moves on is given its time.".to_owned(),
        records: Vec::new(),
        alerts: vec![
            Alert {
                name: "AppUnavailable",
                expr: format!("{serving} == 0\nand\n{wanted} > 0"),
                lasts: "2m",
                severity: Severity::Critical,
                summary: "No pod can serve".to_owned(),
                description: format!("Pods are wanted, and not one is available. {look}"),
            },
            Alert {
                name: "AppPodsNotReady",
                expr: format!("(\n  {}\n)\nand\n{settled}", format!("{wanted} - {ready} > 0").replace('\n', "\n  ")),
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

/// A new version that was taken back: the old one serves, so nothing else tells of it.
pub(super) fn rollout(app: &App, subject: Subject<'_>) -> Option<Signal> {
    app.workload.progressive()?;
    // A scrape gives the controller's own namespace, unless it is told to leave what the metric says.
    let of = |label: &str| {
        format!(r#"rollout_info{{{label}="{}", name="{}", phase="Degraded"}} == 1"#, subject.namespace, subject.app)
    };
    Some(Signal {
        name: "rollout",
        about: "Whether a new version came through. The series are those of Argo Rollouts' controller.".to_owned(),
        records: Vec::new(),
        alerts: vec![Alert {
            name: "AppRolloutFailed",
            expr: format!("{}\nor\n{}", of("namespace"), of("exported_namespace")),
            lasts: "5m",
            severity: Severity::Warning,
            summary: "A new version was taken back".to_owned(),
            description:
                "The old version serves, and what is deployed is not what was asked for. `kubectl argo rollouts \
                          get rollout` tells at which step it failed, and the AnalysisRuns beside it by what. Deploy a \
                          version that works, or the old one."
                    .to_owned(),
        }],
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
