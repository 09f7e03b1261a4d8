//! Objects in the namespace `default`.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "default-namespace",
    name: "no app lives in the namespace `default`",
    item: 2,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "No object but the cluster's own writes `namespace: default`.",
    why: "What has no home shares it: quotas, policies and rights that fit one app cannot be given, and a forgotten `--namespace` lands beside it.",
    fix: "give the app a namespace of its own",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web, namespace: default}
spec:
  containers:
    - name: web
      image: web:1.4.2
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: web
      image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces"],
    check: Check::Object(&[], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    if object.namespace() == Some("default") {
        hits.say(keys("metadata.namespace"), "lives in the namespace `default`");
    }
}
