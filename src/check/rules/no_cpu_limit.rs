//! Containers without a cpu limit.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-cpu-limit",
    name: "every container has a cpu limit",
    item: 5,
    severity: Severity::Warning,
    profile: Profile::Strict,
    what: "Every container, those that run before and beside the main ones among them, or their pod as a whole, has `resources.limits.cpu`.",
    why: "One runaway container slows down all others on its node. What it costs: at its limit the app is throttled.",
    fix: "write `resources.limits.cpu`, from what the app was seen to use",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {}
",
    good: r#"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {limits: {cpu: "1"}}
"#,
    sources: &["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    if container.at("resources.limits.cpu").or_else(|| pod.at("resources.limits.cpu")).is_none() {
        let message = format!("container `{}` has no cpu limit", container.name);
        hits.say(container.path("resources.limits.cpu"), message);
    }
}
