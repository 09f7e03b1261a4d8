//! Where a write may go: below the project's folder, through folders, onto plain files.

use std::io::Error;

use fs_err as fs;

use crate::io::{IoError, Project};

/// Whether a path stays below the folder that it is relative to.
pub(in crate::io) fn is_inside(relative: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part != "." && part != "..";
    !relative.contains('\\') && relative.split('/').all(part)
}

/// No link on the way may lead a write out of the project, and no folder may stand where a file goes.
pub(in crate::io) fn check_target(project: &Project, relative: &str) -> Result<(), IoError> {
    let mut path = project.root().to_path_buf();
    if !is_inside(relative) {
        return Err(IoError::disk("write", &path.join(relative), Error::other("the path leads out of the project")));
    }
    let mut parts = relative.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let Ok(meta) = fs::symlink_metadata(&path) else { return Ok(()) };
        let wanted = if parts.peek().is_some() { meta.is_dir() } else { meta.is_file() };
        if !wanted {
            let what = if meta.is_symlink() { "a link" } else { "something else" };
            let belongs = if parts.peek().is_some() { "folder" } else { "file" };
            let error = Error::other(format!("{what} stands where a {belongs} belongs"));
            return Err(IoError::disk("write", &path, error));
        }
    }
    Ok(())
}
