//! What goes into a plan beside the texts of the generations.

use std::collections::BTreeMap;

use crate::layout::Tree;

use super::action::Unread;
use super::left::{Left, LeftFiles};
use super::moves::Moves;
use super::names::AppName;
use super::open::{OpenConflicts, Round};
use super::text::Prefer;

/// What the runs before have left to say again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pending {
    /// The files that the last run left alone.
    pub left: LeftFiles,
    /// The conflicts that nobody has settled.
    pub open: OpenConflicts,
}

/// What stands on disk where files are or were generated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disk {
    /// The texts of generated files.
    pub files: Tree,
    /// The generated files that cannot be merged, and why.
    pub unread: BTreeMap<String, Unread>,
    /// The texts of the user's own files beside them.
    pub beside: Tree,
}

impl Disk {
    /// Whether a file stands at a path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.unread.contains_key(path) || self.beside.contains_key(path)
    }
}

/// What a person says about a write beside the files themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The side that settles all conflicts.
    pub prefer: Option<Prefer>,
    /// The old paths of files that have another one now, by the new ones.
    pub moves: Moves,
    /// The app's other name.
    pub name: Option<AppName>,
    /// What is another than at the last generation, where that is known.
    pub cause: Option<String>,
}

/// What is known of a file beside its texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Past {
    /// How it was left alone by the last run.
    pub(super) left: Option<Left>,
    /// Its conflicts that nobody has settled.
    pub(super) open: Vec<Round>,
    /// The side that settles all conflicts.
    pub(super) prefer: Option<Prefer>,
    /// The app's other name.
    pub(super) name: Option<AppName>,
    /// What brought the new generation, where that is known.
    pub(super) cause: Option<String>,
    /// Why what stands on disk cannot be merged.
    pub(super) unread: Option<Unread>,
}
