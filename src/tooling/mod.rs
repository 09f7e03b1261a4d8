//! Files that other tools than Kubernetes read, such as scripts: beside the manifests, the same in every layout.

mod bases;
mod components;
mod delivery;
mod dockerfile;
mod logging_folder;
mod tests_folder;
mod updates;
mod waiting;

use serde::Serialize;
use tera::Context;

use crate::layout::{Objects, Tree};
use crate::problem::Problem;
use crate::render::{Engine, RenderError};
use crate::spec::Spec;
use crate::yaml::parse_documents;

pub use components::components;

/// What the files are made from: the spec, and all of its environments.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The spec.
    pub spec: &'a Spec,
    /// Its environments.
    pub environments: &'a [Objects<'a>],
}

/// A file to render.
pub struct File {
    /// Its path relative to the spec's folder.
    path: String,
    /// The template's name.
    template: &'static str,
    context: Context,
}

impl File {
    fn new(path: impl Into<String>, template: &'static str, context: &impl Serialize) -> Self {
        let context = Context::from_serialize(context).expect("contexts are structs of texts, numbers, lists and maps");
        Self { path: path.into(), template, context }
    }
}

/// Every file that the answers ask for.
pub fn files(subject: &Subject<'_>) -> Vec<File> {
    let files = [tests_folder::files, logging_folder::files, dockerfile::files, delivery::files, updates::files];
    files.into_iter().flat_map(|files| files(subject)).collect()
}

/// What of the answers does not fit to the spec as a whole.
pub fn problems(subject: &Subject<'_>) -> Vec<Problem> {
    [delivery::problems, updates::problems].into_iter().flat_map(|problems| problems(subject)).collect()
}

/// The path of an environment's file once the environment has another name; none for a file that is not of it.
pub fn renamed(path: &str, from: &str, to: &str) -> Option<String> {
    tests_folder::renamed(path, from, to)
        .or_else(|| logging_folder::renamed(path, from, to))
        .or_else(|| delivery::renamed(path, from, to))
        .or_else(|| components::renamed(path, from, to))
}

/// Renders files.
///
/// # Errors
/// What a template does wrong, with its file and line.
pub fn render(engine: &mut Engine, files: &[File]) -> Result<Tree, RenderError> {
    engine.load(&files.iter().map(|file| file.template).collect::<Vec<_>>())?;
    let mut tree = Tree::new();
    for file in files {
        let text = engine.render(file.template, &file.context)?;
        if file.path.ends_with(".yaml") || file.path.ends_with(".yml") {
            let source = format!("{} (as rendered)", engine.source(file.template));
            parse_documents(&source, &text).map_err(|problem| engine.blame(file.template, vec![problem]))?;
        }
        tree.insert(file.path.clone(), text);
    }
    Ok(tree)
}
