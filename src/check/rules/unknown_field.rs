//! Fields that the API does not know, or demands.

use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::validate::Wrong;

pub(in crate::check) static RULE: Rule = Rule {
    id: "unknown-field",
    name: "every field is one of the API, and those that it demands are there",
    item: 16,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No object of the kinds that apps are made of has a field that the API does not have, or lacks one that it demands. Beside a `kustomization.yaml` no missing field is told, since kustomize may add it.",
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
    check: Check::Api(&[Wrong::Field, Wrong::Missing]),
};
