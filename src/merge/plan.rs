//! The plan of a write, file by file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::layout::Tree;
use crate::manifest::{Document, Effect};

/// A file that was left alone: what it held then, and what it needed. Once the user has changed it
/// while it needs the same, he has taken over what he wanted of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// SHA-256 of the user's text.
    pub yours: String,
    /// SHA-256 of the new text; none where the file is no longer generated.
    pub new: Option<String>,
}

/// The files that were left alone, by their paths.
pub type LeftFiles = BTreeMap<String, Left>;

impl Left {
    fn of(yours: &str, new: Option<&str>) -> Self {
        Self { yours: sha256(yours), new: new.map(sha256) }
    }

    /// Whether the user has looked at what the file needs and changed it since.
    fn is_settled(&self, yours: &str, new: Option<&str>) -> bool {
        self.new == new.map(sha256) && self.yours != sha256(yours)
    }
}

/// The SHA-256 of a text in hexadecimal digits.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a write would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Every file that is or was generated, in the order of paths.
    pub files: Vec<FilePlan>,
}

/// What happens to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlan {
    /// Its path relative to the spec's folder.
    pub path: String,
    /// What happens to it.
    pub action: Action,
    /// What that does to what runs, where it replaces something that may run.
    pub effect: Option<Effect>,
    /// The text of the last generation.
    pub base: Option<String>,
    /// The text on disk.
    pub yours: Option<String>,
    /// The text of the new generation.
    pub new: Option<String>,
}

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is new.
    Create,
    /// It was untouched, and is renewed.
    Update,
    /// It was untouched, and is no longer generated.
    Delete,
    /// It is what it should be.
    Unchanged,
    /// It was edited, and nothing about it changed upstream.
    KeepEdited,
    /// It was deleted by hand, and stays deleted.
    StayDeleted,
    /// It was edited and changed upstream as well: left alone.
    LeftEdited,
    /// It was edited and is no longer generated: left alone.
    LeftRemoved,
    /// It stands where a new file belongs and was not written by kubewright: left alone.
    LeftForeign,
}

impl Action {
    /// Whether the file needed a change that was not made.
    pub fn is_left(self) -> bool {
        matches!(self, Self::LeftEdited | Self::LeftRemoved | Self::LeftForeign)
    }

    /// Whether the write touches the file.
    pub fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Delete)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Unchanged => "unchanged",
            Self::KeepEdited => "keep",
            Self::StayDeleted => "deleted",
            Self::LeftEdited | Self::LeftRemoved | Self::LeftForeign => "left",
        })
    }
}

impl FilePlan {
    /// Why the action is what it is, or what must be done beside it, where that is not plain.
    pub fn why(&self) -> Option<&'static str> {
        match (self.action, self.effect) {
            (Action::KeepEdited, _) => Some("edited by hand; nothing new for it"),
            (Action::StayDeleted, _) => Some("deleted by hand"),
            (Action::LeftEdited, _) => Some("edited by hand and changed upstream"),
            (Action::LeftRemoved, _) => Some("edited by hand and no longer generated"),
            (Action::LeftForeign, _) => Some("not written by kubewright"),
            (_, Some(Effect::Breaking(why))) => Some(why.steps()),
            (Action::Create | Action::Update | Action::Delete | Action::Unchanged, _) => None,
        }
    }
}

impl Plan {
    /// Compares the last generation, the disk and the new generation; `left` are the files that the
    /// last run left alone.
    pub fn new(base: &Tree, disk: &Tree, new: &Tree, left: &LeftFiles) -> Self {
        let paths: BTreeSet<&String> = base.keys().chain(new.keys()).collect();
        let file = |path: &String| {
            let (base, yours, new) = (base.get(path), disk.get(path), new.get(path));
            let settled =
                left.get(path).zip(yours).is_some_and(|(left, yours)| left.is_settled(yours, new.map(String::as_str)));
            let action = match action(base, yours, new) {
                Action::LeftEdited if settled => Action::KeepEdited,
                Action::LeftRemoved if settled => Action::Unchanged,
                action => action,
            };
            let effect = match action {
                Action::Update => effect(yours, new),
                Action::Delete => removal(yours),
                _ => None,
            };
            FilePlan {
                path: path.clone(),
                action,
                effect,
                base: base.cloned(),
                yours: yours.cloned(),
                new: new.cloned(),
            }
        };
        Self { files: paths.into_iter().map(file).collect() }
    }

    /// The same plan with effects that were found by looking at objects, since its files are not what is
    /// applied: each effect stands at the first of its files that is written.
    pub fn with_effects(mut self, effects: &[(Vec<String>, Effect)]) -> Self {
        for file in &mut self.files {
            file.effect = None;
        }
        for (paths, effect) in effects {
            let written = |path: &String| self.files.iter().position(|file| file.path == *path && file.action.writes());
            if let Some(index) = paths.iter().find_map(written) {
                let file = &mut self.files[index];
                file.effect = file.effect.max(Some(*effect));
            }
        }
        self
    }

    /// Whether the tree is what it should be: nothing to write, nothing left alone that needed a change.
    pub fn is_empty(&self) -> bool {
        !self.files.iter().any(|file| file.action.writes() || file.action.is_left())
    }

    /// The files that needed a change that is not made.
    pub fn left(&self) -> impl Iterator<Item = &FilePlan> {
        self.files.iter().filter(|file| file.action.is_left())
    }

    /// The files to write, or with no text to delete.
    pub fn writes(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.files.iter().filter(|file| file.action.writes()).map(|file| (file.path.as_str(), file.new.as_deref()))
    }

    /// The files that are left alone now, to be known by the next run.
    pub fn next_left(&self) -> LeftFiles {
        let edited = self.left().filter(|file| file.action != Action::LeftForeign);
        let left = |file: &FilePlan| Some((file.path.clone(), Left::of(file.yours.as_deref()?, file.new.as_deref())));
        edited.filter_map(left).collect()
    }

    /// The pristine texts to keep once the plan is carried out. A file that was left alone keeps its
    /// old one, so that the next run sees the same difference.
    pub fn next_baseline(&self) -> Tree {
        let keep = |file: &FilePlan| match file.action {
            Action::LeftEdited | Action::LeftRemoved => file.base.clone(),
            Action::LeftForeign => None,
            _ => file.new.clone(),
        };
        self.files.iter().filter_map(|file| Some((file.path.clone(), keep(file)?))).collect()
    }
}

fn action(base: Option<&String>, yours: Option<&String>, new: Option<&String>) -> Action {
    match (base, yours, new) {
        (None, None, Some(_)) => Action::Create,
        (_, Some(yours), Some(new)) if yours == new => Action::Unchanged,
        (None, Some(_), Some(_)) => Action::LeftForeign,
        (Some(_), None, Some(_)) => Action::StayDeleted,
        (Some(base), Some(yours), Some(_)) if base == yours => Action::Update,
        (Some(base), Some(_), Some(new)) if base == new => Action::KeepEdited,
        (Some(_), Some(_), Some(_)) => Action::LeftEdited,
        (Some(base), Some(yours), None) if base == yours => Action::Delete,
        (Some(_), Some(_), None) => Action::LeftRemoved,
        // Gone on both sides: nothing is left to do but to forget it.
        (_, None, None) | (None, Some(_), None) => Action::Unchanged,
    }
}

/// What comes of one set of objects in the place of another, by the paths of their files.
pub fn effects(old: &Tree, new: &Tree) -> BTreeMap<String, Effect> {
    let effect = |(path, old): (&String, &String)| {
        let effect = match new.get(path) {
            Some(new) if new == old => None,
            Some(new) => effect(Some(old), Some(new)),
            None => removal(Some(old)),
        };
        Some((path.clone(), effect?))
    };
    old.iter().filter_map(effect).collect()
}

/// What replacing the text on disk does to what runs; unknown where either is no single object.
fn effect(old: Option<&String>, new: Option<&String>) -> Option<Effect> {
    let parse = |text: &String| Document::parse("", "", text.clone()).ok();
    Some(Effect::between(&parse(old?)?, &parse(new?)?))
}

/// What deleting the file does to what runs.
fn removal(old: Option<&String>) -> Option<Effect> {
    Effect::of_removal(&Document::parse("", "", old?.clone()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(base: Option<&str>, yours: Option<&str>, new: Option<&str>) -> (Action, Option<String>) {
        let tree = |text: Option<&str>| text.map(|text| ("f.yaml".to_owned(), text.to_owned())).into_iter().collect();
        let plan = Plan::new(&tree(base), &tree(yours), &tree(new), &LeftFiles::new());
        (plan.files[0].action, plan.next_baseline().get("f.yaml").cloned())
    }

    #[test]
    fn untouched_files_follow_the_new_generation() {
        assert_eq!(only(None, None, Some("n")), (Action::Create, Some("n".into())));
        assert_eq!(only(Some("b"), Some("b"), Some("n")), (Action::Update, Some("n".into())));
        assert_eq!(only(Some("b"), Some("b"), None), (Action::Delete, None));
        assert_eq!(only(Some("b"), Some("b"), Some("b")), (Action::Unchanged, Some("b".into())));
    }

    #[test]
    fn nothing_a_user_did_is_undone() {
        assert_eq!(only(Some("b"), Some("y"), Some("b")), (Action::KeepEdited, Some("b".into())));
        assert_eq!(only(Some("b"), None, Some("n")), (Action::StayDeleted, Some("n".into())));
        assert_eq!(only(Some("b"), Some("y"), Some("n")), (Action::LeftEdited, Some("b".into())));
        assert_eq!(only(Some("b"), Some("y"), None), (Action::LeftRemoved, Some("b".into())));
        assert_eq!(only(None, Some("y"), Some("n")), (Action::LeftForeign, None));
    }

    #[test]
    fn a_file_that_the_user_has_merged_is_settled_until_upstream_changes_again() {
        let tree = |text: &str| Tree::from([("f.yaml".to_owned(), text.to_owned())]);
        let run = |base: &str, yours: &str, new: &str, left: &LeftFiles| {
            let plan = Plan::new(&tree(base), &tree(yours), &tree(new), left);
            (plan.files[0].action, plan.next_baseline()["f.yaml"].clone(), plan.next_left())
        };
        let (action, base, left) = run("b", "y", "n", &LeftFiles::new());
        assert_eq!((action, base.as_str(), left.len()), (Action::LeftEdited, "b", 1));
        let (action, base, left) = run("b", "y", "n", &left);
        assert_eq!((action, base.as_str()), (Action::LeftEdited, "b"), "nothing was done about it");
        let (action, base, _) = run("b", "y", "n2", &left);
        assert_eq!((action, base.as_str()), (Action::LeftEdited, "b"), "it needs something else");
        let (action, base, left) = run("b", "y and n", "n", &left);
        assert_eq!((action, base.as_str(), left.len()), (Action::KeepEdited, "n", 0));
        let (action, _, _) = run("n", "y and n", "n2", &left);
        assert_eq!(action, Action::LeftEdited);
    }

    #[test]
    fn an_identical_file_is_adopted() {
        assert_eq!(only(None, Some("n"), Some("n")), (Action::Unchanged, Some("n".into())));
        assert_eq!(only(Some("b"), Some("n"), Some("n")), (Action::Unchanged, Some("n".into())));
    }
}
