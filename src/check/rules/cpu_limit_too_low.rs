//! Limits that throttle a start.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod, Role};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::manifest::millis_of_node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "cpu-limit-too-low",
    name: "no cpu limit is so low that the start is throttled",
    item: 5,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "No main container has a cpu limit below a tenth of a core.",
    why: "A process gets its share in slices of 100 ms: below 10 ms each, starts take minutes, and probes that ask within a second fail.",
    fix: "raise the limit to `100m` or more, or leave it out",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {limits: {cpu: 50m}}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {limits: {cpu: 500m}}
",
    sources: &[
        "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-limits-are-run",
    ],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    let limit = container.at("resources.limits.cpu").and_then(millis_of_node);
    if container.role == Role::Main && limit.is_some_and(|limit| limit < 100) {
        let message = format!("container `{}` is throttled to less than a tenth of a core", container.name);
        hits.say(container.path("resources.limits.cpu"), message);
    }
}
