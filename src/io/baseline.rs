//! The pristine text of the last generation, kept beside the spec.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::layout::Tree;
use crate::merge::{LeftFiles, sha256};
use crate::problem::{Place, Problem};
use crate::spec::{Layout, Spec};

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
    /// The layout of the files.
    pub layout: Layout,
    /// The objects of every environment as plain files, where the layout's own files do not tell them.
    pub objects: Tree,
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
    /// The layout of the files; plain where it is left out.
    #[serde(default, skip_serializing_if = "is_default")]
    layout: Layout,
    /// SHA-256 of every pristine text.
    files: BTreeMap<String, String>,
    /// SHA-256 of every object that the layout's files do not tell.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    objects: BTreeMap<String, String>,
    /// The files that were left alone.
    #[serde(default, skip_serializing_if = "LeftFiles::is_empty")]
    left: LeftFiles,
}

const VERSION: u32 = 1;
const INDEX: &str = "baseline.json";
/// The folders of the pristine files, and of the objects that they do not tell.
const FILES: &str = "base";
const OBJECTS: &str = "objects";
/// Git keeps the bytes as they are and review tools fold them away.
const GIT_ATTRIBUTES: &str = "* -text linguist-generated\n";
/// What only a running kubewright needs.
const GIT_IGNORE: &str = "/lock\n/pending/\n";

impl Baseline {
    /// Reads the baseline; an empty one where there is none.
    ///
    /// # Errors
    /// The disk, a run that was stopped while it wrote, or a baseline that was changed by hand or is newer than
    /// this program.
    pub fn read(project: &Project) -> Result<Self, IoError> {
        project.check_finished()?;
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
        let kept = |checksums: &BTreeMap<String, String>, folder: &str| {
            let mut files = Tree::new();
            for (file, checksum) in checksums {
                if !is_inside(file) {
                    return Err(broken(format!("the baseline names {file}, outside of the project")));
                }
                let text = project
                    .text(&kept_path(folder, file))?
                    .ok_or_else(|| broken(format!("the pristine text of {file} is missing")))?;
                if sha256(&text) != *checksum {
                    return Err(broken(format!("the pristine text of {file} was changed by hand")));
                }
                files.insert(file.clone(), text);
            }
            Ok(files)
        };
        let (files, objects) = (kept(&index.files, FILES)?, kept(&index.objects, OBJECTS)?);
        Ok(Self { files, left: index.left.clone(), layout: index.layout, objects, index: Some(index) })
    }

    /// What to change on disk so that the next run finds `next` and its objects; nothing where only the
    /// program's version would change.
    pub fn changes(&self, next: &Tree, objects: &Tree, left: LeftFiles, spec: &Spec) -> Vec<Change> {
        let checksums = |tree: &Tree| tree.iter().map(|(path, text)| (path.clone(), sha256(text))).collect();
        let index = Index {
            version: VERSION,
            kubewright: env!("CARGO_PKG_VERSION").to_owned(),
            spec: sha256(&spec.text),
            layout: spec.layout(),
            files: checksums(next),
            objects: checksums(objects),
            left,
        };
        let same = |old: &Index| Index { kubewright: index.kubewright.clone(), ..old.clone() } == index;
        if self.index.as_ref().is_some_and(same) {
            return Vec::new();
        }
        let mut changes = Vec::new();
        for (folder, old, new) in [(FILES, &self.files, next), (OBJECTS, &self.objects, objects)] {
            for path in old.keys().filter(|path| !new.contains_key(*path)) {
                changes.push(Change::delete(kept_path(folder, path)));
            }
            for (path, text) in new.iter().filter(|(path, text)| old.get(*path) != Some(text)) {
                changes.push(Change::write(kept_path(folder, path), text.clone()));
            }
        }
        let mut text = serde_json::to_string_pretty(&index).expect("texts and numbers are JSON");
        text.push('\n');
        changes.push(Change::write(format!("{STATE_FOLDER}/{INDEX}"), text));
        changes.push(Change::write(format!("{STATE_FOLDER}/.gitattributes"), GIT_ATTRIBUTES.to_owned()));
        changes.push(Change::write(format!("{STATE_FOLDER}/.gitignore"), GIT_IGNORE.to_owned()));
        changes
    }
}

fn is_default(layout: &Layout) -> bool {
    *layout == Layout::default()
}

/// Where pristine texts are kept: an ending that no tool takes for YAML.
fn kept_path(folder: &str, path: &str) -> String {
    format!("{STATE_FOLDER}/{folder}/{path}.base")
}
