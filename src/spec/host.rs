//! What of its node a pod may touch.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::NodePath;

/// A path of the node that the container sees
/// (<https://kubernetes.io/docs/concepts/storage/volumes/#hostpath>).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct HostPath {
    /// Path on the node; the same as in the container when left out.
    pub path: Option<NodePath>,
    /// Whether the container can only read it; true when left out.
    pub read_only: Option<bool>,
    /// What must be there, or is made; anything when left out.
    #[serde(rename = "type")]
    pub kind: Option<HostPathType>,
}

/// What must stand at a path of the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum HostPathType {
    /// A folder; made, with root as its owner, where there is none.
    DirectoryOrCreate,
    /// A folder.
    Directory,
    /// A file; made, with root as its owner, where there is none.
    FileOrCreate,
    /// A file.
    File,
    /// A Unix socket.
    Socket,
    /// A character device.
    CharDevice,
    /// A block device.
    BlockDevice,
}
