//! Kinds that no cluster knows.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::validate::unserved;

use super::removed_api::removed;

pub(in crate::check) static RULE: Rule = Rule {
    id: "unknown-kind",
    name: "every object is of a kind that is served",
    item: 16,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The `kind` of an object in one of Kubernetes' own groups is one of that group, in letters of the same case, and its `apiVersion` one that serves it. Custom resources are let through.",
    why: "The server knows no such kind and refuses the object, after others of the same deploy were applied already.",
    fix: "write `kind` and `apiVersion` as the API spells them",
    bad: "apiVersion: app/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: \"web:1.4.2\"}]
",
    good: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: \"web:1.4.2\"}]
",
    sources: &[
        "https://kubernetes.io/docs/reference/kubernetes-api/",
        "https://kubernetes.io/docs/reference/using-api/#api-groups",
    ],
    check: Check::Object(&[], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    if removed(object).is_none()
        && let Some(unserved) = unserved(&object.api_version, &object.identity.kind)
    {
        let hit = hits.say(keys(unserved.key), unserved.message);
        unserved.hint.into_iter().for_each(|hint| _ = hit.fix(hint));
    }
}
