//! Fields that the API does not know, and values that it does not take.

use crate::check::hits::Hits;
use crate::check::object::Object;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::validate::misfits;

pub(in crate::check) static RULE: Rule = Rule {
    id: "unknown-field",
    name: "every field is one of the API, with a value that it takes",
    item: 16,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No object of Kubernetes' own kinds has a field that the API does not have, lacks one that it demands, or has a value of another type.",
    why: "A server that is strict refuses the object; one that is not drops the field, and what it was to do is not done.",
    fix: "write the field as the API spells it, at the level where it belongs",
    bad: "apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  sessionAfinity: ClientIP
  ports: [{port: 80}]
",
    good: "apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  sessionAffinity: ClientIP
  ports: [{port: 80}]
",
    sources: &[
        "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
        "https://kubernetes.io/docs/reference/kubernetes-api/",
    ],
    check: Check::Object(&[], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let found = misfits(&object.api_version, &object.identity.kind, &object.node.to_value());
    for misfit in found.into_iter().filter(|misfit| !misfit.is_missing || !set.is_kustomized(object)) {
        let hit = hits.say(misfit.path, misfit.message);
        misfit.hint.into_iter().for_each(|hint| _ = hit.fix(hint));
    }
}
