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
    /// The API refuses the change, or something is lost.
    Breaking,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRestart => "no restart",
            Self::RollsPods => "rolls pods",
            Self::Breaking => "breaking",
        })
    }
}

impl Effect {
    /// The effect of replacing `old` by `new`, which are the same object.
    ///
    /// A Deployment's selector is immutable, and dropping `replicas` takes it down to one pod
    /// before an autoscaler acts (<https://kubernetes.io/docs/concepts/workloads/controllers/deployment/>,
    /// <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/>).
    pub fn between(old: &Document, new: &Document) -> Self {
        let changed = |path: &str| old.get(path) != new.get(path);
        if old.identity != new.identity || changed("spec.selector") && old.identity.kind != "Service" {
            return Self::Breaking;
        }
        let dropped_replicas = old.get("spec.replicas").and_then(Value::as_u64).is_some_and(|replicas| replicas > 1)
            && new.get("spec.replicas").is_none();
        if old.identity.kind == "Deployment" && dropped_replicas {
            return Self::Breaking;
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
        assert_eq!(effect("{replicas: 3, selector: {a: c}, template: {x: 1}}"), Effect::Breaking);
        assert_eq!(effect("{selector: {a: b}, template: {x: 1}}"), Effect::Breaking);
    }
}
