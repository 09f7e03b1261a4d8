//! How fast the number of pods grows and shrinks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Duration, Tolerance};

/// How fast the number of pods grows and shrinks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Behavior {
    /// How it grows: at once, by 100% or 4 pods in 30s, when left out.
    pub scale_up: Option<ScalingRules>,
    /// How it shrinks: after 5m, by 50% in 1m, when left out.
    pub scale_down: Option<ScalingRules>,
}

/// How the number of pods moves one way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct ScalingRules {
    /// How long the metrics must ask for it, at most 1h: 0s to grow and 5m to shrink when left out.
    pub stabilization_window: Option<Duration>,
    /// Which of several policies holds: Max, Min, or Disabled to never move this way.
    pub select_policy: Option<SelectPolicy>,
    /// How many pods it may be in how much time.
    pub policies: Option<Vec<ScalingPolicy>>,
    /// How far off the target a metric may be, such as 5%; from Kubernetes 1.35, the cluster's 10% when left out.
    pub tolerance: Option<Tolerance>,
}

/// Which of several policies holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum SelectPolicy {
    /// The one that allows most pods.
    Max,
    /// The one that allows fewest pods.
    Min,
    /// None: the number never moves this way.
    Disabled,
}

/// How many pods in how much time: exactly one of pods and percent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ScalingPolicy {
    /// A number of pods.
    pub pods: Option<u16>,
    /// A percentage of the pods that there are.
    pub percent: Option<u16>,
    /// The time that it counts over, at most 30m.
    pub period: Duration,
}
