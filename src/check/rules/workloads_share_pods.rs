//! Workloads that select each other's pods.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::selector::Selector;

pub(in crate::check) static RULE: Rule = Rule {
    id: "workloads-share-pods",
    name: "no workload selects the pods of another",
    item: 22,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The selector of a workload does not match the labels of another one's pods in the same namespace.",
    why: "Autoscalers and budgets count the pods of both, Services send to both, and a ReplicaSet may take over or delete pods that are not its own.",
    fix: "give each workload a label of its own, such as `app.kubernetes.io/instance`",
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
apiVersion: apps/v1
kind: Deployment
metadata: {name: worker}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: worker
          image: worker:1.4.2
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
apiVersion: apps/v1
kind: Deployment
metadata: {name: worker}
spec:
  selector: {matchLabels: {app: worker}}
  template:
    metadata: {labels: {app: worker}}
    spec:
      containers:
        - name: worker
          image: worker:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let Some(selector) = pod.object.at("spec.selector").filter(|node| node.at("matchLabels").is_some()) else { return };
    let selector = Selector::of(selector);
    let shares = |other: &Object| other.identity != pod.object.identity && scales_alike(pod.object, other);
    let mut selected = pod.set.selected(pod.object, &selector);
    let other = selected.find(|other| shares(other) && pod.set.as_written(pod.object, other));
    // Of two that select each other's, the one that comes later tells.
    if let Some(other) = other.filter(|other| (&other.file, other.document) <= (&pod.object.file, pod.object.document))
    {
        hits.say(keys("spec.selector"), format!("selects the pods of {} as well", other.identity));
    }
}

/// Whether another workload keeps pods for as long as this one does: those of Jobs carry labels of their own.
fn scales_alike(one: &Object, other: &Object) -> bool {
    let lasting = |object: &Object| {
        matches!(object.identity.kind.as_str(), "Deployment" | "StatefulSet" | "DaemonSet" | "Rollout")
    };
    lasting(one) && lasting(other)
}
