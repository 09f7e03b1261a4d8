//! Users that the node has as well.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "low-user-id",
    name: "containers run as users that no node has",
    item: 15,
    severity: Severity::Warning,
    profile: Profile::Strict,
    what: "Every container, or its pod, names a user and a group above 10000.",
    why: "A user of the container that gets out of it is the user of that number on the node, who may own files there.",
    fix: "name a user and a group above 10000, if the image can run as them",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  securityContext: {runAsUser: 1000, runAsGroup: 10001}
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  securityContext: {runAsUser: 10001, runAsGroup: 10001}
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://avd.aquasec.com/misconfig/kubernetes/general/ksv-0020/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    for key in ["runAsUser", "runAsGroup"] {
        let id = container.security(pod, key).and_then(Node::as_i64);
        if id.is_none_or(|id| id <= 10_000) {
            let message = format!("container `{}` names no `{key}` above 10000", container.name);
            hits.say(container.path(&format!("securityContext.{key}")), message);
        }
    }
}
