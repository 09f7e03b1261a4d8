//! Conflicts of a file settled one by one, or put between markers.

use std::slice;

use super::action::Action;
use super::file::FilePlan;
use super::input::Past;
use super::open::{Round, merge_file};
use super::sides::Sides;
use super::text::{Conflict, Prefer};

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
    /// Settles one of the conflicts, by its place among them; the others stay. A place that none has settles none.
    pub fn settle(&mut self, index: usize, decision: &Decision) {
        let (Some(text), Some(new)) = (self.text.clone(), self.new.clone()) else { return };
        if index >= self.conflicts.len() {
            return;
        }
        let conflict = self.conflicts.remove(index);
        let text = match decision {
            Decision::Yours => text,
            Decision::New => Sides::of(&text, &new, &self.open, slice::from_ref(&conflict)).new,
            Decision::Text(text) => text.clone(),
        };
        Round::forget(&mut self.open, &conflict);
        // What stands is what both sides come from, and only what is open still is looked for.
        let merged = merge_file(&new, &text, &new, &Past { open: self.open.clone(), ..Past::default() });
        (self.conflicts, self.open) = (merged.conflicts, merged.open);
        self.write(text);
    }

    /// Settles a file that was left alone by taking a side.
    pub fn settle_whole(&mut self, side: Prefer) {
        self.past.prefer = Some(side);
        self.decide();
    }

    /// The text as it would be with the new side of a conflict.
    pub fn with_new(&self, conflict: &Conflict) -> Option<String> {
        Some(Sides::of(self.text.as_ref()?, self.new.as_ref()?, &self.open, slice::from_ref(conflict)).new)
    }

    /// The text with some of its conflicts between markers; none where it has lines that look like markers.
    pub fn marked(&self, conflicts: &[Conflict]) -> Option<String> {
        let (text, new) = (self.text.as_ref()?, self.new.as_ref()?);
        Some(Sides::of(text, new, &self.open, conflicts).marked(text)?.text)
    }

    /// Puts every conflict between markers; from then on the markers say that it is open.
    pub(super) fn mark(&mut self) {
        let (Some(text), Some(new)) = (&self.text, &self.new) else { return };
        if self.conflicts.is_empty() {
            return;
        }
        let Some(marked) = Sides::of(text, new, &self.open, &self.conflicts).marked(text) else { return };
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
