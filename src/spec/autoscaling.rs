//! By what a spec lets the number of pods change.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::behavior::Behavior;
use super::keda::Keda;
use super::types::{
    Amount, ApiVersion, Entries, LabelKey, LabelValue, MetricName, Name, ObjectKind, ObjectName, Utilization,
};

/// An autoscaler's bounds, targets and pace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Autoscaling {
    /// Fewest pods; `replicas` when left out.
    pub min: Option<u16>,
    /// Most pods.
    pub max: Option<u16>,
    /// Target use of the cpu request, in percent; 70 when no target is set.
    pub cpu: Option<Utilization>,
    /// Target use of the memory request, in percent.
    pub memory: Option<Utilization>,
    /// Further metrics with their targets; the one that asks for most pods wins.
    pub metrics: Option<Vec<Metric>>,
    /// How fast the number of pods grows and shrinks.
    pub behavior: Option<Behavior>,
    /// KEDA in the place of a HorizontalPodAutoscaler: triggers from outside, and no pod without work.
    pub keda: Option<Keda>,
}

/// A metric with its target: exactly one of pods, object, external, containerResource.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Metric {
    /// A custom metric of each pod, averaged over them.
    pub pods: Option<PodsMetric>,
    /// A custom metric of one other object, such as the requests of an Ingress.
    pub object: Option<ObjectMetric>,
    /// A metric from outside the cluster, such as the length of a queue.
    pub external: Option<ExternalMetric>,
    /// The cpu or memory of one container alone, where a sidecar would blur it.
    pub container_resource: Option<ContainerResourceMetric>,
}

/// A custom metric of each pod.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PodsMetric {
    /// Name, as the custom metrics API serves it.
    pub metric: MetricName,
    /// Labels of the series that are meant; all when left out.
    pub selector: Option<Entries<LabelKey, LabelValue>>,
    /// What each pod should have on average.
    pub average_value: Amount,
}

/// A custom metric of one object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ObjectMetric {
    /// The object that the metric belongs to.
    pub described_object: DescribedObject,
    /// Name, as the custom metrics API serves it.
    pub metric: MetricName,
    /// Labels of the series that are meant; all when left out.
    pub selector: Option<Entries<LabelKey, LabelValue>>,
    /// What it should be in all; or `averageValue`.
    pub value: Option<Amount>,
    /// What it should be divided by the number of pods; or `value`.
    pub average_value: Option<Amount>,
}

/// An object that a metric belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct DescribedObject {
    /// Group and version, such as networking.k8s.io/v1.
    pub api_version: ApiVersion,
    /// Kind, such as Ingress.
    pub kind: ObjectKind,
    /// Name.
    pub name: ObjectName,
}

/// A metric from outside the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ExternalMetric {
    /// Name, as the external metrics API serves it.
    pub metric: MetricName,
    /// Labels of the series that are meant, such as `{queue: jobs}`; all when left out.
    pub selector: Option<Entries<LabelKey, LabelValue>>,
    /// What it should be in all; or `averageValue`.
    pub value: Option<Amount>,
    /// What it should be divided by the number of pods; or `value`.
    pub average_value: Option<Amount>,
}

/// The cpu or memory of one container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ContainerResourceMetric {
    /// Name of the container; the app's own is named as the app.
    pub container: Name,
    /// Target use of its cpu request, in percent.
    pub cpu: Option<Utilization>,
    /// Target use of its memory request, in percent.
    pub memory: Option<Utilization>,
}
