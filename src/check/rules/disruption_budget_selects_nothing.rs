//! Budgets without pods.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::check::set::selector;

pub(in crate::check) static RULE: Rule = Rule {
    id: "disruption-budget-selects-nothing",
    name: "a disruption budget selects pods",
    item: 7,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The selector of every PodDisruptionBudget matches the pods of some workload, where any workload stands beside it.",
    why: "The pods that were meant are not protected: a drain may take them all at once.",
    fix: "write the labels of the pods' template into the selector",
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
spec: {maxUnavailable: 1, selector: {matchLabels: {app: wbe}}}
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
    sources: &["https://kubernetes.io/docs/tasks/run-application/configure-pdb/"],
    check: Check::Object(&["PodDisruptionBudget"], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let Some(selector) = selector(object) else { return };
    let nothing = set.selected(object, &selector).next().is_none() && !set.may_be_made(object, &selector);
    if nothing && set.has_workloads(object) {
        hits.say(keys("spec.selector"), "selects no pods");
    }
}
