//! How many of the checks of each item of the checklist hold.

use super::rule::Rule;

/// The items of the checklist, from 1 on.
pub const ITEMS: [&str; 24] = [
    "images",
    "namespaces",
    "environments",
    "replicas",
    "requests and limits",
    "separate workloads",
    "spread and disruption",
    "configuration",
    "fit to the load",
    "health checks",
    "lifecycle",
    "maintenance page",
    "persistent volumes",
    "third-party components",
    "pod security",
    "CI/CD",
    "deployment strategies",
    "monitoring",
    "external checks",
    "logging",
    "central logs",
    "workload kinds",
    "exposure",
    "proof",
];

/// How one item of the checklist stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// The item, from 1.
    pub item: u8,
    /// How often a rule of the item judged an object.
    pub judged: usize,
    /// How often it found nothing, or what it found is suppressed.
    pub held: usize,
}

/// The scores while they are counted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally([(usize, usize); ITEMS.len()]);

impl Score {
    /// Whole percent, rounded down, so that 100 says that everything holds.
    pub fn percent(&self) -> usize {
        (self.held * 100).checked_div(self.judged).unwrap_or(100)
    }
}

impl Tally {
    /// Counts that a rule judged an object.
    pub(super) fn count(&mut self, rule: &Rule, held: bool) {
        let (judged, holds) = &mut self.0[usize::from(rule.item) - 1];
        *judged += 1;
        *holds += usize::from(held);
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, other: &Self) {
        for ((judged, held), (more, hold)) in self.0.iter_mut().zip(other.0) {
            *judged += more;
            *held += hold;
        }
    }

    /// The score of each item that was judged at all.
    pub(super) fn scores(&self) -> Vec<Score> {
        let score = |(item, (judged, held)): (u8, &(usize, usize))| Score { item, judged: *judged, held: *held };
        (1..).zip(&self.0).map(score).filter(|score| score.judged > 0).collect()
    }
}
