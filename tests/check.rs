//! What is generated meets what `check` asks for, but for what a spec departs from with its reason.

// A case that does not render ends the test with what is wrong.
#![allow(clippy::panic)]

#[path = "shared/every_case.rs"]
mod every_case;
#[path = "shared/folders.rs"]
mod folders;
#[path = "check/rules.rs"]
mod rules;

use kubewright::check::{Asked, Audit, Contents, Demands, Profile, Report, Set, Severity, read};
use kubewright::generate::Generated;
use kubewright::spec::Check;
use kubewright::spec::types::KubernetesVersion;

use every_case::every_case;

#[test]
fn no_case_has_an_error_under_production_nor_hardened() {
    for preset in ["production", "hardened"] {
        let mut wrong = Vec::new();
        for (case, one) in every_case(Some(preset), &[]) {
            let report = judged(generated(&one), Profile::Production, one.app.kubernetes);
            let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
            wrong.extend(
                errors.map(|error| format!("{case}: {:?}: {}: {}", error.object, error.rule.id, error.message)),
            );
        }
        assert!(wrong.is_empty(), "{preset}:\n{}", wrong.join("\n"));
    }
}

#[test]
fn every_generated_suppression_is_needed() {
    let mut unused = Vec::new();
    for (case, one) in every_case(Some("production"), &[]) {
        let report = judged(generated(&one), Profile::Strict, one.app.kubernetes);
        let found = report.findings.iter().filter(|finding| finding.rule.id.contains("suppression"));
        unused.extend(found.map(|finding| format!("{case}: {:?}: {}", finding.object, finding.message)));
    }
    assert!(unused.is_empty(), "{}", unused.join("\n"));
}

/// What the documents of one environment hold, read as any other text.
fn generated(one: &Generated) -> Contents {
    let texts: Vec<&str> = one.documents.iter().map(|document| document.text.as_str()).collect();
    let contents = read("generated.yaml", &texts.join("---\n"));
    assert_eq!(contents.objects.len(), one.documents.len(), "every document is an object");
    contents
}

/// What the rules of a profile say of some contents, for clusters of a version.
pub(crate) fn judged(contents: Contents, profile: Profile, kubernetes: KubernetesVersion) -> Report {
    let Contents { objects, findings, .. } = contents;
    let set = Set::new(&objects);
    let asked =
        Asked::new(Demands::new("", &Check { kubernetes: Some(kubernetes), ..Check::default() }, Some(profile)));
    let mut report = Report::of(findings, &asked);
    report.join(Audit::new(&set, &asked).judge(&objects));
    report
}
