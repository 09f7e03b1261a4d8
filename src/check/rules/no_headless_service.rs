//! Stateful pods without names.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-headless-service",
    name: "the pods of a StatefulSet have names in DNS",
    item: 22,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The `serviceName` of every StatefulSet names a headless Service that stands beside it.",
    why: "The pods get no names of their own: members of a cluster do not find each other.",
    fix: "write a Service with `clusterIP: None` that selects the pods, and name it in `serviceName`",
    bad: "apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: db
          image: db:1.4.2
",
    good: "apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: db
          image: db:1.4.2
---
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}
",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"],
    check: Check::Object(&["StatefulSet"], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let Some(name) = object.text("spec.serviceName").filter(|name| !name.is_empty()) else {
        hits.say(keys("spec.serviceName"), "names no headless Service");
        return;
    };
    match set.named(object, "Service", name).next() {
        None => hits.say(keys("spec.serviceName"), format!("the Service `{name}` is not there")),
        Some(service) if service.text("spec.clusterIP") != Some("None") => {
            hits.say(keys("spec.serviceName"), format!("the Service `{name}` is not headless"))
        }
        Some(_) => return,
    };
}
