//! What is asked of the Service beside its ports.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is asked of the Service beside its ports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct ServiceOptions {
    /// Which pods a call prefers: those of its own zone, or of its own node.
    pub traffic_distribution: Option<TrafficDistribution>,
    /// Whether the calls of one client go to one pod.
    pub session_affinity: Option<SessionAffinity>,
}

/// Which pods a call prefers
/// (<https://kubernetes.io/docs/concepts/services-networking/service/#traffic-distribution>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum TrafficDistribution {
    /// Those of the caller's zone.
    PreferSameZone,
    /// Those of the caller's node, else of its zone.
    PreferSameNode,
    /// The older name of PreferSameZone.
    PreferClose,
}

/// Whether the calls of one client go to one pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum SessionAffinity {
    /// They go to any pod.
    None,
    /// They go to one pod for three hours, known by the client's address.
    #[serde(rename = "ClientIP")]
    ClientIp,
}
