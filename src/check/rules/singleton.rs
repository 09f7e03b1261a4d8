//! Apps of one pod.

use crate::check::hits::Hits;
use crate::check::object::keys;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "singleton",
    name: "a workload runs at least two pods",
    item: 4,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "The number of pods that a Deployment, StatefulSet, ReplicaSet or Rollout keeps is 2 or more, unless an autoscaler says it. 0 is taken for switched off.",
    why: "Each drain, crash, eviction or slow start of the one pod is an outage.",
    fix: "run two or more, or say with the annotation why only one may run",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
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
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    if !pod.scales() || pod.autoscaler().is_some() {
        return;
    }
    let written = pod.object.at("spec.replicas").is_some();
    if pod.replicas() == 1 {
        let message = if written { "runs one pod" } else { "runs one pod, since `replicas` is not written" };
        hits.say(keys("spec.replicas"), message);
    }
}
