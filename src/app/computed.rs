//! Values that follow from others where nobody states them.

use serde_json::Value;

use super::App;
use super::rollout::{MARGIN, Replicas};

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
        entry("priorityClass", "what the pool says", |app| {
            Some(app.placement.priority_class.as_ref()?.to_string().into())
        }),
        entry("autoscaling.min", "the same as `replicas`", |app| match app.workload.replicas()? {
            Replicas::Automatic { min, .. } => Some(min.into()),
            Replicas::Fixed(_) => None,
        }),
        entry("autoscaling.cpu", "70 where no memory target is stated", |app| match app.workload.replicas()? {
            Replicas::Automatic { cpu, .. } => cpu.map(Value::from),
            Replicas::Fixed(_) => None,
        }),
    ]
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
