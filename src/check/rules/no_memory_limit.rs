//! Containers without a memory limit.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-memory-limit",
    name: "every container has a memory limit",
    item: 5,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "Every container, those that run before and beside the main ones among them, or their pod as a whole, has `resources.limits.memory`.",
    why: "A leak takes the memory of the whole node, and the kernel kills what it likes best.",
    fix: "write `resources.limits.memory`, from what the app was seen to use",
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
      resources: {limits: {memory: 256Mi}}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    if container.at("resources.limits.memory").or_else(|| pod.at("resources.limits.memory")).is_none() {
        let message = format!("container `{}` has no memory limit", container.name);
        hits.say(container.path("resources.limits.memory"), message);
    }
}
