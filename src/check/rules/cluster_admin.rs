//! Apps that own the cluster.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "cluster-admin",
    name: "no app is an administrator of the cluster",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No binding gives the ClusterRole `cluster-admin` to a ServiceAccount.",
    why: "Whoever gets into the app has the cluster.",
    fix: "write a Role with the few rights that the app uses, and bind that",
    bad: "apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: web}]
",
    good: "apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: web}]
",
    sources: &["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
    check: Check::Object(&["RoleBinding", "ClusterRoleBinding"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    let subjects = object.at("subjects").map(Node::items).unwrap_or_default();
    let account = subjects.iter().find(|subject| subject.at("kind").and_then(Node::as_str) == Some("ServiceAccount"));
    if let Some(account) = account.filter(|_| object.text("roleRef.name") == Some("cluster-admin")) {
        let name = account.at("name").and_then(Node::as_str).unwrap_or_default();
        hits.say(keys("roleRef"), format!("makes the account `{name}` an administrator"));
    }
}
