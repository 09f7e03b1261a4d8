//! Tests of the app where it runs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Duration, HttpPath};

/// Scripts below `deploy/tests` that ask the app where it runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Tests {
    /// Path that the tests ask for beside that of the readiness probe; none when left out.
    pub path: Option<HttpPath>,
    /// How long the load test keeps the app at its busiest; 1m when left out.
    pub duration: Option<Duration>,
}
