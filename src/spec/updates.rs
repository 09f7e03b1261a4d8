//! Who keeps up to date what the repository depends on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A bot whose configuration is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Updates {
    /// Renovate, which also knows the images that the spec names.
    Renovate,
    /// GitHub's Dependabot.
    Dependabot,
}
