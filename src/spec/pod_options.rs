//! What is asked of the pods as a whole, and only on demand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Cpu, Memory};

/// Requests and limits of a whole pod, which all of its containers share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct PodResources {
    /// Cpu that is always there for the pod; at least the sum of its containers'.
    pub cpu: Option<Cpu>,
    /// Memory that is always there for the pod; at least the sum of its containers'.
    pub memory: Option<Memory>,
    /// Most cpu of all containers together.
    pub cpu_limit: Option<Cpu>,
    /// Most memory of all containers together.
    pub memory_limit: Option<Memory>,
}

/// What a change of a running pod's resources does to its container.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Resize {
    /// On another amount of cpu.
    pub cpu: Option<ResizePolicy>,
    /// On another amount of memory.
    pub memory: Option<ResizePolicy>,
}

/// Whether a container restarts when its resources change in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ResizePolicy {
    /// It runs on.
    NotRequired,
    /// It restarts, since the app reads the amount only when it starts.
    RestartContainer,
}

/// Whether groups that the image names for its user count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum SupplementalGroupsPolicy {
    /// They do.
    Merge,
    /// They do not: the pod alone says the groups.
    Strict,
}
