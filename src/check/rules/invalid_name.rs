//! Names that the API does not take.

use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::validate::Wrong;

pub(in crate::check) static RULE: Rule = Rule {
    id: "invalid-name",
    name: "every name is one that the API takes",
    item: 16,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Objects, their labels and their annotations have names of the form that the API demands of each, and so have containers, ports, volumes and variables of the kinds that apps are made of. What stands in for a value that is filled in later, such as `${NAME}`, is let through.",
    why: "The server refuses the object, after others of the same deploy were applied already.",
    fix: "write a name of the form that is told",
    bad: "apiVersion: v1
kind: ConfigMap
metadata: {name: Web_Config}
data: {LOG_LEVEL: info}
",
    good: "apiVersion: v1
kind: ConfigMap
metadata: {name: web-config}
data: {LOG_LEVEL: info}
",
    sources: &[
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set",
    ],
    check: Check::Api(&[Wrong::Name]),
};
