//! Pods that see the processes of their node.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "host-pid",
    name: "no pod sees the processes of its node",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No pod says `hostPID: true`.",
    why: "It can read the environment, and with it the secrets, of every process of the node, and kill them.",
    fix: "take `hostPID` out, or say why it must be in the annotation",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostPID: true
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostPID: false
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    if pod.at("hostPID").and_then(Node::as_bool) == Some(true) {
        hits.say(pod.path("hostPID"), "the pods see the processes of their node");
    }
}
