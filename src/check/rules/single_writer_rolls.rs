//! Volumes of one node in pods that roll.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "single-writer-rolls",
    name: "a volume of one node is let go before it is taken",
    item: 13,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "A Deployment that mounts a claim with ReadWriteOnce or ReadWriteOncePod ends its old pod before the new one starts: `Recreate`, or `maxSurge: 0`.",
    why: "The new pod lands on another node and waits for the volume that the old one holds, which waits for the new one: the rollout hangs.",
    fix: "say `strategy: {type: Recreate}`, or take a StatefulSet",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
",
    good: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  strategy: {type: Recreate}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      containers:
        - name: web
          image: web:1.4.2
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
",
    sources: &["https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let surge = pod.object.at("spec.strategy.rollingUpdate.maxSurge");
    let first_out = surge.is_some_and(|surge| surge.as_i64() == Some(0) || surge.as_str() == Some("0%"));
    let recreates = pod.object.text("spec.strategy.type") == Some("Recreate");
    if pod.object.identity.kind != "Deployment" || first_out || recreates {
        return;
    }
    for (path, volume) in pod.list("volumes") {
        let Some(name) = volume.at("persistentVolumeClaim.claimName").and_then(Node::as_str) else { continue };
        let mut claims = pod.set.named(pod.object, "PersistentVolumeClaim", name);
        let claim = claims.find(|claim| pod.set.as_written(pod.object, claim));
        let modes = claim.and_then(|claim| claim.at("spec.accessModes")).map(Node::items).unwrap_or_default();
        let one_node = |mode: &Node| matches!(mode.as_str(), Some("ReadWriteOnce" | "ReadWriteOncePod"));
        if !modes.is_empty() && modes.iter().all(one_node) {
            hits.say(path, format!("the claim `{name}` can be mounted on one node, and a rollout needs two"));
        }
    }
}
