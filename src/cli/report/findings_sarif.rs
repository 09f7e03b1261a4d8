//! Findings as SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::check::{Finding, ITEMS, Report, Rule, Severity};

/// One run, with the rules that found something.
pub(crate) fn findings_sarif(report: &Report) -> String {
    let mut rules: Vec<&Rule> = report.findings.iter().map(|finding| finding.rule).collect();
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    let results: Vec<Value> = report.findings.iter().map(|finding| result(finding, &rules)).collect();
    let driver = json!({
        "name": "kubewright",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
    });
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    });
    format!("{log:#}\n")
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": format!("{} {}", rule.what, rule.why)},
        "help": {"text": format!("Fix: {}.", rule.fix)},
        "helpUri": rule.sources.first(),
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": [ITEMS[usize::from(rule.item) - 1]]},
    })
    .without_nulls()
}

fn result(finding: &Finding, rules: &[&Rule]) -> Value {
    let index = rules.binary_search_by_key(&finding.rule.id, |rule| rule.id).unwrap_or_default();
    let region = finding.position.map(|at| json!({"startLine": at.line, "startColumn": at.column}));
    let file = json!({"artifactLocation": {"uri": uri(&finding.file)}, "region": region}).without_nulls();
    let object = finding.object.as_ref().map(|object| json!([{"fullyQualifiedName": object, "kind": "object"}]));
    json!({
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": format!("{}; {}", finding.message, finding.fix)},
        "locations": [json!({"physicalLocation": file, "logicalLocations": object}).without_nulls()],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A path as a relative reference (<https://www.rfc-editor.org/rfc/rfc3986#section-2.3>).
fn uri(path: &str) -> String {
    path.bytes().fold(String::new(), |mut uri, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
        uri
    })
}

/// What is not known is left out: SARIF knows no null there.
trait WithoutNulls {
    fn without_nulls(self) -> Self;
}

impl WithoutNulls for Value {
    fn without_nulls(mut self) -> Self {
        self.as_object_mut().into_iter().for_each(|map| map.retain(|_, value| !value.is_null()));
        self
    }
}
