//! Two owners of one number of pods.

use crate::check::hits::Hits;
use crate::check::object::keys;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "replicas-and-autoscaler",
    name: "one alone says how many pods there are",
    item: 4,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "A workload that an autoscaler scales does not write `replicas` itself.",
    why: "Each apply throws the number back to what is written: under load the app loses most of its pods at once.",
    fix: "take `replicas` out; drop it from what is applied in two steps, since taking it out alone may scale to 1",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
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
    sources: &[
        "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling",
    ],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let Some(autoscaler) = pod.autoscaler().filter(|scales| pod.set.as_written(pod.object, scales)) else { return };
    if pod.object.at("spec.replicas").is_none() {
        return;
    }
    let message = format!("`replicas` and {} fight over the number of pods", autoscaler.identity);
    hits.say(keys("spec.replicas"), message);
}
