//! Containers without a cpu request.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-cpu-request",
    name: "every container has a cpu request",
    item: 5,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "Every container, those that run before and beside the main ones among them, or their pod as a whole, has `resources.requests.cpu`.",
    why: "The scheduler puts it on nodes that are full already, and under load it gets what the others leave.",
    fix: "write `resources.requests.cpu`, from what the app was seen to use",
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
      resources: {requests: {cpu: 250m}}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    if container.at("resources.requests.cpu").or_else(|| pod.at("resources.requests.cpu")).is_none() {
        let message = format!("container `{}` has no cpu request", container.name);
        hits.say(container.path("resources.requests.cpu"), message);
    }
}
