//! Containers without a memory request.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-memory-request",
    name: "every container has a memory request",
    item: 5,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "Every container, those that run before and beside the main ones among them, or their pod as a whole, has `resources.requests.memory`.",
    why: "The scheduler puts it on nodes that have no memory left, and the node evicts it before all others.",
    fix: "write `resources.requests.memory`, from what the app was seen to use",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {requests: {memory: 256Mi}}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    if container.at("resources.requests.memory").or_else(|| pod.at("resources.requests.memory")).is_none() {
        let message = format!("container `{}` has no memory request", container.name);
        hits.say(container.path("resources.requests.memory"), message);
    }
}
