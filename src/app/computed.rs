//! Values that follow from others where nobody states them.

use serde_json::{Value, json};

use crate::spec::types::Duration;

use super::App;
use super::autoscaler::Target;
use super::keda::LastPod;
use super::pace::{Pace, Step};
use super::rollout::MARGIN;

/// A value that is computed where no layer sets it.
pub struct Computed {
    /// Its key, such as `shutdown.grace`.
    pub key: &'static str,
    /// How it is computed.
    pub formula: String,
    value: fn(&App) -> Option<Value>,
}

impl Computed {
    /// The value in an app.
    pub fn value(&self, app: &App) -> Option<Value> {
        (self.value)(app)
    }
}

/// Every computed value.
pub fn computed() -> Vec<Computed> {
    let entry = |key, formula: &str, value| Computed { key, formula: formula.to_owned(), value };
    vec![
        entry("resources.cpu", "what `size` says", |app| Some(app.main.resources.cpu.to_string().into())),
        entry("resources.memory", "what `size` says", |app| Some(app.main.resources.memory.to_string().into())),
        entry("resources.cpuLimit", "four times `resources.cpu`, at least 1", |app| {
            app.main.resources.cpu_limit.map(|limit| limit.to_string().into())
        }),
        entry("resources.memoryLimit", "the same as `resources.memory`", |app| {
            Some(app.main.resources.memory_limit.to_string().into())
        }),
        entry("resources.ephemeralStorage", "64Mi", |app| {
            Some(app.main.resources.ephemeral_storage.to_string().into())
        }),
        entry("resources.ephemeralStorageLimit", "the written paths and 128Mi for logs, at least 256Mi", |app| {
            Some(app.main.resources.ephemeral_storage_limit.to_string().into())
        }),
        Computed {
            key: "shutdown.grace",
            formula: format!("`shutdown.delay` + `shutdown.drain` + {MARGIN}s"),
            value: |app| Some(format!("{}s", app.termination.grace).into()),
        },
        entry("canary.weight", "none before it is stated", |app| {
            Some(format!("{}%", app.canary.as_ref()?.weight).into())
        }),
        entry("canary.replicas", "`canary.weight` of the most pods that the app has, rounded up", |app| {
            Some(app.canary.as_ref()?.app.workload.replicas()?.fewest().into())
        }),
        entry("priorityClass", "what the pool says", |app| {
            Some(app.placement.priority_class.as_ref()?.to_string().into())
        }),
        entry("autoscaling.min", "the same as `replicas`", |app| Some(app.autoscaler.as_ref()?.min.into())),
        entry("autoscaling.cpu", "70 where no other target is stated", |app| {
            let resource = |target: &Target| match target {
                Target::Resource { name: "cpu", percent, container: None } => Some((*percent).into()),
                _ => None,
            };
            app.autoscaler.as_ref()?.targets.iter().find_map(resource)
        }),
        entry("autoscaling.behavior.scaleUp.stabilizationWindow", "a peak is acted on at once", |app| {
            window(&app.autoscaler.as_ref()?.up)
        }),
        entry("autoscaling.behavior.scaleUp.policies", "at most double, or four more pods", |app| {
            policies(&app.autoscaler.as_ref()?.up)
        }),
        entry("autoscaling.behavior.scaleDown.stabilizationWindow", "a pod goes after five quiet minutes", |app| {
            window(&app.autoscaler.as_ref()?.down)
        }),
        entry("autoscaling.behavior.scaleDown.policies", "at most half of the pods a minute", |app| {
            policies(&app.autoscaler.as_ref()?.down)
        }),
        entry("autoscaling.keda.pollingInterval", "KEDA's own default", |app| {
            Some(Duration::from_seconds(last_pod(app)?.polling).to_string().into())
        }),
        entry("autoscaling.keda.cooldown", "KEDA's own default", |app| {
            Some(Duration::from_seconds(last_pod(app)?.cooldown).to_string().into())
        }),
    ]
}

fn last_pod(app: &App) -> Option<LastPod> {
    app.autoscaler.as_ref()?.keda.as_ref()?.last
}

fn window(pace: &Pace) -> Option<Value> {
    (!pace.policies.is_empty()).then(|| Duration::from_seconds(pace.window).to_string().into())
}

fn policies(pace: &Pace) -> Option<Value> {
    let policy = |step: &Step| {
        let period = Duration::from_seconds(step.period).to_string();
        if step.unit == "Pods" {
            json!({"pods": step.value, "period": period})
        } else {
            json!({"percent": step.value, "period": period})
        }
    };
    (!pace.policies.is_empty()).then(|| pace.policies.iter().map(policy).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_computed_key_is_a_key_of_the_spec() {
        for computed in computed() {
            let parts: Vec<&str> = computed.key.split('.').collect();
            assert!(crate::spec::schema_at(&parts).is_some(), "{}", computed.key);
        }
    }
}
