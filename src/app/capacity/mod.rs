//! Whether the pods carry the load that is stated: workers in each phase, memory of a pod, and
//! connections to the database. Whole numbers only, rounded as the API rounds them.

mod connections;
mod fleet;
mod memory;

pub use connections::ConnectionNeed;
pub use fleet::{Fleet, workers};
pub use memory::{LEAST_PROCESS, MemoryNeed, Processes, memory};

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
    /// The pods of a canary, all of them well, with its share of the requests.
    Canary,
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
    /// Processes of one pod, where it is not stated what each takes.
    pub processes: Option<Processes>,
    /// Connections to the database, where one is stated.
    pub connections: Option<ConnectionNeed>,
}

impl Moment {
    /// Its name in reports for programs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Rollout => "rollout",
            Self::RolloutWithoutANode => "rollout-without-a-node",
            Self::Maximum => "maximum",
            Self::Canary => "canary",
        }
    }

    /// Its name in sentences.
    pub fn words(self) -> &'static str {
        match self {
            Self::Minimum => "at the minimum",
            Self::Rollout => "during a rollout",
            Self::RolloutWithoutANode => "during a rollout, one node gone",
            Self::Maximum => "at the maximum",
            Self::Canary => "the canary, its share",
        }
    }
}

impl Phase {
    /// What a canary carries of its share of a peak, in percent, rounded up. Beside it the app is to carry the whole
    /// peak all the same, as it must once the canary is ended.
    pub(super) fn of_canary(replicas: u16, per_replica: u32, peak: u32, weight: u8) -> Self {
        let peak = (u64::from(peak) * u64::from(weight)).div_ceil(100);
        let workers = workers(replicas.into(), per_replica);
        Self { moment: Moment::Canary, replicas: replicas.into(), workers, peak }
    }

    /// Workers that are left over; fewer than none where the peak is not carried.
    pub fn headroom(&self) -> i128 {
        i128::from(self.workers) - i128::from(self.peak)
    }

    /// Whether the peak is carried.
    pub fn enough(&self) -> bool {
        self.workers >= self.peak
    }
}

impl Capacity {
    /// Whether everything that is stated is carried at every moment.
    pub fn enough(&self) -> bool {
        self.phases.iter().all(Phase::enough)
            && self.memory.is_none_or(|memory| memory.enough())
            && self.processes.is_none_or(|processes| processes.may_fit())
            && self.connections.is_none_or(|connections| connections.enough())
    }

    /// The moment at which the app itself carries the least.
    pub fn tightest(&self) -> Option<&Phase> {
        self.phases.iter().filter(|phase| phase.moment != Moment::Canary).min_by_key(|phase| phase.workers)
    }

    /// What the canary carries of its share, where there is one.
    pub fn canary(&self) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.moment == Moment::Canary)
    }
}
