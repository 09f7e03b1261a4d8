//! Findings for programs; the shape is documented in docs/json.md.

use serde_json::{Map, Value, json};

use crate::check::{Finding, ITEMS, Score, Severity};

use super::findings::Audited;

/// Every finding, and how each item of the checklist stands.
pub(crate) fn findings_json(audited: &Audited<'_>) -> String {
    format!("{:#}\n", findings_value(audited))
}

/// The same as a value.
pub(super) fn findings_value(audited: &Audited<'_>) -> Value {
    let findings: Vec<Value> = audited.report.findings.iter().map(finding).collect();
    let items: Vec<Value> = audited.report.scores().iter().map(item).collect();
    let profiles = audited.report.profiles.iter().map(|(profile, count)| (profile.name().to_owned(), json!(count)));
    let profiles: Map<String, Value> = profiles.collect();
    let stale: Vec<String> = audited.stale.iter().map(ToString::to_string).collect();
    let summary = json!({
        "profiles": profiles,
        "files": audited.files,
        "objects": audited.report.objects,
        "templates": audited.templates,
        "errors": audited.count(Severity::Error),
        "warnings": audited.count(Severity::Warning),
        "suppressed": audited.report.suppressed,
        "known": audited.known,
        "stale": stale,
        "passedOver": audited.passed_over,
        "items": items,
    });
    json!({"version": 1, "findings": findings, "summary": summary})
}

fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule.id,
        "severity": finding.severity.name(),
        "file": &*finding.file,
        "line": finding.position.map(|position| position.line),
        "column": finding.position.map(|position| position.column),
        "object": finding.object,
        "field": finding.field,
        "message": finding.message,
        "fix": finding.fix,
    })
}

fn item(score: &Score) -> Value {
    json!({
        "item": score.item,
        "name": ITEMS[usize::from(score.item) - 1],
        "judged": score.judged,
        "held": score.held,
        "score": score.percent(),
    })
}
