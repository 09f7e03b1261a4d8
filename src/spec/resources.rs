//! What a container asks for, and who its process is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::pod_options::SupplementalGroupsPolicy;
use super::types::{Cpu, CpuLimit, Memory, UserId};

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

/// User and group of the process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct RunAs {
    /// Numeric user id; the image's own where it has a non-zero one.
    pub user: Option<UserId>,
    /// Numeric group id; the user's number when left out.
    pub group: Option<UserId>,
    /// Whether groups that the image names for its user count: Strict says no, and needs nodes that know it.
    pub supplemental_groups_policy: Option<SupplementalGroupsPolicy>,
}

/// User and group of one container's process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContainerUser {
    /// Numeric user id; the app's when left out.
    pub user: Option<UserId>,
    /// Numeric group id; the user's number when left out.
    pub group: Option<UserId>,
}
