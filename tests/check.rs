//! What is generated meets what `check` asks for, but for what a spec departs from with its reason.

// A case that does not render ends the test with what is wrong.
#![allow(clippy::panic)]

#[path = "shared/every_case.rs"]
mod every_case;
#[path = "shared/folders.rs"]
mod folders;
#[path = "check/rules.rs"]
mod rules;

use std::collections::BTreeSet;
use std::path::Path;

use kubewright::check::{Asked, Audit, Contents, Demands, Profile, Report, Root, Set, Severity, read};
use kubewright::generate::{Generated, Request, generate, tree};
use kubewright::io::Project;
use kubewright::spec::types::KubernetesVersion;
use kubewright::spec::{Check, Layout, Spec};

use every_case::every_case;

/// What a spec itself says, by the rule that finds it, and the words in which generation warns of it.
const WARNED: [(&str, &str); 7] = [
    ("autoscaler-leaves-one", "1 replica"),
    ("image-without-digest", "by tag and digest"),
    ("low-user-id", "above 10000"),
    ("no-cpu-limit", "a cpu limit"),
    ("no-liveness", "there is no liveness probe"),
    ("no-pre-stop", "`shutdown.delay` is 0s"),
    ("secret-in-env", "secrets as files"),
];
#[test]
fn no_case_has_a_finding_that_generation_does_not_warn_of() {
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    for (preset, profile) in
        [("staging", Profile::Production), ("production", Profile::Production), ("hardened", Profile::Strict)]
    {
        for (case, one) in every_case(Some(preset), &[]) {
            for finding in judged(generated(&one), profile, one.app.kubernetes).findings {
                let rule = finding.rule.id;
                let words = WARNED.iter().find(|(id, _)| *id == rule).map(|(_, words)| *words);
                let warned = words.filter(|words| one.warnings.iter().any(|warning| warning.message.contains(words)));
                match warned {
                    Some(why) => _ = used.insert((rule, why)),
                    None => wrong.push(format!("{preset}: {case}: {:?}: {rule}: {}", finding.object, finding.message)),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(used, WARNED.into_iter().collect(), "what is listed is found");
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

/// A base and the overlays are walked as files here. What they come to is what the plain layout has, as the conformance
/// suite shows.
#[test]
fn a_tree_of_kustomizations_has_no_error_that_the_plain_one_has_not() {
    let (mut wrong, mut trees) = (Vec::new(), 0);
    for folder in folders::folders() {
        let plain = errors(&folder, Layout::Plain).expect("every case has plain files");
        let Some(kustomize) = errors(&folder, Layout::Kustomize) else { continue };
        trees += 1;
        let more = kustomize.difference(&plain);
        wrong.extend(more.map(|(rule, kind)| format!("{}: {kind}: {rule}", folders::case_name(&folder))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(trees > 20, "{trees} cases have a base");
}

/// The errors in the files of a spec in a layout, each with the kind that has it; none where a spec has no base.
fn errors(folder: &Path, layout: Layout) -> Option<BTreeSet<(&'static str, String)>> {
    let project = Project::new(folder);
    let text = project.spec().expect("readable").expect("a case has a spec");
    let mut spec = Spec::parse(Project::SPEC, &text).expect("a valid spec");
    spec.layout = Some((layout, None));
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    let made = generate(&request, &spec.environment_names(), &project).expect("a case renders");
    let files = tree(&spec, &made, &project).ok()?;
    let Contents { objects, findings, generated, kustomized, .. } =
        Contents::joined(files.iter().map(|(file, text)| read(file, text)));
    let set = Set::new(&objects).with_generated(&generated).with_kustomized(&kustomized);
    let asked = Asked::new(Demands::new(Root::default(), &Check::default(), Some(Profile::Strict)));
    let mut report = Report::of(findings, &asked);
    report.join(Audit::new(&set, &asked).judge(&objects));
    let errors = report.findings.into_iter().filter(|finding| finding.severity == Severity::Error);
    let kind = |object: String| object.split(' ').next().unwrap_or_default().to_owned();
    Some(errors.map(|finding| (finding.rule.id, finding.object.map(kind).unwrap_or_default())).collect())
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
    let asked = Asked::new(Demands::new(
        Root::default(),
        &Check { kubernetes: Some(kubernetes), ..Check::default() },
        Some(profile),
    ));
    let mut report = Report::of(findings, &asked);
    report.join(Audit::new(&set, &asked).judge(&objects));
    report
}
