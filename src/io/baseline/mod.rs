//! The pristine text of the last generation, kept beside the spec.

mod rebuild;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::layout::Tree;
use crate::merge::{LeftFiles, sha256};
use crate::problem::{Place, Problem};
use crate::spec::{Layout, Spec};

use super::IoError;
use super::apply::{Change, is_inside};
use super::project::{Project, STATE_FOLDER};

pub use rebuild::Rebuilt;

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
    /// Reads the baseline; an empty one where there never was one.
    ///
    /// # Errors
    /// The disk, a run that was stopped while it wrote, or a baseline that is damaged or newer than this program.
    pub fn read(project: &Project) -> Result<Self, IoError> {
        project.check_finished()?;
        let Some(index) = Index::read(project)? else {
            let rest = project.files_below(&format!("{STATE_FOLDER}/{FILES}"))?;
            return if rest.is_empty() { Ok(Self::default()) } else { Err(damaged("the baseline is missing")) };
        };
        let mut wrong = Vec::new();
        let mut kept = |checksums: &BTreeMap<String, String>, folder: &str| -> Result<Tree, IoError> {
            let mut files = Tree::new();
            for (file, checksum) in checksums {
                match project.text(&kept_path(folder, file))? {
                    Some(text) if sha256(&text) == *checksum => _ = files.insert(file.clone(), text),
                    Some(_) => wrong.push(format!("the pristine text of {file} was changed by hand")),
                    None => wrong.push(format!("the pristine text of {file} is missing")),
                }
            }
            Ok(files)
        };
        let (files, objects) = (kept(&index.files, FILES)?, kept(&index.objects, OBJECTS)?);
        match wrong.as_slice() {
            [] => Ok(Self { files, left: index.left.clone(), layout: index.layout, objects, index: Some(index) }),
            [one] => Err(damaged(one)),
            [first, rest @ ..] => Err(damaged(&format!("{first}, and {} more like it", rest.len()))),
        }
    }

    /// Whether nothing is known of a last generation.
    pub fn is_empty(&self) -> bool {
        self.index.is_none()
    }

    /// What is another than at the last generation, as people say it; nothing where nothing was generated before.
    pub fn cause(&self, spec: &Spec) -> Option<String> {
        let last = self.index.as_ref()?;
        let now = env!("CARGO_PKG_VERSION");
        let spec = (last.spec != sha256(&spec.text)).then(|| "the spec changed".to_owned());
        let version = (last.kubewright != now).then(|| format!("kubewright {} became {now}", last.kubewright));
        let causes: Vec<String> = [spec, version].into_iter().flatten().collect();
        Some(match causes.as_slice() {
            [] => "a preset, a template or a file that the spec names changed".to_owned(),
            causes => causes.join(", and "),
        })
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
            let is_kept = |path: &str, text: &String| self.index.is_some() && old.get(path) == Some(text);
            for (path, text) in new.iter().filter(|(path, text)| !is_kept(path, text)) {
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

impl Index {
    /// The index's text, if there is one.
    fn text(project: &Project) -> Result<Option<String>, IoError> {
        project.text(&format!("{STATE_FOLDER}/{INDEX}"))
    }

    /// Reads the index, if there is one.
    fn read(project: &Project) -> Result<Option<Self>, IoError> {
        let Some(text) = Self::text(project)? else { return Ok(None) };
        if let Some(problem) = newer(&text) {
            return Err(IoError::Invalid(problem));
        }
        let index: Self =
            serde_json::from_str(&text).map_err(|error| damaged(&format!("the baseline is not readable: {error}")))?;
        match index.files.keys().chain(index.objects.keys()).find(|file| !is_inside(file)) {
            Some(file) => Err(damaged(&format!("the baseline names {file}, outside of the project"))),
            None => Ok(Some(index)),
        }
    }
}

/// What is wrong with an index that only a newer program reads.
fn newer(text: &str) -> Option<Problem> {
    let value = serde_json::from_str::<Value>(text).ok()?;
    value["version"].as_u64().filter(|version| *version > u64::from(VERSION))?;
    let hint = value["kubewright"].as_str().map_or_else(
        || "install that version or a newer one".to_owned(),
        |version| format!("install kubewright {version} or a newer one"),
    );
    Some(Problem::new("the baseline was written by a newer kubewright").at(place()).hint(hint))
}

/// The version of kubewright that generated last, if another one than this did and the baseline says so.
pub fn last_version(project: &Project) -> Option<String> {
    let text = Index::text(project).ok().flatten()?;
    let version = serde_json::from_str::<Value>(&text).ok()?["kubewright"].as_str()?.to_owned();
    (version != env!("CARGO_PKG_VERSION")).then_some(version)
}

fn place() -> Option<Place> {
    Some(Place::new(format!("{STATE_FOLDER}/{INDEX}"), None))
}

fn damaged(why: &str) -> IoError {
    IoError::Invalid(Problem::new(why).at(place()).hint(
        "take `.kubewright` back from version control, as it was when the manifests were generated; else `kubewright \
         regenerate --rebuild-baseline`",
    ))
}

fn is_default(layout: &Layout) -> bool {
    *layout == Layout::default()
}

/// Where pristine texts are kept: an ending that no tool takes for YAML.
fn kept_path(folder: &str, path: &str) -> String {
    format!("{STATE_FOLDER}/{folder}/{path}.base")
}
