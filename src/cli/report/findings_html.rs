//! Findings as one page that needs nothing beside it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::check::{ITEMS, Link, Rule, Target};

use super::findings::Audited;
use super::findings_json::findings_value;

/// The page, in whose place of [`HOLE`] the report stands.
const PAGE: &str = include_str!("findings.html");
const HOLE: &str = "/*REPORT*/";

/// A page with the scores, the findings and a picture of the objects.
pub(crate) fn findings_html(audited: &Audited<'_>) -> String {
    let mut report = findings_value(audited);
    let mut rules: Vec<&Rule> = audited.report.findings.iter().map(|finding| finding.rule).collect();
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    report["rules"] =
        rules.iter().map(|rule| (rule.id.to_owned(), words(rule))).collect::<serde_json::Map<_, _>>().into();
    report["objects"] = audited.objects.iter().map(|(file, object)| json!([&**file, object])).collect();
    let link = |link: &Link| match link.to {
        Target::Object(to) => Some([link.from, to]),
        Target::Other(_) => None,
    };
    let links: BTreeSet<[usize; 2]> = audited.links.iter().filter_map(link).collect();
    report["links"] = links.into_iter().map(|ends| json!(ends)).collect();
    report["version"] = env!("CARGO_PKG_VERSION").into();
    // No text may end the element that it stands in.
    PAGE.replacen(HOLE, &report.to_string().replace('<', "\\u003c"), 1)
}

fn words(rule: &Rule) -> Value {
    json!({"name": rule.name, "item": rule.item, "itemName": ITEMS[usize::from(rule.item) - 1], "what": rule.what, "why": rule.why})
}
