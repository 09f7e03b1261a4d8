//! Memory that is promised several times.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::manifest::millis_of_node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "memory-limit-far-above-request",
    name: "a container may not use far more memory than it requests",
    item: 5,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "The memory limit of a container is at most twice its request.",
    why: "The scheduler counts requests: when the containers of a node use what they may, it runs out of memory, and the kernel kills pods that did nothing wrong.",
    fix: "raise the request to what the app uses at its peak, or lower the limit",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {requests: {memory: 128Mi}, limits: {memory: 1Gi}}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {requests: {memory: 512Mi}, limits: {memory: 512Mi}}
",
    sources: &["https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    let amount = |path: &str| container.at(path).and_then(millis_of_node);
    let Some((request, limit)) = amount("resources.requests.memory").zip(amount("resources.limits.memory")) else {
        return;
    };
    if request > 0 && limit > request * 2 {
        let message = format!("container `{}` may use more than twice the memory that it requests", container.name);
        hits.say(container.path("resources.limits.memory"), message);
    }
}
