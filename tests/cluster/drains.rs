//! Nodes are drained: nothing is evicted past its budget, and no drain is stuck.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::cluster::{eventually, stream};
use crate::fleet::Fleet;
use crate::nodes::TURN;
use crate::none;
use crate::watch::Watch;
use crate::workload::{share, wanted};

/// At each an ordinary node, and one of each pool.
const TURNS: [&str; 3] = ["1", "2", "3"];

#[test]
fn every_node_is_drained_in_turn_and_nothing_is_evicted_past_its_budget() {
    let fleet = Fleet::on_three_nodes();
    let (workloads, budgets) = (fleet.workloads(), budgets(&fleet));
    let watch = Watch::begin(&fleet.cluster);
    for turn in TURNS {
        drain(&fleet, turn);
        fleet.wait_for_rollouts();
    }
    let seen = watch.end();
    let mut failures = Vec::new();
    for (namespace, budget) in &budgets {
        let wanted = wanted(&workloads[namespace]);
        let kept = wanted.saturating_sub(share(&budget["spec"]["maxUnavailable"], wanted).1);
        let fewest = seen[namespace].iter().min().copied().unwrap_or(0);
        if fewest < kept {
            failures.push(format!("{namespace}: {fewest} available, {kept} by its budget: {:?}", seen[namespace]));
        }
    }
    assert!(budgets.len() > 20, "the cases have budgets");
    none(&failures);
}

#[test]
fn pods_that_are_not_ready_hold_up_no_drain() {
    let fleet = Fleet::on_three_nodes();
    for turn in TURNS {
        make_all(&fleet, "False");
        eventually(|| budgets(&fleet).values().all(|budget| budget["status"]["currentHealthy"] == 0).then_some(()));
        drain(&fleet, turn);
        make_all(&fleet, "True");
        fleet.wait_for_rollouts();
    }
}

/// Makes every pod that runs ready, or not.
fn make_all(fleet: &Fleet, ready: &str) {
    let conditions = json!([{"type": "Ready", "status": ready}, {"type": "ContainersReady", "status": ready}]);
    let status = |pod: &Value| {
        let names = json!({"name": pod["metadata"]["name"], "namespace": pod["metadata"]["namespace"]});
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": names, "status": {"conditions": conditions}})
    };
    let running = |pod: &&Value| pod["status"]["phase"] == "Running" && pod["metadata"]["deletionTimestamp"].is_null();
    let pods: Vec<Value> = fleet.pods().values().flatten().filter(running).map(status).collect();
    let arguments = ["apply", "--server-side", "--force-conflicts", "--subresource=status", "--filename", "-"];
    let said = fleet.cluster.kubectl(&arguments, &stream(&pods));
    // One may have gone meanwhile.
    let other = said.stderr.lines().filter(|line| !line.contains("not found")).collect::<Vec<_>>();
    assert!(other.is_empty(), "{other:?}");
}

/// Drains the nodes whose turn it is, one ordinary node and one of each pool, and gives them back.
#[track_caller]
fn drain(fleet: &Fleet, turn: &str) {
    let nodes = format!("{TURN}={turn}");
    let drain = ["drain", "--selector", &nodes, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=180s"];
    fleet.cluster.must(&drain, "");
    fleet.cluster.must(&["uncordon", "--selector", &nodes], "");
}

/// The disruption budgets, by their namespaces.
fn budgets(fleet: &Fleet) -> BTreeMap<String, Value> {
    let found = fleet.cluster.get(&["poddisruptionbudgets", "--all-namespaces"]);
    let items = found["items"].as_array().expect("a list").iter();
    items
        .map(|budget| (budget["metadata"]["namespace"].as_str().expect("it has one").to_owned(), budget.clone()))
        .collect()
}
