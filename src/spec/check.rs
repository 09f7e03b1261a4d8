//! What is asked of manifests: the settings of `check`, in a spec, a preset or `.kubewright/check.yaml`.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rule_id::RuleId;
use super::types::{Entries, KubernetesVersion, Pattern, Reason};

/// What `check` asks of manifests.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Check {
    /// How much is asked for: recommended, production or strict.
    pub profile: Option<Profile>,
    /// Oldest Kubernetes minor version that the manifests are for, in quotes; the spec's own when left out.
    pub kubernetes: Option<KubernetesVersion>,
    /// Rules that are asked for beside those of the profile.
    pub select: Option<Vec<RuleId>>,
    /// Rules that are not asked for, each with the reason.
    pub ignore: Option<Entries<RuleId, Reason>>,
    /// Rules that weigh more or less than usual: error or warning.
    pub severity: Option<Entries<RuleId, Severity>>,
    /// What differs for some files or objects; the last one that speaks of a rule counts.
    pub overrides: Option<Vec<CheckOverride>>,
}

/// What differs for some files, some objects, or some objects of some files.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct CheckOverride {
    /// Files or folders, relative to the folder of the spec; `*` stands for a name, `**` for folders.
    pub paths: Option<Vec<Pattern>>,
    /// Objects as reports name them, such as `Deployment shop/web`; `*` stands for anything.
    pub objects: Option<Vec<Pattern>>,
    /// How much is asked of them.
    pub profile: Option<Profile>,
    /// Rules that are asked of them beside those of the profile.
    pub select: Option<Vec<RuleId>>,
    /// Rules that are not asked of them, each with the reason.
    pub ignore: Option<Entries<RuleId, Reason>>,
    /// Rules that weigh more or less there than usual: error or warning.
    pub severity: Option<Entries<RuleId, Severity>>,
}

/// How much is asked for; each profile asks for all that the one before it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Profile {
    /// What no manifest should have, in whatever cluster.
    Recommended,
    /// What an app in production needs.
    Production,
    /// What the strictest linters ask for as well.
    Strict,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Worth a second look; what is right depends on the app.
    Warning,
    /// An outage, a refusal by the server, or an open door, sooner or later.
    Error,
}

impl Severity {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Profile {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Production => "production",
            Self::Strict => "strict",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
