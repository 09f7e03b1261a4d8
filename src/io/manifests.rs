//! The files that hold manifests: those that are named, and those of folders.

use std::path::Path;

use globset::GlobBuilder;
use ignore::{DirEntry, WalkBuilder};

use crate::problem::{Place, Problem};

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
    for entry in walk(path) {
        let entry = entry?;
        if is_manifest(&entry) {
            files.push(shown(entry.path()));
        }
    }
    Ok(files)
}

/// The plain files whose paths fit a pattern such as `deploy/**/*.yaml`, in their order; what `.gitignore` names, what
/// is hidden, and the baseline are passed over.
///
/// # Errors
/// What is no pattern; the disk.
pub fn matching_files(pattern: &str) -> Result<Vec<String>, IoError> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let glob = GlobBuilder::new(pattern).literal_separator(true).build().map_err(|error| {
        let problem = Problem::new(format!("it is no pattern: {}", error.kind()));
        IoError::Invalid(problem.at(Some(Place::new(pattern, None))))
    })?;
    let matcher = glob.compile_matcher();
    let fixed =
        pattern.split_inclusive('/').take_while(|part| part.ends_with('/') && !part.contains(['*', '?', '[', '{']));
    let folder: String = fixed.collect();
    let folder = if folder.is_empty() { "." } else { folder.as_str() };
    if !Path::new(folder).is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in walk(Path::new(folder)) {
        let entry = entry?;
        let path = shown(entry.path());
        if entry.file_type().is_some_and(|kind| kind.is_file()) && matcher.is_match(&path) {
            files.push(path);
        }
    }
    Ok(files)
}

/// What stands below a path, in order.
fn walk(path: &Path) -> impl Iterator<Item = Result<DirEntry, IoError>> {
    let walk = WalkBuilder::new(path)
        .require_git(false)
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != STATE_FOLDER)
        .sort_by_file_name(Ord::cmp)
        .build();
    walk.map(move |entry| {
        entry.map_err(|error| {
            let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links"));
            IoError::disk("read", path, error)
        })
    })
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
