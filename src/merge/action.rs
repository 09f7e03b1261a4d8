//! What happens to a file, in a word.

use std::fmt;

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
    /// It has conflict markers, the first in this line, so that it says nothing yet: left alone.
    LeftMarked(u64),
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
        matches!(self, Self::LeftRemoved | Self::LeftForeign | Self::LeftMarked(_) | Self::LeftUnread(_))
    }

    /// The line that says why the file is left alone; the first where no line does.
    pub fn line(self) -> u64 {
        if let Self::LeftMarked(line) = self { line } else { 1 }
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
            Self::LeftRemoved | Self::LeftForeign | Self::LeftMarked(_) | Self::LeftUnread(_) => "left",
        })
    }
}
