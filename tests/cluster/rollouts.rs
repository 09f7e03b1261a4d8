//! Rollouts in production, of every kind: they finish, whatever the number of nodes, spread the pods, and
//! leave no gap.

use std::collections::{BTreeMap, BTreeSet};

use kubewright::spec::Apart;
use serde_json::{Value, json};

use crate::fleet::Fleet;
use crate::nodes::may_run;
use crate::none;
use crate::output::Output;
use crate::stage::{Stage, Way};
use crate::watch::Watch;
use crate::workload::{held_back, promised, wanted};

#[test]
fn pods_stand_on_as_many_nodes_and_zones_as_there_are_and_evenly() {
    let fleet = Fleet::on_three_nodes();
    let (nodes, mut failures) = (fleet.nodes(), Vec::new());
    for output in fleet.outputs.iter().filter(|output| output.scales()) {
        let pods = &fleet.first_pods[&output.name];
        let eligible: Vec<&Value> = nodes.iter().filter(|node| may_run(&output.pod("any"), node)).collect();
        let (hosts, zones) = (places(pods, &nodes, "kubernetes.io/hostname"), places(pods, &nodes, ZONE));
        let spread = output.made.app.spreading;
        if spread.hosts != Apart::None && hosts.len() != pods.len().min(eligible.len()) {
            failures.push(format!("{}: {} pods on {hosts:?}", output.name, pods.len()));
        }
        let all: BTreeSet<Option<&str>> =
            eligible.iter().map(|node| node["metadata"]["labels"][ZONE].as_str()).collect();
        let fewest = if zones.len() < all.len() { 0 } else { zones.values().min().copied().unwrap_or(0) };
        if spread.zones != Apart::None && zones.values().any(|pods| *pods > fewest + 1) {
            failures.push(format!("{}: {} pods in {zones:?}", output.name, pods.len()));
        }
    }
    none(&failures);
}

#[test]
fn a_new_image_replaces_every_pod_and_never_shows_fewer_than_promised() {
    replaces_without_a_gap(json!({"image": "registry.example.com/next/release:2.0.1"}));
}

#[test]
fn a_changed_config_map_replaces_every_pod_and_never_shows_fewer_than_promised() {
    replaces_without_a_gap(json!({"config": {"RELEASE_NOTE": "changed"}}));
}

#[test]
fn on_one_node_and_on_exactly_as_many_as_replicas_every_rollout_finishes() {
    let fleet = Fleet::launch(1, Fleet::outputs(json!({})));
    fleet.wait_for_those(|output| output.fits(1));
    fleet.answer(json!({"image": "registry.example.com/next/release:3.0.1"}), |output| output.fits(1));
    fleet.wait_for_those(|output| output.fits(1));
    for number in 2..=6 {
        fleet.add_nodes([number]);
        let as_many = |output: &Output| output.scales() && output.fewest() == u64::from(number) && output.fits(number);
        fleet.answer(json!({"image": format!("registry.example.com/next/release:3.0.{number}")}), as_many);
        fleet.wait_for_those(as_many);
        replace_held_back(&fleet, as_many);
        let (pods, nodes) = (fleet.pods(), fleet.nodes());
        let moves = |output: &&Output| as_many(output) && output.made.app.spreading.hosts != Apart::None;
        let failures = fleet.outputs.iter().filter(moves).filter_map(|output| {
            let hosts = places(&pods[&output.name], &nodes, "kubernetes.io/hostname");
            (hosts.len() != usize::from(number)).then(|| format!("{}: {hosts:?}", output.name))
        });
        none(&failures.collect::<Vec<_>>());
    }
}

/// What is asked to end still counts in a quota until it is gone.
#[test]
fn in_the_smallest_quota_a_rollout_waits_for_pods_that_take_their_time_to_end() {
    let stage = Stage::new("rollout-quota", "Deployment");
    let written = |image: &str| {
        stage.written(&json!({
            "replicas": 4, "image": image, "namespaceRules": {"quota": {"pods": 5}},
            "podAnnotations": {"cluster.test/ends-slowly": "true"},
        }))
    };
    let before = stage.run(Way::Server, &written("ghcr.io/acme/web:1.4.2"));
    let watch = Watch::within(stage.namespace.cluster, "--namespace=rollout-quota");
    stage.must_apply(Way::Server, &written("ghcr.io/acme/web:1.5.0"));
    let after = stage.rolled_out();
    let seen = watch.end().remove("rollout-quota").expect("it has pods");
    assert!(before.keys().all(|pod| !after.contains_key(pod)), "{after:?}");
    assert!(seen.iter().all(|available| *available >= 4), "{seen:?}");
    let refused = stage.namespace.get(&["events", "--field-selector", "reason=FailedCreate"]).to_string();
    assert!(refused.contains("exceeded quota"), "the quota was in its way: {refused}");
}

/// Deletes the pods that a partition keeps from every rollout, so that they go where there is room now.
fn replace_held_back(fleet: &Fleet, which: impl Fn(&Output) -> bool) {
    let workloads = fleet.workloads();
    for output in fleet.outputs.iter().filter(|output| which(output)) {
        let held_back = 0..held_back(&workloads[&output.name]);
        let pods: Vec<String> = held_back.map(|number| format!("pod/{}-{number}", output.made.app.name)).collect();
        if !pods.is_empty() {
            let pods = pods.iter().map(String::as_str);
            let arguments = ["delete", "--namespace", &output.name].into_iter().chain(pods);
            fleet.cluster.must(&arguments.collect::<Vec<_>>(), "");
        }
    }
    fleet.wait_for_those(which);
}

const ZONE: &str = "topology.kubernetes.io/zone";

/// How many of some pods stand on the nodes of each value of a label.
fn places<'a>(pods: &[Value], nodes: &'a [Value], label: &str) -> BTreeMap<&'a str, usize> {
    let mut places = BTreeMap::new();
    for pod in pods {
        let node = nodes.iter().find(|node| node["metadata"]["name"] == pod["spec"]["nodeName"]);
        let labels = &node.expect("it stands on a node")["metadata"]["labels"];
        *places.entry(labels[label].as_str().expect("nodes have it")).or_insert(0) += 1;
    }
    places
}

/// Applies the same specs with other answers, and watches every pod until the rollouts are over.
fn replaces_without_a_gap(answers: Value) {
    let fleet = Fleet::on_three_nodes();
    let (before, workloads) = (fleet.pods(), fleet.workloads());
    let watch = Watch::begin(&fleet.cluster);
    fleet.answer(answers, |_| true);
    fleet.wait_for_rollouts();
    let (seen, after) = (watch.end(), fleet.pods());
    let mut failures = Vec::new();
    for (namespace, workload) in workloads.iter().filter(|(_, workload)| wanted(workload) > 0) {
        let names = |pods: &BTreeMap<String, Vec<Value>>| -> BTreeSet<String> {
            pods[namespace].iter().map(|pod| pod["metadata"]["uid"].to_string()).collect()
        };
        let kept = names(&before).intersection(&names(&after)).count() as u64;
        if kept != held_back(workload) {
            failures.push(format!("{namespace}: {kept} pods are the old ones"));
        }
        let fewest = seen[namespace].iter().min().copied().unwrap_or(0);
        if fewest < promised(workload) {
            failures.push(format!(
                "{namespace}: {fewest} available, {} promised: {:?}",
                promised(workload),
                seen[namespace]
            ));
        }
    }
    none(&failures);
}
