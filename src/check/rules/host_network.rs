//! Pods that use the network of their node.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "host-network",
    name: "no pod uses the network of its node",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No pod says `hostNetwork: true`.",
    why: "It sees the traffic of all pods of the node, reaches services that listen on the node alone, and no NetworkPolicy holds for it.",
    fix: "take `hostNetwork` out, or say why it must be in the annotation",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostNetwork: true
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  hostNetwork: false
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    if pod.at("hostNetwork").and_then(Node::as_bool) == Some(true) {
        hits.say(pod.path("hostNetwork"), "the pods use the network of their node");
    }
}
