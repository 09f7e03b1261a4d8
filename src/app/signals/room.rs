//! How much room is left: cpu, memory, pods, disruptions, disk.

use super::super::App;
use super::panels::EACH_CONTAINER;
use super::{Alert, Panel, Series, Severity, Signal, Subject};

/// Containers that are held back by their cpu limit.
pub(super) fn cpu(app: &App, subject: Subject<'_>) -> Option<Signal> {
    if app.workload.kind().ends() || !app.containers().any(|container| container.resources.cpu_limit.is_some()) {
        return None;
    }
    let held = held_share(&subject.pods(app.workload.kind()));
    Some(Signal {
        name: "cpu",
        about: "Containers that their cpu limit holds back, as a share of the periods of 100ms in which they ran."
            .to_owned(),
        records: Vec::new(),
        alerts: vec![Alert {
            name: "AppCpuThrottled",
            expr: format!("{held}\n> 0.25"),
            lasts: "15m",
            severity: Severity::Warning,
            summary: "A container is held back by its cpu limit".to_owned(),
            description: "Container {{ $labels.container }} of pod {{ $labels.pod }} is held back in {{ $value | \
                          humanizePercentage }} of the time. Raise `resources.cpuLimit`, or add pods."
                .to_owned(),
        }],
    })
}

/// The share of the periods in which containers are held back by their cpu limit.
fn held_share(pods: &str) -> String {
    let sum = |metric: &str| {
        format!("sum by (namespace, pod, container) (increase({metric}{{{pods}, container!=\"\"}}[5m]))")
    };
    let (held, all) = (sum("container_cpu_cfs_throttled_periods_total"), sum("container_cpu_cfs_periods_total"));
    format!("{held}\n/\n{all}")
}

/// The share of their memory limit that containers use.
fn used_share(pods: &str) -> String {
    format!(
        "max by (namespace, pod, container) (container_memory_working_set_bytes{{{pods}, container!=\"\"}})\n/\nmax by (namespace, pod, container) (kube_pod_container_resource_limits{{{pods}, resource=\"memory\"}})"
    )
}

/// How much of their cpu and memory containers have left.
pub(super) fn room_panels(app: &App, subject: Subject<'_>) -> Vec<Panel> {
    let kind = app.workload.kind();
    if kind.ends() {
        return Vec::new();
    }
    let pods = subject.pods(kind);
    vec![
        Panel {
            title: "Held back by the cpu limit",
            about: "The share of the periods of 100ms in which a container ran and its cpu limit held it back.",
            unit: "percentunit",
            series: vec![Series { legend: EACH_CONTAINER, expr: held_share(&pods) }],
        },
        Panel {
            title: "Memory in use",
            about: "The share of its memory limit that a container uses; at 100 % it is killed.",
            unit: "percentunit",
            series: vec![Series { legend: EACH_CONTAINER, expr: used_share(&pods) }],
        },
    ]
}

/// The most pods that the app's autoscaler starts, whoever wrote it.
pub(super) fn most_pods(subject: Subject<'_>) -> String {
    let most = |prefix: &str| format!("{MOST_PODS}{{{}}}", autoscaler_of(subject, prefix));
    format!("{}\nor\n{}", most(""), most(OF_KEDA))
}

/// The pods that may be evicted now.
pub(super) fn disruptions_allowed(subject: Subject<'_>) -> String {
    format!("kube_poddisruptionbudget_status_pod_disruptions_allowed{{{}}}", subject.object("poddisruptionbudget"))
}

/// What kube-state-metrics calls the most pods of an autoscaler.
const MOST_PODS: &str = "kube_horizontalpodautoscaler_spec_max_replicas";

/// What KEDA puts before the name of its HorizontalPodAutoscaler (`pkg/scaling` of kedacore/keda).
const OF_KEDA: &str = "keda-hpa-";

/// The matchers of the app's autoscaler.
fn autoscaler_of(subject: Subject<'_>, prefix: &str) -> String {
    format!(r#"namespace="{}", horizontalpodautoscaler="{prefix}{}""#, subject.namespace, subject.app)
}

/// Containers that come near their memory limit.
pub(super) fn memory(app: &App, subject: Subject<'_>) -> Option<Signal> {
    if app.workload.kind().ends() {
        return None;
    }
    let pods = subject.pods(app.workload.kind());
    Some(Signal {
        name: "memory",
        about: "Containers near the limit at which they are killed.".to_owned(),
        records: Vec::new(),
        alerts: vec![Alert {
            name: "AppMemoryNearLimit",
            expr: format!("{}\n> 0.9", used_share(&pods)),
            lasts: "15m",
            severity: Severity::Warning,
            summary: "A container is near its memory limit".to_owned(),
            description: "Container {{ $labels.container }} of pod {{ $labels.pod }} uses {{ $value | \
                          humanizePercentage }} of its memory limit, and is killed at 100%."
                .to_owned(),
        }],
    })
}

/// An autoscaler that has no pod left to add.
pub(super) fn autoscaler(app: &App, subject: Subject<'_>) -> Option<Signal> {
    let autoscaler = app.autoscaler.as_ref().filter(|autoscaler| autoscaler.min < autoscaler.max)?;
    let object = autoscaler_of(subject, if autoscaler.keda.is_some() { OF_KEDA } else { "" });
    Some(Signal {
        name: "autoscaler",
        about: "Whether the autoscaler still has pods to add.".to_owned(),
        records: Vec::new(),
        alerts: vec![Alert {
            name: "AppAutoscalerAtMaximum",
            expr: format!(
                "kube_horizontalpodautoscaler_status_current_replicas{{{object}}}\n>=\n{MOST_PODS}{{{object}}}"
            ),
            lasts: "15m",
            severity: Severity::Warning,
            summary: "The autoscaler is at its maximum".to_owned(),
            description: "All {{ $value }} pods that the autoscaler may start are running; more load finds no more \
                          room. Raise `autoscaling.max`, or find what asks for so much."
                .to_owned(),
        }],
    })
}

/// A budget that lets no pod be moved.
pub(super) fn disruption(app: &App, subject: Subject<'_>) -> Option<Signal> {
    app.disruption?;
    let object = subject.object("poddisruptionbudget");
    Some(Signal {
        name: "disruption",
        about: "Whether a node can still be drained.".to_owned(),
        records: Vec::new(),
        alerts: vec![Alert {
            name: "AppCannotBeDrained",
            expr: format!(
                "{} == 0\nand\nkube_poddisruptionbudget_status_expected_pods{{{object}}} > 0",
                disruptions_allowed(subject)
            ),
            lasts: "30m",
            severity: Severity::Warning,
            summary: "The disruption budget lets no pod be moved".to_owned(),
            description: "As many pods are down as may be, so drains of nodes wait. Find out which pods are not ready."
                .to_owned(),
        }],
    })
}

/// The matchers of the app's claims.
fn claims_of(app: &App, subject: Subject<'_>) -> Option<String> {
    let claims = &app.volumes.claims;
    let is_shared = claims.first()?.shared.is_some();
    let volumes: Vec<&str> = claims.iter().map(|claim| claim.volume.as_str()).collect();
    let volumes = match volumes.as_slice() {
        [one] => (*one).to_owned(),
        several => format!("({})", several.join("|")),
    };
    let names =
        if is_shared { format!("{}-{volumes}", subject.app) } else { format!("{volumes}-{}-[0-9]+", subject.app) };
    Some(format!(r#"namespace="{}", persistentvolumeclaim=~"{names}""#, subject.namespace))
}

/// The bytes of claims that are free, and their share.
fn free_of(claims: &str) -> (String, String) {
    let free = format!("kubelet_volume_stats_available_bytes{{{claims}}}");
    let share = format!("{free}\n/\nkubelet_volume_stats_capacity_bytes{{{claims}}}");
    (free, share)
}

/// How much of its volumes is left.
pub(super) fn claims_panel(app: &App, subject: Subject<'_>) -> Option<Panel> {
    let (_, share) = free_of(&claims_of(app, subject)?);
    Some(Panel {
        title: "Room of volumes",
        about: "The share of a claim's volume that is free.",
        unit: "percentunit",
        series: vec![Series { legend: "{{persistentvolumeclaim}}", expr: share }],
    })
}

/// Volumes that fill up.
pub(super) fn claims(app: &App, subject: Subject<'_>) -> Option<Signal> {
    let (free, share) = free_of(&claims_of(app, subject)?);
    let look = "Make room, or enlarge the claim where its StorageClass allows it.";
    Some(Signal {
        name: "storage",
        about: "Volumes that fill up.".to_owned(),
        records: Vec::new(),
        alerts: vec![
            Alert {
                name: "AppVolumeFull",
                expr: format!("{share}\n< 0.03"),
                lasts: "1m",
                severity: Severity::Critical,
                summary: "A volume is almost full".to_owned(),
                description: format!(
                    "Only {{{{ $value | humanizePercentage }}}} of claim {{{{ $labels.persistentvolumeclaim }}}} is free. {look}"
                ),
            },
            Alert {
                name: "AppVolumeFills",
                expr: format!(
                    "(\n  {}\n  < 0.15\n)\nand\npredict_linear({free}[6h], 4 * 24 * 3600) < 0",
                    share.replace('\n', "\n  ")
                ),
                lasts: "1h",
                severity: Severity::Warning,
                summary: "A volume will be full within four days".to_owned(),
                description: format!(
                    "{{{{ $value | humanizePercentage }}}} of claim {{{{ $labels.persistentvolumeclaim }}}} is free, and it fills as it did in the last six hours. {look}"
                ),
            },
        ],
    })
}
