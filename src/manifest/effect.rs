//! What a change of a manifest does to what runs.

use std::fmt;

use serde_json::Value;

use super::document::Document;

/// What applying a change does, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// No pod is replaced.
    NoRestart,
    /// Pods are replaced one by one.
    RollsPods,
    /// The API refuses the change, or something is lost on the way.
    Breaking(Break),
}

/// Why a change cannot simply be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Another object comes in its place; the old one stays until it is deleted.
    Identity,
    /// A selector cannot be changed.
    Selector,
    /// Without `replicas` a running Deployment goes down to one pod before an autoscaler acts.
    ReplicasDropped,
}

impl Break {
    /// What to do about it.
    pub fn steps(self) -> &'static str {
        match self {
            Self::Identity => "apply the new object, move the traffic to it, then delete the old one",
            Self::Selector => {
                "the API refuses a new selector: delete the object with --cascade=orphan, then apply it anew"
            }
            Self::ReplicasDropped => {
                "applied as it is, it goes down to 1 pod before the autoscaler acts: first take `replicas` out with \
                 `kubectl apply edit-last-applied`, then apply"
            }
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRestart => "no restart",
            Self::RollsPods => "rolls pods",
            Self::Breaking(_) => "breaking",
        })
    }
}

impl Effect {
    /// The effect of replacing `old` by `new`.
    ///
    /// Sources: <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates>,
    /// <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling>.
    pub fn between(old: &Document, new: &Document) -> Self {
        let changed = |path: &str| old.get(path) != new.get(path);
        if old.identity != new.identity {
            return Self::Breaking(Break::Identity);
        }
        if old.identity.kind == "Deployment" {
            if changed("spec.selector") {
                return Self::Breaking(Break::Selector);
            }
            let several = old.get("spec.replicas").and_then(Value::as_u64).is_some_and(|replicas| replicas > 1);
            if several && new.get("spec.replicas").is_none() {
                return Self::Breaking(Break::ReplicasDropped);
            }
        }
        if changed("spec.template") { Self::RollsPods } else { Self::NoRestart }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deployment(spec: &str) -> Document {
        let text = format!("apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec: {spec}\n");
        Document::parse("t", "deployment.yaml", text).expect("valid")
    }

    #[test]
    fn tells_a_rollout_from_a_break_from_nothing() {
        let old = deployment("{replicas: 3, selector: {a: b}, template: {x: 1}}");
        let effect = |spec| Effect::between(&old, &deployment(spec));
        assert_eq!(effect("{replicas: 4, selector: {a: b}, template: {x: 1}}"), Effect::NoRestart);
        assert_eq!(effect("{replicas: 3, selector: {a: b}, template: {x: 2}}"), Effect::RollsPods);
        assert_eq!(effect("{replicas: 3, selector: {a: c}, template: {x: 1}}"), Effect::Breaking(Break::Selector));
        assert_eq!(effect("{selector: {a: b}, template: {x: 1}}"), Effect::Breaking(Break::ReplicasDropped));
    }
}
