//! Services without pods.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::check::set::selector;

pub(in crate::check) static RULE: Rule = Rule {
    id: "service-selects-nothing",
    name: "a Service selects pods",
    item: 23,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The selector of every Service matches the labels of the pods of some workload in its namespace, where any workload stands beside it.",
    why: "The Service has no endpoints: every request to it fails, while each object by itself looks right.",
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
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: wbe}
  ports: [{port: 80}]
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
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
",
    sources: &["https://kubernetes.io/docs/concepts/services-networking/service/"],
    check: Check::Object(&["Service"], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let Some(selector) = selector(object).filter(|selector| !selector.is_empty()) else { return };
    let written: Vec<String> = selector.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let nothing = set.selected(object, &selector).next().is_none() && !set.may_be_made(object, &selector);
    if nothing && set.has_workloads(object) {
        hits.say(keys("spec.selector"), format!("selects no pods: none carries `{}`", written.join(",")));
    }
}
