//! Mounts of volumes that are not there.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::problem::did_you_mean;
use crate::yaml::Node;
use std::collections::BTreeSet;

pub(in crate::check) static RULE: Rule = Rule {
    id: "volume-missing",
    name: "every volume that is mounted is declared",
    item: 13,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The name of every mount is that of a volume of the pod, or of a claim of its StatefulSet.",
    why: "The server refuses the object.",
    fix: "declare the volume, or take the mount out",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      volumeMounts: [{name: tmp, mountPath: /tmp}]
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  volumes: [{name: tmp, emptyDir: {sizeLimit: 64Mi}}]
  containers:
    - name: web
      image: web:1.4.2
      volumeMounts: [{name: tmp, mountPath: /tmp}]
",
    sources: &["https://kubernetes.io/docs/concepts/storage/volumes/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let name = |node: &Node, path: &str| node.at(path).and_then(Node::as_str).map(str::to_owned);
    let claims = pod.object.at("spec.volumeClaimTemplates").map(Node::items).unwrap_or_default();
    let claims = claims.iter().filter_map(|claim| name(claim, "metadata.name"));
    let declared: BTreeSet<String> =
        pod.list("volumes").filter_map(|(_, volume)| name(volume, "name")).chain(claims).collect();
    for container in &pod.containers {
        for (path, mount) in container.list("volumeMounts") {
            let Some(name) = name(mount, "name").filter(|name| !declared.contains(name)) else { continue };
            let hint = did_you_mean(&name, declared.iter().map(String::as_str));
            let message = format!("container `{}` mounts volume `{name}`, which is not declared", container.name);
            let hit = hits.say(path, message);
            hint.into_iter().for_each(|hint| _ = hit.fix(hint));
        }
    }
}
