//! How a pod leaves: its time budget, and how many may be missing at once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::progressive::{Analysis, BlueGreen, CanaryRollout, Promote};
use super::share::Share;
use super::types::Duration;
use super::workload::Strategy;

/// The time budget of a leaving pod.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Shutdown {
    /// Wait before the signal, while load balancers and proxies learn that the pod leaves.
    pub delay: Option<Duration>,
    /// Time the app gets after SIGTERM to finish what it has begun.
    pub drain: Option<Duration>,
    /// Grace period; computed as delay + drain + 5s margin when left out.
    pub grace: Option<Duration>,
}

/// How a new version replaces the old one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Rollout {
    /// How old pods give way: RollingUpdate; Recreate, Canary or BlueGreen (a Deployment); OnDelete (the others).
    pub strategy: Option<Strategy>,
    /// Pods beyond the wanted number during a rollout: a number or a percentage.
    pub max_surge: Option<Share>,
    /// Pods that may be missing during a rollout: a number or a percentage.
    pub max_unavailable: Option<Share>,
    /// Pods of a StatefulSet below this ordinal keep the old version.
    pub partition: Option<u16>,
    /// Steps of the strategy Canary.
    pub canary: Option<CanaryRollout>,
    /// What only the strategy BlueGreen has.
    pub blue_green: Option<BlueGreen>,
    /// Who lets a new version go on by Canary or BlueGreen: automatic, or manual, which waits for a person.
    pub promote: Option<Promote>,
    /// Takes a new version back that serves worse than `alerts` allows, by Canary or BlueGreen.
    pub analysis: Option<Analysis>,
}

/// How many pods a drain may take away at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Disruption {
    /// Pods that may be missing at once while nodes are drained: a number or a percentage.
    pub max_unavailable: Option<Share>,
}
