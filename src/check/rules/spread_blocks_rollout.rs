//! Rollouts that find no node.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::selector::Selector;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "spread-blocks-rollout",
    name: "a rollout finds room for its pod",
    item: 17,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Where pods may never share a host, a rollout may take one away, or counts the pods of its own version alone.",
    why: "When each node has one of the pods, the new one fits nowhere, and no old one may go: the rollout hangs.",
    fix: "prefer to keep the pods apart, add `matchLabelKeys: [pod-template-hash]`, or let `maxUnavailable` be 1",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}}
      containers:
        - name: web
          image: web:1.4.2
",
    good: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  strategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}}
      containers:
        - name: web
          image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let most = pod.object.at("spec.strategy.rollingUpdate.maxUnavailable");
    let none_may_go = most.is_some_and(|most| most.as_i64() == Some(0) || most.as_str() == Some("0%"));
    if !none_may_go {
        return;
    }
    for (path, term) in pod.list("affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution") {
        let by_host = term.at("topologyKey").and_then(Node::as_str) == Some("kubernetes.io/hostname");
        let own = term.at("labelSelector").is_some_and(|selector| Selector::of(selector).matches(pod.labels()));
        if by_host && own && term.at("matchLabelKeys").is_none() {
            hits.say(path, "a new pod needs a node without an old one, and no old one may go");
        }
    }
}
