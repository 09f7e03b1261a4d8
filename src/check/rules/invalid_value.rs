//! Values that the API does not take.

use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::validate::Wrong;

pub(in crate::check) static RULE: Rule = Rule {
    id: "invalid-value",
    name: "every value is one that the API takes",
    item: 16,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Every value of the kinds that apps are made of is of its field's type; words are of those that the field takes, ports from 1 to 65535, and counts, times, quantities, percentages, schedules, hosts and ranges of addresses what the API reads as such. Values that it does not take together, such as two containers of one name, are told as well. What stands in for a value that is filled in later is let through.",
    why: "The server refuses the object, after others of the same deploy were applied already.",
    fix: "write a value that the field takes",
    bad: "apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: ClusterIpp
  ports: [{port: 80}]
",
    good: "apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: ClusterIP
  ports: [{port: 80}]
",
    sources: &[
        "https://kubernetes.io/docs/reference/kubernetes-api/",
        "https://github.com/kubernetes/kubernetes/tree/master/pkg/apis",
    ],
    check: Check::Api(&[Wrong::Value]),
};
