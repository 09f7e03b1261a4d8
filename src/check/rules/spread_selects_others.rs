//! Pods that are kept apart from others.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::selector::Selector;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "spread-selects-others",
    name: "pods are kept apart from their own kind",
    item: 7,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The selector of a topology spread constraint, and those of the anti-affinity of which none selects them, match the labels of the pods themselves.",
    why: "The rule counts pods that are not there: all pods of the app may stand on one node, and the manifest looks right.",
    fix: "select the labels of the pods' own template",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: wbe}}}]
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
      topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]
      containers:
        - name: web
          image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let own = |selector: &Node| Selector::of(selector).matches(pod.labels());
    for (mut path, constraint) in pod.list("topologySpreadConstraints") {
        match constraint.at("labelSelector") {
            Some(selector) if own(selector) => continue,
            Some(_) => path.push("labelSelector".to_owned()),
            None => {}
        }
        hits.say(path, "the constraint counts other pods, not these");
    }
    // One may keep away from others too, as long as one keeps them apart.
    let mut terms = Vec::new();
    for (kind, term) in [("required", ""), ("preferred", "podAffinityTerm.")] {
        let list = format!("affinity.podAntiAffinity.{kind}DuringSchedulingIgnoredDuringExecution");
        let selector = format!("{term}labelSelector");
        terms.extend(pod.list(&list).filter_map(|(path, one)| Some((path, one.at(&selector)?))));
    }
    if let Some((path, _)) = terms.first().filter(|_| !terms.iter().any(|(_, selector)| own(selector))) {
        let alone = pod.at("topologySpreadConstraints").is_none();
        if alone && pod.scales() && pod.replicas() > 1 {
            hits.say(path.clone(), "the anti-affinity keeps the pods away from others, not from each other");
        }
    }
}
