//! Processes that may gain rights.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "privilege-escalation",
    name: "no process gains more rights than its parent",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "Every container says `allowPrivilegeEscalation: false`.",
    why: "A program with the setuid bit, of which most images have some, makes any process root.",
    fix: "say `allowPrivilegeEscalation: false`",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      securityContext: {allowPrivilegeEscalation: false}
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    if container.at("securityContext.allowPrivilegeEscalation").and_then(Node::as_bool) != Some(false) {
        let message = format!("container `{}` does not say `allowPrivilegeEscalation: false`", container.name);
        hits.say(container.path("securityContext.allowPrivilegeEscalation"), message).mend_if_ready(false);
    }
}
