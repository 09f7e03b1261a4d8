//! What somebody wants to be told of, and how good is good enough.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Entries, LabelKey, LabelValue, Latency, Link, Objective};

/// Alerts of the app.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Alerts {
    /// Percent of the requests that must not fail, such as 99.9; needs `metrics.style`.
    pub objective: Option<Objective>,
    /// How fast requests must be; needs `metrics.style`.
    pub latency: Option<LatencyObjective>,
    /// Where it is written what to do; `{alert}` in it stands for the alert's name.
    pub runbook: Option<Link>,
    /// Labels by which a Prometheus selects its PrometheusRules, such as `release`.
    pub labels: Option<Entries<LabelKey, LabelValue>>,
}

/// How fast requests must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LatencyObjective {
    /// The time, one that the app's histogram has a bucket for.
    pub within: Latency,
    /// Percent of the requests that must be served in it; 99 when left out.
    pub objective: Option<Objective>,
}
