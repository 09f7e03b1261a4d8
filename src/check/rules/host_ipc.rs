//! Pods that share memory with their node.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "host-ipc",
    name: "no pod shares memory with its node",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No pod says `hostIPC: true`.",
    why: "It can read and change what the processes of the node share.",
    fix: "take `hostIPC` out, or say why it must be in the annotation",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostIPC: true
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostIPC: false
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    if pod.at("hostIPC").and_then(Node::as_bool) == Some(true) {
        hits.say(pod.path("hostIPC"), "the pods share memory with their node");
    }
}
