//! What each kind of workload promises beside its rollout.

use std::collections::{BTreeMap, BTreeSet};

use kubewright::spec::Apart;
use serde_json::{Value, json};

use crate::cluster::eventually;
use crate::fleet::Fleet;
use crate::nodes::may_run;
use crate::none;
use crate::output::Output;

#[test]
fn an_autoscaler_finds_room_for_its_most_pods_for_a_rollout_of_them_and_for_its_fewest() {
    let fleet = Fleet::on_three_nodes();
    // Those that ask for a node each have three.
    let roomy = |output: &&Output| output.made.app.spreading.hosts != Apart::Required;
    let scaled: Vec<_> =
        fleet.outputs.iter().filter(roomy).filter_map(|output| Some((output, output.bounds()?))).collect();
    let scale = |pods: fn((u64, u64)) -> u64| {
        for (output, bounds) in &scaled {
            let workload = format!("{}/{}", output.workload()["kind"].as_str().expect("a kind"), output.made.app.name);
            let pods = format!("--replicas={}", pods(*bounds));
            fleet.cluster.must(&["scale", &workload, &pods, "--namespace", &output.name], "");
        }
        fleet.wait_for_rollouts();
        let running = fleet.pods();
        for (output, bounds) in &scaled {
            assert_eq!(running[&output.name].len() as u64, pods(*bounds), "{}", output.name);
        }
    };
    assert!(scaled.len() > 3, "the cases have autoscalers");
    assert!(scaled.iter().any(|(output, _)| output.made.app.namespace_rules.quota.is_some()), "one has a quota");
    scale(|(_, most)| most);
    let refused = fleet.cluster.get(&["events", "--all-namespaces", "--field-selector", "reason=FailedCreate"]);
    let refused = refused["items"].as_array().into_iter().flatten().map(|event| event["message"].to_string());
    none(&refused.filter(|message| message.contains("exceeded quota")).collect::<Vec<_>>());
    fleet.answer(json!({"image": "registry.example.com/next/release:4.0.0"}), |output| output.bounds().is_some());
    fleet.wait_for_rollouts();
    // None would do no harm, and is nothing to see.
    scale(|(fewest, _)| fewest.max(1));
}

#[test]
fn the_claims_of_a_stateful_set_are_bound_and_outlive_its_pods() {
    let fleet = Fleet::on_three_nodes();
    let sets: Vec<&Output> = fleet.outputs.iter().filter(|output| output.workload()["kind"] == "StatefulSet").collect();
    assert!(!sets.is_empty(), "there are cases of the kind");
    let (before, pods) = (fleet.claims(), fleet.pods());
    for output in &sets {
        let templates = output.workload()["spec"]["volumeClaimTemplates"].as_array().map_or(0, Vec::len);
        let wanted = usize::try_from(output.fewest()).expect("few") * templates;
        let claims = before.get(&output.name).into_iter().flatten();
        let bound = claims.filter(|claim| claim["status"]["phase"] == "Bound").count();
        assert_eq!(bound, wanted, "{}: {:?}", output.name, before.get(&output.name));
        let first = format!("{}-0", output.made.app.name);
        fleet.cluster.must(&["delete", "pod", &first, "--namespace", &output.name, "--wait=false"], "");
    }
    let first = |pods: &BTreeMap<String, Vec<Value>>, output: &Output| {
        let name = format!("{}-0", output.made.app.name);
        let pod = pods.get(&output.name)?.iter().find(|pod| pod["metadata"]["name"] == name)?;
        Some(pod["metadata"]["uid"].clone())
    };
    // It is another one, of the same name.
    eventually(|| {
        let now = fleet.pods();
        let is_new = |output: &&Output| first(&now, output).is_some_and(|uid| Some(uid) != first(&pods, output));
        sets.iter().all(is_new).then_some(())
    });
    fleet.wait_for_rollouts();
    let after = fleet.claims();
    let volumes = |claims: &BTreeMap<String, Vec<Value>>, output: &Output| -> BTreeSet<String> {
        let claims = claims.get(&output.name).into_iter().flatten();
        claims.map(|claim| claim["spec"]["volumeName"].to_string()).collect()
    };
    for output in sets {
        assert_eq!(volumes(&after, output), volumes(&before, output), "{}: the volumes are the same", output.name);
    }
}

#[test]
fn a_job_that_is_started_by_hand_from_a_cron_job_completes_and_so_does_every_job() {
    let fleet = Fleet::on_three_nodes();
    let mut started = 0;
    for output in fleet.outputs.iter().filter(|output| output.workload()["kind"] == "CronJob") {
        let from = format!("cronjob/{}", output.made.app.name);
        fleet.cluster.must(&["create", "job", "by-hand", "--from", &from, "--namespace", &output.name], "");
        started += 1;
    }
    let jobs = fleet.outputs.iter().filter(|output| output.workload()["kind"] == "Job").count();
    assert!(started > 1 && jobs > 0, "there are cases of the kinds");
    let waits = ["wait", "--for=condition=Complete", "jobs", "--all", "--all-namespaces", "--timeout=180s"];
    let completed = fleet.cluster.must(&waits, "");
    assert!(completed.lines().count() >= started + jobs, "{completed}");
    fleet.cluster.must(&["delete", "jobs", "--all-namespaces", "--field-selector", "metadata.name=by-hand"], "");
}

#[test]
fn a_daemon_reaches_every_node_that_it_should_and_no_other() {
    let fleet = Fleet::on_three_nodes();
    let (nodes, pods, mut left_out) = (fleet.nodes(), fleet.pods(), 0);
    let daemons: Vec<&Output> =
        fleet.outputs.iter().filter(|output| output.workload()["kind"] == "DaemonSet").collect();
    for output in &daemons {
        let name = |node: &Value| node["metadata"]["name"].as_str().expect("a name").to_owned();
        let should: BTreeSet<String> =
            nodes.iter().filter(|node| may_run(&output.pod("any"), node)).map(name).collect();
        let reached: Vec<String> = pods[&output.name]
            .iter()
            .map(|pod| pod["spec"]["nodeName"].as_str().expect("it is bound").to_owned())
            .collect();
        assert_eq!(reached.len(), should.len(), "{}: one on each", output.name);
        assert_eq!(reached.into_iter().collect::<BTreeSet<_>>(), should, "{}", output.name);
        left_out += nodes.len() - should.len();
    }
    assert!(daemons.len() > 2 && left_out > 0, "some daemon stays away from some node");
}

#[test]
fn the_taint_of_a_pool_keeps_others_out_and_its_labels_keep_its_own_in() {
    let fleet = Fleet::on_three_nodes();
    let (nodes, pods) = (fleet.nodes(), fleet.pods());
    let node_of = |pod: &Value| {
        nodes.iter().find(|node| node["metadata"]["name"] == pod["spec"]["nodeName"]).expect("it is bound")
    };
    let is_pool = |node: &Value| node["metadata"]["name"].as_str().is_some_and(|name| name.starts_with("pool-"));
    let mut on_pools = 0;
    for output in fleet.outputs.iter().filter(|output| output.workload()["kind"] != "DaemonSet" && output.scales()) {
        let asks = output.made.app.placement.pool.is_some() || !output.made.app.placement.node_selector.is_empty();
        for pod in &pods[&output.name] {
            assert_eq!(is_pool(node_of(pod)), asks, "{}: {}", output.name, pod["spec"]["nodeName"]);
            on_pools += usize::from(asks);
        }
    }
    assert!(on_pools > 5, "the cases have pools");
    let pools: Vec<&Value> = nodes.iter().filter(|node| is_pool(node)).collect();
    assert!(pools.iter().all(|node| node["spec"]["taints"].is_array()), "every pool is tainted");
}
