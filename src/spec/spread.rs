//! How pods are kept apart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How pods are kept apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Spread {
    /// Whether pods share a node.
    pub hosts: Option<Apart>,
    /// Whether pods spread evenly over zones.
    pub zones: Option<Apart>,
    /// Fewest zones that required pods spread over; while there are fewer, each zone takes one pod.
    pub min_zones: Option<u16>,
}

/// How strictly pods are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Apart {
    /// Not at all.
    None,
    /// Where it is possible.
    Preferred,
    /// Always; a pod that cannot be placed apart waits.
    Required,
}
