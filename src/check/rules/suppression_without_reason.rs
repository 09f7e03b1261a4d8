//! Suppressions that do not say why.

use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "suppression-without-reason",
    name: "a suppression says why",
    item: 16,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Every annotation `kubewright.dev/ignore.<rule>` has a text that says why the rule is not for this object.",
    why: "An exception that nobody explains is copied, outlives its cause, and nobody dares to take it away. Without a reason it suppresses nothing.",
    fix: "write the reason as the annotation's value",
    bad: r#"apiVersion: v1
kind: Pod
metadata: {name: web, annotations: {kubewright.dev/ignore.privileged: ""}}
spec:
  containers:
    - name: web
      image: web:1.4.2
      securityContext: {privileged: true}
"#,
    good: r#"apiVersion: v1
kind: Pod
metadata: {name: web, annotations: {kubewright.dev/ignore.privileged: "it loads the driver of its disks"}}
spec:
  containers:
    - name: web
      image: web:1.4.2
      securityContext: {privileged: true}
"#,
    sources: &[],
    check: Check::Elsewhere,
};
