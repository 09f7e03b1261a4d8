//! Objects that go wherever the context points.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "mixed-namespaces",
    name: "the objects of a folder all say their namespace, or none does",
    item: 2,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "No object leaves its namespace out where others of the same folder write theirs.",
    why: "The objects are torn apart: some land where they say, the others where kubectl happens to point, and do not find each other.",
    fix: "write the namespace of the others",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: web
      image: web:1.4.2
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: web
      image: web:1.4.2
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web, namespace: shop}
",
    sources: &["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/"],
    check: Check::Object(&[], check),
};

/// Kinds that surely live in a namespace; of others it is not known.
const IN_NAMESPACE: [&str; 19] = [
    "ConfigMap",
    "CronJob",
    "DaemonSet",
    "Deployment",
    "HorizontalPodAutoscaler",
    "HTTPRoute",
    "Ingress",
    "Job",
    "NetworkPolicy",
    "PersistentVolumeClaim",
    "Pod",
    "PodDisruptionBudget",
    "Role",
    "RoleBinding",
    "Rollout",
    "Secret",
    "Service",
    "ServiceAccount",
    "StatefulSet",
];

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let kind = object.identity.kind.as_str();
    if object.namespace().is_some() || !IN_NAMESPACE.contains(&kind) {
        return;
    }
    if let Some(other) = set.says_namespace(object) {
        hits.say(keys("metadata"), format!("says no namespace, and {} does", other.identity));
    }
}
