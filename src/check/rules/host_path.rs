//! Paths of the node in a pod.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "host-path",
    name: "no pod mounts a path of its node",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No volume is a `hostPath`.",
    why: "Whoever gets into the container reads or writes files of the node, and what the app keeps there is gone on the next node.",
    fix: "take a PersistentVolumeClaim, an emptyDir or a projected volume in its place",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes: [{name: run, hostPath: {path: /run/containerd}}]
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes: [{name: run, emptyDir: {sizeLimit: 64Mi}}]
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    for (mut path, volume) in pod.list("volumes") {
        let Some(host) = volume.at("hostPath") else { continue };
        path.push("hostPath".to_owned());
        let name = volume.at("name").and_then(Node::as_str).unwrap_or_default();
        let node_path = host.at("path").and_then(Node::as_str).unwrap_or_default();
        hits.say(path, format!("volume `{name}` is the node's `{node_path}`"));
    }
}
