//! Variables that stand there twice.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;
use std::collections::BTreeSet;

pub(in crate::check) static RULE: Rule = Rule {
    id: "duplicate-variable",
    name: "every variable stands there once",
    item: 8,
    severity: Severity::Warning,
    profile: Profile::Recommended,
    what: "No container has two variables of one name in `env`.",
    why: "The last one counts: whoever changes the first wonders why nothing happens.",
    fix: "take one of the two out",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      env: [{name: MODE, value: a}, {name: MODE, value: b}]
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      env: [{name: MODE, value: b}]
",
    sources: &["https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    let mut seen = BTreeSet::new();
    for (path, variable) in container.list("env") {
        let Some(name) = variable.at("name").and_then(Node::as_str) else { continue };
        if !seen.insert(name) {
            hits.say(path, format!("variable `{name}` of container `{}` stands there twice", container.name));
        }
    }
}
