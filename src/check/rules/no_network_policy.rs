//! Pods that anybody may talk to.

use crate::check::hits::Hits;
use crate::check::object::keys;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-network-policy",
    name: "a NetworkPolicy says who may talk to the pods",
    item: 23,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "A NetworkPolicy selects the pods of every workload that is not in its node's network.",
    why: "Whoever gets into any pod of the cluster reaches this one, its debug ports and all.",
    fix: "write a NetworkPolicy that selects the pods and names who may come in",
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
spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}
",
    sources: &["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    // No policy holds for a pod in the network of its node.
    let on_node = pod.at("hostNetwork").and_then(Node::as_bool) == Some(true);
    if !on_node && pod.set.selecting(pod, "NetworkPolicy").is_empty() {
        hits.say(keys("metadata.name"), "no NetworkPolicy selects the pods");
    }
}
