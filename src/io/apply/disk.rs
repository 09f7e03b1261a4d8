//! What a write does to the disk, step by step.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

/// The steps that a write consists of. Tests put a disk in the place of [`RealDisk`] that fails, or stops as
/// a killed program does, at any one of them.
pub(super) trait Disk {
    /// Makes one folder.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a file to the disk itself, with the permissions of the file that it will replace; a script that is new
    /// can be run.
    fn write(&self, path: &Path, text: &str, target: &Path) -> io::Result<()>;
    /// Keeps what a file holds under a second name.
    fn keep(&self, file: &Path, copy: &Path) -> io::Result<()>;
    /// Moves a file, in the place of one that may stand there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder that is empty.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes what was renamed or removed in a folder durable.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// The disk of the system.
pub(super) struct RealDisk;

impl Disk for RealDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write(&self, path: &Path, text: &str, target: &Path) -> io::Result<()> {
        stage(path, text, target)
    }

    fn keep(&self, file: &Path, copy: &Path) -> io::Result<()> {
        // A second name costs nothing and keeps owner and times; not every disk has such.
        if fs::hard_link(file, copy).is_err() {
            fs::copy(file, copy)?;
            File::open(copy)?.sync_all()?;
        }
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Where a system cannot do this there is nothing better to do.
        let Ok(folder) = File::open(path) else { return Ok(()) };
        match folder.sync_all() {
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            synced => synced,
        }
    }
}

/// Writes a file to the disk itself, with the permissions of the file that it will replace; a script that is new can be
/// run by whoever can read it.
pub(in crate::io) fn stage(path: &Path, text: &str, target: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    if let Ok(meta) = fs::metadata(target) {
        file.set_permissions(meta.permissions())?;
    } else if is_script(text, target) {
        let mut permissions = file.metadata()?.permissions();
        make_runnable(&mut permissions);
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

/// Whether a text names the program that runs it, and is not the pristine text of one.
fn is_script(text: &str, target: &Path) -> bool {
    text.starts_with("#!") && target.extension().is_none_or(|ending| ending != "base")
}

#[cfg(unix)]
fn make_runnable(permissions: &mut fs::Permissions) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = permissions.mode();
    permissions.set_mode(mode | (mode & 0o444) >> 2);
}

#[cfg(not(unix))]
fn make_runnable(_: &mut fs::Permissions) {}
