//! The folder with the spec, and reading what stands in it.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::layout::Tree;
use crate::merge::{Disk, Unread};
use crate::preset::Sources;
use crate::problem::{Place, Problem};

use super::{IoError, bounded};

/// The folder beside the spec that holds the baseline.
pub const STATE_FOLDER: &str = ".kubewright";

/// What a file beside the spec may hold, in bytes: as much as a ConfigMap or a Secret does
/// (<https://kubernetes.io/docs/concepts/configuration/configmap/>).
const LARGEST_SOURCE: u64 = 1 << 20;
/// What a file of values or the spec may hold, in bytes; base64 and comments take their room.
pub(super) const LARGEST_TEXT: u64 = 8 << 20;
/// What a generated file may hold, in bytes, to be merged: more than three times what etcd takes of one object
/// (<https://etcd.io/docs/v3.5/dev-guide/limit/>).
const LARGEST_MERGED: u64 = 5_000_000;

/// The folder with the spec.
#[derive(Debug, Clone)]
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The spec's file name.
    pub const SPEC: &'static str = "kubewright.yaml";

    /// A project in a folder, which need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path below the folder.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path as generated files have it, relative to the folder; one that leads elsewhere stays as it is.
    pub fn relative(&self, path: &str) -> String {
        let below = std::path::absolute(path).ok().zip(std::path::absolute(&self.root).ok());
        let below = below.and_then(|(path, root)| Some(path.strip_prefix(root).ok()?.to_string_lossy().into_owned()));
        let plain = path.strip_prefix("./").unwrap_or(path);
        below.filter(|_| Path::new(path).is_absolute()).unwrap_or_else(|| plain.to_owned())
    }

    /// The path below the folder of a file by whatever name, links followed; none where it stands elsewhere.
    ///
    /// # Errors
    /// A file that is not there.
    pub fn below(&self, file: &Path) -> Result<Option<String>, IoError> {
        let real = |path: &Path| fs_err::canonicalize(path).map_err(|error| IoError::disk("find", path, error));
        let (file, root) = (real(file)?, real(&self.root)?);
        let parts = file.strip_prefix(&root).ok().map(|below| below.iter().map(|part| part.to_string_lossy()));
        Ok(parts.map(|parts| parts.collect::<Vec<_>>().join("/")))
    }

    /// The spec's text, if there is a spec.
    ///
    /// # Errors
    /// The disk, or a file that is no text.
    pub fn spec(&self) -> Result<Option<String>, IoError> {
        self.text(Self::SPEC)
    }

    /// A file's text, if there is such a file. A file that is no UTF-8 text is refused.
    ///
    /// # Errors
    /// The disk, a link in the place of a file, or a file that is no text.
    pub fn text(&self, relative: &str) -> Result<Option<String>, IoError> {
        if !self.is_file(relative)? {
            return Ok(None);
        }
        let path = self.path(relative);
        let length = fs_err::metadata(&path).map_err(|error| IoError::disk("read", &path, error))?.len();
        if length > LARGEST_TEXT {
            let message = format!("holds {length} bytes, and at most {LARGEST_TEXT} are read");
            let problem = Problem::new(message).at(Some(Place::new(relative, None)));
            return Err(IoError::Invalid(problem.hint("move it away, or take it back from version control")));
        }
        let bytes = fs_err::read(&path).map_err(|error| IoError::disk("read", &path, error))?;
        let text = String::from_utf8(bytes).map_err(|_| {
            let problem = Problem::new("is not UTF-8 text").at(Some(Place::new(relative, None)));
            IoError::Invalid(problem.hint("save it as UTF-8, or move it away"))
        })?;
        Ok(Some(text))
    }

    /// What stands on disk at some paths.
    ///
    /// # Errors
    /// The disk, or a link in the place of a file.
    pub fn generated<'a>(&self, paths: impl IntoIterator<Item = &'a String>) -> Result<Disk, IoError> {
        let mut disk = Disk::default();
        for path in paths {
            match self.manifest(path)? {
                None => {}
                Some(Ok(text)) => _ = disk.files.insert(path.clone(), text),
                Some(Err(why)) => _ = disk.unread.insert(path.clone(), why),
            }
        }
        Ok(disk)
    }

    /// The texts of the user's own files in the folders of generated ones.
    ///
    /// # Errors
    /// The disk.
    pub fn beside(&self, generated: &BTreeSet<&String>) -> Result<Tree, IoError> {
        let folders: BTreeSet<&str> =
            generated.iter().filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder).collect();
        let mut own = Tree::new();
        for folder in folders {
            let Some(entries) = self.entries(folder)? else { continue };
            for entry in entries.into_iter().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())) {
                let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
                // A file of the user's own that cannot be read is no business of this run.
                if !generated.contains(&path)
                    && let Ok(Some(Ok(text))) = self.manifest(&path)
                {
                    own.insert(path, text);
                }
            }
        }
        Ok(own)
    }

    /// A generated file's text, or why it cannot be merged, if there is such a file.
    fn manifest(&self, relative: &str) -> Result<Option<Result<String, Unread>>, IoError> {
        let path = self.path(relative);
        let failed = |error| IoError::disk("read", &path, error);
        if !self.is_file(relative)? {
            return Ok(None);
        }
        if fs_err::metadata(&path).map_err(failed)?.len() > LARGEST_MERGED {
            return Ok(Some(Err(Unread::TooLarge)));
        }
        let bytes = fs_err::read(&path).map_err(failed)?;
        Ok(Some(String::from_utf8(bytes).map_err(|_| Unread::NotText)))
    }

    /// Whether a plain file stands there, or nothing.
    fn is_file(&self, relative: &str) -> Result<bool, IoError> {
        let path = self.path(relative);
        match fs_err::symlink_metadata(&path) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
            Err(error) => Err(IoError::disk("read", &path, error)),
            Ok(meta) if !meta.is_file() => {
                let problem = Problem::new("is not a plain file").at(Some(Place::new(relative, None)));
                Err(IoError::Invalid(
                    problem.hint("kubewright reads and writes plain files only, no links or folders in their place"),
                ))
            }
            Ok(_) => Ok(true),
        }
    }

    /// The paths of all files below a folder, in their order; none where there is no such folder. Links are
    /// not followed.
    ///
    /// # Errors
    /// The disk.
    pub fn files_below(&self, folder: &str) -> Result<Vec<String>, IoError> {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in self.entries(&folder)?.into_iter().flatten() {
                let inside = format!("{folder}/{}", entry.file_name().to_string_lossy());
                let kind = entry.file_type().map_err(|error| IoError::disk("read", &self.path(&inside), error))?;
                if kind.is_dir() { folders.push(inside) } else { files.push(inside) }
            }
        }
        files.sort();
        Ok(files)
    }

    /// What stands in a folder, if there is such a folder.
    fn entries(&self, folder: &str) -> Result<Option<Vec<fs_err::DirEntry>>, IoError> {
        let path = self.path(folder);
        let failed = |error| IoError::disk("read", &path, error);
        match fs_err::read_dir(&path) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            entries => entries.map_err(failed)?.collect::<Result<_, _>>().map(Some).map_err(failed),
        }
    }
}

impl Sources for Project {
    fn exists(&self, path: &str) -> bool {
        fs_err::symlink_metadata(self.path(path)).is_ok()
    }

    fn list(&self, path: &str) -> Result<Option<Vec<String>>, String> {
        let full = self.path(path);
        if !full.is_dir() {
            return Ok(None);
        }
        bounded::stays_below(&self.root, &full)?;
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&full).map_err(|error| error.to_string())? {
            let name = entry.map_err(|error| error.to_string())?.file_name();
            let name = name.into_string().map_err(|name| format!("the name {} is not UTF-8", name.display()))?;
            if !name.starts_with('.') {
                names.push(name);
            }
        }
        names.sort();
        Ok(Some(names))
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let full = self.path(path);
        bounded::stays_below(&self.root, &full)?;
        bounded::read(&full, LARGEST_SOURCE)
    }

    fn read_anywhere(&self, path: &str) -> Result<Vec<u8>, String> {
        bounded::read(&self.path(path), LARGEST_TEXT)
    }
}
