//! Bindings of roles that are not there.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::problem::did_you_mean;

pub(in crate::check) static RULE: Rule = Rule {
    id: "role-missing",
    name: "every role that is bound is there",
    item: 15,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The Role or ClusterRole that a binding names stands beside it, where any of its kind does; the ClusterRoles that every cluster has are let through.",
    why: "The account has no rights: every request of the app to the API is refused.",
    fix: "name the role as it is called; a binding's role cannot be changed later",
    bad: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web}
rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: wbe}
subjects: [{kind: ServiceAccount, name: web}]
"#,
    good: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web}
rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}
subjects: [{kind: ServiceAccount, name: web}]
"#,
    sources: &["https://kubernetes.io/docs/reference/access-authn-authz/rbac/"],
    check: Check::Object(&["RoleBinding", "ClusterRoleBinding"], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let Some((kind, name)) = object.text("roleRef.kind").zip(object.text("roleRef.name")) else { return };
    let built_in = kind == "ClusterRole" && BUILT_IN.contains(&name) || name.starts_with("system:");
    let built_in = built_in || kind == "Role" && name == OF_EXTENSIONS;
    if built_in || set.named(object, kind, name).next().is_some() {
        return;
    }
    let mut roles = set.of_kind(object, kind).peekable();
    if roles.peek().is_none() {
        return;
    }
    let hint = did_you_mean(name, roles.map(|role| role.identity.name.as_str()));
    let hit = hits.say(keys("roleRef.name"), format!("the {kind} `{name}` is not there"));
    hint.into_iter().for_each(|hint| _ = hit.fix(hint));
}

/// The Role in `kube-system` by which servers of further APIs learn whom to trust.
const OF_EXTENSIONS: &str = "extension-apiserver-authentication-reader";

/// The ClusterRoles for people that every cluster has.
const BUILT_IN: [&str; 4] = ["cluster-admin", "admin", "edit", "view"];
