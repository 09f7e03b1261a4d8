//! Scratch space without a bound.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "unbounded-scratch",
    name: "every emptyDir has a bound",
    item: 15,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Every `emptyDir` has a `sizeLimit`.",
    why: "One pod that writes without end fills the disk, or the memory, of its node, which then evicts others.",
    fix: "write `sizeLimit` for the volume",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes: [{name: tmp, emptyDir: {}}]
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes: [{name: tmp, emptyDir: {sizeLimit: 64Mi}}]
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/storage/volumes/#emptydir"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    for (mut path, volume) in pod.list("volumes") {
        if volume.at("emptyDir").is_some_and(|scratch| scratch.at("sizeLimit").is_none()) {
            path.push("emptyDir".to_owned());
            let name = volume.at("name").and_then(Node::as_str).unwrap_or_default();
            hits.say(path, format!("volume `{name}` has no bound"));
        }
    }
}
