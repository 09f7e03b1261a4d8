//! `kubewright explain RULE`: what a rule of `check` demands, why, and how to meet it.

use std::fmt::Write as _;

use serde_json::json;

use crate::check::{ITEMS, Rule};

use super::failure::Failure;
use super::report;

/// Prints all that is known of a rule.
pub(crate) fn explain_rule(rule: &Rule, as_json: bool) -> Result<(), Failure> {
    report::print(&if as_json { value(rule) } else { text(rule) })
}

fn text(rule: &Rule) -> String {
    let item = ITEMS[usize::from(rule.item) - 1];
    let mut text = format!(
        "{}: {}\n\n{} from profile `{}` on; item {} of the checklist, {item}\n",
        rule.id, rule.name, rule.severity, rule.profile, rule.item
    );
    for (head, words) in [("What", rule.what), ("Why", rule.why), ("Fix", rule.fix)] {
        let _ = writeln!(text, "\n{head}: {words}");
    }
    for (head, example) in [("Bad", rule.bad), ("Good", rule.good)] {
        let _ = writeln!(text, "\n{head}:\n");
        example.lines().for_each(|line| _ = writeln!(text, "    {line}"));
    }
    let _ = writeln!(text, "\nTo depart from it: the annotation `{}: \"why\"`", rule.annotation());
    rule.sources.iter().for_each(|source| _ = writeln!(text, "See {source}"));
    text
}

fn value(rule: &Rule) -> String {
    let rule = json!({
        "id": rule.id,
        "name": rule.name,
        "item": rule.item,
        "severity": rule.severity.name(),
        "profile": rule.profile.name(),
        "what": rule.what,
        "why": rule.why,
        "fix": rule.fix,
        "bad": rule.bad,
        "good": rule.good,
        "sources": rule.sources,
        "annotation": rule.annotation(),
    });
    format!("{:#}\n", json!({"version": 1, "rule": rule}))
}
