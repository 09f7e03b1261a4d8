//! Writes many files as one: after a kill at any instant the folder is as before, or a next run
//! finishes what was decided.
//!
//! New texts are staged in `.kubewright/pending`, and old ones kept there under a second name. Then a journal
//! is moved into place, which is the decision; each staged file is moved to where it belongs; and once that is
//! durable the journal goes. What the disk refuses after the decision is taken back by the same journal.

mod change;
mod disk;
#[cfg(test)]
mod faults;
mod journal;
mod target;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use fs_err as fs;

use super::IoError;
use super::project::Project;
use crate::merge::sha256;

use disk::{Disk, RealDisk};
use journal::{Direction, Journal, Step, held, pending};
use target::check_folder;

pub use change::Change;
pub(super) use disk::stage;
pub(super) use target::{check_target, is_inside};

/// How a run that was killed has ended after all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovered {
    /// All that it had decided is written.
    Finished,
    /// What it had written is taken back, since these files were edited meanwhile; or since it was
    /// taking it back itself.
    TakenBack(Vec<String>),
}

/// Carries out all changes or none. The caller holds the project's lock.
///
/// # Errors
/// The disk; then nothing has changed. Where the disk does not even let what was written be taken back, the
/// next run goes on.
pub fn apply(project: &Project, changes: &[Change]) -> Result<(), IoError> {
    Writing { project, disk: &RealDisk }.apply(changes)
}

/// Finishes, takes back, or forgets, what a killed run has left. The caller holds the project's lock.
///
/// # Errors
/// The disk, or a journal that is not readable.
pub(super) fn recover(project: &Project) -> Result<Option<Recovered>, IoError> {
    Writing { project, disk: &RealDisk }.recover()
}

/// Whether a run was killed after it had decided, so that the files are a mix until the next run that writes;
/// or is at it.
///
/// # Errors
/// The disk, or a journal that is not readable.
pub(super) fn is_unfinished(project: &Project) -> Result<bool, IoError> {
    Ok(journal::read(project)?.is_some())
}

/// A write in a project, on a disk.
struct Writing<'a, D> {
    project: &'a Project,
    disk: &'a D,
}

impl<D: Disk> Writing<'_, D> {
    fn apply(&self, changes: &[Change]) -> Result<(), IoError> {
        if changes.is_empty() {
            return Ok(());
        }
        let journal = self.decide(changes).inspect_err(|_| {
            // What was prepared takes room on a full disk.
            let _ = self.clear();
        })?;
        self.forward(&journal).inspect_err(|_| {
            let _ = self.turn(&journal);
        })
    }

    fn recover(&self) -> Result<Option<Recovered>, IoError> {
        let Some((journal, direction)) = journal::read(self.project)? else { return self.clear().map(|()| None) };
        for step in &journal.steps {
            check_target(self.project, &step.path)?;
        }
        for folder in &journal.folders {
            check_folder(self.project, folder)?;
        }
        if direction == Direction::Back {
            return self.back(&journal).map(|()| Some(Recovered::TakenBack(Vec::new())));
        }
        let mut edited = Vec::new();
        for step in &journal.steps {
            let held = held(self.project, &step.path)?;
            if held != step.old && held != step.new {
                edited.push(step.path.clone());
            }
        }
        if edited.is_empty() {
            self.forward(&journal).inspect_err(|_| {
                let _ = self.turn(&journal);
            })?;
            return Ok(Some(Recovered::Finished));
        }
        self.turn(&journal).map(|()| Some(Recovered::TakenBack(edited)))
    }

    /// Prepares all that the changes need, and decides them.
    fn decide(&self, changes: &[Change]) -> Result<Journal, IoError> {
        let pending = pending(self.project);
        for change in changes {
            check_target(self.project, &change.path)?;
        }
        self.make_folders(&pending)?;
        // What a journal says is of use only where the folder that holds it is found again.
        for folder in self.folders_above(&pending) {
            self.sync(&folder)?;
        }
        let mut journal = Journal::default();
        for (index, change) in changes.iter().enumerate() {
            let target = self.project.path(&change.path);
            let [new, old] = self.prepared(index);
            if let Some(text) = &change.text {
                let like = change.like.as_ref().map_or_else(|| target.clone(), |like| self.project.path(like));
                self.disk.write(&new, text, &like).map_err(|error| IoError::disk("write", &new, error))?;
                journal.add_folders(self.project, &change.path);
            }
            if target.exists() {
                self.disk.keep(&target, &old).map_err(|error| IoError::disk("keep", &target, error))?;
            }
            let held = held(self.project, &change.path)?;
            if change.over.as_ref().is_some_and(|over| over.as_ref().map(sha256) != held) {
                let error = Error::other("it was changed while kubewright ran; run again");
                return Err(IoError::disk("write", &target, error));
            }
            let (path, new) = (change.path.clone(), change.text.as_ref().map(sha256));
            journal.steps.push(Step { path, old: held, new });
        }
        let (draft, text) = (pending.join("draft"), serde_json::to_string(&journal));
        let text = text.expect("paths and checksums are JSON");
        self.disk.write(&draft, &text, &draft).map_err(|error| IoError::disk("write", &draft, error))?;
        self.sync(&pending)?;
        let decided = pending.join(Direction::Forward.file());
        self.disk.rename(&draft, &decided).map_err(|error| IoError::disk("write", &decided, error))?;
        Ok(journal)
    }

    /// Goes on until every file is as decided.
    fn forward(&self, journal: &Journal) -> Result<(), IoError> {
        self.sync(&pending(self.project))?;
        let mut touched = BTreeSet::new();
        for (index, step) in journal.steps.iter().enumerate() {
            let target = self.project.path(&step.path);
            let [new, _] = self.prepared(index);
            if step.new.is_some() {
                // What was moved before a kill is not there any more.
                if new.exists() {
                    self.make_folders(target.parent().unwrap_or(self.project.root()))?;
                    self.disk.rename(&new, &target).map_err(|error| IoError::disk("write", &target, error))?;
                }
            } else if target.exists() {
                self.disk.remove(&target).map_err(|error| IoError::disk("remove", &target, error))?;
            }
            touched.extend(self.folders_above(&target));
        }
        for step in journal.steps.iter().filter(|step| step.new.is_none()) {
            self.remove_empty(&self.project.path(&step.path));
        }
        self.close(&touched, Direction::Forward)
    }

    /// Turns back.
    fn turn(&self, journal: &Journal) -> Result<(), IoError> {
        let pending = pending(self.project);
        let [decided, undo] = [Direction::Forward, Direction::Back].map(|way| pending.join(way.file()));
        self.disk.rename(&decided, &undo).map_err(|error| IoError::disk("write", &undo, error))?;
        self.sync(&pending)?;
        self.back(journal)
    }

    /// Goes back until every file is as it was. What a user has made of one since is left to him.
    fn back(&self, journal: &Journal) -> Result<(), IoError> {
        let mut touched = BTreeSet::new();
        for (index, step) in journal.steps.iter().enumerate().rev() {
            let target = self.project.path(&step.path);
            let [new, old] = self.prepared(index);
            let moved = step.new.is_some() && !new.exists();
            let is_ours = held(self.project, &step.path)? == step.new;
            if is_ours && old.exists() && (moved || step.new.is_none()) {
                self.make_folders(target.parent().unwrap_or(self.project.root()))?;
                self.disk.rename(&old, &target).map_err(|error| IoError::disk("write", &target, error))?;
            } else if is_ours && moved && step.old.is_none() && target.exists() {
                self.disk.remove(&target).map_err(|error| IoError::disk("remove", &target, error))?;
            }
            touched.extend(self.folders_above(&target));
        }
        for folder in journal.folders.iter().rev() {
            let _ = self.disk.remove_folder(&self.project.path(folder));
        }
        self.close(&touched, Direction::Back)
    }

    /// Makes what was done durable, and only then forgets the journal.
    fn close(&self, touched: &BTreeSet<PathBuf>, direction: Direction) -> Result<(), IoError> {
        for folder in touched.iter().filter(|folder| folder.exists()) {
            self.sync(folder)?;
        }
        let pending = pending(self.project);
        let journal = pending.join(direction.file());
        self.disk.remove(&journal).map_err(|error| IoError::disk("remove", &journal, error))?;
        // Done; what is left has no meaning any more, and goes at the next run at the latest.
        let _ = self.sync(&pending);
        let _ = self.clear();
        Ok(())
    }

    /// Where the new text of a change is staged, and its old one kept.
    fn prepared(&self, index: usize) -> [PathBuf; 2] {
        ["new", "old"].map(|side| pending(self.project).join(format!("{index}.{side}")))
    }

    /// The folders from a file's up to the project's own.
    fn folders_above(&self, target: &Path) -> Vec<PathBuf> {
        let inside = |folder: &&Path| folder.starts_with(self.project.root());
        target.ancestors().skip(1).take_while(inside).map(Path::to_owned).collect()
    }

    fn make_folders(&self, folder: &Path) -> Result<(), IoError> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
            self.make_folders(above)?;
        }
        self.disk.make_folder(folder).map_err(|error| IoError::disk("make", folder, error))
    }

    /// Removes the folders that a deleted file leaves empty, up to the project's own.
    fn remove_empty(&self, target: &Path) {
        for folder in target.ancestors().skip(1).take_while(|folder| *folder != self.project.root()) {
            if self.disk.remove_folder(folder).is_err_and(|error| error.kind() != ErrorKind::NotFound) {
                break;
            }
        }
    }

    fn sync(&self, folder: &Path) -> Result<(), IoError> {
        self.disk.sync_folder(folder).map_err(|error| IoError::disk("write", folder, error))
    }

    /// Removes what was prepared, and the state's folder where nothing else is in it.
    fn clear(&self) -> Result<(), IoError> {
        let pending = pending(self.project);
        let entries = match fs::read_dir(&pending) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(()),
            entries => entries.map_err(|error| IoError::disk("read", &pending, error))?,
        };
        for entry in entries {
            let path = entry.map_err(|error| IoError::disk("read", &pending, error))?.path();
            self.disk.remove(&path).map_err(|error| IoError::disk("remove", &path, error))?;
        }
        self.disk.remove_folder(&pending).map_err(|error| IoError::disk("remove", &pending, error))?;
        if let Some(state) = pending.parent() {
            let _ = self.disk.remove_folder(state);
        }
        Ok(())
    }
}

impl Journal {
    /// Notes the folders that are made for a file.
    fn add_folders(&mut self, project: &Project, path: &str) {
        for (at, _) in path.match_indices('/') {
            let folder = &path[..at];
            if !self.folders.iter().any(|known| known == folder) && !project.path(folder).exists() {
                self.folders.push(folder.to_owned());
            }
        }
    }
}
