//! Containers that are root on their node.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "privileged",
    name: "no container is privileged",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No container says `privileged: true`.",
    why: "Whoever gets into the container has the node, and with it the secrets of all its pods.",
    fix: "take `privileged` out, and ask for the one capability or device that is needed",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      securityContext: {privileged: true}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      securityContext: {privileged: false}
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    if container.at("securityContext.privileged").and_then(Node::as_bool) == Some(true) {
        let message = format!("container `{}` is privileged, which is root on its node", container.name);
        hits.say(container.path("securityContext.privileged"), message).mend_if_ready(false);
    }
}
