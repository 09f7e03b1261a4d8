//! The files that hold manifests: those that are named, and those of folders.

use std::path::Path;

use ignore::{DirEntry, WalkBuilder};

use super::IoError;
use super::project::STATE_FOLDER;

/// The ends of the names of files that `kubectl apply --filename FOLDER` reads.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The files of a path, in their order: itself, or those below it whose names end as manifests do. What
/// `.gitignore` names, what is hidden, and the baseline are passed over; links are not followed.
///
/// # Errors
/// The disk.
pub fn manifest_files(path: &Path) -> Result<Vec<String>, IoError> {
    let mut files = Vec::new();
    let walk = WalkBuilder::new(path)
        .require_git(false)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != STATE_FOLDER)
        .sort_by_file_name(Ord::cmp)
        .build();
    for entry in walk {
        let entry = entry.map_err(|error| {
            let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links"));
            IoError::disk("read", path, error)
        })?;
        if is_manifest(&entry) {
            files.push(shown(entry.path()));
        }
    }
    Ok(files)
}

/// Whether an entry is what was named, or a plain file whose name ends as a manifest's does.
fn is_manifest(entry: &DirEntry) -> bool {
    let is_folder = entry.path().is_dir();
    let ends = entry.path().extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
    !is_folder && (entry.depth() == 0 || ends && entry.file_type().is_some_and(|kind| kind.is_file()))
}

/// A path with `/` between its parts, and without `./` before them.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}
