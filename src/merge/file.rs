//! What happens to one file.

use std::fmt;

use crate::manifest::Effect;
use crate::yaml::Outline;

use super::left::Left;
use super::names::AppName;
use super::objects::{effect, removal};
use super::open::{Round, merge_file};
use super::text::{Conflict, Prefer};

/// What happens to one file.
#[derive(Debug, Clone, PartialEq)]
pub struct FilePlan {
    /// Its path relative to the spec's folder.
    pub path: String,
    /// The path that it is moved from, where that is another.
    pub from: Option<String>,
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
    /// Whether pods roll by it, since their configuration was edited.
    pub(super) is_rehashed: bool,
}

/// What is known of a file beside its texts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Past<'a> {
    /// How it was left alone by the last run.
    pub(super) left: Option<&'a Left>,
    /// Its conflicts that nobody has settled.
    pub(super) rounds: &'a [Round],
    /// The side that settles all conflicts.
    pub(super) prefer: Option<Prefer>,
    /// The app's other name.
    pub(super) name: Option<&'a AppName>,
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
    /// It has another path, and is otherwise what it should be.
    Move,
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
    /// It cannot be merged, and something is new for it: left alone.
    LeftUnread(Unread),
}

/// Why a file that stands on disk is not merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It is not UTF-8 text.
    NotText,
    /// It is larger than any manifest.
    TooLarge,
}

impl Action {
    /// Whether the file needed a change that was not made.
    pub fn is_left(self) -> bool {
        matches!(self, Self::LeftRemoved | Self::LeftForeign | Self::LeftUnread(_))
    }

    /// Whether the write touches the file.
    pub fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Merge | Self::Move | Self::Delete)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Merge => "merge",
            Self::Move => "move",
            Self::Delete => "delete",
            Self::Unchanged => "unchanged",
            Self::KeepEdited => "keep",
            Self::StayDeleted => "deleted",
            Self::LeftRemoved | Self::LeftForeign | Self::LeftUnread(_) => "left",
        })
    }
}

impl FilePlan {
    /// The plan of a file that is written anew, whatever stands there.
    pub fn replacing(path: &str, before: Option<&str>, text: &str) -> Self {
        let before = before.map(str::to_owned);
        let new = Some(text.to_owned());
        Self::of(path, [before.as_ref(), before.as_ref(), new.as_ref()], &Past::default())
    }

    /// The plan of a file whose text on disk cannot be merged.
    pub(super) fn unread(path: &str, base: Option<&String>, new: Option<&String>, why: Unread) -> Self {
        let mut file = Self::of(path, [base, None, new], &Past::default());
        file.action = if base == new { Action::KeepEdited } else { Action::LeftUnread(why) };
        file.text = None;
        file
    }

    /// Whether its text on disk is neither what was generated nor what is.
    pub fn is_edited(&self) -> bool {
        let Some(yours) = &self.yours else { return self.action == Action::KeepEdited };
        let is = |text: &Option<String>| text.as_ref().is_some_and(|text| is_same(yours, text));
        self.base.is_some() && !is(&self.base) && !is(&self.new)
    }

    /// A file of the user's own that moves along with the folder that it stands in.
    pub(super) fn carried(path: &str, from: &str, text: &str) -> Self {
        let text = text.to_owned();
        let mut file = Self::of(path, [None, Some(&text), None], &Past::default());
        (file.action, file.from) = (Action::Move, Some(from.to_owned()));
        file
    }

    /// What the user's own edits do to what runs since the last generation.
    pub fn effect_of_edits(&self) -> Option<Effect> {
        effect(self.base.as_ref(), self.yours.as_ref()).filter(|_| self.is_edited())
    }

    /// The plan of a file that has these texts: of the last generation, on disk, and of the new generation.
    pub(super) fn of(path: &str, [base, yours, new]: [Option<&String>; 3], past: &Past<'_>) -> Self {
        let mut file = Self {
            path: path.to_owned(),
            from: None,
            action: Action::Unchanged,
            effect: None,
            base: base.cloned(),
            yours: yours.cloned(),
            new: new.cloned(),
            text: yours.cloned(),
            conflicts: Vec::new(),
            deleted: Vec::new(),
            open: Vec::new(),
            is_rehashed: false,
        };
        file.decide(past);
        file.effect = match file.action {
            Action::Update | Action::Merge => effect(yours, file.text.as_ref()),
            Action::Delete => removal(yours),
            _ => None,
        };
        file
    }

    /// Settles what happens, and what text comes of it.
    fn decide(&mut self, past: &Past<'_>) {
        let (base, yours, new) = (self.base.clone(), self.yours.clone(), self.new.clone());
        let prefer = past.prefer;
        let settled = |yours: &str| past.left.is_some_and(|left| left.is_settled(yours, None));
        self.action = match (base, yours, new) {
            (None, None, Some(_)) => Action::Create,
            (_, Some(yours), Some(new)) if is_same(&yours, &new) => Action::Unchanged,
            (None, Some(_), Some(_)) => match prefer {
                None => Action::LeftForeign,
                Some(Prefer::Yours) => Action::KeepEdited,
                Some(Prefer::New) => Action::Update,
            },
            (Some(_), None, Some(_)) => Action::StayDeleted,
            (Some(base), Some(yours), Some(_)) if is_same(&yours, &base) => Action::Update,
            (Some(base), Some(yours), Some(new)) => {
                let [base, mine] = match past.name {
                    Some(name) => name.applied([&base, &yours], &new),
                    None => [base, yours.clone()],
                };
                let merged = merge_file(&base, &mine, &new, past.rounds, prefer);
                (self.conflicts, self.deleted, self.open) = (merged.conflicts, merged.deleted, merged.open);
                let action = if merged.text == yours { Action::KeepEdited } else { Action::Merge };
                self.text = Some(merged.text);
                action
            }
            (Some(base), Some(yours), None) if is_same(&yours, &base) => Action::Delete,
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
            Action::Create => self.text.clone_from(&self.new),
            Action::Update => self.text = self.new.as_ref().map(|new| with_line_ends_of(self.yours.as_deref(), new)),
            Action::Delete => self.text = None,
            _ => {}
        }
    }

    /// The same file, which stands at another path as yet.
    pub(super) fn moved_from(mut self, from: Option<&String>) -> Self {
        if let Some(from) = from.filter(|_| self.yours.is_some()) {
            self.from = Some(from.clone());
            if !self.action.writes() {
                self.action = Action::Move;
            }
        }
        self
    }

    /// Why the action is what it is, or what must be done beside it, where that is not plain.
    pub fn why(&self) -> Option<&'static str> {
        match (self.action, self.effect) {
            (_, Some(Effect::Breaking(why))) => Some(why.steps()),
            (Action::KeepEdited, _) => Some("edited by hand; nothing new for it"),
            (Action::Merge, _) if self.is_by_lines() => Some("edited by hand; what is new comes in, line by line"),
            (Action::Merge, _) => Some("edited by hand; what is new comes in"),
            (Action::StayDeleted, _) => Some("deleted by hand"),
            (Action::LeftRemoved, _) => Some("edited by hand and no longer generated"),
            (Action::LeftForeign, _) => Some("not written by kubewright"),
            (Action::LeftUnread(Unread::NotText), _) => Some("not UTF-8 text; something is new for it"),
            (Action::LeftUnread(Unread::TooLarge), _) => Some("above 5 MB, not merged; something is new for it"),
            (Action::Create | Action::Update | Action::Move | Action::Delete | Action::Unchanged, _) => None,
        }
    }

    /// Whether its text has no parts that could be told apart, as that of a Helm template, or one that is no YAML.
    fn is_by_lines(&self) -> bool {
        self.yours.as_ref().is_some_and(|yours| Outline::of(yours).is_none())
    }

    /// What the next run must know of a file that is left alone.
    pub(super) fn left(&self) -> Option<Left> {
        let yours = self.yours.as_ref().filter(|_| self.action == Action::LeftRemoved)?;
        Some(Left::of(yours, self.new.as_deref()))
    }
}

/// Whether a text on disk is a generated one; line ends that an editor or git changed do not count.
fn is_same(yours: &str, text: &str) -> bool {
    yours == text || has_windows_line_ends(yours) && yours.replace("\r\n", "\n") == text
}

/// A text with the line ends that the one on disk has.
fn with_line_ends_of(yours: Option<&str>, text: &str) -> String {
    let windows = yours.is_some_and(has_windows_line_ends) && !text.contains("\r\n");
    if windows { text.replace('\n', "\r\n") } else { text.to_owned() }
}

fn has_windows_line_ends(text: &str) -> bool {
    text.contains("\r\n") && !text.replace("\r\n", "").contains('\n')
}
