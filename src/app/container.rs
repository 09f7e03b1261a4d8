//! A container of the pod: everything that each has for itself.

use crate::spec::types::Image;
use crate::spec::{PullPolicy, Settings};

use super::config::Configuration;
use super::mounts::Mount;
use super::ports::AppPort;
use super::probes::Probes;
use super::report::Report;
use super::resources::ContainerResources;
use super::secrets::SecretReference;
use super::security::ContainerSecurity;
use super::storage::Scratch;

/// What a container is to its pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The app itself.
    Main,
    /// Starts before the main container, and runs as long as that does.
    Sidecar,
    /// Runs to its end before the main container starts.
    Init,
}

/// One container of the pod.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// What it is to its pod.
    pub role: Role,
    /// Its name, which no other container of the pod has.
    pub name: String,
    /// The image.
    pub image: Image,
    /// When the node asks the registry for it.
    pub pull_policy: PullPolicy,
    /// Program in place of the image's entrypoint.
    pub command: Vec<String>,
    /// Its arguments.
    pub args: Vec<String>,
    /// Ports that it listens on.
    pub ports: Vec<AppPort>,
    /// Probes.
    pub probes: Probes,
    /// Requests and limits.
    pub resources: ContainerResources,
    /// What its process may touch.
    pub security: ContainerSecurity,
    /// Variables and files.
    pub configuration: Configuration,
    /// References to Secrets.
    pub secrets: Vec<SecretReference>,
    /// Written paths.
    pub scratch: Vec<Scratch>,
    /// Where it sees the pod's volumes.
    pub mounts: Vec<Mount>,
}

impl Container {
    /// The name of something that each container has one of: plain for the main one.
    pub fn own(&self, what: &str) -> String {
        own(self.role, &self.name, what)
    }

    /// The volume of its files.
    pub fn files_volume(&self) -> String {
        self.own(FILES)
    }

    /// The volume of its secrets that are files.
    pub fn secrets_volume(&self) -> String {
        self.own(SECRETS)
    }
}

/// The main container's volume of files.
pub(super) const FILES: &str = "config-files";
/// The main container's volume of secrets.
pub(super) const SECRETS: &str = "secrets";

/// The name of something that each container has one of.
pub(super) fn own(role: Role, name: &str, what: &str) -> String {
    match role {
        Role::Main => what.to_owned(),
        Role::Sidecar | Role::Init => format!("{what}-{name}"),
    }
}

/// No argument can hold a NUL character.
pub(super) fn check_words(settings: &Settings, report: &mut Report<'_>) {
    for (key, words) in [("command", &settings.command), ("args", &settings.args)] {
        if words.iter().flatten().any(|word| word.contains('\0')) {
            report.problem(key, format!("`{key}` holds a NUL character, which no argument can"), "take it out");
        }
    }
}
