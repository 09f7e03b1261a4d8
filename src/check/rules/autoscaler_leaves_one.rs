//! Autoscalers that leave one pod alone.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "autoscaler-leaves-one",
    name: "an autoscaler leaves at least two pods",
    item: 4,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "The fewest pods of a HorizontalPodAutoscaler or a ScaledObject are 2 or more, or 0.",
    why: "In quiet hours each drain, crash or slow start of the one pod is an outage.",
    fix: "raise the fewest pods to 2",
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
  minReplicas: 1
  maxReplicas: 6
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
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

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    // An HPA leaves 1 where nothing is written, KEDA none.
    let (key, default) =
        if object.identity.kind == "ScaledObject" { ("minReplicaCount", 0) } else { ("minReplicas", 1) };
    let path = format!("spec.{key}");
    if object.at(&path).map_or(Some(default), Node::as_i64) == Some(1) {
        hits.say(keys(&path), "may leave one pod alone");
    }
}
