//! Rollouts that cannot begin.

use crate::check::hits::Hits;
use crate::check::object::keys;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "rollout-stands-still",
    name: "a rollout can begin",
    item: 17,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Not both `maxSurge` and `maxUnavailable` of a rolling update are 0.",
    why: "The server refuses the object.",
    fix: "say `maxSurge: 1`",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
    good: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-unavailable"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let zero = |key: &str| {
        let number = pod.object.at(&format!("spec.strategy.rollingUpdate.{key}"));
        number.is_some_and(|number| number.as_i64() == Some(0) || matches!(number.as_str(), Some("0" | "0%")))
    };
    if zero("maxSurge") && zero("maxUnavailable") {
        hits.say(keys("spec.strategy.rollingUpdate"), "neither may a pod be added nor one go: nothing can be replaced");
    }
}
