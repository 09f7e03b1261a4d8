//! Where the pods go: the part of the pod template that speaks to the scheduler.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::app::{App, NodeLabel, Spreading};
use crate::spec::types::{LabelKey, LabelValue};
use crate::spec::{self, Kind, TaintEffect};

/// What the placement's part is told.
#[derive(Serialize)]
pub(super) struct Placement<'a> {
    pool: Option<&'a str>,
    node_selector: &'a BTreeMap<String, String>,
    required: &'a [NodeLabel],
    preferred: &'a [NodeLabel],
    tolerations: Vec<Toleration<'a>>,
    spreading: Spreading,
    /// The label by which pods of one version know each other, as those of a Deployment alone have one.
    versioned: Option<&'static str>,
    /// Whether each pod is bound to a node of its own.
    bound: bool,
    /// Whether the nodes have a share in the affinity, beside the pods.
    affine: bool,
}

/// A toleration with the operator that its parts ask for.
#[derive(Serialize)]
struct Toleration<'a> {
    key: Option<&'a str>,
    operator: &'static str,
    value: Option<&'a str>,
    effect: Option<TaintEffect>,
}

/// What the controller labels the pods of a version with (`DefaultRolloutUniqueLabelKey` of Argo Rollouts).
fn version_label(app: &App) -> &'static str {
    if app.workload.progressive().is_some() { "rollouts-pod-template-hash" } else { "pod-template-hash" }
}

impl<'a> Placement<'a> {
    pub(super) fn new(app: &'a App) -> Self {
        let (placement, spreading, kind) = (&app.placement, app.spreading, app.workload.kind());
        let affine = !placement.required.is_empty() || !placement.preferred.is_empty();
        Self {
            pool: placement.pool.as_deref(),
            node_selector: &placement.node_selector,
            required: &placement.required,
            preferred: &placement.preferred,
            tolerations: placement.tolerations.iter().map(Toleration::new).collect(),
            spreading,
            versioned: (kind == Kind::Deployment).then(|| version_label(app)),
            bound: kind == Kind::DaemonSet,
            affine,
        }
    }
}

impl<'a> Toleration<'a> {
    fn new(toleration: &'a spec::Toleration) -> Self {
        let value = toleration.value.as_ref().map(LabelValue::as_str);
        Self {
            key: toleration.key.as_ref().map(LabelKey::as_str),
            operator: if value.is_some() { "Equal" } else { "Exists" },
            value,
            effect: toleration.effect,
        }
    }
}
