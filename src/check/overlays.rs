//! Which kustomizations build on which, and what of the objects in them kustomize may change on the way.

use std::collections::{HashMap, HashSet};

use super::kustomization::Kustomized;
use super::object::Object;

/// The folders that a kustomization stands in, each with what it takes in.
#[derive(Debug, Default)]
pub(super) struct Overlays<'a>(HashMap<&'a str, &'a [String]>);

impl<'a> Overlays<'a> {
    pub(super) fn of(kustomized: &'a [Kustomized]) -> Self {
        Self(kustomized.iter().map(|one| (one.folder.as_str(), one.resources.as_slice())).collect())
    }

    /// Whether a kustomization stands in a folder.
    pub(super) fn has(&self, folder: &str) -> bool {
        self.0.contains_key(folder)
    }

    /// Whether one of two objects stands in an overlay of the other, which may patch it: what the two say together is
    /// not what is applied.
    pub(super) fn may_patch(&self, one: &Object, other: &Object) -> bool {
        let (Some(left), Some(right)) = (self.around(&one.file), self.around(&other.file)) else { return false };
        left != right && (self.below(left).contains(right) || self.below(right).contains(left))
    }

    /// The nearest folder around a file that a kustomization stands in.
    fn around<'f>(&self, file: &'f str) -> Option<&'f str> {
        let above = file.rmatch_indices('/').map(|(end, _)| &file[..end]).chain([""]);
        above.into_iter().find(|folder| self.has(folder))
    }

    /// The folders that the kustomization of one builds on, and those that they build on.
    fn below(&self, folder: &str) -> HashSet<&'a str> {
        let (mut found, mut open) = (HashSet::new(), vec![folder]);
        while let Some(folder) = open.pop() {
            for resource in self.0.get(folder).into_iter().flat_map(|resources| resources.iter()) {
                if self.has(resource) && found.insert(resource.as_str()) {
                    open.push(resource);
                }
            }
        }
        found
    }
}
