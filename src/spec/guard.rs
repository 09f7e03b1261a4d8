//! What holds for everything in the app's namespace.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Cpu, Memory};

/// Objects that speak for a whole namespace, so that one spec alone may write them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct NamespaceRules {
    /// Whether pods that no NetworkPolicy speaks of may talk to nobody but the cluster's DNS.
    pub default_deny: Option<bool>,
    /// The most that all pods of the namespace may ask for together.
    pub quota: Option<Quota>,
    /// What a container gets that states nothing itself.
    pub defaults: Option<ContainerDefaults>,
}

/// The most that all pods of a namespace may ask for together (a ResourceQuota).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Quota {
    /// Sum of the cpu requests.
    pub cpu: Option<Cpu>,
    /// Sum of the memory requests.
    pub memory: Option<Memory>,
    /// Sum of the cpu limits.
    pub cpu_limit: Option<Cpu>,
    /// Sum of the memory limits.
    pub memory_limit: Option<Memory>,
    /// Number of pods.
    pub pods: Option<u16>,
}

/// What a container gets that states nothing itself (a LimitRange).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct ContainerDefaults {
    /// Requested cpu.
    pub cpu: Option<Cpu>,
    /// Requested memory.
    pub memory: Option<Memory>,
    /// Most cpu.
    pub cpu_limit: Option<Cpu>,
    /// Most memory.
    pub memory_limit: Option<Memory>,
}
