//! Budgets that never let a pod go.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::selector::Selector;
use crate::check::set::Set;
use crate::check::set::selector;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "disruption-budget-blocks",
    name: "a disruption budget lets pods go",
    item: 7,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The budget of a PodDisruptionBudget leaves room: `maxUnavailable` is not 0, and `minAvailable` is less than all pods that it selects.",
    why: "No node with such a pod can be drained: upgrades of the cluster stand still until somebody deletes the budget, or the pods.",
    fix: "say `maxUnavailable: 1`",
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
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
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
    check: Check::Object(&["PodDisruptionBudget"], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let stated = |path: &str| object.at(path).map(|node| (node.as_i64(), node.as_str()));
    if matches!(stated("spec.maxUnavailable"), Some((Some(0), _) | (_, Some("0%" | "0")))) {
        hits.say(keys("spec.maxUnavailable"), "never lets a pod go: `maxUnavailable` is 0");
    }
    match stated("spec.minAvailable") {
        Some((_, Some("100%"))) => {
            hits.say(keys("spec.minAvailable"), "never lets a pod go: `minAvailable` is all of them");
        }
        Some((Some(fewest), _)) => {
            let pods: Option<i64> = selector(object).and_then(|selector| pods(object, &selector, set));
            if pods.is_some_and(|pods| fewest >= pods && pods > 0) {
                hits.say(
                    keys("spec.minAvailable"),
                    format!("never lets a pod go: {fewest} of {} stay", pods.unwrap_or(0)),
                );
            }
        }
        _ => {}
    }
}

/// How many pods a budget selects at least; none where that is not known.
fn pods(object: &Object, selector: &Selector<'_>, set: &Set<'_>) -> Option<i64> {
    let workloads = set.few_selected(object, selector)?;
    let replicas = |workload: &&Object| match set.autoscaler(workload) {
        _ if !set.as_written(object, workload) => None,
        Some(autoscaler) if !set.as_written(workload, autoscaler) => None,
        Some(autoscaler) => Some(autoscaler.at("spec.minReplicas").and_then(Node::as_i64).unwrap_or(1)),
        None => Pod::of(workload, set).filter(Pod::scales).map(|pod| pod.replicas()),
    };
    let counted: Option<Vec<i64>> = workloads.iter().map(replicas).collect();
    counted.filter(|counted| !counted.is_empty()).map(|counted| counted.iter().sum())
}
