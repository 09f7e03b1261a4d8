//! How the files of all environments are laid out.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the files of all environments are laid out; what they mean is the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// One folder an environment, one file an object.
    #[default]
    Plain,
    /// A base, and an overlay for each environment.
    Kustomize,
    /// A chart, and a file of values for each environment.
    Helm,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Kustomize, Self::Helm];

    /// Its name in a spec.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Kustomize => "kustomize",
            Self::Helm => "helm",
        }
    }

    /// The layout of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layout| layout.name() == name)
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
