//! Which kustomizations build on which, and what of the objects in them kustomize may change on the way.

use std::collections::{HashMap, HashSet};

use super::kustomization::Kustomized;
use super::object::Object;

/// The folders that a kustomization stands in.
#[derive(Debug, Default)]
pub(super) struct Overlays<'a>(HashMap<&'a str, Overlay<'a>>);

/// What is known of a kustomization.
#[derive(Debug)]
struct Overlay<'a> {
    /// The folders with a kustomization that it builds on, and those that they build on.
    below: HashSet<&'a str>,
    is_component: bool,
}

impl<'a> Overlays<'a> {
    pub(super) fn of(kustomized: &'a [Kustomized]) -> Self {
        let known: HashMap<&str, &Kustomized> = kustomized.iter().map(|one| (one.folder.as_str(), one)).collect();
        let overlay = |one: &&'a Kustomized| Overlay { below: below(&known, one), is_component: one.is_component };
        Self(known.iter().map(|(folder, one)| (*folder, overlay(one))).collect())
    }

    /// Whether a kustomization stands in a folder.
    pub(super) fn has(&self, folder: &str) -> bool {
        self.0.contains_key(folder)
    }

    /// Whether one of two objects stands in an overlay of the other, which may patch it, or in a component, which may
    /// patch what it is laid over: what the two say together is not what is applied.
    pub(super) fn may_patch(&self, one: &Object, other: &Object) -> bool {
        let (Some(left), Some(right)) = (self.around(&one.file), self.around(&other.file)) else { return false };
        let is_over = |over, base| self.0.get(over).is_some_and(|one| one.is_component || one.below.contains(base));
        left != right && (is_over(left, right) || is_over(right, left))
    }

    /// Whether an object stands in an overlay, which builds on others' objects.
    pub(super) fn builds_on(&self, object: &Object) -> bool {
        let overlay = self.around(&object.file).and_then(|folder| self.0.get(folder));
        overlay.is_some_and(|overlay| !overlay.below.is_empty())
    }

    /// The nearest folder around a file that a kustomization stands in.
    fn around<'f>(&self, file: &'f str) -> Option<&'f str> {
        let above = file.rmatch_indices('/').map(|(end, _)| &file[..end]).chain([""]);
        above.into_iter().find(|folder| self.has(folder))
    }
}

/// The folders that a kustomization builds on, and those that they build on.
fn below<'a>(known: &HashMap<&'a str, &'a Kustomized>, of: &'a Kustomized) -> HashSet<&'a str> {
    let (mut found, mut open) = (HashSet::new(), vec![of]);
    while let Some(one) = open.pop() {
        let taken = one.resources.iter().filter_map(|resource| known.get(resource.as_str()));
        open.extend(taken.filter(|one| found.insert(one.folder.as_str())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::read;

    #[test]
    fn an_overlay_may_patch_what_it_builds_on_and_a_component_whatever_it_is_laid_over() {
        let kustomized =
            [("base", "", ""), ("stage", "[../base]", ""), ("prod", "[../stage]", ""), ("part", "", "Component")];
        let kustomized = kustomized.map(|(folder, resources, kind)| {
            let text = format!("resources: {resources}\nkind: {kind}\n");
            read(&format!("k8s/{folder}/kustomization.yaml"), &text).kustomized.remove(0)
        });
        let overlays = Overlays::of(&kustomized);
        let object = |folder: &str| {
            let file = format!("k8s/{folder}/a.yaml");
            read(&file, "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n").objects.remove(0)
        };
        let may = |one, other| overlays.may_patch(&object(one), &object(other));
        assert!(may("prod", "base") && may("base", "prod") && may("stage/below", "base"));
        assert!(may("part", "base"));
        let builds = |folder| overlays.builds_on(&object(folder));
        assert!(builds("prod") && builds("stage/below") && !builds("base") && !builds("elsewhere"));
        assert!(!may("base/below", "base") && !may("prod", "prod") && !may("elsewhere", "base"));
    }
}
