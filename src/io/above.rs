//! The folders above files, of which the nearest that says something counts.

use std::collections::{BTreeMap, HashMap};
use std::env;
use std::path::{Component, Path, PathBuf};

use super::{IoError, Project};

/// What marks the root of a repository: what stands above says nothing of what is below.
const REPOSITORY: &str = ".git";

/// Where a run works: both folders are absolute, without `.` and `..`.
#[derive(Debug)]
pub struct Above {
    /// The current folder, which shown paths are relative to.
    pub here: PathBuf,
    /// The folder that is worked in.
    pub own: PathBuf,
}

impl Above {
    /// Where a run works in a folder.
    ///
    /// # Errors
    /// The disk, where there is no current folder any more.
    pub fn of(project: &Project) -> Result<Self, IoError> {
        let here = env::current_dir().map_err(|error| IoError::disk("find", Path::new("."), error))?;
        let own = plain(&here.join(project.path("")));
        Ok(Self { here, own })
    }

    /// For each of some shown files the nearest folder that says something, its own or one above it up to the root of the
    /// repository; none where none does. Each folder is asked once.
    pub fn nearest<'f>(
        &self,
        files: &[&'f str],
        says: &mut dyn FnMut(&Path) -> bool,
    ) -> BTreeMap<&'f str, Option<PathBuf>> {
        let mut known = HashMap::new();
        let mut of = |file: &str| self.absolute(file).parent().and_then(|folder| nearest(folder, &mut known, says));
        files.iter().map(|file| (*file, of(file))).collect()
    }

    /// The absolute path of a shown file.
    pub fn absolute(&self, file: &str) -> PathBuf {
        plain(&self.here.join(file))
    }

    /// A folder as it is shown: relative where it stands at the current one, below it or above it; with a `/` at its end,
    /// or empty.
    pub fn shown(&self, folder: &Path) -> String {
        let relative = match (folder.strip_prefix(&self.here), self.here.strip_prefix(folder)) {
            (Ok(below), _) => below.to_owned(),
            (_, Ok(below)) => below.components().map(|_| "..").collect(),
            _ => folder.to_owned(),
        };
        let shown = relative.to_string_lossy().replace('\\', "/");
        if shown.is_empty() || shown.ends_with('/') { shown } else { format!("{shown}/") }
    }
}

fn nearest(
    folder: &Path,
    known: &mut HashMap<PathBuf, Option<PathBuf>>,
    says: &mut dyn FnMut(&Path) -> bool,
) -> Option<PathBuf> {
    if let Some(found) = known.get(folder) {
        return found.clone();
    }
    let found = match folder.parent() {
        _ if says(folder) => Some(folder.to_owned()),
        Some(above) if !folder.join(REPOSITORY).exists() => nearest(above, known, says),
        _ => None,
    };
    known.insert(folder.to_owned(), found.clone());
    found
}

/// A path without `.` and `..`, which the current folder has none of.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = plain.pop(),
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_that_says_something_is_found_and_each_is_asked_once() {
        let above = Above { here: "/repo/apps".into(), own: "/repo/apps".into() };
        let mut asked = Vec::new();
        let mut says = |folder: &Path| {
            asked.push(folder.display().to_string());
            ["/repo", "/repo/apps/web"].contains(&asked[asked.len() - 1].as_str())
        };
        let files = ["a.yaml", "./web/b/c.yaml", "../d.yaml", "/elsewhere/e.yaml"];
        let found = above.nearest(&files, &mut says);
        let [repo, web] = ["/repo", "/repo/apps/web"].map(|folder| Some(PathBuf::from(folder)));
        assert_eq!(files.map(|file| found[file].clone()), [repo.clone(), web, repo, None]);
        asked.sort();
        let mut once = asked.clone();
        once.dedup();
        assert_eq!(asked, once);
    }

    #[test]
    fn a_folder_is_shown_relative_to_the_current_one_where_that_is_near() {
        let above = Above { here: "/repo/apps".into(), own: "/repo/apps".into() };
        let shown =
            ["/repo/apps", "/repo/apps/web", "/repo", "/elsewhere"].map(|folder| above.shown(Path::new(folder)));
        assert_eq!(shown, ["", "web/", "../", "/elsewhere/"]);
    }
}
