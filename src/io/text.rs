//! One file, wherever it stands: read as text, written whole.

use std::path::{Path, PathBuf};

use crate::problem::{Place, Problem};

use super::apply::stage;
use super::project::LARGEST_TEXT;
use super::{IoError, bounded};

/// Reads a file as text; the empty device is an empty text.
///
/// # Errors
/// A file that is not there, no plain file, too large, or no UTF-8 text.
pub fn read_text(path: &Path) -> Result<String, IoError> {
    if path == Path::new("/dev/null") {
        return Ok(String::new());
    }
    let wrong =
        |why: String| IoError::Invalid(Problem::new(why).at(Some(Place::new(path.display().to_string(), None))));
    let bytes = bounded::read(path, LARGEST_TEXT).map_err(wrong)?;
    String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8 text".to_owned()))
}

/// Writes a file whole, as [`replace`] does, and makes the folders above it.
///
/// # Errors
/// The disk.
pub fn write(path: &Path, text: &str) -> Result<(), IoError> {
    if let Some(folder) = path.parent() {
        fs_err::create_dir_all(folder).map_err(|error| IoError::disk("make", folder, error))?;
    }
    replace(path, text)
}

/// Writes a file whole, with the permissions that it has: whoever reads it meanwhile sees the old text or
/// the new one. Where a link stands, what it leads to is written; a device or a pipe takes the text as it is.
///
/// # Errors
/// The disk.
pub fn replace(path: &Path, text: &str) -> Result<(), IoError> {
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if std::fs::metadata(&target).is_ok_and(|found| !found.is_file()) {
        return fs_err::write(&target, text).map_err(|error| IoError::disk("write", path, error));
    }
    let draft: PathBuf = {
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        target.with_file_name(format!(".{name}.{}.draft", std::process::id()))
    };
    stage(&draft, text, &target).and_then(|()| fs_err::rename(&draft, &target)).map_err(|error| {
        let _ = fs_err::remove_file(&draft);
        IoError::disk("write", path, error)
    })
}
