//! A folder of its own for each test, with the program to run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

use crate::run::Run;

/// A spec about which nothing is worth a warning.
pub(crate) const SPEC: &str = r#"version: 1
kubernetes: "1.35"
name: web
image: ghcr.io/acme/web:1.4.2
port: 8080
health: {readiness: /readyz, liveness: /livez}
environments:
  staging: {}
  production: {}
"#;

/// An empty folder, and what a test puts into it.
pub(crate) struct Project {
    folder: TempDir,
    name: &'static str,
}

/// Every file with its bytes and the time of its last change.
pub(crate) type Snapshot = BTreeMap<String, (Vec<u8>, SystemTime)>;

impl Project {
    /// An empty folder of that name.
    pub(crate) fn new(name: &'static str) -> Self {
        let project = Self { folder: TempDir::new().expect("a temporary folder"), name };
        fs::create_dir(project.root()).expect("the folder is new");
        project
    }

    /// The folder of [`SPEC`], generated.
    pub(crate) fn generated() -> Self {
        Self::new("web").spec(SPEC).generate()
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join(self.name)
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root().join(relative)
    }

    /// Writes `kubewright.yaml`.
    pub(crate) fn spec(self, text: &str) -> Self {
        self.file("kubewright.yaml", text)
    }

    /// Writes a file and the folders above it.
    pub(crate) fn file(self, relative: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("a path below the folder")).expect("folders can be made");
        fs::write(path, text).expect("the file can be written");
        self
    }

    /// Replaces a text that stands in a file exactly once.
    pub(crate) fn edit(self, relative: &str, old: &str, new: &str) -> Self {
        let text = self.read(relative);
        assert_eq!(text.matches(old).count(), 1, "`{old}` stands once in {relative}:\n{text}");
        self.file(relative, text.replace(old, new))
    }

    /// Deletes a file.
    pub(crate) fn delete(self, relative: &str) -> Self {
        fs::remove_file(self.path(relative)).expect("the file is there");
        self
    }

    /// Runs `regenerate`, which must succeed.
    pub(crate) fn generate(self) -> Self {
        self.args(["regenerate", "--quiet"]).success()
    }

    /// A run of the program in the folder.
    pub(crate) fn args<'a>(self, words: impl IntoIterator<Item = &'a str>) -> Run {
        Run::new(self, words)
    }

    pub(crate) fn read(&self, relative: &str) -> String {
        let text = fs::read_to_string(self.path(relative));
        assert!(text.is_ok(), "{relative} is readable: {text:?}");
        text.unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn file_is(self, relative: &str, text: &str) -> Self {
        assert_eq!(self.read(relative), text, "{relative}");
        self
    }

    #[track_caller]
    pub(crate) fn file_contains(self, relative: &str, part: &str) -> Self {
        let text = self.read(relative);
        assert!(text.contains(part), "{relative} holds `{part}`:\n{text}");
        self
    }

    #[track_caller]
    pub(crate) fn file_lacks(self, relative: &str, part: &str) -> Self {
        assert!(self.path(relative).exists(), "{relative} is there");
        let text = self.read(relative);
        assert!(!text.contains(part), "{relative} does not hold `{part}`:\n{text}");
        self
    }

    #[track_caller]
    pub(crate) fn no_file(self, relative: &str) -> Self {
        assert!(!self.path(relative).exists(), "{relative} is not there");
        self
    }

    /// The folder's only files are these, beside those of `.kubewright/`.
    #[track_caller]
    pub(crate) fn files_are(self, files: &[&str]) -> Self {
        let found: Vec<String> = self.snapshot().into_keys().filter(|path| !path.starts_with(".kubewright/")).collect();
        assert_eq!(found, files);
        self
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut snapshot = Snapshot::new();
        collect(&self.root(), &self.root(), &mut snapshot);
        snapshot
    }
}

fn collect(root: &Path, folder: &Path, snapshot: &mut Snapshot) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            collect(root, &path, snapshot);
            continue;
        }
        let relative = path.strip_prefix(root).expect("the path is below the root");
        let name = relative.to_string_lossy().replace('\\', "/");
        let changed = fs::metadata(&path).and_then(|meta| meta.modified()).expect("the system keeps times");
        snapshot.insert(name, (fs::read(&path).expect("the file is readable"), changed));
    }
}
