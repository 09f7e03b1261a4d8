//! The conflicts that nobody has settled, kept beside the baseline.

use serde::{Deserialize, Serialize};

use crate::merge::OpenConflicts;
use crate::problem::{Place, Problem};

use super::IoError;
use super::apply::Change;
use super::project::{Project, STATE_FOLDER};

/// The file `.kubewright/conflicts.json`, which is there while a conflict is open.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    /// Version of this file's form.
    version: u32,
    files: OpenConflicts,
}

const VERSION: u32 = 1;
const RECORD: &str = "conflicts.json";

/// Reads the open conflicts; none where there is no record.
///
/// # Errors
/// The disk, or a record that is not readable.
pub fn read_conflicts(project: &Project) -> Result<OpenConflicts, IoError> {
    let path = format!("{STATE_FOLDER}/{RECORD}");
    let Some(text) = project.text(&path)? else { return Ok(OpenConflicts::new()) };
    let wrong = |why: String, hint: &str| {
        IoError::Invalid(Problem::new(why).at(Some(Place::new(path.as_str(), None))).hint(hint))
    };
    let version = serde_json::from_str::<serde_json::Value>(&text).ok().and_then(|record| record["version"].as_u64());
    if version.is_some_and(|version| version > u64::from(VERSION)) {
        let why = "the record of conflicts was written by a newer kubewright".to_owned();
        return Err(wrong(why, "install that version or a newer one"));
    }
    let record: Record = serde_json::from_str(&text).map_err(|error| {
        let why = format!("the record of conflicts is not readable: {error}");
        wrong(why, "take the file back from version control; without it its conflicts count as settled")
    })?;
    Ok(record.files)
}

/// What to change on disk so that the next run finds these conflicts open.
pub fn conflict_changes(old: &OpenConflicts, next: OpenConflicts) -> Option<Change> {
    let path = format!("{STATE_FOLDER}/{RECORD}");
    if *old == next {
        return None;
    }
    if next.is_empty() {
        return Some(Change::delete(path));
    }
    let record = Record { version: VERSION, files: next };
    let text = serde_json::to_string_pretty(&record).expect("texts and values are JSON");
    Some(Change::write(path, text + "\n"))
}
