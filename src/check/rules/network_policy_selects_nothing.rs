//! Policies without pods.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::check::set::selector;

pub(in crate::check) static RULE: Rule = Rule {
    id: "network-policy-selects-nothing",
    name: "a NetworkPolicy selects pods",
    item: 23,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "The selector of every NetworkPolicy matches the pods of some workload, where any workload stands beside it.",
    why: "The pods that were meant are open to all, while the policy makes them look guarded.",
    fix: "write the labels of the pods' template into `podSelector`",
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
spec: {podSelector: {matchLabels: {app: wbe}}, policyTypes: [Ingress]}
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
    check: Check::Object(&["NetworkPolicy"], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let Some(selector) = selector(object) else { return };
    let nothing = set.selected(object, &selector).next().is_none() && !set.may_be_made(object, &selector);
    if nothing && set.has_workloads(object) {
        hits.say(keys("spec.podSelector"), "selects no pods");
    }
}
