//! A chart as helm installs it: the release comes up, and `helm test` gets to it.

use kubewright::spec::Layout;
use kubewright::yaml::parse_documents;
use serde_json::{Value, json};

use crate::cluster::Cluster;
use crate::laid::Laid;

#[test]
fn the_test_of_a_release_passes_where_only_named_callers_are_let_in() {
    let laid = Laid::case("web", Layout::Helm).unwrap_or_else(|failure| panic!("{failure}"));
    let folder = laid.write().expect("there is room for files");
    let chart = folder.path().join("deploy/chart");
    let [chart, values] = [chart.clone(), chart.join("values-production.yaml")].map(|path| path.display().to_string());
    let cluster = Cluster::shared();
    let namespace = cluster.namespace("a-release", "restricted");
    let helm = |words: &[&str]| {
        let said = cluster.helm(&[words, &["--namespace", &namespace.name]].concat());
        assert!(said.succeeded, "helm {words:?}: {}", said.stderr);
        said.stdout
    };
    let given = json!({
        "namespace": {"create": false},
        "tests": {"image": "registry.example.com/tests/http:1.0.0", "podLabels": {"app.kubernetes.io/name": "frontend"}},
    });
    let given = ["namespace", "tests"].map(|key| format!("{key}={}", given[key]));
    helm(&["install", "web", &chart, "--values", &values, "--set-json", &given[0], "--set-json", &given[1]]);
    namespace.must(&["rollout", "status", "deployment/web", "--timeout=90s"]);

    let hooks = parse_documents("hooks", &helm(&["get", "hooks", "web"])).expect("they are YAML");
    let [pod] = hooks.as_slice() else { panic!("one pod tests it: {hooks:?}") };
    let policy = namespace.get(&["networkpolicy", "web"]);
    let labels = &pod["metadata"]["labels"];
    assert!(lets_in(&policy, labels, 8080), "{policy:#}\n{labels:#}");
    assert!(
        !lets_in(&policy, &json!({"app.kubernetes.io/managed-by": "Helm"}), 8080),
        "without the labels of a caller"
    );

    let told = helm(&["test", "web", "--timeout", "90s"]);
    assert!(told.contains("Phase:          Succeeded"), "{told}");
    let pods = namespace.get(&["pods"]);
    let is_test =
        |pod: &&Value| pod["metadata"]["name"] == "web-test" && pod["metadata"]["deletionTimestamp"].is_null();
    assert_eq!(pods["items"].as_array().expect("a list").iter().find(is_test), None, "what has passed goes");
}

/// Whether a policy lets pods of its own namespace with some labels in to a port.
fn lets_in(policy: &Value, labels: &Value, port: u16) -> bool {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let has = |(key, value): (&String, &Value)| labels.get(key) == Some(value);
    let is_peer = |peer: &Value| {
        let wanted = peer["podSelector"]["matchLabels"].as_object();
        peer["namespaceSelector"].is_null() && wanted.is_some_and(|wanted| wanted.iter().all(has))
    };
    list(&policy["spec"]["ingress"]).iter().any(|rule| {
        let (from, ports) = (list(&rule["from"]), list(&rule["ports"]));
        (from.is_empty() || from.iter().any(is_peer))
            && (ports.is_empty() || ports.iter().any(|own| own["port"] == port))
    })
}
