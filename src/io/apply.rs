//! Writes many files as one: after a kill at any instant the folder is as before, or a next run
//! finishes what was decided.
//!
//! New texts are staged in `.kubewright/pending`, then a journal is moved into place, which is the
//! decision; then each staged file is moved to where it belongs, and the journal goes last.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use fs_err as fs;
use serde::{Deserialize, Serialize};

use super::IoError;
use super::project::{Project, STATE_FOLDER};

/// One file to write or to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    path: String,
    text: Option<String>,
}

impl Change {
    /// Writes a file; the path is relative to the project's folder.
    pub fn write(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), text: Some(text) }
    }

    /// Deletes a file; the path is relative to the project's folder.
    pub fn delete(path: impl Into<String>) -> Self {
        Self { path: path.into(), text: None }
    }
}

/// A step of the journal: move staged file `staged` to `path`, or delete `path`.
#[derive(Debug, Serialize, Deserialize)]
struct Step {
    path: String,
    staged: Option<usize>,
}

/// Carries out all changes or none. The caller holds the project's lock.
///
/// # Errors
/// The disk. Before the decision nothing has changed; after it, the next run goes on.
pub fn apply(project: &Project, changes: &[Change]) -> Result<(), IoError> {
    if changes.is_empty() {
        return Ok(());
    }
    let pending = project.path(STATE_FOLDER).join("pending");
    fs::create_dir_all(&pending).map_err(|error| IoError::disk("make", &pending, error))?;
    let mut steps = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        let target = project.path(&change.path);
        check_target(project, &change.path)?;
        if let Some(text) = &change.text {
            stage(&pending.join(index.to_string()), text, &target)?;
        }
        steps.push(Step { path: change.path.clone(), staged: change.text.as_ref().map(|_| index) });
    }
    let journal = serde_json::to_string(&steps).expect("paths and numbers are JSON");
    let draft = pending.join("journal.draft");
    stage(&draft, &journal, &draft)?;
    sync_folder(&pending);
    fs::rename(&draft, pending.join("journal.json")).map_err(|error| IoError::disk("write", &draft, error))?;
    sync_folder(&pending);
    finish(project, &steps)
}

/// Finishes, or forgets, what a killed run has left. The caller holds the project's lock.
///
/// # Errors
/// The disk, or a journal that is not readable.
pub fn recover(project: &Project) -> Result<(), IoError> {
    let pending = project.path(STATE_FOLDER).join("pending");
    let journal = pending.join("journal.json");
    match fs::read_to_string(&journal) {
        Ok(text) => {
            let steps: Vec<Step> =
                serde_json::from_str(&text).map_err(|error| IoError::disk("read", &journal, error.into()))?;
            finish(project, &steps)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => clear(&pending),
        Err(error) => Err(IoError::disk("read", &journal, error)),
    }
}

fn finish(project: &Project, steps: &[Step]) -> Result<(), IoError> {
    let pending = project.path(STATE_FOLDER).join("pending");
    for step in steps {
        check_target(project, &step.path)?;
    }
    for step in steps {
        let target = project.path(&step.path);
        match step.staged {
            None => remove(project, &target)?,
            Some(index) => {
                let staged = pending.join(index.to_string());
                if let Some(folder) = target.parent() {
                    fs::create_dir_all(folder).map_err(|error| IoError::disk("make", folder, error))?;
                }
                match fs::rename(&staged, &target) {
                    Ok(()) => {}
                    // Moved before the run was killed.
                    Err(error) if error.kind() == ErrorKind::NotFound && target.exists() => {}
                    Err(error) => return Err(IoError::disk("write", &target, error)),
                }
            }
        }
    }
    let journal = pending.join("journal.json");
    fs::remove_file(&journal).map_err(|error| IoError::disk("remove", &journal, error))?;
    clear(&pending)
}

/// Whether a path stays below the folder that it is relative to.
pub(super) fn is_inside(relative: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part != "." && part != "..";
    !relative.contains('\\') && relative.split('/').all(part)
}

/// No link on the way may lead a write out of the project, and no folder may stand where a file goes.
fn check_target(project: &Project, relative: &str) -> Result<(), IoError> {
    let mut path = project.root().to_path_buf();
    if !is_inside(relative) {
        let error = std::io::Error::other("the path leads out of the project");
        return Err(IoError::disk("write", &path.join(relative), error));
    }
    let mut parts = relative.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let Ok(meta) = fs::symlink_metadata(&path) else { return Ok(()) };
        let wanted = if parts.peek().is_some() { meta.is_dir() } else { meta.is_file() };
        if !wanted {
            let what = if meta.is_symlink() { "a link" } else { "something else" };
            let error = std::io::Error::other(format!(
                "{what} stands where a {} belongs",
                if parts.peek().is_some() { "folder" } else { "file" }
            ));
            return Err(IoError::disk("write", &path, error));
        }
    }
    Ok(())
}

/// Writes a file to the disk itself, with the permissions of the file that it will replace.
pub(super) fn stage(path: &Path, text: &str, target: &Path) -> Result<(), IoError> {
    let write = || -> std::io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(text.as_bytes())?;
        if let Ok(meta) = std::fs::metadata(target) {
            file.set_permissions(meta.permissions())?;
        }
        file.sync_all()
    };
    write().map_err(|error| IoError::disk("write", path, error))
}

/// Removes a file and the folders that it leaves empty, up to the project's own.
fn remove(project: &Project, target: &Path) -> Result<(), IoError> {
    match fs::remove_file(target) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(IoError::disk("remove", target, error)),
    }
    for folder in target.ancestors().skip(1).take_while(|folder| *folder != project.root()) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn clear(pending: &Path) -> Result<(), IoError> {
    match fs::remove_dir_all(pending) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(IoError::disk("remove", pending, error)),
        _ => {
            // The state's folder goes too where nothing else is in it.
            let _ = pending.parent().map(fs::remove_dir);
            Ok(())
        }
    }
}

/// Makes renames durable where the system can; where it cannot there is nothing better to do.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let project = Project::new(folder.path());
        (folder, project)
    }

    #[test]
    fn writes_and_deletes_and_leaves_no_trace() {
        let (_folder, project) = project();
        apply(&project, &[Change::write("deploy/a/x.yaml", "1".into()), Change::write("y", "2".into())])
            .expect("applies");
        apply(&project, &[Change::delete("deploy/a/x.yaml"), Change::write("y", "3".into())]).expect("applies");
        assert_eq!(project.text("y").expect("readable").as_deref(), Some("3"));
        assert!(!project.path("deploy").exists(), "an emptied folder goes");
        assert!(!project.path(".kubewright/pending").exists());
    }

    #[test]
    fn a_refused_file_changes_no_other() {
        let (_folder, project) = project();
        fs::create_dir_all(project.path("b")).expect("a folder");
        assert!(apply(&project, &[Change::write("a", "1".into()), Change::write("b", "2".into())]).is_err());
        assert!(!project.path("a").exists());
    }

    #[test]
    fn a_run_that_was_killed_after_the_decision_is_finished_by_the_next() {
        let (_folder, project) = project();
        fs::create_dir_all(project.path(".kubewright/pending")).expect("a folder");
        fs::write(project.path("gone"), "old").expect("writable");
        fs::write(project.path("moved"), "new").expect("writable");
        fs::write(project.path(".kubewright/pending/1"), "late").expect("writable");
        let journal = r#"[{"path":"moved","staged":0},{"path":"late","staged":1},{"path":"gone","staged":null}]"#;
        fs::write(project.path(".kubewright/pending/journal.json"), journal).expect("writable");
        recover(&project).expect("recovers");
        assert_eq!(project.text("late").expect("readable").as_deref(), Some("late"));
        assert_eq!(project.text("moved").expect("readable").as_deref(), Some("new"));
        assert!(!project.path("gone").exists() && !project.path(".kubewright/pending").exists());
    }

    #[test]
    fn a_run_that_was_killed_before_the_decision_is_forgotten() {
        let (_folder, project) = project();
        fs::create_dir_all(project.path(".kubewright/pending")).expect("a folder");
        fs::write(project.path(".kubewright/pending/0"), "half").expect("writable");
        recover(&project).expect("recovers");
        assert!(!project.path(".kubewright/pending").exists());
    }

    #[test]
    fn a_journal_that_leads_out_of_the_project_is_refused() {
        let (folder, project) = project();
        let outside = folder.path().with_extension("victim");
        fs::write(&outside, "mine").expect("writable");
        fs::create_dir_all(project.path(".kubewright/pending")).expect("a folder");
        let name = outside.file_name().expect("a name").to_string_lossy();
        for path in [format!("../{name}"), outside.display().to_string()] {
            let journal = serde_json::json!([{"path": path, "staged": null}]).to_string();
            fs::write(project.path(".kubewright/pending/journal.json"), journal).expect("writable");
            assert!(recover(&project).is_err(), "{path}");
        }
        assert_eq!(fs::read_to_string(&outside).expect("still there"), "mine");
        fs::remove_file(&outside).expect("removable");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_never_written_through() {
        let (_folder, project) = project();
        let outside = tempfile::tempdir().expect("a temporary folder");
        std::os::unix::fs::symlink(outside.path(), project.path("deploy")).expect("a link");
        assert!(apply(&project, &[Change::write("deploy/x.yaml", "1".into())]).is_err());
        assert_eq!(fs::read_dir(outside.path()).expect("readable").count(), 0);
    }
}
