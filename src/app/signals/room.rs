//! How much room is left: cpu, memory, pods, disruptions, disk.

use super::super::App;
use super::{Alert, Severity, Signal, Subject};

/// Containers that are held back by their cpu limit.
pub(super) fn cpu(app: &App, subject: Subject<'_>) -> Option<Signal> {
    if app.workload.kind().ends() || !app.containers().any(|container| container.resources.cpu_limit.is_some()) {
        return None;
    }
    let pods = subject.pods(app.workload.kind());
    let sum = |metric: &str| {
        format!("sum by (namespace, pod, container) (increase({metric}{{{pods}, container!=\"\"}}[5m]))")
    };
    let (held, all) = (sum("container_cpu_cfs_throttled_periods_total"), sum("container_cpu_cfs_periods_total"));
    Some(Signal {
        name: "cpu",
        about: "Containers that their cpu limit holds back, as a share of the periods of 100ms in which they ran."
            .to_owned(),
        records: Vec::new(),
        alerts: vec![Alert {
            name: "AppCpuThrottled",
            expr: format!("{held}\n/\n{all}\n> 0.25"),
            lasts: "15m",
            severity: Severity::Warning,
            summary: "A container is held back by its cpu limit".to_owned(),
            description: "Container {{ $labels.container }} of pod {{ $labels.pod }} is held back in {{ $value | \
                          humanizePercentage }} of the time. Raise `resources.cpuLimit`, or add pods."
                .to_owned(),
        }],
    })
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
            expr: format!(
                "max by (namespace, pod, container) (container_memory_working_set_bytes{{{pods}, container!=\"\"}})\n/\nmax by (namespace, pod, container) (kube_pod_container_resource_limits{{{pods}, resource=\"memory\"}})\n> 0.9"
            ),
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
    // KEDA's HorizontalPodAutoscaler has a name of its own (`pkg/scaling` of kedacore/keda).
    let prefix = if autoscaler.keda.is_some() { "keda-hpa-" } else { "" };
    let object = format!(r#"namespace="{}", horizontalpodautoscaler="{prefix}{}""#, subject.namespace, subject.app);
    Some(Signal {
        name: "autoscaler",
        about: "Whether the autoscaler still has pods to add.".to_owned(),
        records: Vec::new(),
        alerts: vec![Alert {
            name: "AppAutoscalerAtMaximum",
            expr: format!(
                "kube_horizontalpodautoscaler_status_current_replicas{{{object}}}\n>=\nkube_horizontalpodautoscaler_spec_max_replicas{{{object}}}"
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
                "kube_poddisruptionbudget_status_pod_disruptions_allowed{{{object}}} == 0\nand\nkube_poddisruptionbudget_status_expected_pods{{{object}}} > 0"
            ),
            lasts: "30m",
            severity: Severity::Warning,
            summary: "The disruption budget lets no pod be moved".to_owned(),
            description: "As many pods are down as may be, so drains of nodes wait. Find out which pods are not ready."
                .to_owned(),
        }],
    })
}

/// Volumes that fill up.
pub(super) fn claims(app: &App, subject: Subject<'_>) -> Option<Signal> {
    let claims = &app.volumes.claims;
    let is_shared = claims.first()?.shared.is_some();
    let volumes: Vec<&str> = claims.iter().map(|claim| claim.volume.as_str()).collect();
    let volumes = match volumes.as_slice() {
        [one] => (*one).to_owned(),
        several => format!("({})", several.join("|")),
    };
    let names =
        if is_shared { format!("{}-{volumes}", subject.app) } else { format!("{volumes}-{}-[0-9]+", subject.app) };
    let claims = format!(r#"namespace="{}", persistentvolumeclaim=~"{names}""#, subject.namespace);
    let free = format!("kubelet_volume_stats_available_bytes{{{claims}}}");
    let share = format!("{free}\n/\nkubelet_volume_stats_capacity_bytes{{{claims}}}");
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
