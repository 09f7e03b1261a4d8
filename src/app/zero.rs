//! Which autoscaler may take the last pod, and what starts the first one again.

use crate::spec::types::KubernetesVersion;
use crate::spec::{Autoscaling, Keda, Settings};

use super::report::Report;
use super::triggers::is_resource;

/// The minor version from which a HorizontalPodAutoscaler reaches 0 by default (`HPAScaleToZero`).
const SCALE_TO_ZERO: KubernetesVersion = KubernetesVersion::minor(37);

/// What KEDA does with an app that has nothing to do, where that is to stop all of it.
pub(super) fn check_idle(settings: &Settings, keda: &Keda, report: &mut Report<'_>) {
    let key = "autoscaling.keda.idleReplicas";
    if keda.idle_replicas != Some(0) {
        return;
    }
    warn_of_none(key, "`idleReplicas` (0)", settings, report);
    if !starts(keda) {
        let message = "`idleReplicas` (0) is no pod at all, and cpu and memory start none";
        report.problem(key, message, "take it out, or add another trigger");
    }
}

/// Whether any trigger is measured while no pod runs.
fn starts(keda: &Keda) -> bool {
    keda.triggers.iter().flatten().any(|trigger| !is_resource(trigger.kind.as_str()))
}

fn warn_of_none(key: &str, what: &str, settings: &Settings, report: &mut Report<'_>) {
    if settings.port.is_some() || settings.ports.is_some() {
        let message = format!("{what} is no pod at all: whoever connects then gets no answer, and starts none");
        report.warning(key, message, "fine for what works off a queue; say 1 or more for a server");
    }
}

/// The one way in which an autoscaler reaches 0 pods, or why it does not.
pub(super) fn check_zero(settings: &Settings, autoscaling: &Autoscaling, fewest: &str, report: &mut Report<'_>) {
    warn_of_none("autoscaling.min", fewest, settings, report);
    let target = settings.kubernetes.unwrap_or(KubernetesVersion::OLDEST);
    let mut metrics = autoscaling.metrics.iter().flatten();
    let wakes = metrics.any(|metric| metric.object.is_some() || metric.external.is_some());
    let mut refuse = |why: &str, hint: &str| {
        report.problem("autoscaling.min", format!("{fewest} is no pod at all{why}"), hint);
    };
    if autoscaling.min.is_none() {
        refuse(", which must be said", "say `min: 0`, or `min: 2` or more");
    } else if let Some(keda) = &autoscaling.keda {
        if !starts(keda) {
            refuse(", and cpu and memory start none", "say `min: 1` or more, or add another trigger");
        }
    } else if target < SCALE_TO_ZERO {
        let why = format!(": a HorizontalPodAutoscaler of Kubernetes {target} asks for at least 1");
        refuse(&why, "say `min: 2` or more; `autoscaling.keda` scales down to none");
    } else if !wakes {
        let why = ", and nothing that is measured without one starts the first";
        refuse(why, "add an `object` or `external` metric, or say `min: 2` or more");
    }
}
