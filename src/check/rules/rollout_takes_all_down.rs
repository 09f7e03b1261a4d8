//! Rollouts that take all pods at once.

use crate::check::hits::Hits;
use crate::check::object::keys;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "rollout-takes-all-down",
    name: "a rollout leaves pods that serve",
    item: 17,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "The `maxUnavailable` of a rolling update is less than the number of pods, where there are several.",
    why: "Every release is an outage: the old pods go before one new pod serves.",
    fix: "say `maxUnavailable: 0` and `maxSurge: 1`",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  strategy: {rollingUpdate: {maxUnavailable: 2}}
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
  replicas: 2
  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
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
    let (path, pods) = ("spec.strategy.rollingUpdate.maxUnavailable", pod.replicas());
    let Some(most) = pod.object.at(path).filter(|_| pod.scales()) else { return };
    let all = most.as_str() == Some("100%") || most.as_i64().is_some_and(|most| most >= pods && pods > 1);
    if all && pod.autoscaler().is_none() {
        hits.say(keys(path), "a rollout may take all pods at once");
    }
}
