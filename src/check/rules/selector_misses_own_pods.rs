//! Workloads that do not know their pods.

use crate::check::hits::Hits;
use crate::check::object::keys;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::selector::Selector;

pub(in crate::check) static RULE: Rule = Rule {
    id: "selector-misses-own-pods",
    name: "a workload selects its own pods",
    item: 22,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The selector of a Deployment, StatefulSet, DaemonSet, ReplicaSet or Rollout matches the labels of its own template.",
    why: "The server refuses the object.",
    fix: "write the same labels into `selector` and the template",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: wbe}}
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
",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let Some(selector) = pod.object.at("spec.selector").filter(|node| node.at("matchLabels").is_some()) else { return };
    if !Selector::of(selector).matches(pod.labels()) {
        hits.say(keys("spec.selector"), "does not select its own pods");
    }
}
