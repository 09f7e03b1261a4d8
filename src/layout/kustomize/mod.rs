//! A base, and an overlay for each environment that says what differs there.

mod change;
mod cost;
mod images;
mod lists;
mod merge;
mod operations;
mod overlay;
mod text;

use serde_json::{Value, json};

use crate::manifest::{Document, Identity};
use crate::spec::Layout;

use super::{Holds, Objects, Tree, files, folder};
use overlay::Overlay;
use text::{Kustomization, PatchEntry};

/// The file that kustomize reads in every folder.
const KUSTOMIZATION: &str = "kustomization.yaml";

/// Lays the base out as `deploy/base`, and what differs in each environment as
/// `deploy/overlays/<environment>`: whole objects that it alone has, `patches/` that are merged, and
/// `json6902/` for what a merge cannot say, each named for the file that it patches.
///
/// No environment has a say in the base or in the overlay of another.
pub fn kustomize(base: &Objects<'_>, environments: &[Objects<'_>]) -> Tree {
    let mut tree = Tree::new();
    write(&mut tree, "deploy/base", base_files(base));
    for own in environments {
        write(&mut tree, &folder(Layout::Kustomize, own.environment()), overlay_files(base, own));
    }
    tree
}

/// The files in which a change of an environment's object can stand.
pub(super) fn files_of(environment: &str, file: &str) -> Vec<String> {
    let own = folder(Layout::Kustomize, environment);
    vec![
        format!("{own}/{file}"),
        format!("{own}/patches/{file}"),
        format!("{own}/json6902/{file}"),
        format!("deploy/base/{file}"),
        format!("{own}/{KUSTOMIZATION}"),
    ]
}

/// Whether what a file of one folder says reaches the objects that files of another say: the base's do those
/// of every overlay, and an overlay's its own.
pub(super) fn reaches(from: &str, to: &str) -> bool {
    let overlay = |folder: &str| {
        let below = folder.strip_prefix("deploy/overlays/")?;
        below.split('/').next().map(str::to_owned)
    };
    overlay(to).is_some_and(|own| from == "deploy/base" || overlay(from) == Some(own))
}

/// What a file holds, by its path.
pub(super) fn holds(path: &str) -> Holds {
    let in_overlay =
        path.strip_prefix("deploy/overlays/").and_then(|path| path.split_once('/')).map(|(_, below)| below);
    let below = in_overlay.or_else(|| path.strip_prefix("deploy/base/")).unwrap_or(KUSTOMIZATION);
    match below.split_once('/') {
        None if below == KUSTOMIZATION => Holds::Other,
        None => Holds::Objects,
        Some(("patches", file)) => Holds::Patches(format!("deploy/base/{file}")),
        Some(_) => Holds::Other,
    }
}

/// An object with a patch merged into it; none where the patch deletes it.
pub(super) fn patched(identity: &Identity, object: &Value, patch: &Value) -> Option<Value> {
    merge::merged(identity, object, patch, &mut Vec::new())
}

fn write(tree: &mut Tree, folder: &str, files: Tree) {
    tree.extend(files.into_iter().map(|(path, text)| (format!("{folder}/{path}"), text)));
}

fn base_files(base: &Objects<'_>) -> Tree {
    let documents: Vec<&Document> = base.documents.iter().collect();
    let mut tree = resource_files(&documents);
    let mut kustomization = Kustomization::new("What holds where no overlay says otherwise.");
    kustomization.resources(&tree.keys().cloned().collect::<Vec<_>>());
    tree.insert(KUSTOMIZATION.to_owned(), kustomization.finish());
    tree
}

/// The files of whole objects. One of a user's own may not stand where kustomize looks for its own file.
fn resource_files(documents: &[&Document]) -> Tree {
    let documents: Vec<Document> = documents.iter().map(|document| (*document).clone()).collect();
    let own = |(file, text): (String, String)| {
        let file = if file == KUSTOMIZATION { "own-kustomization.yaml".to_owned() } else { file };
        (file, text)
    };
    files(&documents).into_iter().map(own).collect()
}

fn overlay_files(base: &Objects<'_>, own: &Objects<'_>) -> Tree {
    let overlay = Overlay::between(base, own);
    let mut tree = resource_files(&overlay.added);
    let mut resources = vec!["../../base".to_owned()];
    resources.extend(tree.keys().cloned());
    let of_file = |file: &str| base.documents.iter().chain(own.documents).filter(|other| other.file == file).count();
    let (patches, entries) = patch_files(&overlay, |document| of_file(&document.file) > 2);
    tree.extend(patches);
    let mut kustomization = Kustomization::new(&format!("What differs in {}.", own.environment()));
    kustomization.namespace(overlay.namespace);
    kustomization.resources(&resources);
    kustomization.patches(&entries);
    kustomization.images(&overlay.images);
    kustomization.replicas(&overlay.replicas);
    tree.insert(KUSTOMIZATION.to_owned(), kustomization.finish());
    tree
}

/// The patches of an overlay, and their entries in its kustomization. Those that name their object
/// themselves stand together where the objects do; others have a file of their own, named for the object too
/// where it `shares` its file.
fn patch_files(overlay: &Overlay<'_>, shares: impl Fn(&Document) -> bool) -> (Tree, Vec<PatchEntry>) {
    let mut merged: Vec<(&Document, String)> = Vec::new();
    let mut targeted: Vec<(&str, &Document, String, bool)> = Vec::new();
    for changed in &overlay.changed {
        let (document, change) = (changed.base, &changed.change);
        if let Some(merge) = &change.merge {
            let text = text::merge(document, changed.own, merge);
            if changed.is_renamed() {
                targeted.push(("patches", document, text, true));
            } else {
                merged.push((document, text));
            }
        }
        if !change.operations.is_empty() {
            targeted.push(("json6902", document, text::operations(changed.own, &change.operations), false));
        }
    }
    merged.extend(overlay.removed.iter().map(|document| (*document, text::removal(document))));
    let mut tree = Tree::new();
    for (document, text) in merged {
        let standing = tree.entry(format!("patches/{}", document.file)).or_default();
        if !standing.is_empty() {
            standing.push_str("---\n");
        }
        standing.push_str(&text);
    }
    let by_name = |path: &String| PatchEntry { path: path.clone(), target: None, renames: false };
    let mut entries: Vec<PatchEntry> = tree.keys().map(by_name).collect();
    for (folder, document, text, renames) in targeted {
        let name = if shares(document) { format!("{}-", document.identity.name) } else { String::new() };
        let path = free(&tree, &format!("{folder}/{name}{}", document.file));
        entries.push(PatchEntry { path: path.clone(), target: Some(text::target(document)), renames });
        tree.insert(path, text);
    }
    if let Some((from, to)) = overlay.moved {
        let path = free(&tree, "json6902/every-object.yaml");
        entries.push(PatchEntry { path: path.clone(), target: Some(json!({"namespace": from})), renames: false });
        tree.insert(path, text::moving(to));
    }
    (tree, entries)
}

/// The path, or one near it where something stands there.
fn free(tree: &Tree, path: &str) -> String {
    let stem = path.trim_end_matches(".yaml");
    let other = |number: usize| if number == 1 { path.to_owned() } else { format!("{stem}-{number}.yaml") };
    // One of one more path than there are files is free.
    (1..=tree.len() + 1).map(other).find(|path| !tree.contains_key(path)).unwrap_or_else(|| path.to_owned())
}
