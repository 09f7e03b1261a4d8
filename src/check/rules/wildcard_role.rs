//! Roles that may do everything.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "wildcard-role",
    name: "every role names what it may do",
    item: 15,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "No rule of a Role or a ClusterRole has `*` for its verbs and for its resources.",
    why: "Whoever gets into the app may read all secrets, and make pods that do the rest.",
    fix: "name the verbs and the resources that the app uses",
    bad: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web}
rules: [{apiGroups: [""], resources: ["*"], verbs: ["*"]}]
"#,
    good: r#"apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: web}
rules: [{apiGroups: [""], resources: [configmaps], verbs: [get]}]
"#,
    sources: &["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
    check: Check::Object(&["Role", "ClusterRole"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    for (index, rule) in object.at("rules").map(Node::items).unwrap_or_default().iter().enumerate() {
        let all = |key: &str| {
            let named = rule.at(key).map(Node::items).unwrap_or_default();
            named.iter().any(|one| one.as_str() == Some("*"))
        };
        if all("verbs") && all("resources") {
            hits.say(keys(&format!("rules.{index}")), "may do everything with everything");
        }
    }
}
