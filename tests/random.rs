//! Laws over random valid specs: each renders and validates in every environment, twice to the same
//! bytes, and meets what the strictest linters demand; and a change of one environment touches its own
//! files alone.

#![allow(clippy::panic)]

#[path = "random/apart.rs"]
mod apart;
#[path = "strict/mod.rs"]
mod demands;
#[allow(dead_code, reason = "shared with another test")]
#[path = "hostile/made.rs"]
mod made;
#[path = "shared/parallel.rs"]
mod parallel;
#[allow(dead_code, reason = "shared with another test")]
#[path = "hostile/sample.rs"]
mod sample;
#[allow(dead_code, reason = "shared with another test")]
#[path = "hostile/slot.rs"]
mod slot;
#[path = "random/spec.rs"]
mod spec;
#[path = "random/tape.rs"]
mod tape;
#[path = "random/value.rs"]
mod value;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use demands::{Promise, check};
use made::{made, texts_of};
use parallel::parallel;
use spec::{RandomSpec, keys};
use tape::tape_of;

/// Random specs of which environments are changed; `KUBEWRIGHT_LAWS` says another number.
const SPECS_APART: u64 = 3;

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, max_shrink_iters: 300, rng_seed: RngSeed::Fixed(20261124), ..ProptestConfig::default() })]

    #[test]
    fn every_valid_spec_renders_and_meets_every_demand(tape in prop::collection::vec(any::<u8>(), 50..400)) {
        judge(&RandomSpec::valid(&tape));
    }
}

#[test]
fn every_key_is_part_of_some_valid_spec() {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for number in 0..300 {
        found.extend(RandomSpec::valid(&tape_of(number)).stated().cloned());
    }
    let missing: Vec<&str> = keys().map(|(key, _)| key).filter(|key| !found.contains(*key)).collect();
    assert!(missing.is_empty(), "never in a valid spec: {missing:?}");
}

#[test]
fn a_change_of_one_environment_touches_its_own_files_alone() {
    let specs: u64 = std::env::var("KUBEWRIGHT_LAWS").map_or(SPECS_APART, |count| count.parse().expect("a number"));
    let judged = parallel((0..specs).collect::<Vec<_>>(), apart::judge);
    let tried: usize = judged.iter().map(|one| one.tried).sum();
    let failures: Vec<&String> = judged.iter().flat_map(|one| &one.failures).collect();
    assert!(
        failures.is_empty(),
        "{} of {tried} changes:\n{}",
        failures.len(),
        failures.into_iter().cloned().collect::<Vec<_>>().join("\n")
    );
    assert!(tried as u64 > 20 * specs, "{tried} changes of {specs} specs are valid");
}

fn judge(spec: &RandomSpec) {
    let text = spec.text();
    let once = made(&text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"));
    let twice = made(&text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"));
    assert_eq!(texts_of(&once), texts_of(&twice), "{text}");
    for one in &once {
        match one.environment.as_str() {
            "hardened" => check(one, Promise::Hardened),
            "production" => check(one, Promise::Production),
            _ => {}
        }
    }
}
