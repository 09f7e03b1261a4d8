//! Nodes are drained: nothing is evicted past its budget, and no drain is stuck.

use std::thread;

use serde_json::{Value, json};

use crate::cluster::{Said, eventually, stream};
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
    let (workloads, budgets) = (fleet.workloads(), fleet.budgets());
    let watch = Watch::begin(&fleet.cluster);
    for turn in TURNS {
        drain(&fleet, &format!("{TURN}={turn}"));
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
    make_all(&fleet, "False");
    eventually(|| fleet.all_budgets().iter().all(|budget| budget["status"]["currentHealthy"] == 0).then_some(()));
    drain(&fleet, TURN);
    make_all(&fleet, "True");
    fleet.wait_for_rollouts();
}

/// Makes every pod that runs ready, or not.
fn make_all(fleet: &Fleet, ready: &str) {
    let conditions = json!([{"type": "Ready", "status": ready}, {"type": "ContainersReady", "status": ready}]);
    let status = |pod: &Value| {
        let names = json!({"name": pod["metadata"]["name"], "namespace": pod["metadata"]["namespace"]});
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": names, "status": {"conditions": conditions}})
    };
    let running = |pod: &&Value| pod["status"]["phase"] == "Running" && pod["metadata"]["deletionTimestamp"].is_null();
    let pods: Vec<Value> = fleet.all_pods().iter().filter(running).map(status).collect();
    let arguments = ["apply", "--server-side", "--force-conflicts", "--subresource=status", "--filename", "-"];
    let said = fleet.cluster.kubectl(&arguments, &stream(&pods));
    // One may have gone meanwhile.
    let other = said.stderr.lines().filter(|line| !line.contains("not found")).collect::<Vec<_>>();
    assert!(other.is_empty(), "{other:?}");
}

/// Drains some nodes side by side, and gives them back.
#[track_caller]
fn drain(fleet: &Fleet, selector: &str) {
    // Before any pod goes, so that none comes to a node that is still to be drained.
    fleet.cluster.must(&["cordon", "--selector", selector], "");
    let nodes = fleet.cluster.get(&["nodes", "--selector", selector]);
    let nodes = nodes["items"].as_array().expect("a list").iter();
    let name = |node: &Value| node["metadata"]["name"].as_str().expect("it has one").to_owned();
    let drain = |node: String| {
        let flags = ["--ignore-daemonsets", "--delete-emptydir-data", "--timeout=180s"];
        fleet.cluster.kubectl(&[&["drain", &node], &flags[..]].concat(), "")
    };
    let said: Vec<Said> = thread::scope(|scope| {
        let drains: Vec<_> = nodes.map(name).map(|node| scope.spawn(|| drain(node))).collect();
        drains.into_iter().map(|drain| drain.join().expect("it does not panic")).collect()
    });
    assert!(said.len() > 1, "there are nodes of pools");
    none(&said.into_iter().filter(|said| !said.succeeded).map(|said| said.stderr).collect::<Vec<_>>());
    fleet.cluster.must(&["uncordon", "--selector", selector], "");
}
