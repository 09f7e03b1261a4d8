//! What happens to one file.

use std::fmt;

use crate::manifest::{Document, Effect};

use super::left::{Left, LeftFiles};
use super::open::{Round, merge_file};
use super::text::{Conflict, Prefer};

/// What happens to one file.
#[derive(Debug, Clone, PartialEq)]
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
    /// The text that will stand on disk; none where no file will.
    pub text: Option<String>,
    /// Where you and upstream changed the same, of this run and of those before.
    pub conflicts: Vec<Conflict>,
    /// Objects in it that were deleted by hand, and stay deleted.
    pub deleted: Vec<String>,
    /// What the next run must know of the conflicts.
    pub(super) open: Vec<Round>,
}

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is new.
    Create,
    /// It was untouched, and is renewed.
    Update,
    /// It was edited, and what changed upstream comes in.
    Merge,
    /// It was untouched, and is no longer generated.
    Delete,
    /// It is what it should be.
    Unchanged,
    /// It was edited, and nothing that changed upstream comes in.
    KeepEdited,
    /// It was deleted by hand, and stays deleted.
    StayDeleted,
    /// It was edited and is no longer generated: left alone.
    LeftRemoved,
    /// It stands where a new file belongs and was not written by kubewright: left alone.
    LeftForeign,
}

impl Action {
    /// Whether the file needed a change that was not made.
    pub fn is_left(self) -> bool {
        matches!(self, Self::LeftRemoved | Self::LeftForeign)
    }

    /// Whether the write touches the file.
    pub fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Merge | Self::Delete)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Merge => "merge",
            Self::Delete => "delete",
            Self::Unchanged => "unchanged",
            Self::KeepEdited => "keep",
            Self::StayDeleted => "deleted",
            Self::LeftRemoved | Self::LeftForeign => "left",
        })
    }
}

impl FilePlan {
    /// The plan of a file that is written anew, whatever stands there.
    pub fn replacing(path: &str, before: Option<&str>, text: &str) -> Self {
        let before = before.map(str::to_owned);
        let new = Some(text.to_owned());
        let past = (&LeftFiles::new(), &[][..]);
        Self::of(path, before.as_ref(), before.as_ref(), new.as_ref(), past, None)
    }

    /// The plan of a file that has these texts.
    pub(super) fn of(
        path: &str,
        base: Option<&String>,
        yours: Option<&String>,
        new: Option<&String>,
        past: (&LeftFiles, &[Round]),
        prefer: Option<Prefer>,
    ) -> Self {
        let mut file = Self {
            path: path.to_owned(),
            action: Action::Unchanged,
            effect: None,
            base: base.cloned(),
            yours: yours.cloned(),
            new: new.cloned(),
            text: yours.cloned(),
            conflicts: Vec::new(),
            deleted: Vec::new(),
            open: Vec::new(),
        };
        file.decide(past, prefer);
        file.effect = match file.action {
            Action::Update | Action::Merge => effect(yours, file.text.as_ref()),
            Action::Delete => removal(yours),
            _ => None,
        };
        file
    }

    /// Settles what happens, and what text comes of it.
    fn decide(&mut self, (left, rounds): (&LeftFiles, &[Round]), prefer: Option<Prefer>) {
        let (base, yours, new) = (self.base.clone(), self.yours.clone(), self.new.clone());
        let settled = |yours: &str| left.get(&self.path).is_some_and(|left| left.is_settled(yours, None));
        self.action = match (base, yours, new) {
            (None, None, Some(_)) => Action::Create,
            (_, Some(yours), Some(new)) if yours == new => Action::Unchanged,
            (None, Some(_), Some(_)) => match prefer {
                None => Action::LeftForeign,
                Some(Prefer::Yours) => Action::KeepEdited,
                Some(Prefer::New) => Action::Update,
            },
            (Some(_), None, Some(_)) => Action::StayDeleted,
            (Some(base), Some(yours), Some(_)) if base == yours => Action::Update,
            (Some(base), Some(yours), Some(new)) => {
                let merged = merge_file(&base, &yours, &new, rounds, prefer);
                (self.conflicts, self.deleted, self.open) = (merged.conflicts, merged.deleted, merged.open);
                let action = if merged.text == yours { Action::KeepEdited } else { Action::Merge };
                self.text = Some(merged.text);
                action
            }
            (Some(base), Some(yours), None) if base == yours => Action::Delete,
            (Some(_), Some(yours), None) => match prefer {
                None if settled(&yours) => Action::Unchanged,
                None => Action::LeftRemoved,
                Some(Prefer::Yours) => Action::Unchanged,
                Some(Prefer::New) => Action::Delete,
            },
            // Gone on both sides: nothing is left to do but to forget it.
            (_, None, None) | (None, Some(_), None) => Action::Unchanged,
        };
        match self.action {
            Action::Create | Action::Update => self.text.clone_from(&self.new),
            Action::Delete => self.text = None,
            _ => {}
        }
    }

    /// Why the action is what it is, or what must be done beside it, where that is not plain.
    pub fn why(&self) -> Option<&'static str> {
        match (self.action, self.effect) {
            (_, Some(Effect::Breaking(why))) => Some(why.steps()),
            (Action::KeepEdited, _) => Some("edited by hand; nothing new for it"),
            (Action::Merge, _) => Some("edited by hand; what is new comes in"),
            (Action::StayDeleted, _) => Some("deleted by hand"),
            (Action::LeftRemoved, _) => Some("edited by hand and no longer generated"),
            (Action::LeftForeign, _) => Some("not written by kubewright"),
            (Action::Create | Action::Update | Action::Delete | Action::Unchanged, _) => None,
        }
    }

    /// What the next run must know of a file that is left alone.
    pub(super) fn left(&self) -> Option<Left> {
        let yours = self.yours.as_ref().filter(|_| self.action == Action::LeftRemoved)?;
        Some(Left::of(yours, self.new.as_deref()))
    }
}

/// What replacing the text on disk does to what runs; unknown where either is no single object.
pub(super) fn effect(old: Option<&String>, new: Option<&String>) -> Option<Effect> {
    let parse = |text: &String| Document::parse("", "", text.clone()).ok();
    Some(Effect::between(&parse(old?)?, &parse(new?)?))
}

/// What deleting the file does to what runs.
pub(super) fn removal(old: Option<&String>) -> Option<Effect> {
    Effect::of_removal(&Document::parse("", "", old?.clone()).ok()?)
}
