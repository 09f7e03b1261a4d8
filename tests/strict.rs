//! What the strictest linters demand holds for every case and example, but for what a spec departs
//! from with its reason: all of it under hardened, and under production all but its stated departures.

// A case that does not render ends the test with what is wrong.
#![allow(clippy::panic)]

#[path = "strict/mod.rs"]
mod demands;
#[path = "shared/folders.rs"]
mod folders;

use std::collections::BTreeSet;

use kubewright::generate::{Generated, Request, generate};
use kubewright::io::Project;
use kubewright::spec::{Kind, Spec};

use demands::{Promise, check};
use folders::folders;

#[test]
fn every_case_meets_every_demand_under_hardened() {
    let made = every_case("hardened");
    made.iter().for_each(|one| check(one, Promise::Hardened));
    let kinds: BTreeSet<&str> = made.iter().map(|one| one.app.workload.kind().name()).collect();
    assert_eq!(kinds.len(), Kind::ALL.len(), "the cases have every kind: {kinds:?}");
}

#[test]
fn every_case_meets_them_under_production_but_for_its_stated_departures() {
    every_case("production").iter().for_each(|one| check(one, Promise::Production));
}

/// Every environment of every case and example, with another preset in the place of its own.
fn every_case(preset: &str) -> Vec<Generated> {
    let mut all = Vec::new();
    for folder in folders() {
        let project = Project::new(&folder);
        let text = project.spec().expect("readable").expect("a case has a spec");
        let spec = Spec::parse(Project::SPEC, &text).expect("a valid spec");
        let request = Request { name: &spec.name, spec: Some(&spec), preset: Some(preset), given: &[] };
        let made = generate(&request, &spec.environment_names(), &project);
        all.extend(made.unwrap_or_else(|error| panic!("{}: {error:#?}", folder.display())));
    }
    assert!(all.len() > 20, "there are cases");
    all
}
