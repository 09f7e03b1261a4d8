//! The pods of an app: how many there are at each moment, rounded as the API rounds.

use crate::spec::{Apart, Kind, Percent, Share, Strategy};

use super::super::rollout::Replicas;
use super::super::workload::Update;
use super::{Moment, Phase};

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
    /// Whether a pod that leaves may take longer to end than a new one takes to start.
    pub lingers: bool,
}

/// Workers of some pods.
pub fn workers(replicas: u64, per_replica: u32) -> u64 {
    replicas.saturating_mul(per_replica.into())
}

impl Fleet {
    /// Pods beyond the wanted number while a new version replaces the old one: a share is rounded up
    /// (`ResolveFenceposts` of the Deployment controller), and there are no more new pods than wanted
    /// (`NewRSNewReplicas`).
    pub fn surge(&self, pods: u16) -> u64 {
        self.update.max_surge.map_or(0, |share| share.rounded_up(pods)).min(pods.into())
    }

    /// Pods that are missing while a new version replaces the old one.
    pub fn missing_in_rollout(&self, pods: u16) -> u64 {
        let missing = match (self.update.strategy, self.update.max_unavailable) {
            (Strategy::Recreate, _) => pods.into(),
            // Whoever deletes the pods by hand takes one after the other.
            (Strategy::OnDelete, _) | (_, None) => 1,
            // A Deployment whose shares both round to nothing moves one pod (`ResolveFenceposts`).
            (_, Some(share)) if self.kind == Kind::Deployment => {
                let stuck = self.surge(pods) == 0 && share.rounded_down(pods) == 0;
                share.rounded_down(pods).max(stuck.into())
            }
            // The API's own words for a StatefulSet; its controller rounds down, which is less.
            (_, Some(share)) => share.rounded_up(pods).max(1),
        };
        missing.min(pods.into())
    }

    /// Pods that are missing when, in that same moment, a node is lost or drained. A lost node takes its pods
    /// beside those of the rollout; a drain waits for the disruption budget, which counts those of the rollout
    /// (a share is rounded up there).
    ///
    /// One pod more may let one more of them be missing or two move at once, and an autoscaler adds it at any
    /// time: so what is carried is no more than with one pod more.
    pub fn missing_without_a_node(&self, pods: u16) -> u64 {
        let lost = |pods| self.missing_in_rollout(pods) + self.on_one_node(pods);
        let with_one_more = pods.checked_add(1).map_or(0, lost).saturating_sub(1);
        lost(pods).max(with_one_more).max(self.drained.rounded_up(pods)).min(pods.into())
    }

    /// Pods that serve on one node during a rollout, where no node holds two of one version.
    ///
    /// A new pod may run beside an old one. Where a Deployment moves one pod at a time, that new pod is the one
    /// that does not serve yet: once it does, the old one beside it is the next to go, since a ReplicaSet first
    /// takes the pod whose node holds most of the Deployment's (`getPodsRankedByRelatedPodsOnSameNode`). Where
    /// several move at once, another old pod may go first. The pods of a StatefulSet are one version to the
    /// rules that keep them apart.
    pub fn on_one_node(&self, pods: u16) -> u64 {
        let rolls = self.kind == Kind::Deployment && self.update.strategy.rolls() && !self.is_doubled();
        let moving = self.surge(pods) + self.missing_in_rollout(pods);
        if rolls && moving > 1 { 2 } else { 1 }
    }

    /// Whether all old pods stay until the new ones have their requests, so that of two on one node one counts.
    fn is_doubled(&self) -> bool {
        self.update.strategy.is_progressive() && self.update.max_surge == Some(Share::Percent(Percent::ALL))
    }

    /// The most pods that there are at once.
    pub fn most_at_once(&self) -> u64 {
        let most = self.replicas.most();
        let surging = u64::from(most) + self.surge(most);
        if self.overlaps() { surging.max(u64::from(most) * 2) } else { surging }
    }

    /// Whether all old pods may still be there beside the new: a Deployment does not wait for their end.
    pub fn overlaps(&self) -> bool {
        self.lingers && self.kind == Kind::Deployment && self.update.strategy.rolls()
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
