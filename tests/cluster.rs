//! A real control plane judges what is written: what it admits, and how it lives on nodes that come and go.
//!
//! `cargo test --features cluster --test cluster`; needs Go.

#![cfg(feature = "cluster")]
// What a control plane refuses ends the test with its own words.
#![allow(clippy::panic)]

#[path = "cluster/admission.rs"]
mod admission;
#[path = "cluster/api.rs"]
mod api;
#[path = "cluster/breaking.rs"]
mod breaking;
#[path = "cluster/change.rs"]
mod change;
#[path = "cluster/claims.rs"]
mod claims;
#[path = "cluster/cluster.rs"]
mod cluster;
#[path = "cluster/components.rs"]
mod components;
#[path = "shared/definitions.rs"]
mod definitions;
#[path = "cluster/delivery.rs"]
mod delivery;
#[path = "cluster/drains.rs"]
mod drains;
#[path = "shared/every_case.rs"]
mod every_case;
#[path = "cluster/fields.rs"]
mod fields;
#[path = "cluster/fleet.rs"]
mod fleet;
#[path = "shared/folders.rs"]
mod folders;
#[path = "cluster/handover.rs"]
mod handover;
#[path = "cluster/kinds.rs"]
mod kinds;
#[allow(dead_code, reason = "shared with another test")]
#[path = "shared/laid.rs"]
mod laid;
#[path = "cluster/layouts.rs"]
mod layouts;
#[path = "cluster/machine.rs"]
mod machine;
#[allow(dead_code, reason = "shared with another test")]
#[path = "hostile/made.rs"]
mod made;
#[path = "cluster/mutants.rs"]
mod mutants;
#[path = "cluster/namespace.rs"]
mod namespace;
#[path = "cluster/nodes.rs"]
mod nodes;
#[path = "cluster/output.rs"]
mod output;
#[path = "shared/parallel.rs"]
mod parallel;
#[allow(dead_code, reason = "shared with another test")]
#[path = "random/spec.rs"]
mod random;
#[path = "cluster/releases.rs"]
mod releases;
#[path = "cluster/rollouts.rs"]
mod rollouts;
#[allow(dead_code, reason = "shared with another test")]
#[path = "hostile/sample.rs"]
mod sample;
#[path = "cluster/scripts.rs"]
mod scripts;
#[allow(dead_code, reason = "shared with another test")]
#[path = "hostile/slot.rs"]
mod slot;
#[path = "cluster/stage.rs"]
mod stage;
#[path = "random/tape.rs"]
mod tape;
#[path = "cluster/upgrades.rs"]
mod upgrades;
#[path = "random/value.rs"]
mod value;
#[path = "cluster/verdict.rs"]
mod verdict;
#[path = "cluster/watch.rs"]
mod watch;
#[path = "cluster/workload.rs"]
mod workload;

/// Fails with everything that was found, if anything was.
#[track_caller]
fn none(failures: &[String]) {
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}
