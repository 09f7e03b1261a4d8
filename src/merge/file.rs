//! What happens to one file.

use std::borrow::Cow;

use crate::manifest::Effect;
use crate::yaml::{LineEnds, Outline, plain};

use super::action::{Action, Unread};
use super::config_hash::has_hash;
use super::input::Past;
use super::left::Left;
use super::objects::{effect, lacking, removal};
use super::open::{Round, merge_file};
use super::text::{CommentNote, Conflict, Prefer, first_marker, unmarked};

/// What happens to one file.
#[derive(Debug, Clone, PartialEq)]
pub struct FilePlan {
    /// Its path relative to the spec's folder.
    pub path: String,
    /// The path that it is moved from, where that is another.
    pub from: Option<String>,
    /// The text that stands at its path, where it is moved there from another.
    pub covers: Option<String>,
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
    /// Comments that you and upstream changed, not alike; yours stay.
    pub notes: Vec<CommentNote>,
    /// What the next run must know of the conflicts.
    pub(super) open: Vec<Round>,
    /// Whether pods roll by it, since their configuration was edited.
    pub(super) is_rehashed: bool,
    /// What is known of it beside its texts.
    pub(super) past: Past,
}

impl FilePlan {
    /// The plan of a file that is written anew, whatever stands there.
    pub fn replacing(path: &str, before: Option<&str>, text: &str) -> Self {
        let before = before.map(str::to_owned);
        Self::of(path, [before.clone(), before, Some(text.to_owned())], Past::default())
    }

    /// A file of the user's own that moves along with the folder that it stands in.
    pub(super) fn carried(path: &str, from: &str, text: &str) -> Self {
        Self::of(path, [None, Some(text.to_owned()), None], Past::default()).moved_from(Some(from), None)
    }

    /// The plan of a file that has these texts: of the last generation, on disk, and of the new generation.
    pub(super) fn of(path: &str, [base, yours, new]: [Option<String>; 3], past: Past) -> Self {
        let mut file = Self {
            path: path.to_owned(),
            from: None,
            covers: None,
            action: Action::Unchanged,
            effect: None,
            text: None,
            base,
            yours,
            new,
            conflicts: Vec::new(),
            deleted: Vec::new(),
            notes: Vec::new(),
            open: Vec::new(),
            is_rehashed: false,
            past,
        };
        file.decide();
        file
    }

    /// The same file, which stands at another path as yet, and covers a text at its own.
    pub(super) fn moved_from(mut self, from: Option<&str>, covers: Option<&String>) -> Self {
        self.from = from.filter(|_| self.yours.is_some()).map(str::to_owned);
        self.covers = covers.filter(|_| self.from.is_some()).cloned();
        self.action = self.followed(self.action);
        self
    }

    /// What happens to it where it stands at another path. One that says nothing yet stays there.
    pub(super) fn followed(&self, action: Action) -> Action {
        let stays = self.from.is_none() || action.writes() || matches!(action, Action::LeftMarked(_));
        if stays { action } else { Action::Move }
    }

    /// Whether its text on disk is neither what was generated nor what is.
    pub fn is_edited(&self) -> bool {
        let Some(yours) = &self.yours else { return self.action == Action::KeepEdited };
        let is = |text: &Option<String>| text.as_ref().is_some_and(|text| is_same(yours, text));
        self.base.is_some() && !is(&self.base) && !is(&self.new)
    }

    /// Whether something stands at its path that is no text, or too large for one.
    pub fn is_unread(&self) -> bool {
        self.past.unread.is_some()
    }

    /// The same file where something else is generated for it.
    pub(super) fn renew(&mut self, new: String) {
        self.new = Some(new);
        self.decide();
    }

    /// Settles what happens, and what text comes of it.
    pub(super) fn decide(&mut self) {
        let (base, yours, new, prefer) = (self.base.clone(), self.yours.clone(), self.new.clone(), self.past.prefer);
        let settled = |yours: &str| self.past.left.as_ref().is_some_and(|left| left.is_settled(yours, None));
        (self.conflicts, self.deleted, self.notes, self.open) = Default::default();
        self.text.clone_from(&yours);
        let action = match (base, yours, new) {
            (base, _, new) if self.past.unread.is_some() => {
                let why = self.past.unread.filter(|_| base != new);
                why.map_or(Action::KeepEdited, Action::LeftUnread)
            }
            (None, None, Some(_)) => Action::Create,
            (_, Some(yours), Some(new)) if is_same(&yours, &new) => Action::Unchanged,
            (None, Some(_), Some(_)) => match prefer {
                None => Action::LeftForeign,
                Some(Prefer::Yours) => Action::KeepEdited,
                Some(Prefer::New) => Action::Update,
            },
            (Some(_), None, Some(_)) => Action::StayDeleted,
            (Some(base), Some(yours), Some(_)) if is_same(&yours, &base) => Action::Update,
            (Some(base), Some(yours), Some(new)) => self.merged(&base, &yours, &new),
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
        self.action = self.followed(action);
        match self.action {
            Action::Create => self.text.clone_from(&self.new),
            Action::Update => {
                self.text = self.yours.as_ref().zip(self.new.as_ref()).map(|(yours, new)| in_form_of(yours, new))
            }
            Action::Delete => self.text = None,
            _ => {}
        }
        self.effect = match self.action {
            Action::Update | Action::Merge => self.effect_of(self.text.as_deref()),
            Action::Delete => removal(self.yours.as_deref()),
            _ => None,
        };
    }

    /// Merges what both sides changed; what stands between markers says nothing until a side is taken.
    fn merged(&mut self, base: &str, yours: &str, new: &str) -> Action {
        let marker = first_marker(yours).filter(|_| first_marker(base).is_none());
        let standing = match (marker, self.past.prefer) {
            (None, _) => Some(Cow::Borrowed(yours)),
            (Some(_), None) => None,
            (Some(_), Some(side)) => unmarked(yours, side),
        };
        let Some(standing) = standing else {
            self.open.clone_from(&self.past.open);
            return Action::LeftMarked(marker.unwrap_or_default());
        };
        let [base, mine] = match &self.past.name {
            Some(name) => name.applied([base, &standing], new),
            None => [base.to_owned(), standing.into_owned()],
        };
        let merged = merge_file(&base, &mine, new, &self.past);
        (self.conflicts, self.open, self.notes) = (merged.conflicts, merged.open, merged.notes);
        self.deleted = if base == new { lacking(&mine, new) } else { merged.deleted };
        let action = if merged.text == yours { Action::KeepEdited } else { Action::Merge };
        self.text = Some(merged.text);
        action
    }

    /// Whether the pods' hash of their configuration stands in what is generated for it.
    pub fn has_hash(&self) -> bool {
        self.new.as_deref().is_some_and(has_hash)
    }

    /// What another text does to what runs.
    pub(super) fn effect_of(&self, text: Option<&str>) -> Option<Effect> {
        let yours = unmarked(self.yours.as_deref()?, Prefer::Yours)?;
        effect(Some(&yours), text)
    }

    /// The text as it stands for the user; your side of what stands between markers.
    pub(super) fn standing(&self) -> Option<Cow<'_, str>> {
        self.text.as_deref().map(|text| unmarked(text, Prefer::Yours).unwrap_or(text.into()))
    }

    /// Why the action is what it is, or what must be done beside it, where that is not plain.
    pub fn why(&self) -> Option<&'static str> {
        match (self.action, self.effect) {
            (_, Some(Effect::Breaking(why))) => Some(why.steps()),
            (Action::KeepEdited, _) if !self.conflicts.is_empty() => Some("edited by hand; what is new is in conflict"),
            (Action::KeepEdited, _) if !self.deleted.is_empty() => Some("objects of it deleted by hand"),
            (Action::KeepEdited, _) => Some("edited by hand; nothing new for it"),
            (Action::Merge, _) if self.is_by_lines() => Some("edited by hand; what is new comes in, line by line"),
            (Action::Merge, _) => Some("edited by hand; what is new comes in"),
            (Action::StayDeleted, _) => Some("deleted by hand"),
            (Action::LeftRemoved, _) => Some("edited by hand and no longer generated"),
            (Action::Delete, _) if self.is_edited() => Some("edited by hand and no longer generated"),
            (Action::LeftForeign, _) => Some("not written by kubewright"),
            (Action::LeftMarked(_), _) => Some("has conflict markers"),
            (Action::LeftUnread(Unread::NotText), _) => Some("not UTF-8 text; something is new for it"),
            (Action::LeftUnread(Unread::TooLarge), _) => Some("above 5 MB, not merged; something is new for it"),
            (Action::Create | Action::Update | Action::Move | Action::Delete | Action::Unchanged, _) => None,
        }
    }

    /// Whether its text has no parts that could be told apart, as that of a Helm template, or one that is no YAML.
    fn is_by_lines(&self) -> bool {
        let yours = self.yours.as_deref().map(|yours| unmarked(yours, Prefer::Yours).unwrap_or(yours.into()));
        yours.is_some_and(|yours| Outline::of(&yours).is_none())
    }

    /// Whether it was YAML as it was generated, and is none any more as it stands.
    pub fn is_broken(&self) -> bool {
        // What is as it was generated need not be read.
        let may_be = self.is_edited() && !matches!(self.action, Action::LeftMarked(_));
        let was_yaml = || self.base.as_deref().is_some_and(|base| Outline::of(base).is_some());
        may_be && was_yaml() && self.is_by_lines()
    }

    /// Where it stands once the plan is carried out, or where its conflicts are to be settled.
    pub(super) fn place(&self) -> &str {
        let is_marked = matches!(self.action, Action::LeftMarked(_));
        self.from.as_deref().filter(|_| is_marked).unwrap_or(&self.path)
    }

    /// What the next run must know of a file that is left alone.
    pub(super) fn left(&self) -> Option<Left> {
        let yours = self.yours.as_ref().filter(|_| self.action == Action::LeftRemoved)?;
        Some(Left::of(yours, self.new.as_deref()))
    }
}

/// Whether a text on disk is a generated one; line ends, and a byte order mark, that an editor or git brought in do
/// not count.
fn is_same(yours: &str, text: &str) -> bool {
    yours == text || plain(yours) == text
}

/// A generated text in the form of the one on disk.
fn in_form_of(yours: &str, text: &str) -> String {
    if plain(text) == text { LineEnds::of(yours).apply(text) } else { text.to_owned() }
}
