//! How a change of the app reaches its environments.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{
    BranchName, ClusterAddress, CommandLine, Entries, EnvironmentName, GitRepository, Image, RepositoryFolder,
};

/// The way of a change: tested, built, signed, and brought from one environment to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Delivery {
    /// What brings an environment up to date: a pipeline, argo-cd or flux.
    pub deploy: Option<Deploy>,
    /// Whose pipeline is written: github or gitlab; none when left out.
    pub ci: Option<Ci>,
    /// Environments that a new image reaches, one after the other; all, in the spec's order, when left out.
    pub stages: Option<Vec<EnvironmentName>>,
    /// Branch that is delivered; `main` when left out.
    pub branch: Option<BranchName>,
    /// Git repository that Argo CD or Flux reads.
    pub repository: Option<GitRepository>,
    /// Folder of that repository in which the spec stands; its root when left out.
    pub folder: Option<RepositoryFolder>,
    /// Clusters that Argo CD applies to, by environment: addresses of API servers; its own cluster when left out.
    pub clusters: Option<Entries<EnvironmentName, ClusterAddress>>,
    /// Whether Argo CD gets one ApplicationSet in the place of an Application for each environment.
    pub application_set: Option<bool>,
    /// Commands of the unit tests, a line each; what is usual for the language of `dockerfile` when left out.
    pub test: Option<Vec<CommandLine>>,
    /// Commands of the integration tests, a line each.
    pub integration_test: Option<Vec<CommandLine>>,
    /// Image of the jobs that deploy, for GitLab: with bash, git, curl, kubectl, and helm for charts.
    pub deploy_image: Option<Image>,
    /// Image that the tests run in; the one that `dockerfile` builds with when left out.
    pub test_image: Option<Image>,
}

/// What brings an environment up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Deploy {
    /// A pipeline applies the files: by kubectl, and by helm where they are a chart.
    Pipeline,
    /// The pipeline commits the image, and Argo CD applies it.
    ArgoCd,
    /// The pipeline commits the image, and Flux applies it.
    Flux,
}

impl Deploy {
    /// Whether what runs follows from what is committed.
    pub fn by_commit(self) -> bool {
        matches!(self, Self::ArgoCd | Self::Flux)
    }
}

/// Whose pipeline is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ci {
    /// A workflow of GitHub Actions.
    Github,
    /// A pipeline of GitLab CI/CD.
    Gitlab,
}
