//! Claims that do not say how much.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "claim-without-size",
    name: "every claim says its size",
    item: 13,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Every PersistentVolumeClaim, those of a StatefulSet among them, requests storage.",
    why: "The server refuses the claim.",
    fix: "write `resources: {requests: {storage: ...}}`: it is hard to change later",
    bad: "apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce]}
",
    good: "apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Gi}}}
",
    sources: &["https://kubernetes.io/docs/concepts/storage/persistent-volumes/"],
    check: Check::Object(&["PersistentVolumeClaim", "StatefulSet"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    let sized = |claim: &Node| claim.at("spec.resources.requests.storage").is_some();
    if object.is("", "PersistentVolumeClaim") && !sized(&object.node) {
        hits.say(keys("spec"), "does not say its size");
    }
    let templates = object.at("spec.volumeClaimTemplates").map(Node::items).unwrap_or_default();
    for (index, claim) in templates.iter().enumerate().filter(|(_, claim)| !sized(claim)) {
        let name = claim.at("metadata.name").and_then(Node::as_str).unwrap_or_default();
        hits.say(keys(&format!("spec.volumeClaimTemplates.{index}")), format!("claim `{name}` does not say its size"));
    }
}
