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
    check(project, relative, false)
}

/// No link may stand for a folder, or on the way to it.
pub(super) fn check_folder(project: &Project, relative: &str) -> Result<(), IoError> {
    check(project, relative, true)
}

fn check(project: &Project, relative: &str, is_folder: bool) -> Result<(), IoError> {
    let mut path = project.root().to_path_buf();
    if !is_inside(relative) {
        return Err(IoError::disk("write", &path.join(relative), Error::other("the path leads out of the project")));
    }
    let mut parts = relative.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let Ok(meta) = fs::symlink_metadata(&path) else { return Ok(()) };
        let holds = is_folder || parts.peek().is_some();
        if !(if holds { meta.is_dir() } else { meta.is_file() }) {
            let what = if meta.is_symlink() { "a link" } else { "something else" };
            let belongs = if holds { "folder" } else { "file" };
            let error = Error::other(format!("{what} stands where a {belongs} belongs"));
            return Err(IoError::disk("write", &path, error));
        }
    }
    Ok(())
}
