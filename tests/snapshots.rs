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

use kubewright::generate::{Generated, Request, generate, tools, tree};
use kubewright::io::Project;
use kubewright::layout::files;
use kubewright::spec::{Layout, Spec};

use folders::{case_name, folders};

#[test]
fn every_case_renders_as_its_snapshot() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for folder in folders() {
        let case = case_name(&folder);
        for (name, text) in rendered(&folder) {
            settings.bind(|| insta::assert_snapshot!(format!("{case}{name}"), text));
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
            rendered(folder).into_iter().map(move |(name, _)| format!("{case}{name}.snap"))
        })
        .collect();
    for entry in std::fs::read_dir(root.join("snapshots")).expect("snapshots stand in a folder") {
        let name = entry.expect("readable").file_name().to_string_lossy().into_owned();
        assert!(known.contains(&name) || !name.ends_with(".snap"), "snapshots/{name} belongs to no case: delete it");
    }
}

/// The layouts that make something else of an environment's manifests than one file an object.
const LAYOUTS: [Layout; 2] = [Layout::Kustomize, Layout::Helm];

/// Files of a chart that are nearly the same in every case, and shown of the first alone.
const ALIKE: [&str; 5] =
    [".helmignore", "_helpers.tpl", "extra-objects.yaml", "test-connection.yaml", "values.schema.json"];

/// The name of a snapshot, and its text: each environment's warnings and manifests, all files of each other layout, one
/// after the other, and the files for other tools, which are the same in every layout.
fn rendered(folder: &Path) -> Vec<(String, String)> {
    let project = Project::new(folder);
    let text = project.spec().expect("readable").expect("a case has a spec");
    let mut spec =
        Spec::parse(Project::SPEC, &text).unwrap_or_else(|problems| panic!("{}: {problems:#?}", folder.display()));
    let names = spec.environment_names();
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    let generated =
        generate(&request, &names, &project).unwrap_or_else(|error| panic!("{}: {error:#?}", folder.display()));
    let mut found = Vec::new();
    let tools = tools(&spec, &generated, &project).unwrap_or_else(|error| panic!("{}: {error:#?}", folder.display()));
    if !tools.is_empty() {
        let texts: Vec<String> = tools.iter().map(|(path, text)| format!("==> {path}\n{text}")).collect();
        found.push(("+tools".to_owned(), texts.join("\n")));
    }
    for layout in LAYOUTS {
        spec.layout = Some((layout, None));
        let tree = tree(&spec, &generated, &project).unwrap_or_else(|error| panic!("{}: {error:#?}", folder.display()));
        let is_shown = |path: &&String| {
            let is_known = tools.contains_key(*path) || ALIKE.iter().any(|name| path.ends_with(name));
            folder.ends_with("cases/web") || !is_known
        };
        let shown = tree.iter().filter(|(path, _)| is_shown(path));
        let text = shown.map(|(path, text)| told(path, text, &generated)).collect::<Vec<_>>().join("\n");
        // No environment has a name with this sign.
        found.push((format!("+{layout}"), text));
    }
    let of_environments = generated.into_iter().map(|one| {
        let mut text = String::new();
        for warning in &one.warnings {
            let _ = writeln!(text, "# warning: {warning}");
        }
        let documents: Vec<&str> = one.documents.iter().map(|document| document.text.as_str()).collect();
        text.push_str(&documents.join("---\n"));
        (format!("@{}", one.environment), text)
    });
    found.extend(of_environments);
    found
}

/// A file of a tree; one that an environment has as well is not shown twice.
fn told(path: &str, text: &str, environments: &[Generated]) -> String {
    let has = |one: &&Generated| files(&one.documents).values().any(|other| other == text);
    match environments.iter().find(has) {
        Some(one) => format!("==> {path} (as in {})\n", one.environment),
        None => format!("==> {path}\n{text}"),
    }
}
