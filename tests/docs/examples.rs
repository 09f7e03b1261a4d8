//! Each YAML and each template that the documentation shows is rendered as a reader would use it.
//!
//! An example with a `version` is a whole spec, one whose first line names a file is that file, and any
//! other is a part of a spec: beside it stand the keys of the smallest spec that it does not say itself. The
//! files that the examples name stand in `tests/docs/beside/`.

use std::path::{Path, PathBuf};

use kubewright::generate::{GenerateError, Generated, Request, generate};
use kubewright::io::Project;
use kubewright::problem::Problem;
use kubewright::spec::Spec;
use tempfile::TempDir;

/// A fenced block of one of the documents.
struct Example {
    /// The document and the line where it opens.
    place: String,
    /// `yaml`, `jinja` or another.
    language: String,
    text: String,
}

impl Example {
    /// The file that its first line names.
    fn file(&self) -> Option<&str> {
        let line = self.text.lines().next()?;
        let template = line.strip_prefix("{#-").and_then(|rest| rest.strip_suffix("-#}"));
        let name = template.or(line.strip_prefix('#'))?.trim();
        Some(name).filter(|name| name.contains('/') && !name.contains(' '))
    }

    /// It as a whole spec.
    fn spec(&self, smallest: &str) -> String {
        if self.text.starts_with("version:") {
            return self.text.clone();
        }
        let says = |key: &str| self.text.lines().any(|line| line.starts_with(&format!("{key}:")));
        let ends = ["kind: CronJob", "kind: Job"].iter().any(|kind| self.text.contains(kind));
        let taken = |line: &&str| match line.split(':').next().unwrap_or_default() {
            "port" => !says("port") && !says("ports") && !ends,
            key => !says(key),
        };
        let beside: Vec<&str> = smallest.lines().filter(taken).collect();
        format!("{}\n{}", beside.join("\n"), self.text)
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The blocks of all documents, in order.
fn examples() -> Vec<Example> {
    let mut documents = vec![root().join("README.md")];
    for entry in std::fs::read_dir(root().join("docs")).expect("the documents stand in a folder") {
        documents.push(entry.expect("readable").path());
    }
    documents.sort();
    let mut found = Vec::new();
    for path in documents.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let text = std::fs::read_to_string(path).expect("readable");
        let name = path.strip_prefix(root()).expect("below the root").display().to_string();
        let mut lines = text.lines().enumerate();
        while let Some((number, line)) = lines.next() {
            let Some(language) = line.strip_prefix("```") else { continue };
            let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| !line.starts_with("```"));
            let text = inside.fold(String::new(), |text, line| text + line + "\n");
            found.push(Example { place: format!("{name}:{}", number + 1), language: language.to_owned(), text });
        }
    }
    found
}

/// A project in a folder with the files that the documents name and show.
fn project(examples: &[Example]) -> (TempDir, Project) {
    let folder = TempDir::new().expect("a temporary folder");
    let app = folder.path().join("app");
    copy(&root().join("tests/docs/beside"), &app);
    for (example, name) in examples.iter().filter_map(|example| example.file().map(|name| (example, name))) {
        let base = if name.starts_with("platform/") { folder.path() } else { &app };
        let path = base.join(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("folders can be made");
        std::fs::write(path, &example.text).expect("writable");
    }
    (folder, Project::new(app))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folders can be made");
    for entry in std::fs::read_dir(from).expect("readable") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, target).expect("writable");
        }
    }
}

/// What a spec generates, or all that is wrong with it.
fn made(place: &str, text: &str, project: &Project) -> Result<Vec<Generated>, String> {
    let told = |problems: Vec<Problem>| problems.iter().map(|problem| format!("  {problem}\n")).collect::<String>();
    let spec = Spec::parse(place, text).map_err(told)?;
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    generate(&request, &spec.environment_names(), project).map_err(|error| match error {
        GenerateError::Invalid(problems) | GenerateError::Bug(problems) => told(problems),
    })
}

#[test]
fn every_example_of_a_spec_renders() {
    let examples = examples();
    let (_folder, project) = project(&examples);
    let smallest = &examples.iter().find(|example| example.text.starts_with("version:")).expect("there is one").text;
    let mut failures = String::new();
    let mut specs = 0;
    for example in examples.iter().filter(|example| example.language == "yaml" && example.file().is_none()) {
        specs += 1;
        if let Err(problems) = made(&example.place, &example.spec(smallest), &project) {
            failures.push_str(&format!("{}\n{problems}", example.place));
        }
    }
    assert!(specs > 20, "only {specs} examples were found");
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_template_of_the_documents_writes_its_object() {
    let examples = examples();
    let (_folder, project) = project(&examples);
    let spec = "version: 1\nkubernetes: \"1.35\"\nname: web\nimage: web:1\nport: 8080\ntemplates: templates\n";
    let made = made("kubewright.yaml", spec, &project).expect("the templates render");
    let written: Vec<&str> =
        made.iter().flat_map(|one| &one.documents).map(|document| document.file.as_str()).collect();
    let templates: Vec<&str> = examples
        .iter()
        .filter(|example| example.language == "jinja")
        .map(|example| example.file().expect("its first line names the file"))
        .collect();
    assert!(!templates.is_empty());
    for template in templates {
        let file = template.rsplit('/').next().unwrap_or(template).trim_end_matches(".tera");
        assert!(written.contains(&file), "{template} writes {file}: {written:?}");
    }
}
