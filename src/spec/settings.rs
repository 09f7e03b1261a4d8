//! The answers about an app: every key that a spec, a preset, a flag or a variable may set.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::alerts::Alerts;
use super::autoscaling::Autoscaling;
use super::canary::Canary;
use super::capability::Capability;
use super::check::Check;
use super::component::Component;
use super::component_name::ComponentName;
use super::container::{InitContainer, Sidecar};
use super::delivery::Delivery;
use super::deploy_tests::Tests;
use super::dockerfile::Dockerfile;
use super::exception::Exception;
use super::exposure::{Gateway, Ingress};
use super::external_check::ExternalCheck;
use super::external_secret::ExternalSecret;
use super::guard::NamespaceRules;
use super::health::Health;
use super::host::HostPath;
use super::load::Load;
use super::logging::Logging;
use super::maintenance::Maintenance;
use super::metrics::Metrics;
use super::patch::Patch;
use super::peer::Peer;
use super::permission::Permission;
use super::pod_options::{PodResources, Resize};
use super::pool::Pool;
use super::port::PortEntry;
use super::resources::{Resources, RunAs, Size};
use super::rollout::{Disruption, Rollout, Shutdown};
use super::runtime::Runtime;
use super::secret::SecretSource;
use super::service::ServiceOptions;
use super::spread::Spread;
use super::types::{
    ConfigValue, ContainerPath, CronSchedule, Entries, FieldPath, Host, Image, KubernetesVersion, LabelKey, LabelValue,
    Memory, MountedVolume, Name, NamespaceName, ObjectName, Ordered, Port, SourcePath, TimeZone, VariableName,
};
use super::updates::Updates;
use super::workload::{CronJob, Job, Kind, StatefulSet, Storage, Toleration};

/// Everything that can be said about an app, at the top level for all environments or below one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Settings {
    /// Oldest Kubernetes minor version of the clusters, in quotes; newer fields are left out.
    pub kubernetes: Option<KubernetesVersion>,
    /// Container image with a tag or digest, never `latest`.
    pub image: Option<Image>,
    /// When the node asks the registry for the image.
    pub pull_policy: Option<PullPolicy>,
    /// Names of the Secrets that hold the registry's credentials.
    pub pull_secrets: Option<Vec<ObjectName>>,
    /// Namespace of all objects; without it none is written and kubectl's context decides.
    pub namespace: Option<NamespaceName>,
    /// Whether to write the Namespace itself, with Pod Security labels.
    pub create_namespace: Option<bool>,
    /// What holds for everything in the namespace; for one spec of each namespace.
    pub namespace_rules: Option<NamespaceRules>,
    /// Name of the larger application that this app is a part of.
    pub part_of: Option<LabelValue>,
    /// Further labels for every object.
    pub labels: Option<Entries<LabelKey, LabelValue>>,
    /// Further annotations for every pod.
    pub pod_annotations: Option<Entries<LabelKey, String>>,
    /// Whether objects carry Argo CD's sync waves: Namespace, configuration, Jobs, workloads, then routes.
    pub sync_waves: Option<bool>,
    /// Controller that runs the pods: Deployment, StatefulSet, DaemonSet, CronJob or Job.
    pub kind: Option<Kind>,
    /// When a CronJob runs: minute, hour, day of month, month, day of week.
    pub schedule: Option<CronSchedule>,
    /// Time zone of `schedule`; that of the control plane when left out.
    pub time_zone: Option<TimeZone>,
    /// How a CronJob starts its Jobs.
    pub cron_job: Option<CronJob>,
    /// How a Job runs, that of a CronJob as well.
    pub job: Option<Job>,
    /// What only a StatefulSet has.
    pub stateful_set: Option<StatefulSet>,
    /// The one port that the app listens on.
    pub port: Option<Port>,
    /// Several ports in place of `port`; probes and routes use the first.
    pub ports: Option<Vec<PortEntry>>,
    /// What is asked of the Service beside its ports.
    pub service: Option<ServiceOptions>,
    /// Program to run in place of the image's entrypoint.
    pub command: Option<Vec<String>>,
    /// Arguments of the program.
    pub args: Option<Vec<String>>,
    /// Number of pods; an autoscaler takes its place.
    pub replicas: Option<u16>,
    /// Bounds, targets and pace of an autoscaler.
    pub autoscaling: Option<Autoscaling>,
    /// Named requests and limits: xs, small, medium, large, xlarge.
    pub size: Option<Size>,
    /// Requests and limits that differ from the named size.
    pub resources: Option<Resources>,
    /// Requests and limits of a whole pod, which all of its containers share.
    pub pod_resources: Option<PodResources>,
    /// Whether the container restarts when the resources of a running pod change.
    pub resize: Option<Resize>,
    /// What is asked of the app at its busiest, and what one pod can carry; checked wherever real users are served.
    pub load: Option<Load>,
    /// What the app runs on, whose settings then follow the limits: go, java, node, gunicorn, uvicorn, puma, php-fpm or nginx.
    pub runtime: Option<Runtime>,
    /// User and group that the image's process runs as.
    pub run_as: Option<RunAs>,
    /// Whether the pods share the users of their node; false gives each pod users of its own.
    pub host_users: Option<bool>,
    /// Paths that the app writes to, each with its largest size; all else is read-only.
    pub writable: Option<Entries<ContainerPath, Memory>>,
    /// Scratch volumes that containers of the pod share: name -> largest size; empty at every start of a pod.
    pub volumes: Option<Entries<Name, Memory>>,
    /// Volumes that the app shares: path in the container -> name of a volume, with `:ro` to read only.
    pub mounts: Option<Entries<ContainerPath, MountedVolume>>,
    /// Persistent volumes by name: of each pod in a StatefulSet, of all pods together elsewhere.
    pub storage: Option<Entries<Name, Storage>>,
    /// Containers that run to their end, one after the other, before the app starts: name -> container.
    pub init: Option<Ordered<Name, InitContainer>>,
    /// Containers that run beside the app, started before it and stopped after it: name -> container.
    pub sidecars: Option<Ordered<Name, Sidecar>>,
    /// Kernel capabilities that the app keeps; needs the exception `capability`.
    pub capabilities: Option<Vec<Capability>>,
    /// Paths of the node: path in the container -> path on the node; needs the exception `host-path`.
    pub host_paths: Option<Entries<ContainerPath, HostPath>>,
    /// Whether the pods use their node's network; needs the exception `host-network`.
    pub host_network: Option<bool>,
    /// Whether the pods see their node's processes; needs the exception `host-pid`.
    #[serde(rename = "hostPID")]
    pub host_pid: Option<bool>,
    /// How Kubernetes learns that the app has started, can serve, and still lives.
    pub health: Option<Health>,
    /// How long a pod takes to leave without losing a request.
    pub shutdown: Option<Shutdown>,
    /// How a new version replaces the old one.
    pub rollout: Option<Rollout>,
    /// A new version that gets a share of the requests first, by weights on the HTTPRoute; `null` ends it.
    pub canary: Option<Canary>,
    /// How pods are kept apart.
    pub spread: Option<Spread>,
    /// Name of the pool of nodes that the pods run on, from `pools`.
    pub pool: Option<Name>,
    /// Pools of nodes by name: their labels and taints; best said once, for the whole organisation.
    pub pools: Option<Entries<Name, Pool>>,
    /// Labels of the nodes that the pods may run on.
    pub node_selector: Option<Entries<LabelKey, LabelValue>>,
    /// Taints of nodes that the pods put up with.
    pub tolerations: Option<Vec<Toleration>>,
    /// How many pods a drain may take away at once.
    pub disruption: Option<Disruption>,
    /// Existing PriorityClass of the pods.
    pub priority_class: Option<ObjectName>,
    /// Environment variables, kept in a ConfigMap; a change rolls the pods.
    pub config: Option<Entries<VariableName, ConfigValue>>,
    /// Files for the container: path in the container -> file or folder beside the spec; a change rolls the pods.
    pub config_files: Option<Entries<ContainerPath, SourcePath>>,
    /// Whether ConfigMaps never change and carry a hash of their content in their name, so that a rollback finds its own.
    pub immutable_config: Option<bool>,
    /// Secrets that the External Secrets Operator makes from a store, by their names.
    pub external_secrets: Option<Entries<ObjectName, ExternalSecret>>,
    /// Secrets sealed with kubeseal: name -> file beside the spec, as kubeseal writes it.
    pub sealed_secrets: Option<Entries<ObjectName, SourcePath>>,
    /// Third-party components that the app rests on, such as postgresql: name -> what is said of it; `{}` says nothing.
    pub components: Option<Entries<ComponentName, Component>>,
    /// Values from Secrets, by reference only, as a variable or as a file.
    pub secrets: Option<Entries<VariableName, SecretSource>>,
    /// Variables that tell what Kubernetes knows of the pod: name -> field, such as metadata.name.
    pub downward_api: Option<Entries<VariableName, FieldPath>>,
    /// What the app may do with the Kubernetes API; only then does it get a token.
    pub permissions: Option<Vec<Permission>>,
    /// What this app connects to; once set, all other egress but DNS is refused.
    pub calls: Option<Vec<Peer>>,
    /// What may connect to this app; once set, all other ingress is refused.
    pub called_by: Option<Vec<Peer>>,
    /// Where the app tells its numbers, and who collects them.
    pub metrics: Option<Metrics>,
    /// Alerts for the Prometheus Operator, in a PrometheusRule; `{}` writes those that need no objective.
    pub alerts: Option<Alerts>,
    /// Whether a dashboard is written for Grafana, in a ConfigMap that its sidecar finds.
    pub dashboard: Option<bool>,
    /// Logs as JSON on standard output, and a snippet for what collects them.
    pub logging: Option<Logging>,
    /// Public host name; needs a `gateway` or an `ingress`.
    pub host: Option<Host>,
    /// The Gateway that the HTTPRoute binds to.
    pub gateway: Option<Gateway>,
    /// The Ingress, for clusters without a Gateway.
    pub ingress: Option<Ingress>,
    /// A check of the public host from outside, by the blackbox exporter.
    pub external_check: Option<ExternalCheck>,
    /// Scripts in `deploy/tests` that test the app where it runs; `{}` writes them.
    pub tests: Option<Tests>,
    /// A page for the time that the app is worked on; `{}` has one stand ready.
    pub maintenance: Option<Maintenance>,
    /// A Dockerfile and a .dockerignore beside the spec; the same in every environment.
    pub dockerfile: Option<Dockerfile>,
    /// How a change reaches its environments: tested, built, signed and deployed; the same in every environment.
    pub delivery: Option<Delivery>,
    /// Bot that keeps images, actions and packages up to date, whose configuration is written: renovate or dependabot; the same in every environment.
    pub updates: Option<Updates>,
    /// Departures from the production checklist, each with its reason.
    pub exceptions: Option<Entries<Exception, String>>,
    /// What `check` asks of the manifests.
    pub check: Option<Check>,
    /// Patches of the rendered objects by a name of yours, for the one field that no key speaks of.
    pub patches: Option<Entries<Name, Patch>>,
    /// Folder beside the spec whose templates stand in for ours of the same name, or are further objects.
    pub templates: Option<SourcePath>,
}

impl Settings {
    /// Whether a rule of the checklist is departed from.
    pub fn excuses(&self, exception: Exception) -> bool {
        self.exceptions.as_ref().is_some_and(|exceptions| exceptions.contains_key(&exception))
    }
}

/// When the node asks the registry for an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PullPolicy {
    /// Only when the node does not have it.
    IfNotPresent,
    /// At every start, so that pull rights are checked each time.
    Always,
    /// Never; the image must be on the node.
    Never,
}
