//! A folder of its own for each test.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// An empty folder, removed at the end.
pub(crate) struct Folder {
    folder: TempDir,
}

impl Folder {
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap_or_else(|error| format!("{path}: {error}"))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.folder.path().join(path), text).expect("the file can be written");
    }

    /// Every file with its text; the lock is no part of what was written.
    pub(crate) fn files(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        collect(self.folder.path(), "", &mut found);
        found.remove(".kubewright/lock");
        found
    }

    /// Fails unless nothing was written here.
    #[track_caller]
    pub(crate) fn is_empty(&self) {
        let left: Vec<_> = fs::read_dir(self.folder.path()).expect("the folder can be read").collect();
        assert!(left.is_empty(), "{left:?}");
    }

    /// Fails unless another folder holds the same files, byte for byte.
    #[track_caller]
    pub(crate) fn equals(&self, other: &Self) {
        let (ours, theirs) = (self.files(), other.files());
        for (path, text) in ours.iter().rev() {
            assert_eq!(Some(text), theirs.get(path), "{path}");
        }
        assert_eq!(ours.len(), theirs.len(), "{:?} and {:?}", ours.keys(), theirs.keys());
    }

    /// A shell's command line here, in which `kubewright` is the program under test, and tells its pid.
    pub(crate) fn shell(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        let program = env!("CARGO_BIN_EXE_kubewright");
        let start = "sh -c 'echo \"pid $$\"; exec \"$0\" \"$@\"'";
        command.args(["-c", &format!("kubewright() {{ {start} '{program}' \"$@\"; }}\n{line}")]);
        command.current_dir(self.folder.path()).env("TERM", "xterm-256color").env("NO_COLOR", "1");
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("KUBEWRIGHT_") {
                command.env_remove(name);
            }
        }
        command
    }

    /// Runs a command line without a terminal; its exit code.
    pub(crate) fn run(&self, line: &str) -> i32 {
        let output = self.shell(line).stdin(Stdio::null()).output().expect("sh can be run");
        output.status.code().expect("no signal ends it")
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), found);
        } else {
            found.insert(name, fs::read_to_string(entry.path()).expect("the file is text"));
        }
    }
}
