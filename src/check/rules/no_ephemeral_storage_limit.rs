//! Containers without a limit for scratch space.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-ephemeral-storage-limit",
    name: "every container has a limit for scratch space",
    item: 5,
    severity: Severity::Warning,
    profile: Profile::Strict,
    what: "Every container, those that run before and beside the main ones among them, or their pod as a whole, has `resources.limits.ephemeral-storage`.",
    why: "Logs or temporary files fill the disk of the node, which then evicts its pods.",
    fix: "write `resources.limits.ephemeral-storage`, from what the app was seen to use",
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
      resources: {limits: {ephemeral-storage: 256Mi}}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    if container
        .at("resources.limits.ephemeral-storage")
        .or_else(|| pod.at("resources.limits.ephemeral-storage"))
        .is_none()
    {
        let message = format!("container `{}` has no limit for scratch space", container.name);
        hits.say(container.path("resources.limits.ephemeral-storage"), message);
    }
}
