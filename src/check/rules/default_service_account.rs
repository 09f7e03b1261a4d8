//! Pods without an account of their own.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "default-service-account",
    name: "every workload has a ServiceAccount of its own",
    item: 15,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Every pod names a `serviceAccountName` other than `default`.",
    why: "Rights that are given to one app by its account hold for every pod of the namespace that names none.",
    fix: "write a ServiceAccount for the app, and name it",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  serviceAccountName: web
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/security/service-accounts/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let name = pod.at("serviceAccountName").or_else(|| pod.at("serviceAccount")).and_then(Node::as_str);
    if name.is_none_or(|name| name == "default") {
        hits.say(pod.path("serviceAccountName"), "the pods use the account `default`, which they share with others");
    }
}
