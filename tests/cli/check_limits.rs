//! `kubewright check` where there is too much to look at: what is passed over is told.

use crate::project::Project;

/// Deployments of one label, each of which requests a CPU.
fn deployments(count: usize) -> String {
    let one = |number: usize| {
        format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web-{number}}}\nspec:\n  replicas: 1\n  selector: {{matchLabels: {{app: web-{number}}}}}\n  template:\n    metadata: {{labels: {{app: web-{number}, tier: shop}}}}\n    spec: {{containers: [{{name: web, image: \"web:1\", resources: {{requests: {{cpu: 1}}}}}}]}}\n---\n"
        )
    };
    (0..count).map(one).collect()
}

/// What is told of one rule beside what is passed over, of some objects.
fn told(rule: &str, text: &str) -> (Vec<String>, Vec<String>) {
    let (_, report) = Project::new("web")
        .file("all.yaml", text)
        .args(["check", "--fail-on", "never", "-o", "json", "all.yaml"])
        .json(0);
    let texts = |value: &serde_json::Value| {
        value.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    };
    let findings = report["findings"].as_array().into_iter().flatten().filter(|finding| finding["rule"] == rule);
    let messages = findings.map(|finding| finding["message"].clone()).collect();
    (texts(&messages), texts(&report["summary"]["passedOver"]))
}

#[test]
fn a_selector_of_very_many_workloads_is_passed_over_and_told() {
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: shop}\nspec: {selector: {tier: shop}, ports: [{port: 80, targetPort: http}]}\n";
    let (found, passed_over) = told("service-port-missing", &(deployments(99) + service));
    assert_eq!(found, ["sends to port `http`, which no container of its pods declares"]);
    assert_eq!(passed_over, [""; 0]);
    let (found, passed_over) = told("service-port-missing", &(deployments(100) + service));
    assert_eq!(found, [""; 0]);
    assert_eq!(passed_over, ["all.yaml: Service shop: a selector of it has 100 workloads or more"]);
}

#[test]
fn workloads_beyond_a_thousand_beside_a_quota_are_told() {
    let quota = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: all}\nspec: {hard: {requests.cpu: 999}}\n";
    let (found, passed_over) = told("quota-too-small", &(deployments(1000) + quota));
    assert_eq!(found, ["the workloads beside it request more cpu than `requests.cpu` allows"]);
    assert_eq!(passed_over, [""; 0]);
    let (found, passed_over) = told("quota-too-small", &(deployments(1001) + &quota.replace("999", "1000")));
    assert_eq!(found, [""; 0]);
    assert_eq!(passed_over, ["all.yaml: ResourceQuota all: the requests of more than 1000 workloads are not counted"]);
}

#[test]
fn of_many_policies_that_select_a_pod_each_counts_and_those_beyond_a_thousand_are_told() {
    let calls = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: web, image: \"web:1\", env: [{name: CART_ADDR, value: \"cart:7070\"}]}]}\n---\n";
    let called = calls.replace("web", "cart").replace(", env: [{name: CART_ADDR, value: \"cart:7070\"}]", "");
    let service = "apiVersion: v1\nkind: Service\nmetadata: {name: cart}\nspec: {selector: {app: cart}, ports: [{port: 7070}]}\n---\n";
    let policy = |number: usize, caller: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: cart-{number}}}\nspec: {{podSelector: {{matchLabels: {{app: cart}}}}, policyTypes: [Ingress], ingress: [{{from: [{{podSelector: {{matchLabels: {{app: {caller}}}}}}}]}}]}}\n---\n"
        )
    };
    let with = |count: usize, last: &str| {
        let policies: String = (1..count).map(|number| policy(number, "checkout")).collect();
        told("caller-cut-off", &[calls, &called, service, &policies, &policy(count, last)].concat())
    };
    assert_eq!(with(150, "web"), (Vec::new(), Vec::new()), "the last lets the caller in");
    assert_eq!(with(150, "search").0, ["Deployment cart is called, and NetworkPolicy cart-1 lets its caller not in"]);
    let (_, passed_over) = with(1000, "web");
    assert_eq!(passed_over, ["all.yaml: Deployment cart: 1000 objects or more of kind NetworkPolicy select its pods"]);
}

#[test]
fn people_are_told_of_the_first_with_the_next_step() {
    let service = |number: usize| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: shop-{number}}}\nspec: {{selector: {{tier: shop}}, ports: [{{port: 80, targetPort: http}}]}}\n---\n"
        )
    };
    let text = deployments(100) + &(1..=7).map(service).collect::<String>();
    let words = ["check", "--profile", "recommended", "--fail-on", "never", "-q", "all.yaml"];
    let (_, outcome) = Project::new("web").file("all.yaml", text).args(words).outcome();
    let told = "warning: not all was looked at: all.yaml: Service shop-1: a selector of it has 100 workloads or more; ";
    let end = "; and 2 others\n  hint: check a part at a time: `kubewright check FOLDER`\n";
    assert!(outcome.stderr.starts_with(told) && outcome.stderr.ends_with(end), "{}", outcome.stderr);
}
