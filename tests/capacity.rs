//! Laws of the capacity arithmetic, for any number of pods, any share, any load.

#[path = "capacity/rollout.rs"]
mod rollout;

use kubewright::app::capacity::{ConnectionNeed, Fleet, Moment, Phase, memory, workers};
use kubewright::app::{Replicas, Update};
use kubewright::spec::{Apart, Kind, Percent, Share, Strategy};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::strategy::{Just, Strategy as _};

fn percent(number: u8) -> Share {
    Share::Percent(Percent::try_from(format!("{number}%")).expect("a percentage"))
}

fn share() -> impl proptest::strategy::Strategy<Value = Share> {
    prop_oneof![any::<u16>().prop_map(Share::Count), (0u16..4).prop_map(Share::Count), (0u8..=100).prop_map(percent)]
}

fn update() -> impl proptest::strategy::Strategy<Value = (Kind, Update)> {
    let rolling = |max_surge, max_unavailable| Update {
        strategy: Strategy::RollingUpdate,
        max_surge,
        max_unavailable,
        partition: None,
    };
    let whole = |strategy| Update { strategy, ..rolling(None, None) };
    prop_oneof![
        4 => (share(), share()).prop_map(move |(surge, gone)| (Kind::Deployment, rolling(Some(surge), Some(gone)))),
        1 => Just((Kind::Deployment, whole(Strategy::Recreate))),
        2 => proptest::option::of(share()).prop_map(move |gone| (Kind::StatefulSet, rolling(None, gone))),
        1 => Just((Kind::StatefulSet, whole(Strategy::OnDelete))),
    ]
}

fn replicas() -> impl proptest::strategy::Strategy<Value = Replicas> {
    prop_oneof![
        any::<u16>().prop_map(Replicas::Fixed),
        (0u16..50).prop_map(Replicas::Fixed),
        (any::<u16>(), any::<u16>()).prop_map(|(a, b)| automatic(a.min(b), a.max(b))),
    ]
}

fn automatic(min: u16, max: u16) -> Replicas {
    Replicas::Automatic { min, max }
}

fn fleet() -> impl proptest::strategy::Strategy<Value = Fleet> {
    (update(), replicas(), share(), any::<bool>()).prop_map(|((kind, update), replicas, drained, lingers)| Fleet {
        kind,
        replicas,
        update,
        drained,
        apart_by_host: Apart::Preferred,
        lingers,
    })
}

fn carries(fleet: &Fleet, peak: u32, each: u32) -> bool {
    fleet.phases(peak, each).iter().all(Phase::enough)
}

fn of(fleet: &Fleet, pods: u16) -> Fleet {
    Fleet { replicas: Replicas::Fixed(pods), ..*fleet }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_enough_is_never_below_the_peak(fleet in fleet(), peak in any::<u32>(), each in 1u32..) {
        let phases = fleet.phases(peak, each);
        let fewest = u128::from(fleet.replicas.fewest());
        for phase in &phases {
            prop_assert_eq!(phase.enough(), u128::from(phase.replicas) * u128::from(each) >= u128::from(peak));
            prop_assert!(phase.replicas <= fleet.replicas.most().into());
        }
        if peak > 0 && carries(&fleet, peak, each) {
            prop_assert!((fewest - 1) * u128::from(each) >= u128::from(peak), "one node gone is one pod at the least");
        }
    }

    #[test]
    fn more_pods_never_carry_less(fleet in fleet(), pods in 0u16..u16::MAX, peak in any::<u32>(), each in 1u32..) {
        for (few, many) in of(&fleet, pods).phases(peak, each).iter().zip(of(&fleet, pods + 1).phases(peak, each)) {
            prop_assert!(few.workers <= many.workers, "{:?}: {} and {} pods", few.moment, pods, pods + 1);
        }
    }

    #[test]
    fn more_workers_never_carry_less(fleet in fleet(), peak in any::<u32>(), each in 1u32..u32::MAX) {
        prop_assert!(!carries(&fleet, peak, each) || carries(&fleet, peak, each + 1));
    }

    #[test]
    fn more_pods_open_more_connections(fleet in fleet(), pods in 0u16..u16::MAX, each in any::<u32>(), allowed in any::<u32>()) {
        let enough = |pods| ConnectionNeed::new(of(&fleet, pods).most_at_once(), each.into(), allowed, 0).enough();
        prop_assert!(enough(pods) || !enough(pods + 1));
    }

    #[test]
    fn the_number_of_pods_that_is_named_is_the_smallest_that_does(fleet in fleet(), peak in 1u32.., each in 1u32..) {
        match fleet.fewest_for(peak, each) {
            Some(fewest) => {
                prop_assert!(carries(&of(&fleet, fewest), peak, each));
                prop_assert!(!carries(&of(&fleet, fewest - 1), peak, each));
            }
            None => prop_assert!(!carries(&of(&fleet, u16::MAX), peak, each)),
        }
    }

    #[test]
    fn the_number_of_workers_that_is_named_is_the_smallest_that_does(fleet in fleet(), peak in 1u32..) {
        match fleet.workers_for(peak) {
            Some(each) => {
                let each = u32::try_from(each).expect("no more than the peak");
                prop_assert!(carries(&fleet, peak, each));
                prop_assert!(each == 1 || !carries(&fleet, peak, each - 1));
            }
            None => prop_assert!(!carries(&fleet, peak, u32::MAX)),
        }
    }

    #[test]
    fn shares_are_rounded_by_less_than_one_pod(number in 0u8..=100, pods in any::<u16>()) {
        let (down, up) = (percent(number).rounded_down(pods), percent(number).rounded_up(pods));
        let exact = u64::from(number) * u64::from(pods);
        prop_assert!(down * 100 <= exact && exact < (down + 1) * 100);
        prop_assert!(exact <= up * 100 && up * 100 < exact + 100);
    }

    #[test]
    fn a_rollout_and_a_drain_never_take_more_pods_than_there_are(fleet in fleet(), pods in any::<u16>()) {
        let (rollout, node) = (fleet.missing_in_rollout(pods), fleet.missing_without_a_node(pods));
        prop_assert!(rollout <= node && node <= pods.into());
        prop_assert!(pods == 0 || node > 0, "a node takes its pod with it");
    }

    #[test]
    fn no_sum_overflows(fleet in fleet(), peak in any::<u32>(), each in any::<u32>(), big in any::<u64>(), base in any::<u64>()) {
        for phase in fleet.phases(peak, each) {
            phase.headroom();
        }
        prop_assert!(memory(each, big, base) >= base);
        prop_assert!(workers(big, each) >= big || each == 0);
        let need = ConnectionNeed::new(fleet.most_at_once(), big, peak, each);
        prop_assert!(need.needed >= need.per_replica || need.replicas == 0);
    }
}

#[test]
fn a_deployment_rounds_as_its_controller_does() {
    let fleet = |surge, gone| Fleet {
        kind: Kind::Deployment,
        replicas: Replicas::Fixed(10),
        update: Update {
            strategy: Strategy::RollingUpdate,
            max_surge: Some(surge),
            max_unavailable: Some(gone),
            partition: None,
        },
        drained: Share::Count(1),
        apart_by_host: Apart::Preferred,
        lingers: false,
    };
    // The API's own default: 25 % of each.
    let usual = fleet(percent(25), percent(25));
    assert_eq!((usual.surge(10), usual.missing_in_rollout(10), usual.missing_without_a_node(10)), (3, 2, 4));
    // Both round to nothing: one pod moves.
    let stuck = fleet(percent(0), percent(5));
    assert_eq!((stuck.surge(10), stuck.missing_in_rollout(10)), (0, 1));
    let ours = fleet(Share::Count(1), Share::Count(0));
    assert_eq!((ours.surge(3), ours.missing_in_rollout(3), ours.missing_without_a_node(3)), (1, 0, 1));
    let drained = Fleet { drained: percent(35), ..ours };
    assert_eq!(drained.missing_without_a_node(10), 4, "a budget's share is rounded up");
}

#[test]
fn the_moments_of_an_autoscaled_app_start_at_its_minimum() {
    let fleet = Fleet {
        kind: Kind::Deployment,
        replicas: automatic(4, 10),
        update: Update {
            strategy: Strategy::RollingUpdate,
            max_surge: Some(Share::Count(1)),
            max_unavailable: Some(Share::Count(1)),
            partition: None,
        },
        drained: Share::Count(1),
        apart_by_host: Apart::Preferred,
        lingers: false,
    };
    let phases: Vec<_> =
        fleet.phases(50, 25).iter().map(|phase| (phase.moment, phase.replicas, phase.workers)).collect();
    assert_eq!(
        phases,
        [
            (Moment::Minimum, 4, 100),
            (Moment::Rollout, 3, 75),
            (Moment::RolloutWithoutANode, 1, 25),
            (Moment::Maximum, 10, 250),
        ]
    );
    assert_eq!(fleet.most_at_once(), 11);
}

#[test]
fn a_blue_green_rollout_doubles_the_pods_and_lacks_none_of_them() {
    let fleet = Fleet {
        kind: Kind::Deployment,
        replicas: Replicas::Fixed(4),
        update: Update {
            strategy: Strategy::BlueGreen,
            max_surge: Some(percent(100)),
            max_unavailable: Some(Share::Count(0)),
            partition: None,
        },
        drained: Share::Count(1),
        apart_by_host: Apart::Preferred,
        lingers: false,
    };
    // Of an old and a new pod on one node one has the requests.
    assert_eq!((fleet.most_at_once(), fleet.missing_in_rollout(4), fleet.missing_without_a_node(4)), (8, 0, 1));
}

#[test]
fn pods_that_drain_longer_than_a_start_stand_beside_all_their_successors() {
    let rolling = Update {
        strategy: Strategy::RollingUpdate,
        max_surge: Some(Share::Count(1)),
        max_unavailable: Some(Share::Count(0)),
        partition: None,
    };
    let fleet = Fleet {
        kind: Kind::Deployment,
        replicas: Replicas::Fixed(4),
        update: rolling,
        drained: Share::Count(1),
        apart_by_host: Apart::Preferred,
        lingers: true,
    };
    assert_eq!(fleet.most_at_once(), 8);
    assert_eq!(Fleet { lingers: false, ..fleet }.most_at_once(), 5);
    let recreate = Update { strategy: Strategy::Recreate, max_surge: None, max_unavailable: None, partition: None };
    assert_eq!(Fleet { update: recreate, ..fleet }.most_at_once(), 4, "Recreate waits for every pod to end");
}

#[test]
fn a_node_takes_an_old_and_a_new_pod_where_several_move_at_once() {
    let of = |kind, surge, gone| Fleet {
        kind,
        replicas: Replicas::Fixed(4),
        update: Update {
            strategy: Strategy::RollingUpdate,
            max_surge: surge,
            max_unavailable: Some(gone),
            partition: None,
        },
        drained: Share::Count(1),
        apart_by_host: Apart::Required,
        lingers: false,
    };
    let (none, one, two) = (Share::Count(0), Share::Count(1), Share::Count(2));
    let nodes = |surge, gone| of(Kind::Deployment, Some(surge), gone).on_one_node(4);
    assert_eq!((nodes(one, none), nodes(none, one), nodes(none, none)), (1, 1, 1), "one pod at a time");
    assert_eq!((nodes(one, one), nodes(two, none), nodes(none, two)), (2, 2, 2), "several at once");
    let set = of(Kind::StatefulSet, None, two);
    assert_eq!((set.on_one_node(4), set.missing_without_a_node(4)), (1, 3), "its pods are all kept apart");
    // Three pods move one at a time, and four move two, of which an autoscaler may make the fourth at any time.
    let quarter = of(Kind::Deployment, Some(percent(25)), percent(25));
    assert_eq!((quarter.on_one_node(3), quarter.on_one_node(4)), (1, 2));
    assert_eq!((quarter.missing_without_a_node(3), quarter.missing_without_a_node(4)), (2, 3));
}

#[test]
fn no_more_new_pods_are_started_than_are_wanted() {
    let update = Update {
        strategy: Strategy::RollingUpdate,
        max_surge: Some(Share::Count(10)),
        max_unavailable: Some(Share::Count(0)),
        partition: None,
    };
    let fleet = Fleet {
        kind: Kind::Deployment,
        replicas: Replicas::Fixed(3),
        update,
        drained: Share::Count(1),
        apart_by_host: Apart::Preferred,
        lingers: false,
    };
    assert_eq!(fleet.most_at_once(), 6);
}
