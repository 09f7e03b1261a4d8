//! How users come to a new version step by step, where Argo Rollouts brings it out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Duration, HttpAddress, RequestShare};

/// Steps of the strategy Canary.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CanaryRollout {
    /// Shares of the requests that the new version gets, one after the other; all of them follow the last.
    pub steps: Option<Vec<RequestShare>>,
    /// Wait after each step.
    pub pause: Option<Duration>,
}

/// What only the strategy BlueGreen has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BlueGreen {
    /// How long the old version runs on after the switch, so that it is back at once; at least 30s.
    pub keep: Option<Duration>,
}

/// Who lets a new version go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Promote {
    /// It goes on by itself.
    Automatic,
    /// It waits at every step until a person promotes it.
    Manual,
}

/// What a new version is measured by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Analysis {
    /// Address of the Prometheus that the controller of Argo Rollouts asks.
    pub prometheus: Option<HttpAddress>,
}
