//! Autoscalers of nothing.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::problem::did_you_mean;

pub(in crate::check) static RULE: Rule = Rule {
    id: "autoscaler-target-missing",
    name: "an autoscaler scales what is there",
    item: 4,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The workload that a HorizontalPodAutoscaler or a ScaledObject names stands among the objects, where any workload of that kind does.",
    why: "Nothing scales, and nobody sees it before the load comes.",
    fix: "name the workload as it is called, with its kind",
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
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 2
  maxReplicas: 6
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: wbe}
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
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 2
  maxReplicas: 6
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
",
    sources: &["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
    check: Check::Object(&["HorizontalPodAutoscaler", "ScaledObject"], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    // KEDA scales a Deployment where no kind is written.
    let kind = object.text("spec.scaleTargetRef.kind").unwrap_or("Deployment");
    let Some(name) = object.text("spec.scaleTargetRef.name") else { return };
    if set.named(object, kind, name).next().is_some() {
        return;
    }
    let mut of_kind = set.of_kind(object, kind).peekable();
    if of_kind.peek().is_none() {
        return;
    }
    let near = did_you_mean(name, of_kind.map(|workload| workload.identity.name.as_str()));
    let hit = hits.say(keys("spec.scaleTargetRef.name"), format!("scales the {kind} `{name}`, which is not there"));
    near.into_iter().for_each(|near| _ = hit.fix(near));
}
