//! Proof that a write is all or nothing: it is stopped, or refused, at every step that it takes on the disk.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::Path;

use super::disk::{Disk, RealDisk};
use super::*;
use crate::io::STATE_FOLDER;

/// What happens at the step that is counted down to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    /// The program is killed: nothing happens any more. A file that was being written is there by half.
    Kill,
    /// The step is refused, as by a full disk or a folder that is not writable, and later ones are not.
    Refusal,
}

/// A disk on which some steps fail, each counted from the one before.
struct FaultyDisk {
    faults: Vec<(usize, Fault)>,
    done: Cell<usize>,
}

impl FaultyDisk {
    fn new(faults: &[(usize, Fault)]) -> Self {
        Self { faults: faults.to_vec(), done: Cell::new(0) }
    }

    fn step(&self, act: impl FnOnce() -> Result<()>, by_half: impl FnOnce()) -> Result<()> {
        let step = self.done.get();
        self.done.set(step + 1);
        let killed = self.faults.iter().any(|(at, fault)| *fault == Fault::Kill && step > *at);
        if killed {
            return Err(Error::other("killed before"));
        }
        match self.faults.iter().find(|(at, _)| *at == step) {
            None => act(),
            Some(_) => {
                by_half();
                Err(Error::new(ErrorKind::StorageFull, "stopped"))
            }
        }
    }

    /// Whether every fault has come.
    fn is_through(&self) -> bool {
        self.faults.iter().all(|(at, _)| *at < self.done.get())
    }
}

impl Disk for FaultyDisk {
    fn make_folder(&self, path: &Path) -> Result<()> {
        self.step(|| RealDisk.make_folder(path), || ())
    }

    fn write(&self, path: &Path, text: &str, _: &Path) -> Result<()> {
        self.step(
            // Nothing here outlives the program, so nothing has to reach the disk itself.
            || fs::write(path, text),
            || fs::write(path, &text[..text.len() / 2]).expect("the real disk works"),
        )
    }

    fn keep(&self, file: &Path, copy: &Path) -> Result<()> {
        self.step(|| RealDisk.keep(file, copy), || ())
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.step(|| RealDisk.rename(from, to), || ())
    }

    fn remove(&self, path: &Path) -> Result<()> {
        self.step(|| RealDisk.remove(path), || ())
    }

    fn remove_folder(&self, path: &Path) -> Result<()> {
        self.step(|| RealDisk.remove_folder(path), || ())
    }

    fn sync_folder(&self, path: &Path) -> Result<()> {
        self.step(|| path.is_dir().then_some(()).ok_or_else(|| Error::other("no folder")), || ())
    }
}

/// The files of the project by their paths, what it keeps for running left out.
type Files = BTreeMap<String, String>;

struct Case {
    _folder: tempfile::TempDir,
    project: Project,
}

impl Case {
    /// A project with something to change, to leave, to make and to delete.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let project = Project::new(folder.path().join("project"));
        for (path, text) in
            [("spec", "old spec"), ("deploy/a/x", "old x"), ("deploy/a/y", "old y"), ("deploy/gone/z", "old z")]
        {
            let path = project.path(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            fs::write(path, text).expect("a file");
        }
        Self { _folder: folder, project }
    }

    fn changes() -> [Change; 5] {
        [
            Change::write("deploy/new/w", "new w".into()),
            Change::write("deploy/a/x", "new x".into()),
            Change::delete("deploy/gone/z"),
            Change::write("spec", "new spec".into()),
            Change::write(".kubewright/base/x", "new base".into()),
        ]
    }

    fn apply(&self, disk: &FaultyDisk) -> std::result::Result<(), IoError> {
        Writing { project: &self.project, disk }.apply(&Self::changes())
    }

    fn recover(&self, disk: &FaultyDisk) -> std::result::Result<Option<Recovered>, IoError> {
        Writing { project: &self.project, disk }.recover()
    }

    fn files(&self) -> Files {
        let read = |path: &Path| fs::read_to_string(path).expect("a text");
        let mut files = Files::new();
        let mut folders = vec![self.project.root().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                let name = path.strip_prefix(self.project.root()).expect("below").to_string_lossy().into_owned();
                if path.is_file() {
                    files.insert(name, read(&path));
                } else if !path.ends_with("pending") {
                    // The state's own folders hold the lock of whoever runs, and stay.
                    if !name.starts_with(STATE_FOLDER) {
                        files.insert(format!("{name}/"), String::new());
                    }
                    folders.push(path);
                }
            }
        }
        files
    }

    fn has_pending(&self) -> bool {
        pending(&self.project).exists()
    }
}

fn tree(entries: &[(&str, &str)]) -> Files {
    entries.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn old() -> Files {
    tree(&[
        ("spec", "old spec"),
        ("deploy/", ""),
        ("deploy/a/", ""),
        ("deploy/a/x", "old x"),
        ("deploy/a/y", "old y"),
        ("deploy/gone/", ""),
        ("deploy/gone/z", "old z"),
    ])
}

fn new() -> Files {
    tree(&[
        ("spec", "new spec"),
        ("deploy/", ""),
        ("deploy/a/", ""),
        ("deploy/a/x", "new x"),
        ("deploy/a/y", "old y"),
        ("deploy/new/", ""),
        ("deploy/new/w", "new w"),
        (".kubewright/base/x", "new base"),
    ])
}

/// The files of a case; a folder that is left empty, since the disk refused to remove it, does not count.
fn files(case: &Case) -> Files {
    let mut files = case.files();
    if !files.contains_key("deploy/gone/z") {
        files.remove("deploy/gone/");
    }
    files
}

/// How many steps an undisturbed write takes.
fn steps() -> usize {
    let (case, disk) = (Case::new(), FaultyDisk::new(&[]));
    case.apply(&disk).expect("nothing fails");
    assert_eq!(case.files(), new());
    assert!(!case.has_pending());
    disk.done.get()
}

/// The old tree or the new one, as the next run leaves it.
fn recovered(case: &Case, what: &str) -> bool {
    let told = case.recover(&FaultyDisk::new(&[])).expect("the disk works again");
    let files = files(case);
    assert!(files == old() || files == new(), "{what}: a mix: {files:#?}");
    assert!(!case.has_pending(), "{what}: something is left");
    assert_eq!(told == Some(Recovered::Finished), files == new() && told.is_some(), "{what}: {told:?}");
    files == new()
}

#[test]
fn a_kill_at_any_step_leaves_what_the_next_run_makes_the_old_tree_or_the_new_one() {
    let all = steps();
    let mut ends = Vec::new();
    for at in 0..all {
        let (case, disk) = (Case::new(), FaultyDisk::new(&[(at, Fault::Kill)]));
        let _ = case.apply(&disk);
        assert!(disk.is_through());
        ends.push(recovered(&case, &format!("killed at step {at}")));
    }
    assert!(all > 30 && ends.contains(&true) && ends.contains(&false), "{ends:?}");
    assert!(ends.is_sorted(), "one decision parts the old tree from the new one: {ends:?}");
}

#[test]
fn a_kill_of_the_run_that_recovers_changes_nothing_of_that() {
    for at in 0..steps() {
        let decided = {
            let case = Case::new();
            let _ = case.apply(&FaultyDisk::new(&[(at, Fault::Kill)]));
            recovered(&case, &format!("killed at step {at}"))
        };
        for again in 0.. {
            let (case, second) = (Case::new(), FaultyDisk::new(&[(again, Fault::Kill)]));
            let _ = case.apply(&FaultyDisk::new(&[(at, Fault::Kill)]));
            let _ = case.recover(&second);
            if !second.is_through() {
                break;
            }
            let what = format!("killed at step {at}, and at step {again} of the next run");
            assert_eq!(recovered(&case, &what), decided, "{what}");
        }
    }
}

#[test]
fn what_the_disk_refuses_at_any_step_leaves_the_old_tree_at_once() {
    for at in 0..steps() {
        let (case, disk) = (Case::new(), FaultyDisk::new(&[(at, Fault::Refusal)]));
        let told = case.apply(&disk);
        let expected = if told.is_ok() { new() } else { old() };
        assert_eq!(files(&case), expected, "refused at step {at}: {told:?}");
        assert_eq!(told.is_ok(), recovered(&case, &format!("refused at step {at}")));
    }
}

#[test]
fn a_kill_while_a_refused_write_is_taken_back_leaves_the_old_tree_or_the_new_one() {
    let all = steps();
    for at in 0..all {
        for later in at + 1.. {
            let faults = [(at, Fault::Refusal), (later, Fault::Kill)];
            let (case, disk) = (Case::new(), FaultyDisk::new(&faults));
            let _ = case.apply(&disk);
            if !disk.is_through() {
                break;
            }
            recovered(&case, &format!("refused at step {at}, killed at step {later}"));
        }
    }
}

#[test]
fn an_edit_between_a_kill_and_the_next_run_is_never_lost() {
    for at in 0..steps() {
        for path in ["deploy/new/w", "deploy/a/x", "deploy/gone/z", "spec"] {
            let case = Case::new();
            let _ = case.apply(&FaultyDisk::new(&[(at, Fault::Kill)]));
            let target = case.project.path(path);
            fs::create_dir_all(target.parent().expect("a folder")).expect("folders");
            fs::write(&target, "mine").expect("a file");
            case.recover(&FaultyDisk::new(&[])).expect("the disk works");
            let files = case.files();
            let what = format!("killed at step {at}, {path} edited: {files:#?}");
            assert_eq!(files[path], "mine", "{what}");
            let others = |tree: Files| -> Files {
                tree.into_iter().filter(|(name, _)| name != path && !name.ends_with('/')).collect()
            };
            let is = others(files.clone());
            assert!(is == others(old()) || is == others(new()), "{what}");
        }
    }
}
