//! The pristine text of the last generation, kept beside the spec.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::layout::Tree;
use crate::merge::{LeftFiles, sha256};
use crate::problem::{Place, Problem};

use super::IoError;
use super::apply::{Change, is_inside};
use super::project::{Project, STATE_FOLDER};

/// What the last generation wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The pristine text of every generated file.
    pub files: Tree,
    /// The files that the last run left alone.
    pub left: LeftFiles,
    /// The index as it stands on disk, to see whether it changes.
    index: Option<Index>,
}

/// The index file `.kubewright/baseline.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Index {
    /// Version of this file's form.
    version: u32,
    /// The kubewright that generated last.
    kubewright: String,
    /// SHA-256 of the spec's text at the last generation.
    spec: String,
    /// SHA-256 of every pristine text.
    files: BTreeMap<String, String>,
    /// The files that were left alone.
    #[serde(default, skip_serializing_if = "LeftFiles::is_empty")]
    left: LeftFiles,
}

const VERSION: u32 = 1;
const INDEX: &str = "baseline.json";
/// Git keeps the bytes as they are and review tools fold them away.
const GIT_ATTRIBUTES: &str = "* -text linguist-generated\n";
/// What only a running kubewright needs.
const GIT_IGNORE: &str = "/lock\n/pending/\n";

impl Baseline {
    /// Reads the baseline; an empty one where there is none.
    ///
    /// # Errors
    /// The disk, or a baseline that was changed by hand or is newer than this program.
    pub fn read(project: &Project) -> Result<Self, IoError> {
        let path = format!("{STATE_FOLDER}/{INDEX}");
        let Some(text) = project.text(&path)? else { return Ok(Self::default()) };
        let broken = |why: String| {
            let problem = Problem::new(why).at(Some(Place::new(path.as_str(), None)));
            IoError::Invalid(
                problem
                    .hint("take `.kubewright` back from version control, as it was when the manifests were generated"),
            )
        };
        let version = serde_json::from_str::<serde_json::Value>(&text).ok().and_then(|index| index["version"].as_u64());
        if version.is_some_and(|version| version > u64::from(VERSION)) {
            let problem = Problem::new("the baseline was written by a newer kubewright")
                .at(Some(Place::new(path.as_str(), None)));
            return Err(IoError::Invalid(problem.hint("install that version or a newer one")));
        }
        let index: Index =
            serde_json::from_str(&text).map_err(|error| broken(format!("the baseline is not readable: {error}")))?;
        let mut files = Tree::new();
        for (file, checksum) in &index.files {
            if !is_inside(file) {
                return Err(broken(format!("the baseline names {file}, outside of the project")));
            }
            let text = project
                .text(&base_path(file))?
                .ok_or_else(|| broken(format!("the pristine text of {file} is missing")))?;
            if sha256(&text) != *checksum {
                return Err(broken(format!("the pristine text of {file} was changed by hand")));
            }
            files.insert(file.clone(), text);
        }
        Ok(Self { files, left: index.left.clone(), index: Some(index) })
    }

    /// What to change on disk so that the next run finds `next`; nothing where only the program's
    /// version would change.
    pub fn changes(&self, next: &Tree, left: LeftFiles, spec: &str) -> Vec<Change> {
        let index = Index {
            version: VERSION,
            kubewright: env!("CARGO_PKG_VERSION").to_owned(),
            spec: sha256(spec),
            files: next.iter().map(|(path, text)| (path.clone(), sha256(text))).collect(),
            left,
        };
        let same = |old: &Index| old.spec == index.spec && old.files == index.files && old.left == index.left;
        if self.index.as_ref().is_some_and(same) {
            return Vec::new();
        }
        let mut changes = Vec::new();
        for path in self.files.keys().filter(|path| !next.contains_key(*path)) {
            changes.push(Change::delete(base_path(path)));
        }
        for (path, text) in next.iter().filter(|(path, text)| self.files.get(*path) != Some(text)) {
            changes.push(Change::write(base_path(path), text.clone()));
        }
        let mut text = serde_json::to_string_pretty(&index).expect("texts and numbers are JSON");
        text.push('\n');
        changes.push(Change::write(format!("{STATE_FOLDER}/{INDEX}"), text));
        changes.push(Change::write(format!("{STATE_FOLDER}/.gitattributes"), GIT_ATTRIBUTES.to_owned()));
        changes.push(Change::write(format!("{STATE_FOLDER}/.gitignore"), GIT_IGNORE.to_owned()));
        changes
    }
}

/// Where a file's pristine text is kept: an ending that no tool takes for YAML.
fn base_path(path: &str) -> String {
    format!("{STATE_FOLDER}/base/{path}.base")
}
