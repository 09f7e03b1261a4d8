//! Containers that see all of /proc.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "unmasked-proc",
    name: "no container unmasks `/proc`",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No container says `procMount: Unmasked`.",
    why: "The files of `/proc` that the runtime hides tell and change how the node's kernel works.",
    fix: "take `procMount` out",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      securityContext: {procMount: Unmasked}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      securityContext: {procMount: Default}
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    if container.text("securityContext.procMount") == Some("Unmasked") {
        let message = format!("container `{}` sees all of `/proc`", container.name);
        hits.say(container.path("securityContext.procMount"), message);
    }
}
