//! Which folders and files hold parts of one whole, and which hold alternatives of it.
//!
//! Two folders beside each other that both have a workload of the same kind, namespace and name are
//! alternatives, such as those of two environments: what stands in one is never applied with what stands
//! in the other. So are a file and a folder that share two such workloads or more, and two files that share three, as the
//! manifests of a release beside those it is made from. Fewer are a mistake: somebody copied them. All others are parts of one whole, also where each has its copy of the
//! Namespace.

use std::collections::{BTreeSet, HashMap};

use super::object::Object;

/// The folders of some objects.
#[derive(Debug, Default)]
pub(super) struct Folders<'a> {
    /// The workloads that stand in several files, by each file, and by each folder above it.
    repeated: HashMap<&'a str, BTreeSet<usize>>,
}

impl<'a> Folders<'a> {
    pub(super) fn of(objects: &'a [Object]) -> Self {
        let mut known: HashMap<_, BTreeSet<&str>> = HashMap::new();
        let workloads = objects.iter().filter(|object| object.identity.pod_template_path().is_some());
        for object in workloads.filter(|object| !object.identity.name.is_empty()) {
            known.entry(&object.identity).or_default().insert(&object.file);
        }
        let mut repeated: HashMap<&str, BTreeSet<usize>> = HashMap::new();
        for (id, files) in known.values().filter(|files| files.len() > 1).enumerate() {
            for file in files {
                let above = file.match_indices('/').map(|(end, _)| &file[..end]);
                above.chain([*file]).for_each(|path| _ = repeated.entry(path).or_default().insert(id));
            }
        }
        Self { repeated }
    }

    /// Whether what stands in two files may be applied together.
    pub(super) fn together(&self, one: &str, other: &str) -> bool {
        if self.repeated.is_empty() || one == other {
            return true;
        }
        let Some((left, right)) = branches(one, other) else { return true };
        let enough = match (left == one, right == other) {
            // Two folders: one workload that stands in both makes them alternatives, as two environments are.
            (false, false) => 1,
            // A file beside a folder: one workload may have been copied.
            (true, false) | (false, true) => 2,
            // Two files of one folder: that is where copies happen most.
            (true, true) => 3,
        };
        let (Some(left), Some(right)) = (self.repeated.get(left), self.repeated.get(right)) else { return true };
        let (few, many) = if left.len() < right.len() { (left, right) } else { (right, left) };
        few.iter().filter(|id| many.contains(id)).take(enough).count() < enough
    }
}

/// The two folders, or files, beside each other that two files stand in; none where one of them holds the other.
fn branches<'p>(one: &'p str, other: &'p str) -> Option<(&'p str, &'p str)> {
    let mut starts = one.split('/').zip(other.split('/')).scan(0, |at, (left, right)| {
        let start = *at;
        *at += left.len() + 1;
        Some((start, left == right))
    });
    let (start, _) = starts.find(|(_, same)| !same)?;
    let upto = |path: &'p str| path[start..].find('/').map_or(path, |end| &path[..start + end]);
    (!one.is_empty() && !other.is_empty()).then(|| (upto(one), upto(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_part_where_their_paths_do() {
        assert_eq!(branches("a/production/web", "a/staging"), Some(("a/production", "a/staging")));
        assert_eq!(branches("a/production", "a/production/web"), None);
        assert_eq!(branches("", "a"), None);
        assert_eq!(branches("ab/c", "a/c"), Some(("ab", "a")));
    }
}
