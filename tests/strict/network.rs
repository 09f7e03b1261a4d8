//! What is demanded of the network around a pod.

use kubewright::manifest::Document;
use serde_json::json;

use super::set::{Set, list};

pub(crate) fn check(set: &Set<'_>) {
    let own = |policy: &&Document| {
        policy.identity.kind == "NetworkPolicy" && policy.identity.name == set.one.app.name.as_str()
    };
    let Some(policy) = set.one.documents.iter().find(own) else {
        set.unless("no-network-policy", "a NetworkPolicy", false);
        return;
    };
    let spec = &policy.value["spec"];
    let labels = spec["podSelector"]["matchLabels"].as_object().cloned().unwrap_or_default();
    set.holds("one label", labels.len() == 1);
    set.holds(
        "the label of its pods",
        labels.iter().all(|(key, value)| set.pod()["metadata"]["labels"][key] == *value),
    );
    set.holds("both directions", spec["policyTypes"] == json!(["Ingress", "Egress"]));
    set.holds("a rule for what goes out", list(&spec["egress"]).next().is_some());
    let exempt = set.annotation("polaris.fairwinds.com/missingNetworkPolicy-exempt");
    // Production writes no annotation for linters; it lets nobody in where the spec says so.
    let rule = list(&spec["ingress"]).next().is_some() || exempt || set.is_production();
    set.holds("a rule for what comes in, or its exemption", rule);
    for ingress in set.one.documents.iter().filter(|document| document.identity.kind == "Ingress") {
        set.holds("an Ingress with TLS", list(&ingress.value["spec"]["tls"]).next().is_some());
    }
    for service in set.one.documents.iter().filter(|document| document.identity.kind == "Service") {
        let kind = &service.value["spec"]["type"];
        set.holds("a Service inside the cluster", kind.is_null() || kind == "ClusterIP");
    }
}
