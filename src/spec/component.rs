//! Third-party components that the app rests on, such as a database.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::component_name::{FactName, OptionName};
use super::types::{ConfigValue, Entries, Name, NamespaceName, VariableName};

/// A third-party component, from its own project's chart or operator; docs/components.md lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Component {
    /// How its charts get into the cluster: helm (the default), argo-cd, flux, or none where they are there already.
    #[serde(rename = "as")]
    pub install: Option<Install>,
    /// Name of what is made of it for the app; the app's name and the component's when left out. It never changes.
    pub name: Option<Name>,
    /// Namespace of its operator, where that is not the one that its project documents.
    pub namespace: Option<NamespaceName>,
    /// What differs from the component's own defaults: option -> value; docs/components.md lists the options.
    pub options: Option<Entries<OptionName, ConfigValue>>,
    /// Variables that tell the app of it, in place of the usual ones: name -> what is told, such as uri.
    pub variables: Option<Entries<VariableName, FactName>>,
}

/// How the charts of a component get into the cluster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Install {
    /// A chart of one dependency, for `helm upgrade --install`.
    #[default]
    Helm,
    /// An Application of Argo CD.
    ArgoCd,
    /// A HelmRelease of Flux, and the repository that it comes from.
    Flux,
    /// Not at all: somebody else has installed them.
    None,
}

impl Install {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Helm, Self::ArgoCd, Self::Flux, Self::None];

    /// Its name in a spec.
    pub fn name(self) -> &'static str {
        match self {
            Self::Helm => "helm",
            Self::ArgoCd => "argo-cd",
            Self::Flux => "flux",
            Self::None => "none",
        }
    }
}
