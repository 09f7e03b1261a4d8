//! The connections of all pods to the database.

/// Connections of all pods to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionNeed {
    /// Pods at the most: the highest number, and those that a rollout adds.
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
