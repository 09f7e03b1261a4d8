//! The cases and examples: every folder below `tests/cases` and `examples` that holds a spec.

use std::path::{Path, PathBuf};

/// The folders, in the order of their names.
pub(crate) fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = Vec::new();
    for parent in ["tests/cases", "examples"] {
        collect(&root.join(parent), &mut folders);
    }
    folders.sort();
    assert!(!folders.is_empty(), "there are cases");
    folders
}

/// The name of a case: its folder, with those around it below `tests/cases` or `examples`.
#[allow(dead_code, reason = "not every test names the cases")]
pub(crate) fn case_name(folder: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = ["tests/cases", "examples"].iter().find_map(|parent| folder.strip_prefix(root.join(parent)).ok());
    below.unwrap_or(folder).to_string_lossy().replace(std::path::MAIN_SEPARATOR, "-")
}

/// An example of several apps is a folder of folders.
fn collect(parent: &Path, folders: &mut Vec<PathBuf>) {
    for entry in fs_err::read_dir(parent).expect("cases stand in a folder") {
        let folder = entry.expect("readable").path();
        if folder.join("kubewright.yaml").is_file() {
            folders.push(folder);
        } else if folder.is_dir() {
            collect(&folder, folders);
        }
    }
}
