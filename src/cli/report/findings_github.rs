//! Findings as annotations of GitHub Actions
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message>).

use std::fmt::Write as _;

use crate::check::{Finding, Report};

/// A command a line for each finding.
pub(crate) fn findings_github(report: &Report) -> String {
    report.findings.iter().fold(String::new(), |mut text, finding| {
        let _ = writeln!(text, "{}", command(finding));
        text
    })
}

fn command(finding: &Finding) -> String {
    let position = finding.position.map(|at| format!(",line={},col={}", at.line, at.column)).unwrap_or_default();
    let object = finding.object.as_ref().map(|object| format!("{object}: ")).unwrap_or_default();
    format!(
        "::{} file={}{position},title={}::{}",
        finding.severity,
        property(&finding.file),
        property(finding.rule.id),
        message(&format!("{object}{}\nfix: {}", finding.message, finding.fix))
    )
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
