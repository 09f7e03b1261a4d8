//! Findings as failed tests of JUnit, a suite for each file.

use std::fmt::Write as _;

use crate::check::{Finding, Report};
use crate::graph::xml::xml_text;

/// A document of XML; the findings of one file stand together.
pub(crate) fn findings_junit(report: &Report) -> String {
    let findings = &report.findings;
    let count = findings.len();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(text, "<testsuites name=\"kubewright check\" tests=\"{count}\" failures=\"{count}\">");
    for suite in findings.chunk_by(|one, other| one.file == other.file) {
        let (file, count) = (xml_text(&suite[0].file), suite.len());
        let _ = writeln!(text, "  <testsuite name=\"{file}\" tests=\"{count}\" failures=\"{count}\">");
        suite.iter().for_each(|finding| case(&mut text, finding));
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn case(text: &mut String, finding: &Finding) {
    let object = finding.object.as_deref().unwrap_or("the file");
    let line = finding.position.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
    let _ = writeln!(
        text,
        "    <testcase classname=\"{}\" name=\"{}\">\n      <failure type=\"{}\" message=\"{}\">{}{line}: fix: {}</failure>\n    </testcase>",
        finding.rule.id,
        xml_text(object),
        finding.severity,
        xml_text(&finding.message),
        xml_text(&finding.file),
        xml_text(&finding.fix)
    );
}
