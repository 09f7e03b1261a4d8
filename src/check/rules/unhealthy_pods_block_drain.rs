//! Broken pods that block a drain.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "unhealthy-pods-block-drain",
    name: "pods that do not work never block a drain",
    item: 7,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Every PodDisruptionBudget says `unhealthyPodEvictionPolicy: AlwaysAllow`.",
    why: "Pods that crash in a loop count as gone already: the budget is used up, and no node with one can be drained.",
    fix: "say `unhealthyPodEvictionPolicy: AlwaysAllow`",
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
spec: {maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: {matchLabels: {app: web}}}
",
    sources: &["https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy"],
    check: Check::Object(&["PodDisruptionBudget"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    if object.text("spec.unhealthyPodEvictionPolicy") != Some("AlwaysAllow") {
        let path = keys("spec.unhealthyPodEvictionPolicy");
        hits.say(path.clone(), "pods that do not work block a drain").mend(path, "AlwaysAllow");
    }
}
