//! Containers that may call all of the kernel.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-seccomp",
    name: "every container has a seccomp profile",
    item: 15,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Every container, or its pod, has a seccomp profile other than `Unconfined`.",
    why: "Hundreds of system calls that no app needs are open, among them those of most ways out of a container.",
    fix: "say `seccompProfile: {type: RuntimeDefault}` for the pod",
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
  securityContext: {seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    let kind = container.security(pod, "seccompProfile.type").and_then(Node::as_str);
    if kind.is_none_or(|kind| kind == "Unconfined") {
        let message = format!("container `{}` has no seccomp profile", container.name);
        hits.say(container.path("securityContext.seccompProfile.type"), message).mend_if_ready("RuntimeDefault");
    }
}
