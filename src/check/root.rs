//! The folder that paths in a file of it are relative to, wherever a run started.

use std::path::Path;

/// A folder, and the one that shown paths are relative to.
#[derive(Debug, Clone, Default)]
pub struct Root {
    path: String,
    here: String,
}

impl Root {
    /// A folder, and the one that shown paths are relative to, both absolute.
    pub fn new(path: &Path, here: &Path) -> Self {
        let [path, here] = [path, here].map(|path| path.to_string_lossy().replace('\\', "/"));
        Self { path, here }
    }

    /// The path of a shown file below the folder; one that stands elsewhere stays as it is shown.
    pub fn relative(&self, file: &str) -> String {
        let root = plain("", &self.path);
        let absolute = plain(&self.here, file);
        let below = absolute.strip_prefix(&root).and_then(|below| below.strip_prefix('/'));
        below.unwrap_or(file).to_owned()
    }
}

/// An absolute path without `.` and `..`; that of the root is empty.
fn plain(here: &str, path: &str) -> String {
    let here = if path.starts_with('/') { "" } else { here };
    let mut parts: Vec<&str> = Vec::new();
    for part in here.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.into_iter().map(|part| format!("/{part}")).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Root;

    #[test]
    fn a_path_is_that_below_the_folder_wherever_the_run_started() {
        for (root, here, file, relative) in [
            ("/repo", "/repo", "a/b.yaml", "a/b.yaml"),
            ("/repo/a", "/repo", "./a/b.yaml", "b.yaml"),
            ("/repo", "/repo/a", "b.yaml", "a/b.yaml"),
            ("/repo", "/repo/a", "../c/b.yaml", "c/b.yaml"),
            ("/repo", "/elsewhere", "/repo/a/b.yaml", "a/b.yaml"),
            ("/", "/repo", "b.yaml", "repo/b.yaml"),
            ("/repo/a", "/repo", "ab/b.yaml", "ab/b.yaml"),
            ("", "", "a/b.yaml", "a/b.yaml"),
        ] {
            assert_eq!(Root::new(Path::new(root), Path::new(here)).relative(file), relative, "{root} {here} {file}");
        }
    }
}
