//! Every case and example, rendered in every environment and compared with its snapshot.
//!
//! A case is a folder with a `kubewright.yaml`; adding one is adding a folder. The snapshots stand in
//! `snapshots/` and are reviewed by reading them.

// A case that does not render ends the test with what is wrong.
#![allow(clippy::panic)]

#[path = "shared/folders.rs"]
mod folders;

use std::fmt::Write as _;
use std::path::Path;

use kubewright::generate::{Request, generate};
use kubewright::io::Project;
use kubewright::spec::Spec;

use folders::{case_name, folders};

#[test]
fn every_case_renders_as_its_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for folder in folders() {
        let case = case_name(&folder);
        for (environment, text) in rendered(&folder) {
            settings.bind(|| insta::assert_snapshot!(format!("{case}@{environment}"), text));
        }
    }
}

#[test]
fn no_snapshot_is_left_of_a_case_that_is_gone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known: Vec<String> = folders()
        .iter()
        .flat_map(|folder| {
            let case = case_name(folder);
            rendered(folder).into_iter().map(move |(environment, _)| format!("{case}@{environment}.snap"))
        })
        .collect();
    for entry in std::fs::read_dir(root.join("snapshots")).expect("snapshots stand in a folder") {
        let name = entry.expect("readable").file_name().to_string_lossy().into_owned();
        assert!(known.contains(&name) || !name.ends_with(".snap"), "snapshots/{name} belongs to no case: delete it");
    }
}

/// Each environment's warnings and manifests.
fn rendered(folder: &Path) -> Vec<(String, String)> {
    let project = Project::new(folder);
    let text = project.spec().expect("readable").expect("a case has a spec");
    let spec =
        Spec::parse(Project::SPEC, &text).unwrap_or_else(|problems| panic!("{}: {problems:#?}", folder.display()));
    let names = spec.environment_names();
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    let generated =
        generate(&request, &names, &project).unwrap_or_else(|error| panic!("{}: {error:#?}", folder.display()));
    generated
        .into_iter()
        .map(|one| {
            let mut text = String::new();
            for warning in &one.warnings {
                let _ = writeln!(text, "# warning: {warning}");
            }
            let documents: Vec<&str> = one.documents.iter().map(|document| document.text.as_str()).collect();
            text.push_str(&documents.join("---\n"));
            (one.environment, text)
        })
        .collect()
}
