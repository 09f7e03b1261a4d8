//! The app as it will run in one environment: complete, typed, valid. Nothing after this point
//! looks at a default.

mod alerts;
mod answers;
mod autoscaler;
mod build;
mod canary;
pub mod capacity;
mod claims;
mod components;
mod computed;
mod config;
mod container;
mod delivery;
mod demands;
mod deploy_tests;
mod dockerfile;
mod downward;
mod everywhere;
mod exemptions;
mod exposure;
mod external_check;
mod external_secrets;
mod files;
mod further;
mod guard;
mod host;
mod keda;
mod kind;
mod labels;
mod leaks;
mod literal;
mod load;
mod logging;
mod maintenance;
mod metrics;
mod mounts;
mod network;
mod no_effect;
mod options;
mod pace;
mod patches;
mod peers;
mod permissions;
mod placement;
mod pod;
mod pod_resources;
mod ports;
mod probes;
mod progressive;
mod report;
mod resources;
mod rollout;
mod runs;
mod runtime;
mod sealed_secrets;
mod secret_keys;
mod secret_text;
mod secrets;
mod secrets_within;
mod security;
mod shortfall;
mod signals;
mod spread;
mod standard;
mod storage;
mod targets;
mod triggers;
mod volumes;
mod workload;
mod zero;

use std::collections::BTreeMap;

use crate::spec::types::{KubernetesVersion, Name, NamespaceName};
use crate::spec::{MetricsStyle, NamespaceRules, Permission, Share, Updates};

pub use alerts::Alerts;
pub use autoscaler::{Autoscaler, Measure, Target};
pub use build::{Built, build};
pub use canary::{CANARY, Canary};
pub use claims::Claim;
pub use components::{Component, Told};
pub use computed::{Computed, computed};
pub use config::Configuration;
pub use container::{Container, Role};
pub use delivery::{Delivery, usual_tests};
pub use deploy_tests::{Asked, Tests};
pub use dockerfile::{Dockerfile, is_project};
pub use downward::Downward;
pub use exemptions::Exemption;
pub use exposure::{Exposure, Listener};
pub use external_check::ExternalCheck;
pub use external_secrets::{ExternalSecret, StoredValue};
pub use files::{ConfigFile, ConfigFolder, Content, FolderItem};
pub use host::{Host, HostVolume};
pub use keda::{Authentication, Fallback, LastPod, ScaledObject, SecretParameter, Trigger};
pub use labels::Labels;
pub(crate) use literal::{or_excused, secret_argument};
pub use logging::Logging;
pub use maintenance::{MAINTENANCE, Maintenance};
pub use metrics::Monitor;
pub use mounts::Mount;
pub use network::{Direction, IpBlock, NetworkPeer, NetworkPort, NetworkRule};
pub use no_effect::no_effect;
pub use options::Options;
pub use pace::{Pace, Step};
pub use patches::Patch;
pub use placement::{NodeLabel, Placement};
pub use ports::AppPort;
pub use probes::{Check, Probes, TimedProbe};
pub use progressive::{Manner, Progressive};
pub use resources::{ContainerResources, size_table};
pub use rollout::{Replicas, Termination};
pub use runs::{Run, Schedule};
pub use runtime::Derived;
pub use sealed_secrets::{Scope, SealedSecret};
pub use secrets::{SECRETS_FOLDER, SecretReference};
pub(crate) use secrets_within::secrets_within;
pub use security::{ContainerSecurity, PodSecurity};
pub use signals::{
    Alert, Measurement, Panel, Record, Series, Severity, Signal, Subject, measurements, panels, signals, where_it_is,
};
pub use spread::Spreading;
pub use standard::{SecurityLevel, Standard};
pub use storage::Scratch;
pub use targets::{Below, VERSIONED_FIELDS, VersionedField};
pub use volumes::Volumes;
pub use workload::{Update, Workload};

/// An app in one environment.
#[derive(Debug, Clone, PartialEq)]
pub struct App {
    /// Its name, and that of its objects.
    pub name: Name,
    /// The app that it stands beside as a new version, and whose account and configuration it has.
    pub beside: Option<Name>,
    /// The environment's name.
    pub environment: String,
    /// The oldest Kubernetes minor version of the clusters.
    pub kubernetes: KubernetesVersion,
    /// The namespace of all objects.
    pub namespace: Option<NamespaceName>,
    /// Whether the Namespace itself is written.
    pub create_namespace: bool,
    /// What holds for everything in the namespace.
    pub namespace_rules: NamespaceRules,
    /// Labels of objects, pods and selectors.
    pub labels: Labels,
    /// Further annotations of the pods.
    pub pod_annotations: BTreeMap<String, String>,
    /// Whether objects say in which wave of Argo CD's syncs they are applied.
    pub sync_waves: bool,
    /// Annotations that say why a rule of the checklist is departed from.
    pub exceptions: BTreeMap<String, String>,
    /// Annotations that tell linters what they cannot see.
    pub exemptions: Vec<Exemption>,
    /// Secrets with the registry's credentials.
    pub pull_secrets: Vec<String>,
    /// The container of the app itself.
    pub main: Container,
    /// Whether the ConfigMaps never change and are named by their content.
    pub immutable_config: bool,
    /// Containers that start before it, in this order: sidecars, and those that run to their end.
    pub init_containers: Vec<Container>,
    /// Name of the sidecar that requests come in through, where they do not come to the app itself.
    pub front: Option<String>,
    /// Ports of the Service; the first is the main one.
    pub ports: Vec<AppPort>,
    /// The controller that runs the pods.
    pub workload: Workload,
    /// Who moves the number of pods, if it moves.
    pub autoscaler: Option<Autoscaler>,
    /// Volumes that containers share by name: persistent ones, those of each pod in a StatefulSet and of all pods
    /// together elsewhere, and scratch space.
    pub volumes: Volumes,
    /// What of its node the pod may touch.
    pub host: Host,
    /// The Pod Security Standard that the pod meets.
    pub standard: Standard,
    /// How a pod leaves.
    pub termination: Termination,
    /// User and group of the pod's processes.
    pub security: PodSecurity,
    /// On which nodes the pods run.
    pub placement: Placement,
    /// How they are kept apart.
    pub spreading: Spreading,
    /// What is written only on demand.
    pub options: Options,
    /// Whether the stated load is carried, where one is stated.
    pub capacity: Option<capacity::Capacity>,
    /// Third-party components that it rests on.
    pub components: Vec<Component>,
    /// Secrets that the External Secrets Operator makes.
    pub external_secrets: Vec<ExternalSecret>,
    /// Secrets that the controller of Sealed Secrets makes.
    pub sealed_secrets: Vec<SealedSecret>,
    /// Pods that may be missing while nodes are drained; none without a second pod.
    pub disruption: Option<Share>,
    /// What the app may do with the Kubernetes API; only then does it get a token.
    pub permissions: Vec<Permission>,
    /// Traffic that is let in, and out; none where an exception leaves the policy away.
    pub network: Option<(Direction, Direction)>,
    /// How the Prometheus Operator finds the metrics, where it is told.
    pub monitor: Option<Monitor>,
    /// Whose names the numbers of requests have, where the app tells them.
    pub style: Option<MetricsStyle>,
    /// What somebody is told of, where that is asked for.
    pub alerts: Option<Alerts>,
    /// Whether a dashboard shows it.
    pub dashboard: bool,
    /// How clients outside the cluster reach the app.
    pub exposure: Option<Exposure>,
    /// How its public host is checked from outside.
    pub external_check: Option<ExternalCheck>,
    /// How it is tested where it runs, where that is asked for.
    pub tests: Option<Tests>,
    /// How its logs are written, and who collects them.
    pub logging: Logging,
    /// The page that stands ready for the time that the app is worked on.
    pub maintenance: Option<Box<Maintenance>>,
    /// A new version beside it that gets a share of the requests.
    pub canary: Option<Box<Canary>>,
    /// How its image is built, where that is asked for.
    pub dockerfile: Option<Dockerfile>,
    /// How a change of it reaches its environments, where that is asked for.
    pub delivery: Option<Delivery>,
    /// Who keeps up to date what the repository depends on, where that is asked for.
    pub updates: Option<Updates>,
    /// What is laid over the rendered objects.
    pub patches: Vec<Patch>,
}

impl App {
    /// The name of its account and of its configuration: those of the app that it stands beside.
    pub fn root(&self) -> &Name {
        self.beside.as_ref().unwrap_or(&self.name)
    }

    /// Every container of the pod, in the order in which they start.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.init_containers.iter().chain([&self.main])
    }

    /// Every container of the pod, the app's own before all others, as their objects and volumes stand.
    pub fn main_first(&self) -> impl Iterator<Item = &Container> {
        [&self.main].into_iter().chain(&self.init_containers)
    }
}
