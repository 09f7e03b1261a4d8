//! Arguments of what merges, and of what takes a merge back.

use clap::{Args, ValueEnum};

use crate::merge::Prefer;

/// Arguments of `regenerate`.
#[derive(Debug, Args)]
pub(crate) struct Regenerate {
    /// Show what would happen, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Show the changed lines
    #[arg(long)]
    pub(crate) diff: bool,
    /// Write nothing; exit with 1 when something would be written
    #[arg(long)]
    pub(crate) check: bool,
    /// Settle every conflict, and every file that is left alone, by taking this side; `new` deletes files that
    /// you edited and that are no longer generated, and replaces those that kubewright did not write
    #[arg(long, value_enum)]
    pub(crate) prefer: Option<PreferSide>,
    /// Ask about every conflict, on a terminal: keep yours, take what is new, edit, or decide later
    #[arg(short, long, conflicts_with_all = ["prefer", "dry_run", "check"])]
    pub(crate) interactive: bool,
    /// Write both sides of every conflict between markers, as git does; nothing can read the file until they
    /// are taken out
    #[arg(long, conflicts_with_all = ["prefer", "interactive", "check"])]
    pub(crate) markers: bool,
    /// An environment, or the app, that has another name now: its edits come along; may be repeated
    #[arg(long, value_name = "OLD=NEW")]
    pub(crate) rename: Vec<String>,
    /// Make a lost or damaged baseline anew: what nobody knows is told as conflicts
    #[arg(long, conflicts_with = "rename")]
    pub(crate) rebuild_baseline: bool,
    /// Not taken: values come from the spec alone
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) rest: Vec<String>,
}

/// Arguments of `merge-file`.
#[derive(Debug, Args)]
pub(crate) struct MergeFile {
    /// The file that both sides come from
    pub(crate) base: String,
    /// The file with your edits
    pub(crate) yours: String,
    /// The file with what is new
    pub(crate) new: String,
    /// Write the result into this file instead of stdout
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<String>,
    /// Take this side where both changed the same; then nothing is left to decide
    #[arg(long, value_enum)]
    pub(crate) prefer: Option<PreferSide>,
    /// Write both sides of a conflict between markers, as git does; nothing can read the result then
    #[arg(long, conflicts_with = "prefer")]
    pub(crate) markers: bool,
    /// What to call the file in messages
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
}

/// Whose value stands where both sides changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PreferSide {
    /// What stands there by your hand.
    Yours,
    /// What comes in.
    New,
}

impl From<PreferSide> for Prefer {
    fn from(side: PreferSide) -> Self {
        match side {
            PreferSide::Yours => Self::Yours,
            PreferSide::New => Self::New,
        }
    }
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The file, relative to the spec's folder
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
}
