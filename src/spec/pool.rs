//! Pools: nodes that are set apart for some pods, under one name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Entries, LabelKey, LabelValue, ObjectName};
use super::workload::TaintEffect;

/// Nodes that are set apart: how they are found, and what keeps other pods away from them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Pool {
    /// Labels of the pool's nodes; a list where any of several values will do.
    pub node_labels: Option<Entries<LabelKey, LabelValues>>,
    /// Taints of the pool's nodes, which its pods put up with.
    pub taints: Option<Vec<Taint>>,
    /// Whether the pods run nowhere else; true when left out. With false they only prefer the pool.
    pub required: Option<bool>,
    /// Existing PriorityClass of the pool's pods, where no `priorityClass` is named.
    pub priority_class: Option<ObjectName>,
}

/// One value of a label, or several of which any will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum LabelValues {
    /// This one.
    One(LabelValue),
    /// Any of these.
    Any(Vec<LabelValue>),
}

impl LabelValues {
    /// The values, of which any will do.
    pub fn values(&self) -> &[LabelValue] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Any(values) => values,
        }
    }
}

/// A taint of a pool's nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Taint {
    /// Its key.
    pub key: LabelKey,
    /// Its value, if it has one.
    pub value: Option<LabelValue>,
    /// Its effect.
    pub effect: TaintEffect,
}
