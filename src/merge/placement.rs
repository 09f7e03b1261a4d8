//! Objects that a person keeps in other files than they are generated into: one file split into two, two joined
//! into one, or a file under a name of the person's own. What is new for them goes where they stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::Tree;
use crate::manifest::Identity;

use super::input::Disk;
use super::moves::folder;
use super::objects::{Objects, objects};

/// The generated texts as the user has spread their objects over files.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) base: Tree,
    pub(super) new: Tree,
    /// Where objects of the new generation are kept, by the files that they were generated into.
    pub(super) homes: Homes,
}

/// The files that the objects of some files are kept in.
pub(super) type Homes = BTreeMap<String, BTreeSet<String>>;

/// Both generations with every object in the file where it stands on disk, where that is another file of the
/// same folder than the one that it was generated into, and the only one.
pub(super) fn placed(base: &Tree, disk: &Disk, new: &Tree) -> Placed {
    let mut placed = Placed { base: base.clone(), new: new.clone(), homes: Homes::new() };
    let is_as_generated =
        |(path, text): &(&String, &String)| disk.files.get(*path) == Some(*text) || disk.unread.contains_key(*path);
    let amiss: Vec<(&String, &String)> = base.iter().filter(|file| !is_as_generated(file)).collect();
    if amiss.is_empty() {
        return placed;
    }
    let standing: BTreeMap<&String, Objects> = disk
        .files
        .iter()
        .chain(&disk.beside)
        .filter(|(path, text)| base.get(*path) != Some(*text))
        .filter_map(|(path, text)| Some((path, objects(text)?)))
        .collect();
    for (path, text) in amiss {
        let is_there = |identity: &Identity| match standing.get(path) {
            Some(objects) => has(objects, identity),
            // Not to be told apart.
            None => disk.has(path),
        };
        for (identity, _) in objects(text).unwrap_or_default().iter().filter(|(identity, _)| !is_there(identity)) {
            let generated_there = |tree: &Tree, path: &str| {
                tree.get(path).and_then(|text| objects(text)).is_some_and(|objects| has(&objects, identity))
            };
            let mut homes = standing.iter().filter(|(other, objects)| {
                folder(other) == folder(path)
                    && has(objects, identity)
                    && !generated_there(base, other)
                    && !generated_there(new, other)
            });
            if let (Some((home, _)), None) = (homes.next(), homes.next()) {
                move_object(&mut placed.base, identity, folder(path), home);
                if let Some(path) = move_object(&mut placed.new, identity, folder(path), home) {
                    placed.homes.entry(path).or_default().insert((*home).clone());
                }
            }
        }
    }
    placed
}

/// Moves an object of a folder to the end of another file, and tells where it stood.
fn move_object(tree: &mut Tree, identity: &Identity, of: &str, home: &str) -> Option<String> {
    let found = tree.iter().filter(|(path, _)| folder(path) == of).find_map(|(path, text)| {
        let objects = objects(text)?;
        has(&objects, identity).then(|| (path.clone(), objects))
    });
    let (path, objects) = found?;
    let (own, rest): (Objects, Objects) = objects.into_iter().partition(|(other, _)| is_same(other, identity));
    let joined = |objects: Objects| objects.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("---\n");
    if rest.is_empty() {
        tree.remove(&path);
    } else {
        tree.insert(path.clone(), joined(rest));
    }
    let there = tree.entry(home.to_owned()).or_default();
    if !there.is_empty() {
        there.push_str("---\n");
    }
    there.push_str(&joined(own));
    Some(path)
}

fn has(objects: &Objects, identity: &Identity) -> bool {
    objects.iter().any(|(other, _)| is_same(other, identity))
}

/// Whether two identities are of one object. A namespace that one of them leaves out is that of the folder.
fn is_same(one: &Identity, other: &Identity) -> bool {
    let namespaces = (&one.namespace, &other.namespace);
    (&one.group, &one.kind, &one.name) == (&other.group, &other.kind, &other.name)
        && (namespaces.0 == namespaces.1 || namespaces.0.is_none() || namespaces.1.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
    const ACCOUNT: &str = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n";

    fn tree(files: &[(&str, &str)]) -> Tree {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    fn homes(generated: &[(&str, &str)], files: &[(&str, &str)], beside: &[(&str, &str)]) -> Tree {
        let generated = tree(generated);
        let disk = Disk { files: tree(files), beside: tree(beside), ..Disk::default() };
        let Placed { base, new, .. } = placed(&generated, &disk, &generated);
        assert_eq!(base, new);
        base
    }

    #[test]
    fn a_file_that_was_split_is_two() {
        let both = format!("{SERVICE}---\n{ACCOUNT}");
        assert_eq!(
            homes(&[("d/all.yaml", &both)], &[("d/all.yaml", SERVICE)], &[("d/account.yaml", ACCOUNT)]),
            tree(&[("d/account.yaml", ACCOUNT), ("d/all.yaml", SERVICE)])
        );
    }

    #[test]
    fn two_files_that_were_joined_are_one() {
        let (generated, both) = ([("d/a.yaml", ACCOUNT), ("d/s.yaml", SERVICE)], format!("{ACCOUNT}---\n{SERVICE}"));
        assert_eq!(homes(&generated, &[("d/a.yaml", &both)], &[]), tree(&[("d/a.yaml", &both)]));
    }

    #[test]
    fn an_object_that_was_put_into_a_namespace_is_that_object() {
        let mine = SERVICE.replace("{name: web}", "{name: web, namespace: shop}");
        let (generated, both) = ([("d/a.yaml", ACCOUNT), ("d/s.yaml", SERVICE)], format!("{ACCOUNT}---\n{mine}"));
        assert_eq!(
            homes(&generated, &[("d/a.yaml", &both)], &[]),
            tree(&[("d/a.yaml", &format!("{ACCOUNT}---\n{SERVICE}"))])
        );
    }

    #[test]
    fn a_file_under_another_name_is_that_file() {
        assert_eq!(
            homes(&[("d/s.yaml", SERVICE)], &[], &[("d/mine.yaml", &format!("# mine\n{SERVICE}"))]),
            tree(&[("d/mine.yaml", SERVICE)])
        );
    }

    #[test]
    fn what_was_copied_deleted_or_stands_in_another_folder_is_not_followed() {
        let generated = [("d/s.yaml", SERVICE)];
        let as_it_is = tree(&generated);
        assert_eq!(homes(&generated, &generated, &[("d/copy.yaml", SERVICE)]), as_it_is);
        assert_eq!(homes(&generated, &[], &[]), as_it_is);
        assert_eq!(homes(&generated, &[], &[("e/s.yaml", SERVICE)]), as_it_is);
        assert_eq!(homes(&generated, &[], &[("d/one.yaml", SERVICE), ("d/two.yaml", SERVICE)]), as_it_is);
    }
}
