//! How KEDA scales the app by events, in the place of a HorizontalPodAutoscaler.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{ConfigValue, DataKey, Duration, Entries, Name, ObjectName, Parameter, TriggerType};

/// A ScaledObject of KEDA (<https://keda.sh/docs/latest/reference/scaledobject-spec/>).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Keda {
    /// What it looks at; the one that asks for most pods wins.
    pub triggers: Option<Vec<Trigger>>,
    /// Time between two looks while no pod runs; 30s when left out.
    pub polling_interval: Option<Duration>,
    /// Time without work before the last pod goes; 5m when left out.
    pub cooldown: Option<Duration>,
    /// Pods without any work, in place of `min`: 0 is the one number that KEDA takes.
    pub idle_replicas: Option<u16>,
    /// What runs while a trigger cannot be asked.
    pub fallback: Option<Fallback>,
    /// TriggerAuthentications to write: name -> parameter of the trigger -> key of an existing Secret.
    pub authentications: Option<Entries<Name, Entries<Parameter, SecretKey>>>,
}

/// Something whose amount of work decides how many pods run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Trigger {
    /// Kind of source, such as rabbitmq, kafka, aws-sqs-queue, prometheus or cron.
    #[serde(rename = "type")]
    pub kind: TriggerType,
    /// Name, unique in the app.
    pub name: Option<Parameter>,
    /// What the source is and how much of it is for each pod; no secrets here.
    pub metadata: Entries<Parameter, ConfigValue>,
    /// One of `authentications`, else an existing TriggerAuthentication.
    pub authentication: Option<ObjectName>,
    /// An existing ClusterTriggerAuthentication, in place of `authentication`.
    pub cluster_authentication: Option<ObjectName>,
    /// How the target is meant: AverageValue, Value, or Utilization for cpu and memory.
    pub metric_type: Option<MetricType>,
}

/// How a trigger's target is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum MetricType {
    /// Divided by the number of pods.
    AverageValue,
    /// In all.
    Value,
    /// Percent of the request: cpu and memory alone.
    Utilization,
}

/// What runs while a trigger cannot be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Fallback {
    /// Failures in a row before it holds; 3 when left out.
    pub failures: Option<u16>,
    /// Pods that run then.
    pub replicas: Option<u16>,
}

/// One key of an existing Secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SecretKey {
    /// Name of the Secret.
    pub secret: Option<ObjectName>,
    /// Key in the Secret.
    pub key: Option<DataKey>,
}
