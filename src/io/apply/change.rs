//! What is to be written.

/// One file to write or to delete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub(super) path: String,
    pub(super) text: Option<String>,
    pub(super) over: Option<Option<String>>,
    pub(super) like: Option<String>,
}

impl Change {
    /// Writes a file; the path is relative to the project's folder.
    pub fn write(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), text: Some(text), over: None, like: None }
    }

    /// Deletes a file; the path is relative to the project's folder.
    pub fn delete(path: impl Into<String>) -> Self {
        Self { path: path.into(), text: None, over: None, like: None }
    }

    /// The same, refused where the file holds something else than this by now; none is no file.
    #[must_use]
    pub fn over(mut self, text: Option<&str>) -> Self {
        self.over = Some(text.map(str::to_owned));
        self
    }

    /// The same, with the permissions of the file at another path, from which it is moved.
    #[must_use]
    pub fn like(mut self, path: impl Into<String>) -> Self {
        self.like = Some(path.into());
        self
    }
}
