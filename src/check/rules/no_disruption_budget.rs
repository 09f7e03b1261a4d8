//! Pods that a drain may take all at once.

use crate::check::hits::Hits;
use crate::check::object::keys;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-disruption-budget",
    name: "a drain takes a few pods at a time",
    item: 7,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "A PodDisruptionBudget selects the pods of every Deployment, StatefulSet and Rollout that keeps several. One whose autoscaler keeps one pod at the most is passed over.",
    why: "An upgrade of the nodes may evict all pods of the app in one moment.",
    fix: "write a PodDisruptionBudget with `maxUnavailable: 1` and `unhealthyPodEvictionPolicy: AlwaysAllow`",
    bad: "apiVersion: apps/v1
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
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
",
    sources: &["https://kubernetes.io/docs/tasks/run-application/configure-pdb/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    if pod.scales() && pod.is_several() && pod.set.selecting(pod, "PodDisruptionBudget").is_empty() {
        hits.say(keys("metadata.name"), "no PodDisruptionBudget selects the pods");
    }
}
