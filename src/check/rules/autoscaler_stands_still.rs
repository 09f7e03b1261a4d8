//! Autoscalers without room.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "autoscaler-stands-still",
    name: "an autoscaler has room to scale",
    item: 4,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "The most pods of an autoscaler are more than the fewest.",
    why: "Load that grows finds the same number of pods, while everybody believes in the autoscaler.",
    fix: "raise `maxReplicas`, or take the autoscaler out and write `replicas`",
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
  maxReplicas: 2
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
    let number = |keys: [&str; 2]| keys.iter().find_map(|key| object.at(&format!("spec.{key}"))?.as_i64());
    let fewest = number(["minReplicas", "minReplicaCount"]).unwrap_or(1);
    let Some(most) = number(["maxReplicas", "maxReplicaCount"]) else { return };
    if most <= fewest && object.at("spec.idleReplicaCount").is_none() {
        hits.say(keys("spec.maxReplicas"), format!("has no room to scale: at least {fewest}, at most {most}"));
    }
}
