//! The user's file `kubewright.yaml`: one app, its answers, and what differs per environment.

mod alerts;
mod autoscaling;
mod behavior;
mod canary;
mod capability;
mod check;
mod component;
mod component_name;
mod container;
mod delivery;
mod deploy_tests;
mod diagnose;
mod dockerfile;
mod exception;
mod exposure;
mod external_check;
mod external_secret;
mod file;
mod guard;
mod health;
mod host;
mod keda;
mod key;
mod language;
mod layout;
mod load;
mod logging;
mod maintenance;
mod mend;
mod metrics;
mod patch;
mod peer;
mod peer_text;
mod permission;
mod pod_options;
mod pool;
mod port;
mod progressive;
mod resources;
mod rollout;
mod rule_id;
mod runtime;
mod schema;
mod secret;
mod service;
mod settings;
mod share;
mod spread;
pub mod types;
mod updates;
mod workload;

pub use alerts::{Alerts, LatencyObjective};
pub use autoscaling::{
    Autoscaling, ContainerResourceMetric, DescribedObject, ExternalMetric, Metric, ObjectMetric, PodsMetric,
};
pub use behavior::{Behavior, ScalingPolicy, ScalingRules, SelectPolicy};
pub use canary::Canary;
pub use capability::Capability;
pub use check::{Check, CheckOverride, Profile, Severity};
pub use component::{Component, Install};
pub use component_name::{ComponentName, FactName, OptionName};
pub use container::{InitContainer, Sidecar};
pub use delivery::{Ci, Delivery, Deploy};
pub use deploy_tests::Tests;
pub use dockerfile::Dockerfile;
pub use exception::Exception;
pub(crate) use exception::IGNORE;
pub use exposure::{Gateway, Ingress};
pub use external_check::{ExternalCheck, Prober};
pub use external_secret::{ExternalSecret, StoreEntry, StoreExtract, StoreKind};
pub use file::{Environment, Spec, check_file};
pub use guard::{ContainerDefaults, NamespaceRules, Quota};
pub use health::{GrpcProbe, Health, HttpProbe, Probe, ProbeEntry, Startup, TcpProbe};
pub use host::{HostPath, HostPathType};
pub use keda::{Fallback, Keda, MetricType, SecretKey, Trigger};
pub use key::{join_key, split_key};
pub use language::Language;
pub use layout::Layout;
pub use load::{DatabaseLoad, Load};
pub use logging::{Collector, LogStyle, Logging};
pub use maintenance::Maintenance;
pub use metrics::{Metrics, MetricsStyle, Monitor, Scraper};
pub use patch::{Patch, PatchTarget};
pub use peer::{Peer, PeerEntry, PeerPort};
pub use peer_text::PeerText;
pub use permission::{Permission, Verb};
pub use pod_options::{PodResources, Resize, ResizePolicy, SupplementalGroupsPolicy};
pub use pool::{LabelValues, Pool, Taint};
pub use port::{PortEntry, Protocol};
pub use progressive::{Analysis, BlueGreen, CanaryRollout, Promote};
pub use resources::{ContainerUser, Resources, RunAs, Size};
pub use rollout::{Disruption, Rollout, Shutdown};
pub use rule_id::RuleId;
pub use runtime::Runtime;
pub use schema::{EVERYWHERE, SPEC_VERSION, check_schema, schema_at, spec_schema, takes_text};
pub use secret::SecretSource;
pub use service::{ServiceOptions, SessionAffinity, TrafficDistribution};
pub use settings::{PullPolicy, Settings};

pub use share::{Percent, Share};
pub use spread::{Apart, Spread};
pub use updates::Updates;

pub use workload::{
    AccessMode, ConcurrencyPolicy, CronJob, Job, Kind, PodManagementPolicy, Retention, StatefulSet, Storage, Strategy,
    TaintEffect, Toleration,
};

pub(crate) use file::check_settings;
#[cfg(any(feature = "cli", test))]
pub(crate) use schema::{alternatives, settings_schema};
