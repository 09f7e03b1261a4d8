//! Containers that run as root.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "root",
    name: "no container runs as root",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "Every container says `runAsNonRoot: true`, or its pod does, and neither names the user 0.",
    why: "What gets out of the container is root on the node; the image decides, and the next version of it may decide otherwise.",
    fix: "say `runAsNonRoot: true`, and name the image's user in `runAsUser`",
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
  securityContext: {runAsNonRoot: true, runAsUser: 10001}
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    let name = container.name;
    let user = container.security(pod, "runAsUser").and_then(Node::as_i64);
    let refuses = container.security(pod, "runAsNonRoot").and_then(Node::as_bool);
    let message = match (refuses, user) {
        (_, Some(0)) => format!("container `{name}` runs as root"),
        (Some(true), _) => return,
        (Some(false), _) => format!("container `{name}` says `runAsNonRoot: false`"),
        (None, _) => format!("container `{name}` does not say `runAsNonRoot: true`"),
    };
    let key = if user == Some(0) { "runAsUser" } else { "runAsNonRoot" };
    hits.say(container.path(&format!("securityContext.{key}")), message);
}
