//! Pods that nobody renews.

use crate::check::hits::Hits;
use crate::check::object::keys;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "bare-pod",
    name: "every pod has a controller",
    item: 22,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "No Pod stands by itself, but for those that end.",
    why: "When its node is drained or lost, the pod is gone for good.",
    fix: "write a Deployment in its place",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
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
",
    sources: &[
        "https://kubernetes.io/docs/concepts/configuration/overview/#naked-pods-vs-replicasets-deployments-and-jobs",
    ],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    if pod.object.is("", "Pod") && !pod.ends() {
        hits.say(keys("kind"), "nobody renews the pod when it is gone");
    }
}
