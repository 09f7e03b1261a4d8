//! Specs in the layout of kustomize, built by the real one: every overlay gives the objects of plain.

use std::path::Path;

use fs_err as fs;
use kubewright::generate::{GenerateError, Generated, Request, generate, tree};
use kubewright::io::Project;
use kubewright::layout::Tree;
use kubewright::preset::Sources;
use kubewright::spec::{Layout, Spec};
use kubewright::yaml::parse_documents;
use serde_json::Value;
use tempfile::TempDir;

use crate::made::Beside;

use super::command::output;
use super::difference;
use super::folders::folders;
use super::parallel::parallel;
use super::readers;
use super::tools::Tools;

/// A spec's files in a layout, and the objects that each environment must come to.
pub(crate) struct Laid {
    pub(crate) case: String,
    /// The app's name.
    pub(crate) app: String,
    pub(crate) tree: Tree,
    pub(crate) environments: Vec<(String, Vec<Value>)>,
}

impl Laid {
    /// Every case and example.
    pub(crate) fn cases(layout: Layout) -> Result<Vec<Self>, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let laid = |folder: &std::path::PathBuf| {
            let case = folder.strip_prefix(root).unwrap_or(folder).display().to_string();
            Self::of_folder(&case, folder, layout)?.map_err(|problem| format!("{case}: {problem}"))
        };
        folders().iter().map(laid).collect()
    }

    /// A case by its name.
    pub(crate) fn case(name: &str, layout: Layout) -> Result<Self, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
        Self::of_folder(name, &folder, layout)?
    }

    fn of_folder(case: &str, folder: &Path, layout: Layout) -> Result<Result<Self, String>, String> {
        let text = fs::read_to_string(folder.join(Project::SPEC)).map_err(|error| error.to_string())?;
        Self::of(case, &text, layout, &Project::new(folder))
    }

    /// A spec, whose files beside it are made up.
    ///
    /// # Errors
    /// A spec that is not valid; the inner one why it has no base.
    pub(crate) fn of_text(case: &str, text: &str, layout: Layout) -> Result<Result<Self, String>, String> {
        Self::of(case, text, layout, &Beside(&[]))
    }

    fn of(case: &str, text: &str, layout: Layout, sources: &dyn Sources) -> Result<Result<Self, String>, String> {
        let failed = |problems: &dyn std::fmt::Debug| format!("{case}: {problems:#?}");
        let mut spec = Spec::parse(Project::SPEC, text).map_err(|problems| failed(&problems))?;
        spec.layout = Some((layout, None));
        let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
        let made = generate(&request, &spec.environment_names(), sources).map_err(|error| failed(&error))?;
        let tree = match tree(&spec, &made, sources) {
            Ok(tree) => tree,
            Err(GenerateError::Invalid(problems)) => return Ok(Err(failed(&problems))),
            Err(bug) => return Err(failed(&bug)),
        };
        let objects = |one: Generated| (one.environment, one.documents.into_iter().map(|one| one.value).collect());
        let environments = made.into_iter().map(objects).collect();
        Ok(Ok(Self { case: case.to_owned(), app: spec.name.to_string(), tree, environments }))
    }

    /// Writes the files.
    pub(crate) fn write(&self) -> Result<TempDir, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        for (path, text) in &self.tree {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(&path)).map_err(|error| error.to_string())?;
            fs::write(path, text).map_err(|error| error.to_string())?;
        }
        Ok(folder)
    }

    /// What kustomize makes of each overlay, in the order of the environments; the base must build too.
    fn built(&self) -> Result<Vec<String>, String> {
        let folder = self.write()?;
        let build = |below: &str| {
            let folder = folder.path().join("deploy").join(below);
            let built = output(Tools::installed()?.kubectl().arg("kustomize").arg(folder), "");
            built.map_err(|failure| format!("{} {below}: {failure}", self.case))
        };
        build("base")?;
        self.environments.iter().map(|(environment, _)| build(&format!("overlays/{environment}"))).collect()
    }
}

/// Where what kustomize makes of an overlay is not what the environment should be, to two readers of its output:
/// kubectl, with Go's rules of YAML 1.1, and kubewright's, of 1.2.
pub(crate) fn judge(laid: &[Laid]) -> Result<Vec<String>, String> {
    let built = parallel(laid, Laid::built);
    let (mut failures, mut texts, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
    for (laid, built) in laid.iter().zip(built) {
        match built {
            Err(failure) => failures.push(failure),
            Ok(built) => {
                texts.extend(built);
                wanted.extend(
                    laid.environments.iter().map(|(environment, objects)| {
                        (format!("{} {environment}", laid.case), sorted(objects.clone()))
                    }),
                );
            }
        }
    }
    let ours = texts.iter().map(|text| parse_documents("kustomize", text).map_err(|problem| problem.to_string()));
    for readings in [readers::kubectl(&texts)?, ours.collect::<Result<_, _>>()?] {
        for ((name, objects), read) in wanted.iter().zip(readings) {
            let found = difference::between(objects, &sorted(read));
            failures.extend(found.into_iter().map(|found| format!("{name}: {found}")));
        }
    }
    Ok(failures)
}

/// Objects in one order: that of documents is none.
pub(crate) fn sorted(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_by_key(key);
    values
}

fn key(value: &Value) -> String {
    ["/apiVersion", "/kind", "/metadata/namespace", "/metadata/name"]
        .map(|path| value.pointer(path).and_then(Value::as_str).unwrap_or_default())
        .join(" ")
}
