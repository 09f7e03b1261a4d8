//! Requests and limits: named sizes, and what differs from them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Cpu, CpuLimit, Memory};

/// Named requests and limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// 50m cpu, 64Mi memory.
    Xs,
    /// 100m cpu, 128Mi memory.
    Small,
    /// 250m cpu, 512Mi memory.
    Medium,
    /// 500m cpu, 1Gi memory.
    Large,
    /// 1 cpu, 2Gi memory.
    Xlarge,
}

/// Requests and limits; what is left out comes from `size`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Resources {
    /// Cpu that is always there for the app.
    pub cpu: Option<Cpu>,
    /// Memory that is always there for the app.
    pub memory: Option<Memory>,
    /// Disk for logs and written paths that is always there for the app.
    pub ephemeral_storage: Option<Memory>,
    /// Most cpu, or none; max(1, 4 x request) when left out.
    pub cpu_limit: Option<CpuLimit>,
    /// Most memory; the request when left out, so that a node never runs out by surprise.
    pub memory_limit: Option<Memory>,
    /// Most disk; at least the sum of the written paths when left out.
    pub ephemeral_storage_limit: Option<Memory>,
}
