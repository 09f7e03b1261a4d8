//! The disk: the spec's folder, the baseline, and the one place that writes.

mod above;
mod apply;
mod baseline;
mod bounded;
mod conflicts;
mod lock;
mod manifests;
mod project;
mod text;
mod tool;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::problem::{Place, Problem};

pub use above::Above;
pub use apply::{Change, Recovered, apply};
pub use baseline::{Baseline, Rebuilt, last_version};
pub use conflicts::{conflict_changes, read_conflicts};
pub use lock::Lock;
pub use manifests::{manifest_files, matching_files};
pub use project::{Project, STATE_FOLDER};
pub use text::{read_text, replace, write};
pub use tool::run_tool;

/// Why the disk did not do what was asked.
#[derive(Debug)]
pub enum IoError {
    /// What stands on disk is not what it should be; the user can mend it.
    Invalid(Problem),
    /// The disk itself failed, or another run holds the lock.
    Disk {
        /// What was being done.
        doing: String,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// Another kubewright is writing here.
    Locked(PathBuf),
    /// A run was killed while it wrote, and none that writes has come since.
    Unfinished(PathBuf),
}

impl IoError {
    fn disk(doing: &str, path: &Path, error: std::io::Error) -> Self {
        Self::Disk { doing: doing.to_owned(), path: path.to_owned(), error }
    }

    /// The same as a problem, with its place.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Invalid(problem) => problem.clone(),
            Self::Disk { doing, path, error } => {
                let place = Place::new(path.display().to_string(), None);
                Problem::new(format!("cannot {doing} it: {error}")).at(Some(place))
            }
            Self::Locked(path) => {
                let place = Place::new(path.display().to_string(), None);
                let problem = Problem::new("another kubewright is writing here").at(Some(place));
                problem.hint("wait until it is done, then run again")
            }
            Self::Unfinished(path) => {
                let place = Place::new(path.display().to_string(), None);
                let problem = Problem::new("an earlier run was stopped while it wrote").at(Some(place));
                problem.hint("`kubewright regenerate` finishes what it had decided; without a spec, `kubewright check --fix` does")
            }
        }
    }
}

impl std::error::Error for IoError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk { error, .. } => Some(error),
            Self::Invalid(_) | Self::Locked(_) | Self::Unfinished(_) => None,
        }
    }
}

impl fmt::Display for IoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem().fmt(f)
    }
}
