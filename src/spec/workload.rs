//! Kinds of workloads, and the answers that only some of them take.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{ContainerPath, Duration, LabelKey, LabelValue, Memory, ObjectName};

/// The controller that runs the pods (<https://kubernetes.io/docs/concepts/workloads/controllers/>).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Kind {
    /// Pods that are alike and hold nothing: most services.
    #[default]
    Deployment,
    /// Pods with names, and claims of their own: databases, brokers.
    StatefulSet,
    /// One pod on each node: collectors, agents.
    DaemonSet,
    /// A Job at the times of `schedule`.
    CronJob,
    /// Pods that run to their end once.
    Job,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Deployment, Self::StatefulSet, Self::DaemonSet, Self::CronJob, Self::Job];

    /// The kind as the API spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deployment => "Deployment",
            Self::StatefulSet => "StatefulSet",
            Self::DaemonSet => "DaemonSet",
            Self::CronJob => "CronJob",
            Self::Job => "Job",
        }
    }

    /// Whether the number of its pods is a choice.
    pub fn scales(self) -> bool {
        matches!(self, Self::Deployment | Self::StatefulSet)
    }

    /// Whether its pods run to an end instead of serving.
    pub fn ends(self) -> bool {
        matches!(self, Self::CronJob | Self::Job)
    }
}

/// How a CronJob starts its Jobs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct CronJob {
    /// What to do when the last Job still runs: Forbid (skip), Replace (stop it) or Allow (run both).
    pub concurrency_policy: Option<ConcurrencyPolicy>,
    /// How late a Job may still start after a missed time; at least 10s.
    pub starting_deadline: Option<Duration>,
    /// Finished Jobs that are kept for their logs.
    pub successful_jobs_history_limit: Option<u16>,
    /// Failed Jobs that are kept for their logs.
    pub failed_jobs_history_limit: Option<u16>,
    /// Start nothing for now.
    pub suspend: Option<bool>,
}

/// What a CronJob does when its last Job still runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ConcurrencyPolicy {
    /// Skip the new run.
    Forbid,
    /// Stop the old run.
    Replace,
    /// Run both.
    Allow,
}

/// How a Job runs, that of a CronJob as well.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Job {
    /// Tries after the first before the Job counts as failed.
    pub backoff_limit: Option<u16>,
    /// Time after which the whole Job is stopped and counts as failed.
    pub active_deadline: Option<Duration>,
    /// Time after its end at which a Job is deleted; a CronJob's Jobs go by its history instead.
    pub ttl_after_finished: Option<Duration>,
    /// Pods that must succeed.
    pub completions: Option<u16>,
    /// Pods that run at the same time.
    pub parallelism: Option<u16>,
}

/// What only a StatefulSet has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct StatefulSet {
    /// Whether pods start one after the other (OrderedReady) or all at once (Parallel); cannot change later.
    pub pod_management_policy: Option<PodManagementPolicy>,
    /// What becomes of the claims when the StatefulSet is deleted.
    pub when_deleted: Option<Retention>,
    /// What becomes of the claims of pods that a smaller number of replicas takes away.
    pub when_scaled: Option<Retention>,
}

/// The order in which a StatefulSet's pods start and stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PodManagementPolicy {
    /// One after the other.
    OrderedReady,
    /// All at once.
    Parallel,
}

/// What becomes of a claim that no pod uses any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Retention {
    /// It stays, with its data.
    Retain,
    /// It goes, with its data.
    Delete,
}

/// A persistent volume: of each pod in a StatefulSet, of all pods together elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Storage {
    /// Size; it can grow where the class allows it, and never shrink.
    pub size: Option<Memory>,
    /// Path in the container.
    pub mount: Option<ContainerPath>,
    /// StorageClass; the cluster's default when left out.
    pub class: Option<ObjectName>,
    /// Who may mount it: one pod's node at a time when left out.
    pub access: Option<AccessMode>,
}

impl FromStr for Storage {
    type Err = String;

    /// Reads `PATH:SIZE`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (mount, size) = text
            .split_once(':')
            .ok_or_else(|| format!("`{text}` is not a volume: write `PATH:SIZE`, such as `/var/lib/data:10Gi`"))?;
        Ok(Self { size: Some(size.parse()?), mount: Some(mount.parse()?), class: None, access: None })
    }
}

/// Who may mount a persistent volume at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AccessMode {
    /// The pods of one node, to read and write.
    ReadWriteOnce,
    /// One pod, to read and write.
    ReadWriteOncePod,
    /// All pods, to read and write.
    ReadWriteMany,
    /// All pods, to read.
    ReadOnlyMany,
}

impl AccessMode {
    /// Whether pods on different nodes can mount it at the same time.
    pub fn is_shared(self) -> bool {
        matches!(self, Self::ReadWriteMany | Self::ReadOnlyMany)
    }
}

/// How old pods give way to new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Strategy {
    /// A few at a time.
    RollingUpdate,
    /// All old ones first; a Deployment only.
    Recreate,
    /// Whenever somebody deletes one; not for a Deployment.
    OnDelete,
    /// A share of the users first, then more of them, by Argo Rollouts; a Deployment only.
    Canary,
    /// All new ones beside the old, then all users at once, by Argo Rollouts; a Deployment only.
    BlueGreen,
}

impl Strategy {
    /// Whether old and new pods run side by side for a while.
    pub fn rolls(self) -> bool {
        self == Self::RollingUpdate || self.is_progressive()
    }

    /// Whether Argo Rollouts brings the new version out.
    pub fn is_progressive(self) -> bool {
        matches!(self, Self::Canary | Self::BlueGreen)
    }
}

/// A taint of nodes that the pods put up with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Toleration {
    /// Key of the taint; every taint when left out.
    pub key: Option<LabelKey>,
    /// Its value; any when left out.
    pub value: Option<LabelValue>,
    /// Its effect; every one when left out.
    pub effect: Option<TaintEffect>,
}

/// What a taint does to pods that do not put up with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum TaintEffect {
    /// New ones are kept away.
    NoSchedule,
    /// New ones are kept away where possible.
    PreferNoSchedule,
    /// Running ones are evicted as well.
    NoExecute,
}
