//! Specs laid out: their files, and the objects that each environment must come to.

use std::path::Path;

use fs_err as fs;
use kubewright::generate::{GenerateError, Generated, Request, base, generate, tree};
use kubewright::io::Project;
use kubewright::layout::Tree;
use kubewright::preset::Sources;
use kubewright::spec::{Layout, Spec};
use serde_json::Value;
use tempfile::TempDir;

use crate::folders::{case_name, folders};
use crate::made::Beside;

/// A spec's files in a layout, and the objects that each environment must come to.
pub(crate) struct Laid {
    pub(crate) case: String,
    /// The app's name.
    pub(crate) app: String,
    pub(crate) tree: Tree,
    pub(crate) environments: Vec<(String, Vec<Value>)>,
    /// The objects of the base; none where the layout has none.
    pub(crate) base: Option<Vec<Value>>,
}

impl Laid {
    /// Every case and example.
    pub(crate) fn cases(layout: Layout) -> Result<Vec<Self>, String> {
        let laid = |folder: &std::path::PathBuf| {
            let case = case_name(folder);
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

    /// A spec, whose files beside it are `sources`.
    ///
    /// # Errors
    /// A spec that is not valid; the inner one why it has no base.
    pub(crate) fn of(
        case: &str,
        text: &str,
        layout: Layout,
        sources: &dyn Sources,
    ) -> Result<Result<Self, String>, String> {
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
        let values = |one: Generated| one.documents.into_iter().map(|one| one.value).collect::<Vec<_>>();
        let base = match layout {
            Layout::Plain => None,
            Layout::Kustomize | Layout::Helm => Some(values(base(&spec, sources).map_err(|error| failed(&error))?)),
        };
        let environments = made.into_iter().map(|one| (one.environment.clone(), values(one))).collect();
        Ok(Ok(Self { case: case.to_owned(), app: spec.name.to_string(), tree, environments, base }))
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

    /// The base, where there is one, and the environments, with the objects of each.
    pub(crate) fn sets(&self) -> impl Iterator<Item = (&str, &Vec<Value>)> {
        let base = self.base.iter().map(|objects| ("base", objects));
        base.chain(self.environments.iter().map(|(name, objects)| (name.as_str(), objects)))
    }
}
