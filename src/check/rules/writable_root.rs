//! Root file systems that can be written.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "writable-root",
    name: "the root file system is read-only",
    item: 15,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Every container says `readOnlyRootFilesystem: true`.",
    why: "Whoever gets into the container can replace its programs; and what an app writes there is lost at every restart, and fills the node's disk.",
    fix: "say `readOnlyRootFilesystem: true`, and mount a sized emptyDir where the app writes",
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
      securityContext: {readOnlyRootFilesystem: true}
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    if container.at("securityContext.readOnlyRootFilesystem").and_then(Node::as_bool) != Some(true) {
        let message = format!("container `{}` does not say `readOnlyRootFilesystem: true`", container.name);
        hits.say(container.path("securityContext.readOnlyRootFilesystem"), message).mend_if_ready(true);
    }
}
