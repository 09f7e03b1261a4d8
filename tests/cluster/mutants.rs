//! The judge is judged: what is broken on purpose is caught by the step that should catch it.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::cluster::{Cluster, eventually, stream};
use crate::namespace::Namespace;
use crate::output::Output;

#[test]
fn a_pod_without_a_security_context_is_warned_of_and_not_let_in() {
    let namespace = Cluster::shared().namespace("mutant-security", "restricted");
    let mut objects = minimal();
    let pod = &mut deployment(&mut objects)["spec"]["template"]["spec"];
    pod["securityContext"] = Value::Null;
    pod["containers"][0]["securityContext"] = Value::Null;
    refuses(&namespace, &objects, "would violate PodSecurity \"restricted:latest\"");
    // It was a warning, so the Deployment is there; its pods are not.
    let created = || namespace.get(&["events", "--field-selector", "reason=FailedCreate"]);
    let message = eventually(|| created()["items"][0]["message"].as_str().map(str::to_owned));
    assert!(message.contains("violates PodSecurity \"restricted:latest\""), "{message}");
}

#[test]
fn an_unknown_field_is_refused() {
    let namespace = Cluster::shared().namespace("mutant-field", "restricted");
    let mut objects = minimal();
    deployment(&mut objects)["spec"]["replica"] = json!(3);
    refuses(&namespace, &objects, ".spec.replica: field not declared in schema");
}

#[test]
fn an_unknown_field_of_a_custom_resource_is_refused_and_so_is_what_its_rules_forbid() {
    let namespace = Cluster::shared().namespace("mutant-route", "restricted");
    let route = |rule: Value| {
        json!({
            "apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "web"},
            "spec": {"parentRefs": [{"name": "public"}], "rules": [rule]},
        })
    };
    refuses(&namespace, &[route(json!({"backend": "web"}))], ".spec.rules[0].backend: field not declared in schema");
    let relative = json!({"matches": [{"path": {"type": "PathPrefix", "value": "shop"}}]});
    refuses(&namespace, &[route(relative)], "must be an absolute path and start with '/'");
}

#[test]
fn a_rollout_that_may_neither_add_nor_take_a_pod_is_refused() {
    let namespace = Cluster::shared().namespace("mutant-rollout", "restricted");
    let mut objects = minimal();
    deployment(&mut objects)["spec"]["strategy"]["rollingUpdate"] = json!({"maxSurge": 0, "maxUnavailable": 0});
    refuses(&namespace, &objects, "may not be 0 when `maxSurge` is 0");
}

#[test]
fn a_selector_that_changes_after_the_first_apply_is_refused() {
    let namespace = Cluster::shared().namespace("mutant-selector", "restricted");
    let mut objects = minimal();
    let said = namespace.apply(&stream(&objects));
    assert!(said.succeeded, "{}", said.stderr);
    let spec = &mut deployment(&mut objects)["spec"];
    spec["selector"]["matchLabels"]["track"] = json!("stable");
    spec["template"]["metadata"]["labels"]["track"] = json!("stable");
    refuses(&namespace, &objects, "field is immutable");
}

#[test]
fn a_budget_that_never_lets_a_pod_go_holds_up_a_drain() {
    let cluster = Cluster::boot(1);
    let namespace = cluster.namespace("mutant-budget", "restricted");
    let mut objects = minimal();
    let budget = objects.iter_mut().find(|object| object["kind"] == "PodDisruptionBudget");
    budget.expect("there is one")["spec"]["maxUnavailable"] = json!(0);
    let said = namespace.apply(&stream(&objects));
    assert!(said.succeeded, "{}", said.stderr);
    namespace.must(&["rollout", "status", "deployment", "--timeout=180s"]);
    let said = cluster.kubectl(&["drain", "node-1", "--delete-emptydir-data", "--timeout=8s"], "");
    assert!(!said.succeeded && said.stderr.contains("would violate the pod's disruption budget"), "{said:?}");
}

#[test]
fn a_request_larger_than_any_node_is_never_scheduled() {
    let namespace = Cluster::shared().namespace("mutant-request", "restricted");
    let mut objects = minimal();
    let container = &mut deployment(&mut objects)["spec"]["template"]["spec"]["containers"][0];
    for side in ["requests", "limits"] {
        container["resources"][side]["cpu"] = json!("1k");
    }
    let said = namespace.apply(&stream(&objects));
    assert!(said.succeeded, "{}", said.stderr);
    let said = namespace.kubectl(&["rollout", "status", "deployment", "--timeout=5s"]);
    assert!(!said.succeeded && said.stderr.contains("timed out"), "{said:?}");
    let message = eventually(|| {
        let pods = namespace.get(&["pods"]);
        pods["items"][0]["status"]["conditions"][0]["message"].as_str().map(str::to_owned)
    });
    assert!(message.contains("Insufficient cpu"), "{message}");
}

/// The production objects of the smallest case.
fn minimal() -> Vec<Value> {
    static MINIMAL: LazyLock<Vec<Value>> = LazyLock::new(|| {
        let outputs = Output::of_cases(&[]);
        let minimal = outputs.into_iter().find(|output| output.name == "minimal-production").expect("a case");
        minimal.made.documents.into_iter().map(|document| document.value).collect()
    });
    MINIMAL.clone()
}

fn deployment(objects: &mut [Value]) -> &mut Value {
    objects.iter_mut().find(|object| object["kind"] == "Deployment").expect("there is one")
}

#[track_caller]
fn refuses(namespace: &Namespace<'_>, objects: &[Value], why: &str) {
    let said = namespace.apply(&stream(objects));
    assert!(!said.succeeded && said.stderr.contains(why), "{said:?}");
}
