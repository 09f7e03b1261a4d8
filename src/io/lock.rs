//! The lock that keeps two runs from writing at once.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::IoError;
use super::apply::{Recovered, check_target, is_unfinished, recover};
use super::project::{Project, STATE_FOLDER};

/// Held while a run writes; released when dropped, and gone without a trace where nothing was written.
#[derive(Debug)]
pub struct Lock {
    _file: File,
    folder: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let entries = fs_err::read_dir(&self.folder).map(Iterator::count);
        if entries.is_ok_and(|count| count == 1) {
            // Only the lock is there: the folder was made for it.
            let _ = fs_err::remove_file(self.folder.join("lock"));
            let _ = fs_err::remove_dir(&self.folder);
        }
    }
}

impl Project {
    /// Takes the lock, making the folder for it, and settles what a killed run has left.
    ///
    /// # Errors
    /// The disk, or another run that holds the lock.
    pub fn begin(&self) -> Result<(Lock, Option<Recovered>), IoError> {
        let folder = self.path(STATE_FOLDER);
        let path = folder.join("lock");
        // What stands there must not lead the lock, or what is staged, out of the project.
        for own in ["lock", "pending/journal.json"] {
            check_target(self, &format!("{STATE_FOLDER}/{own}"))?;
        }
        let file = loop {
            fs_err::create_dir_all(&folder).map_err(|error| IoError::disk("make", &folder, error))?;
            let file = open(&path, true)?;
            take(&file, &path)?;
            // Who held it before may have removed the file on leaving: then this lock keeps nobody out.
            match open(&path, false).map(|again| take(&again, &path)) {
                Ok(Err(IoError::Locked(_))) => break file,
                Ok(Ok(())) | Err(_) => {}
                Ok(Err(error)) => return Err(error),
            }
        };
        let lock = Lock { _file: file, folder };
        let recovered = recover(self)?;
        Ok((lock, recovered))
    }

    /// Makes sure that no run is in the middle of its files, for who only reads.
    ///
    /// # Errors
    /// The disk, a run that is writing, or one that was killed while it wrote.
    pub fn check_finished(&self) -> Result<(), IoError> {
        if !is_unfinished(self)? {
            return Ok(());
        }
        let path = self.path(STATE_FOLDER).join("lock");
        if let Ok(file) = open(&path, false) {
            take(&file, &path)?;
        }
        Err(IoError::Unfinished(self.path(STATE_FOLDER)))
    }
}

fn open(path: &Path, create: bool) -> Result<File, IoError> {
    File::options().create(create).append(true).open(path).map_err(|error| IoError::disk("open", path, error))
}

fn take(file: &File, path: &Path) -> Result<(), IoError> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => IoError::Locked(path.to_owned()),
        TryLockError::Error(error) => IoError::disk("lock", path, error),
    })
}
