//! What was decided to be written: read by the next run where this one is killed.

use std::io::ErrorKind;
use std::path::PathBuf;

use fs_err as fs;
use serde::{Deserialize, Serialize};

use crate::io::{IoError, Project, STATE_FOLDER};
use crate::merge::sha256;
use crate::problem::{Place, Problem};

/// What a write does, file by file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    pub(super) steps: Vec<Step>,
    /// The folders that it makes, the outer ones first.
    pub(super) folders: Vec<String>,
}

/// One file: what it holds before and after, as SHA-256; none where there is no such file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Step {
    pub(super) path: String,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

/// Which way a journal is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// What is new comes.
    Forward,
    /// What was there comes back.
    Back,
}

impl Direction {
    /// The name that the journal has meanwhile.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::Forward => "journal.json",
            Self::Back => "undo.json",
        }
    }
}

/// What a file holds, as SHA-256; none where there is no such file.
pub(super) fn held(project: &Project, path: &str) -> Result<Option<String>, IoError> {
    let path = project.path(path);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(sha256(bytes))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(IoError::disk("read", &path, error)),
    }
}

/// The folder of everything that a write prepares.
pub(super) fn pending(project: &Project) -> PathBuf {
    project.path(STATE_FOLDER).join("pending")
}

/// The journal that a killed run has left, and which way it was gone.
///
/// # Errors
/// The disk, or a journal that is not readable.
pub(super) fn read(project: &Project) -> Result<Option<(Journal, Direction)>, IoError> {
    for direction in [Direction::Forward, Direction::Back] {
        let path = pending(project).join(direction.file());
        let text = match fs::read_to_string(&path) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
            text => text.map_err(|error| IoError::disk("read", &path, error))?,
        };
        let journal = serde_json::from_str(&text).map_err(|error| {
            let place = Place::new(format!("{STATE_FOLDER}/pending/{}", direction.file()), None);
            IoError::Invalid(
                Problem::new(format!("the journal of a run that was killed is not readable: {error}"))
                    .at(Some(place))
                    .hint("compare the files with version control, remove `.kubewright/pending`, then run again"),
            )
        })?;
        return Ok(Some((journal, direction)));
    }
    Ok(None)
}
