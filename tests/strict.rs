//! What the strictest linters demand holds for every case and example, but for what a spec departs
//! from with its reason: all of it under hardened, and under production all but its stated departures.

// A case that does not render ends the test with what is wrong.
#![allow(clippy::panic)]

#[path = "strict/mod.rs"]
mod demands;
#[path = "shared/every_case.rs"]
mod every_case;
#[path = "shared/folders.rs"]
mod folders;

use std::collections::BTreeSet;

use kubewright::spec::Kind;

use demands::{Promise, check};
use every_case::every_case;

#[test]
fn every_case_meets_every_demand_under_hardened() {
    let made = every_case(Some("hardened"), &[]);
    made.iter().for_each(|(_, one)| check(one, Promise::Hardened));
    let kinds: BTreeSet<&str> = made.iter().map(|(_, one)| one.app.workload.kind().name()).collect();
    assert_eq!(kinds.len(), Kind::ALL.len(), "the cases have every kind: {kinds:?}");
}

#[test]
fn every_case_meets_them_under_production_but_for_its_stated_departures() {
    every_case(Some("production"), &[]).iter().for_each(|(_, one)| check(one, Promise::Production));
}
