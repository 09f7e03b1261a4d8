//! The memory of one pod, where it is stated what a worker takes and where it is not.

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

/// Processes of one pod, where it is not stated what each takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Processes {
    /// How many.
    pub count: u32,
    /// Requests that each works on.
    pub each: u32,
    /// The container's limit, in bytes.
    pub limit: u64,
}

/// Memory for each process, in bytes, below which a limit is not taken for enough without a word: a worker of
/// gunicorn 27.0.1 has 19 MiB resident with an app that does nothing, 3 MiB of them its own.
pub const LEAST_PROCESS: u64 = 16 << 20;

/// Memory of some workers and of what they share, in bytes.
pub fn memory(workers: u32, per_worker: u64, base: u64) -> u64 {
    per_worker.saturating_mul(workers.into()).saturating_add(base)
}

impl MemoryNeed {
    /// Whether it fits.
    pub fn enough(&self) -> bool {
        self.needed <= self.limit
    }

    /// The same for another number of workers.
    pub fn of(self, workers: u64) -> Self {
        let workers = u32::try_from(workers).unwrap_or(u32::MAX);
        Self { workers, needed: memory(workers, self.per_worker, self.base), ..self }
    }

    /// The most workers that fit.
    pub fn workers_that_fit(&self) -> u64 {
        self.limit.saturating_sub(self.base) / self.per_worker.max(1)
    }
}

impl Processes {
    /// What the limit leaves for each, in bytes.
    pub fn share(&self) -> u64 {
        self.limit / u64::from(self.count.max(1))
    }

    /// Whether that may do: what they take is not known.
    pub fn may_fit(&self) -> bool {
        self.share() >= LEAST_PROCESS
    }

    /// The same processes for another number of workers.
    pub fn of(self, workers: u64) -> Self {
        Self { count: u32::try_from(workers.div_ceil(self.each.max(1).into())).unwrap_or(u32::MAX), ..self }
    }
}
