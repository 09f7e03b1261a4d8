//! YAML that readers take for different things.

use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "ambiguous-yaml",
    name: "every reader of a manifest reads the same",
    item: 16,
    severity: Severity::Warning,
    profile: Profile::Recommended,
    what: "No key stands twice in a map, and no scalar means one thing to YAML 1.1 and another to 1.2, such as `yes`, `012` or `1_000`. Modes of files in octal are let through.",
    why: "Kubernetes reads YAML 1.1: `on` becomes true, `012` becomes 10, and of a repeated key the last one counts, while editors, linters and other tools show something else.",
    fix: "put a text into quotes, and write a number or a boolean in its plain form",
    bad: "apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data:
  DEBUG: off
",
    good: r#"apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data:
  DEBUG: "off"
"#,
    sources: &["https://yaml.org/type/bool.html", "https://yaml.org/type/int.html"],
    check: Check::Elsewhere,
};
