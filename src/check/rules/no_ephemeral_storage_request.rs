//! Containers without a request for scratch space.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-ephemeral-storage-request",
    name: "every container has a request for scratch space",
    item: 5,
    severity: Severity::Warning,
    profile: Profile::Strict,
    what: "Every container, those that run before and beside the main ones among them, or their pod as a whole, has `resources.requests.ephemeral-storage`.",
    why: "The scheduler puts it on nodes whose disk is full.",
    fix: "write `resources.requests.ephemeral-storage`, from what the app was seen to use",
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
      resources: {requests: {ephemeral-storage: 64Mi}}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    if container
        .at("resources.requests.ephemeral-storage")
        .or_else(|| pod.at("resources.requests.ephemeral-storage"))
        .is_none()
    {
        let message = format!("container `{}` has no request for scratch space", container.name);
        hits.say(container.path("resources.requests.ephemeral-storage"), message);
    }
}
