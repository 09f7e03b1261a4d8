//! Several files, wherever they stand, written as one.

use std::path::{Path, PathBuf};

use super::apply::Change;
use super::{IoError, Project};

/// The nearest folder that holds some files, and what is to be written there; a file by a link to it is the file itself.
/// The folder that is worked in is taken where it holds them all. Each file: its path, its text until now, its new one.
///
/// # Errors
/// A file that is not there.
pub fn changes_of<'f>(
    here: &Project,
    files: impl IntoIterator<Item = (&'f str, &'f str, &'f str)>,
) -> Result<(Project, Vec<Change>), IoError> {
    let real = |path: &Path| fs_err::canonicalize(path).map_err(|error| IoError::disk("find", path, error));
    let files = files.into_iter().map(|(path, old, new)| Ok((real(Path::new(path))?, old, new)));
    let files = files.collect::<Result<Vec<(PathBuf, &str, &str)>, IoError>>()?;
    let mut root = real(here.root())?;
    if let Some((first, ..)) = files.first().filter(|_| !files.iter().all(|(path, ..)| path.starts_with(&root))) {
        let holds = |folder: &&Path| files.iter().all(|(path, ..)| path.starts_with(folder));
        root = first.ancestors().skip(1).find(holds).unwrap_or(first).to_owned();
    }
    let mut changes: Vec<(String, Change)> = Vec::new();
    for (path, old, new) in files {
        let parts = path.strip_prefix(&root).unwrap_or(&path).iter().map(|part| part.to_string_lossy());
        let relative = parts.collect::<Vec<_>>().join("/");
        if !changes.iter().any(|(known, _)| *known == relative) {
            let change = Change::write(relative.as_str(), new.to_owned()).over(Some(old));
            changes.push((relative, change));
        }
    }
    Ok((Project::new(root), changes.into_iter().map(|(_, change)| change).collect()))
}
