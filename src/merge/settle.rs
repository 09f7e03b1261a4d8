//! Conflicts of a file settled one by one, or put between markers.

use std::slice;

use super::action::Action;
use super::file::FilePlan;
use super::input::Past;
use super::open::{Round, merge_file};
use super::sides::Sides;
use super::text::{Conflict, Marked, Prefer};

/// What a person says to a conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It stays as it stands.
    Yours,
    /// The new side is taken.
    New,
    /// The file becomes this text.
    Text(String),
}

impl FilePlan {
    /// Settles one of the conflicts, by its place among them; the others stay. False where there is none, or its
    /// new side cannot be taken by itself.
    pub fn settle(&mut self, index: usize, decision: &Decision) -> bool {
        let Some(conflict) = self.conflicts.get(index).cloned() else { return false };
        let text = match decision {
            Decision::Yours => self.text.clone(),
            Decision::New => self.with_new(&conflict),
            Decision::Text(text) => Some(text.clone()),
        };
        let (Some(text), Some(new)) = (text, self.new.clone()) else { return false };
        Round::forget(&mut self.open, &conflict);
        // What stands is what both sides come from, and only what is open still is looked for.
        let merged = merge_file(&new, &text, &new, &Past { open: self.open.clone(), ..Past::default() });
        (self.conflicts, self.open) = (merged.conflicts, merged.open);
        self.write(text);
        true
    }

    /// Settles a file that was left alone by taking a side.
    pub fn settle_whole(&mut self, side: Prefer) {
        self.past.prefer = Some(side);
        self.decide();
    }

    /// The text as it would be with the new side of a conflict; none where that cannot be taken by itself.
    pub fn with_new(&self, conflict: &Conflict) -> Option<String> {
        Some(Sides::of(self.text.as_ref()?, self.new.as_ref()?, &self.open, slice::from_ref(conflict))?.new)
    }

    /// The text with some of its conflicts between markers; none where not all of them can be.
    pub fn marked(&self, conflicts: &[Conflict]) -> Option<String> {
        Some(self.marks(conflicts)?.text)
    }

    fn marks(&self, conflicts: &[Conflict]) -> Option<Marked> {
        let (text, new) = (self.text.as_ref()?, self.new.as_ref()?);
        Sides::of(text, new, &self.open, conflicts)?.marked(text)
    }

    /// Whether its conflicts stand between markers.
    pub fn is_marked(&self) -> bool {
        !self.conflicts.is_empty() && self.open.is_empty()
    }

    /// Puts every conflict between markers; from then on the markers say that it is open. Where not all of them
    /// can be, each stays open as it is.
    pub(super) fn mark(&mut self) {
        let Some(marked) = self.marks(&self.conflicts) else { return };
        for conflict in &mut self.conflicts {
            conflict.line = marked.line(conflict.line);
        }
        self.open.clear();
        self.write(marked.text);
    }

    fn write(&mut self, text: String) {
        let same = self.yours.as_ref() == Some(&text);
        self.action = self.followed(if same { Action::KeepEdited } else { Action::Merge });
        self.effect = if same { None } else { self.effect_of(Some(&text)).or(self.effect) };
        self.text = Some(text);
    }
}
