//! Pods that cannot look up a name.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "dns-cut-off",
    name: "pods that may reach something may look up its name",
    item: 23,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "A workload whose NetworkPolicies let it reach some peers, other than blocks of addresses, may reach port 53 as well.",
    why: "The app cannot look up a single name: every connection fails, with a timeout that points elsewhere.",
    fix: "let port 53 out, over UDP and TCP",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Egress]
  egress: [{to: [{podSelector: {}}], ports: [{port: 5432}]}]
",
    good: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Egress]
  egress: [{to: [{podSelector: {}}], ports: [{port: 5432}]}, {ports: [{port: 53, protocol: UDP}, {port: 53}]}]
",
    sources: &["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let policies = pod.set.selecting(pod, "NetworkPolicy");
    if !policies.iter().all(|policy| pod.set.as_written(pod.object, policy)) {
        return;
    }
    let narrows = |policy: &&Object| {
        let types = policy.at("spec.policyTypes").map(Node::items).unwrap_or_default();
        types.iter().any(|kind| kind.as_str() == Some("Egress"))
    };
    let narrowing: Vec<&Object> = policies.into_iter().filter(narrows).collect();
    let rules = || narrowing.iter().flat_map(|policy| policy.at("spec.egress").map(Node::items).unwrap_or_default());
    let by_name = |rule: &Node| {
        let peers = rule.at("to").map(Node::items).unwrap_or_default();
        peers.iter().any(|peer| peer.at("ipBlock").is_none())
    };
    if let Some(policy) = narrowing.first().filter(|_| rules().any(by_name) && !rules().any(lets_dns_out)) {
        hits.say(keys("metadata.name"), format!("{} lets the pods reach no DNS", policy.identity));
    }
}

/// Whether a rule lets port 53 out; one that names no port lets all out, and one of a name may be that of DNS.
fn lets_dns_out(rule: &Node) -> bool {
    let ports = rule.at("ports").map(Node::items).unwrap_or_default();
    let fits = |port: &Node| match port.at("port") {
        None => true,
        Some(first) => {
            let last = port.at("endPort").and_then(Node::as_i64);
            first.as_str().is_some()
                || first.as_i64().is_some_and(|first| first == 53 || first < 53 && last >= Some(53))
        }
    };
    ports.is_empty() || ports.iter().any(fits)
}
