//! The files of a spec that other tools than Kubernetes read.

use crate::layout::{self, Objects, Tree};
use crate::preset::{Sources, base_layers, resolve};
use crate::problem::{Place, Problem};
use crate::spec::{Layout, Spec};
use crate::tooling::{self, Subject};

use super::engines::{Engines, Loaded};
use super::own_templates::point_out;
use super::{GenerateError, Generated};

/// The files that other tools read, such as scripts. They speak of all environments at once, so the templates that
/// stand in for ours are those of the top level.
///
/// # Errors
/// What is wrong with the user's templates.
pub fn tools(spec: &Spec, environments: &[Generated], sources: &dyn Sources) -> Result<Tree, GenerateError> {
    tools_by(spec, environments, sources, &mut Engines::default())
}

pub(super) fn tools_by(
    spec: &Spec,
    environments: &[Generated],
    sources: &dyn Sources,
    engines: &mut Engines,
) -> Result<Tree, GenerateError> {
    let environments: Vec<Objects<'_>> = environments.iter().map(Generated::objects).collect();
    let subject = Subject { spec, environments: &environments };
    let problems = tooling::problems(&subject);
    if !problems.is_empty() {
        return Err(GenerateError::Invalid(problems));
    }
    let files = tooling::files(&subject);
    if files.is_empty() && environments.iter().all(|one| one.app.components.is_empty()) {
        return Ok(Tree::new());
    }
    let (layers, _) = base_layers(spec, sources).map_err(GenerateError::Invalid)?;
    let loaded = engines.of(&resolve(&layers), sources)?;
    let Loaded { engine, near, .. } = loaded;
    let mut tree = tooling::render(engine, &files).map_err(|error| point_out(near, error.into()))?;
    for one in &environments {
        tree.extend(tooling::components(engine, one.app).map_err(|error| point_out(near, error.into()))?);
    }
    Ok(tree)
}

/// Adds them to the files of a layout.
///
/// # Errors
/// An environment whose files stand in the folder of theirs.
pub(super) fn add(tree: &mut Tree, spec: &Spec, tools: Tree) -> Result<(), GenerateError> {
    let mut problems: Vec<Problem> = Vec::new();
    for folder in tools.keys().filter_map(|path| folder_below_deploy(path)) {
        if tree.keys().any(|path| folder_below_deploy(path) == Some(folder)) {
            let position = spec.environment(folder).and_then(|environment| environment.position);
            let message =
                format!("`deploy/{folder}` holds files that are no manifests, and is the folder of `{folder}`");
            let problem = Problem::new(message).at(Some(Place::new(&spec.source, position)));
            let problem = problem.hint("give the environment another name, or choose the layout kustomize or helm");
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    if problems.is_empty() {
        tree.extend(tools);
        return Ok(());
    }
    Err(GenerateError::Invalid(problems))
}

/// The name of the folder below `deploy` that a file stands in.
fn folder_below_deploy(path: &str) -> Option<&str> {
    path.strip_prefix("deploy/")?.split_once('/').map(|(folder, _)| folder)
}

/// The path of an environment's file once the environment has another name; none for a file that is not of it.
pub fn renamed(layout: Layout, path: &str, from: &str, to: &str) -> Option<String> {
    tooling::renamed(path, from, to).or_else(|| layout::renamed(layout, path, from, to))
}
