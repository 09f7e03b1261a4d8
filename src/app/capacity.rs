//! Whether the pods carry the load that is stated: workers in each phase, memory of a pod, and
//! connections to the database. Whole numbers only, rounded as the API rounds them.

use crate::spec::{Apart, Kind, Share, Strategy};

use super::rollout::Replicas;
use super::workload::Update;

/// What the number of pods depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fleet {
    /// The controller of the pods.
    pub kind: Kind,
    /// How many there are.
    pub replicas: Replicas,
    /// How a new version replaces the old one.
    pub update: Update,
    /// Pods that a drain may take away at once.
    pub drained: Share,
    /// Whether pods are kept apart by host.
    pub apart_by_host: Apart,
}

/// A moment at which pods may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The fewest pods, all of them well.
    Minimum,
    /// A new version replaces the old one, at the fewest pods.
    Rollout,
    /// That, while a node is lost or drained.
    RolloutWithoutANode,
    /// The most pods, all of them well.
    Maximum,
}

/// The pods that serve at a moment, and what they carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phase {
    /// The moment.
    pub moment: Moment,
    /// Pods that serve.
    pub replicas: u64,
    /// Requests that they work on at the same moment.
    pub workers: u64,
    /// Requests that are asked of them.
    pub peak: u64,
}

/// Memory of one pod, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryNeed {
    /// Workers of one pod.
    pub workers: u32,
    /// What each takes.
    pub per_worker: u64,
    /// What the pod takes without them.
    pub base: u64,
    /// All that it takes.
    pub needed: u64,
    /// The container's limit.
    pub limit: u64,
}

/// Connections of all pods to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionNeed {
    /// Pods at the most: the highest number, and the surge of a rollout.
    pub replicas: u64,
    /// Connections of each.
    pub per_replica: u64,
    /// Connections of all.
    pub needed: u64,
    /// What the database allows.
    pub allowed: u32,
    /// What is not for this app.
    pub reserved: u32,
}

/// What is asked of an app, and what it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// The pods.
    pub fleet: Fleet,
    /// Requests at the same moment at the busiest time.
    pub peak: Option<u32>,
    /// Requests that one pod works on at the same moment.
    pub workers_per_replica: Option<u32>,
    /// The moments at which the peak must be carried; none where no peak is stated.
    pub phases: Vec<Phase>,
    /// Memory of one pod, where it is stated what a worker takes.
    pub memory: Option<MemoryNeed>,
    /// Connections to the database, where one is stated.
    pub connections: Option<ConnectionNeed>,
}

/// Workers of some pods.
pub fn workers(replicas: u64, per_replica: u32) -> u64 {
    replicas.saturating_mul(per_replica.into())
}

/// Memory of some workers and of what they share, in bytes.
pub fn memory(workers: u32, per_worker: u64, base: u64) -> u64 {
    per_worker.saturating_mul(workers.into()).saturating_add(base)
}

impl Fleet {
    /// Pods beyond the wanted number while a new version replaces the old one: a share is rounded up
    /// (`ResolveFenceposts` of the Deployment controller).
    pub fn surge(&self, pods: u16) -> u64 {
        self.update.max_surge.map_or(0, |share| share.rounded_up(pods))
    }

    /// Pods that are missing while a new version replaces the old one.
    pub fn missing_in_rollout(&self, pods: u16) -> u64 {
        let missing = match (self.update.strategy, self.update.max_unavailable) {
            (Strategy::Recreate, _) => pods.into(),
            // Whoever deletes the pods by hand takes one after the other.
            (Strategy::OnDelete, _) | (Strategy::RollingUpdate, None) => 1,
            // A Deployment whose shares both round to nothing moves one pod (`ResolveFenceposts`).
            (Strategy::RollingUpdate, Some(share)) if self.kind == Kind::Deployment => {
                let stuck = self.surge(pods) == 0 && share.rounded_down(pods) == 0;
                share.rounded_down(pods).max(stuck.into())
            }
            // The API's own words for a StatefulSet; its controller rounds down, which is less.
            (Strategy::RollingUpdate, Some(share)) => share.rounded_up(pods).max(1),
        };
        missing.min(pods.into())
    }

    /// Pods that are missing when, in that same moment, a node is lost or drained. A lost node takes
    /// its one pod beside those of the rollout; a drain waits for the disruption budget, which counts
    /// those of the rollout (a share is rounded up there).
    pub fn missing_without_a_node(&self, pods: u16) -> u64 {
        let lost = self.missing_in_rollout(pods) + 1;
        lost.max(self.drained.rounded_up(pods)).min(pods.into())
    }

    /// The most pods that there are at once; a pod that still drains is not counted.
    pub fn most_at_once(&self) -> u64 {
        let most = self.replicas.most();
        u64::from(most) + self.surge(most)
    }

    /// The moments at which a peak must be carried.
    pub fn phases(&self, peak: u32, per_replica: u32) -> Vec<Phase> {
        let fewest = self.replicas.fewest();
        let at = |moment, pods: u16, missing: u64| {
            let replicas = u64::from(pods).saturating_sub(missing);
            Phase { moment, replicas, workers: workers(replicas, per_replica), peak: peak.into() }
        };
        vec![
            at(Moment::Minimum, fewest, 0),
            at(Moment::Rollout, fewest, self.missing_in_rollout(fewest)),
            at(Moment::RolloutWithoutANode, fewest, self.missing_without_a_node(fewest)),
            at(Moment::Maximum, self.replicas.most(), 0),
        ]
    }

    /// The smallest fewest number of pods that carries a peak at every moment, if any number does.
    pub fn fewest_for(&self, peak: u32, per_replica: u32) -> Option<u16> {
        let carries = |pods: u16| {
            let fleet = Self { replicas: Replicas::Fixed(pods), ..*self };
            fleet.phases(peak, per_replica).iter().all(Phase::enough)
        };
        // More pods never carry less, so the first number that does is found by halving.
        let (mut none, mut enough) = (0u16, u16::MAX);
        if !carries(enough) {
            return None;
        }
        while enough - none > 1 {
            let middle = none + (enough - none) / 2;
            if carries(middle) { enough = middle } else { none = middle }
        }
        Some(enough)
    }

    /// The fewest workers of a pod that carry a peak at every moment, if any number does.
    pub fn workers_for(&self, peak: u32) -> Option<u64> {
        let least = self.phases(peak, 1).iter().map(|phase| phase.replicas).min().unwrap_or_default();
        (least > 0).then(|| u64::from(peak).div_ceil(least))
    }
}

impl Moment {
    /// Its name in reports for programs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Rollout => "rollout",
            Self::RolloutWithoutANode => "rollout-without-a-node",
            Self::Maximum => "maximum",
        }
    }

    /// Its name in sentences.
    pub fn words(self) -> &'static str {
        match self {
            Self::Minimum => "at the minimum",
            Self::Rollout => "during a rollout",
            Self::RolloutWithoutANode => "during a rollout, one node gone",
            Self::Maximum => "at the maximum",
        }
    }
}

impl Phase {
    /// Workers that are left over; fewer than none where the peak is not carried.
    pub fn headroom(&self) -> i128 {
        i128::from(self.workers) - i128::from(self.peak)
    }

    /// Whether the peak is carried.
    pub fn enough(&self) -> bool {
        self.workers >= self.peak
    }
}

impl MemoryNeed {
    /// Whether it fits.
    pub fn enough(&self) -> bool {
        self.needed <= self.limit
    }

    /// The most workers that fit.
    pub fn workers_that_fit(&self) -> u64 {
        self.limit.saturating_sub(self.base) / self.per_worker.max(1)
    }
}

impl ConnectionNeed {
    /// The connections of some pods.
    pub fn new(replicas: u64, per_replica: u64, allowed: u32, reserved: u32) -> Self {
        Self { replicas, per_replica, needed: replicas.saturating_mul(per_replica), allowed, reserved }
    }

    /// The same for another number of pods.
    pub fn of(self, replicas: u64) -> Self {
        Self::new(replicas, self.per_replica, self.allowed, self.reserved)
    }

    /// What is left for this app.
    pub fn available(&self) -> u32 {
        self.allowed.saturating_sub(self.reserved)
    }

    /// Whether there are as many as all pods open.
    pub fn enough(&self) -> bool {
        self.needed <= self.available().into()
    }
}

impl Capacity {
    /// Whether everything that is stated is carried at every moment.
    pub fn enough(&self) -> bool {
        self.phases.iter().all(Phase::enough)
            && self.memory.is_none_or(|memory| memory.enough())
            && self.connections.is_none_or(|connections| connections.enough())
    }

    /// The moment at which the least is carried.
    pub fn tightest(&self) -> Option<&Phase> {
        self.phases.iter().min_by_key(|phase| phase.workers)
    }
}
