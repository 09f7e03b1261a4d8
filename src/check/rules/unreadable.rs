//! Texts that are no YAML.

use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "unreadable",
    name: "a manifest is YAML",
    item: 16,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Every file that is named, and every YAML file of a folder, is text, and its documents are YAML.",
    why: "The server, or the tool before it, refuses the whole file at deploy time.",
    fix: "mend the text at this place",
    bad: "apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data:
  motto: be: bold
",
    good: r#"apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data:
  motto: "be: bold"
"#,
    sources: &["https://yaml.org/spec/1.2.2/"],
    check: Check::Elsewhere,
};
