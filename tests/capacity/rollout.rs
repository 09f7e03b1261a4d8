//! A Deployment's rollout played through, step by step as its controllers take them, with a node that may be
//! lost after each: what the arithmetic promises is there.
//!
//! The steps are those of `rolloutRolling` and of `getPodsToDelete` in Kubernetes; where they leave a choice, a
//! tape of random bytes makes it. Nodes hold one pod of each version at the most.

use kubewright::app::capacity::Fleet;
use kubewright::app::{Replicas, Update};
use kubewright::spec::{Apart, Kind, Share, Strategy};
use proptest::prelude::{ProptestConfig, any, prop, prop_assert, proptest};

/// What stands on one node.
#[derive(Clone, Copy, Default)]
struct Node {
    old: bool,
    new: Option<Ready>,
}

#[derive(Clone, Copy, PartialEq)]
struct Ready(bool);

impl Node {
    fn serving(self) -> u64 {
        u64::from(self.old) + u64::from(self.new == Some(Ready(true)))
    }
}

struct Rollout<'a> {
    nodes: Vec<Node>,
    /// New pods that no node was found for yet.
    pending: u64,
    tape: std::slice::Iter<'a, u8>,
}

impl Rollout<'_> {
    fn count(&self, of: impl Fn(&Node) -> bool) -> u64 {
        self.nodes.iter().filter(|node| of(node)).count() as u64
    }

    /// One of the nodes that qualify, if there is one and the tape goes on.
    fn pick(&mut self, of: impl Fn(&Node) -> bool) -> Option<&mut Node> {
        let mut fit: Vec<&mut Node> = self.nodes.iter_mut().filter(|node| of(node)).collect();
        let at = usize::from(*self.tape.next()?).checked_rem(fit.len())?;
        Some(fit.swap_remove(at))
    }

    fn serving(&self) -> u64 {
        self.nodes.iter().map(|node| node.serving()).sum()
    }

    /// The controllers start new pods, or else end old ones; those first whose node holds a new one.
    fn reconcile(&mut self, wanted: u64, surge: u64, missing: u64) {
        let (old, new) = (self.count(|node| node.old), self.count(|node| node.new.is_some()) + self.pending);
        let more = (wanted - new).min((wanted + surge).saturating_sub(old + new));
        if more > 0 {
            self.pending += more;
            return;
        }
        for _ in 0..self.serving().saturating_sub(wanted - missing).min(old) {
            let crowded = self.count(|node| node.old && node.new.is_some()) > 0;
            if let Some(node) = self.pick(|node| node.old && node.new.is_some() == crowded) {
                node.old = false;
            }
        }
    }

    /// The fewest pods that serve in the rollout with any one node lost.
    fn worst(mut self, wanted: u64, surge: u64, missing: u64) -> u64 {
        let mut worst = u64::MAX;
        while let Some(step) = self.tape.next() {
            match step % 3 {
                0 => self.reconcile(wanted, surge, missing),
                1 if self.pending > 0 => {
                    if let Some(node) = self.pick(|node| node.new.is_none()) {
                        node.new = Some(Ready(false));
                        self.pending -= 1;
                    }
                }
                _ => {
                    if let Some(node) = self.pick(|node| node.new == Some(Ready(false))) {
                        node.new = Some(Ready(true));
                    }
                }
            }
            let on_one = self.nodes.iter().map(|node| node.serving()).max().unwrap_or_default();
            worst = worst.min(self.serving() - on_one);
        }
        worst
    }
}

fn fleet(pods: u16, surge: u16, gone: u16) -> Fleet {
    Fleet {
        kind: Kind::Deployment,
        replicas: Replicas::Fixed(pods),
        update: Update {
            strategy: Strategy::RollingUpdate,
            max_surge: Some(Share::Count(surge)),
            max_unavailable: Some(Share::Count(gone)),
            partition: None,
        },
        drained: Share::Count(0),
        apart_by_host: Apart::Required,
        lingers: false,
    }
}

/// The fewest pods that serve, as promised and as played.
fn promised_and_played(pods: u16, surge: u16, gone: u16, spare: u16, tape: &[u8]) -> (u64, u64) {
    let fleet = fleet(pods, surge, gone);
    let old = |at| Node { old: at < pods, new: None };
    let rollout = Rollout { nodes: (0..pods + spare).map(old).collect(), pending: 0, tape: tape.iter() };
    let promised = u64::from(pods) - fleet.missing_without_a_node(pods);
    (promised, rollout.worst(pods.into(), fleet.surge(pods), fleet.missing_in_rollout(pods)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn a_node_lost_in_a_rollout_leaves_what_is_promised(
        pods in 1u16..8, surge in 0u16..4, gone in 0u16..4, spare in 0u16..3, tape in prop::collection::vec(any::<u8>(), 160),
    ) {
        let (promised, played) = promised_and_played(pods, surge, gone, spare, &tape);
        prop_assert!(played >= promised, "{played} of {promised}");
    }
}

#[test]
fn no_more_could_be_promised() {
    for (pods, surge, gone) in [(4, 1, 0), (4, 0, 1), (4, 1, 1), (4, 2, 0), (6, 0, 2), (6, 2, 2)] {
        let tapes = (0u32..4000).map(|seed| -> Vec<u8> {
            (0..160u32).map(|at| (seed.wrapping_mul(2_654_435_761).wrapping_add(at * 40_503) >> 7) as u8).collect()
        });
        let played = tapes.map(|tape| promised_and_played(pods, surge, gone, 1, &tape));
        let tight = played.into_iter().any(|(promised, played)| promised == played);
        assert!(tight, "{pods} pods, surge {surge}, {gone} missing: nothing comes to the promised number");
    }
}
