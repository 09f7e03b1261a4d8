//! Containers beside the app's own: sidecars, and those that prepare the pod.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::capability::Capability;
use super::health::Health;
use super::port::PortEntry;
use super::resources::{ContainerUser, Resources, Size};
use super::secret::SecretSource;
use super::settings::PullPolicy;
use super::types::{
    ConfigValue, ContainerPath, Entries, FieldPath, Image, Memory, MountedVolume, Port, SourcePath, VariableName,
};

/// A container that starts before the app's own and runs as long as that does
/// (<https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/>).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Sidecar {
    /// Container image with a tag or digest, never `latest`.
    pub image: Option<Image>,
    /// When the node asks the registry for the image; as for the app's own when left out.
    pub pull_policy: Option<PullPolicy>,
    /// Program to run in place of the image's entrypoint.
    pub command: Option<Vec<String>>,
    /// Arguments of the program.
    pub args: Option<Vec<String>>,
    /// Requests come in through this sidecar: its first port is the Service's first, and the app's first port stays inside of the pod.
    pub front: Option<bool>,
    /// Starts after the init containers, since it needs what they prepare; else before them.
    pub after_init: Option<bool>,
    /// The one port that it listens on.
    pub port: Option<Port>,
    /// Several ports in place of `port`; its probes use the first.
    pub ports: Option<Vec<PortEntry>>,
    /// Named requests and limits; xs when left out.
    pub size: Option<Size>,
    /// Requests and limits that differ from the named size.
    pub resources: Option<Resources>,
    /// User and group of its process; those of the app when left out.
    pub run_as: Option<ContainerUser>,
    /// Kernel capabilities that it keeps; needs the exception `capability`.
    pub capabilities: Option<Vec<Capability>>,
    /// Paths that it writes to, each with its largest size; all else is read-only.
    pub writable: Option<Entries<ContainerPath, Memory>>,
    /// Volumes that it shares: path in the container -> name of a volume, with `:ro` to read only.
    pub mounts: Option<Entries<ContainerPath, MountedVolume>>,
    /// Its probes; none is made up.
    pub health: Option<Health>,
    /// Environment variables, kept in a ConfigMap of its own; a change rolls the pods.
    pub config: Option<Entries<VariableName, ConfigValue>>,
    /// Files for it: path in the container -> file beside the spec; a change rolls the pods.
    pub config_files: Option<Entries<ContainerPath, SourcePath>>,
    /// Values from existing Secrets, by reference only, as a variable or as a file.
    pub secrets: Option<Entries<VariableName, SecretSource>>,
    /// Variables that tell what Kubernetes knows of the pod.
    pub downward_api: Option<Entries<VariableName, FieldPath>>,
}

/// A container that runs to its end before the app's own starts
/// (<https://kubernetes.io/docs/concepts/workloads/pods/init-containers/>).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct InitContainer {
    /// Container image; the app's own when left out.
    pub image: Option<Image>,
    /// Whether it gets the app's config, files and secrets as well; true for the app's own image, false for another.
    pub inherit: Option<bool>,
    /// When the node asks the registry for the image; as for the app's own when left out.
    pub pull_policy: Option<PullPolicy>,
    /// Program to run in place of the image's entrypoint.
    pub command: Option<Vec<String>>,
    /// Arguments of the program.
    pub args: Option<Vec<String>>,
    /// Named requests and limits; when left out xs, or what the app asks for where the app's configuration is inherited.
    pub size: Option<Size>,
    /// Requests and limits that differ from the named size.
    pub resources: Option<Resources>,
    /// User and group of its process; those of the app when left out.
    pub run_as: Option<ContainerUser>,
    /// Kernel capabilities that it keeps; needs the exception `capability`.
    pub capabilities: Option<Vec<Capability>>,
    /// Paths that it writes to, each with its largest size; all else is read-only.
    pub writable: Option<Entries<ContainerPath, Memory>>,
    /// Volumes that it shares: path in the container -> name of a volume, with `:ro` to read only.
    pub mounts: Option<Entries<ContainerPath, MountedVolume>>,
    /// Environment variables, kept in a ConfigMap of its own.
    pub config: Option<Entries<VariableName, ConfigValue>>,
    /// Files for it: path in the container -> file beside the spec.
    pub config_files: Option<Entries<ContainerPath, SourcePath>>,
    /// Values from existing Secrets, by reference only, as a variable or as a file.
    pub secrets: Option<Entries<VariableName, SecretSource>>,
    /// Variables that tell what Kubernetes knows of the pod.
    pub downward_api: Option<Entries<VariableName, FieldPath>>,
}
