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

impl Capacity {
    /// Whether everything that is stated is carried at every moment.
    pub fn enough(&self) -> bool {
        self.phases.iter().all(Phase::enough)
            && self.memory.is_none_or(|memory| memory.enough())
            && self.processes.is_none_or(|processes| processes.may_fit())
            && self.connections.is_none_or(|connections| connections.enough())
    }

    /// The moment at which the least is carried.
    pub fn tightest(&self) -> Option<&Phase> {
        self.phases.iter().min_by_key(|phase| phase.workers)
    }
}
