//! Objects that stand there twice.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "duplicate-object",
    name: "every object stands there once",
    item: 3,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No two objects of the files of a folder have the same kind, namespace and name.",
    why: "The one that is applied last wins, and which that is depends on the names of the files.",
    fix: "take one of the two out, or give it another name",
    bad: "apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: http}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 81}]
",
    good: "apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: http}]
",
    sources: &["https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"],
    check: Check::Object(&[], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let same = set.named(object, &object.identity.kind, &object.identity.name);
    let mut same = same.filter(|other| other.identity == object.identity && other.folder() == object.folder());
    let Some(first) = same.next().filter(|first| !std::ptr::eq(*first, object)) else { return };
    if !object.identity.name.is_empty() {
        hits.say(keys("metadata.name"), format!("stands in {} as well", first.file));
    }
}
