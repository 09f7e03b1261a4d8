//! Pods with two budgets.

use crate::check::hits::Hits;
use crate::check::object::keys;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "disruption-budgets-overlap",
    name: "every pod has one disruption budget",
    item: 7,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No two PodDisruptionBudgets select the pods of one workload.",
    why: "The server refuses to evict a pod that two budgets select: its node cannot be drained.",
    fix: "let one budget select the pods",
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
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: all}
spec: {minAvailable: 0, selector: {matchLabels: {app: web}}}
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
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
",
    sources: &["https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-budgets"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let mut budgets = pod.set.selecting(pod, "PodDisruptionBudget");
    budgets.retain(|budget| pod.set.as_written(pod.object, budget));
    if let [one, other, ..] = budgets.as_slice()
        && one.identity != other.identity
    {
        hits.say(keys("metadata.name"), format!("{} and {} both select the pods", one.identity, other.identity));
    }
}
