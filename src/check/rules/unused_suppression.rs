//! Suppressions that suppress nothing.

use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "unused-suppression",
    name: "a suppression is needed",
    item: 16,
    severity: Severity::Warning,
    profile: Profile::Recommended,
    what: "Every annotation `kubewright.dev/ignore.<rule>` names a rule, and that rule finds something in the object.",
    why: "What once excused one thing would silently excuse the next one.",
    fix: "take the annotation out",
    bad: r#"apiVersion: v1
kind: Pod
metadata: {name: web, annotations: {kubewright.dev/ignore.privileged: "it loads the driver of its disks"}}
spec:
  containers:
    - name: web
      image: web:1.4.2
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
