//! Files that stand under another name now: followed by the objects in them.

use std::collections::BTreeMap;

use crate::layout::Tree;
use crate::manifest::Identity;
use crate::yaml::parse_documents;

use super::input::Disk;

/// The old path of each file that has another one now, by the new one.
pub type Moves = BTreeMap<String, String>;

/// The files that a new generation has under another name in the same folder, with the same objects in them.
/// Where a file of the user's stands under the new name, nothing is followed.
pub(super) fn moved(base: &Tree, disk: &Disk, new: &Tree) -> Moves {
    let gone = base.iter().filter(|(path, _)| !new.contains_key(*path) && !disk.unread.contains_key(*path));
    let gone: Vec<(&String, Vec<String>)> = gone.filter_map(|(path, text)| Some((path, subjects(text)?))).collect();
    if gone.is_empty() {
        return Moves::new();
    }
    let come = new.iter().filter(|(path, _)| !base.contains_key(*path) && !disk.has(path));
    let come: Vec<(&String, Vec<String>)> = come.filter_map(|(path, text)| Some((path, subjects(text)?))).collect();
    let mut moves = Moves::new();
    for (path, holds) in &come {
        let is = |(other, held): &&(&String, Vec<String>)| folder(other) == folder(path) && held == holds;
        let mut from = gone.iter().filter(is);
        if let (Some((old, _)), None) = (from.next(), from.next())
            && come.iter().filter(|(other, held)| folder(other) == folder(path) && held == holds).count() == 1
        {
            moves.insert((*path).clone(), (*old).clone());
        }
    }
    moves
}

/// The folder of a file.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What tells the objects of a text from all others; none where it holds none. A template of a chart names its
/// objects by calls.
fn subjects(text: &str) -> Option<Vec<String>> {
    if let Ok(documents) = parse_documents("", text) {
        let identities = documents
            .iter()
            .map(|document| Identity::of(document).ok().map(|identity| format!("{}/{identity}", identity.group)));
        return identities.collect::<Option<Vec<_>>>().filter(|found| !found.is_empty());
    }
    let is = |line: &&str| line.starts_with("kind: ") || line.starts_with("  name: ");
    let lines: Vec<String> = text.lines().filter(is).map(str::to_owned).collect();
    lines.iter().any(|line| line.starts_with("kind: ")).then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n";
    const TEMPLATE: &str = "kind: Service\nmetadata:\n  name: {{ include \"web.fullname\" . | quote }}\n{{- if .x }}\n";

    fn tree(files: &[(&str, &str)]) -> Tree {
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    fn found(base: &[(&str, &str)], disk: &[(&str, &str)], new: &[(&str, &str)]) -> Moves {
        moved(&tree(base), &Disk { files: tree(disk), ..Disk::default() }, &tree(new))
    }

    #[test]
    fn a_file_is_followed_by_its_objects_within_its_folder() {
        for text in [SERVICE, TEMPLATE] {
            let other = text.replace("kind: Service", "kind: ConfigMap");
            let both = found(&[("a/x", text), ("a/y", &other)], &[], &[("a/v", &other), ("a/w", text)]);
            assert_eq!(both, Moves::from([("a/v".into(), "a/y".into()), ("a/w".into(), "a/x".into())]));
        }
        assert!(found(&[("a/x", SERVICE)], &[], &[("b/x", SERVICE)]).is_empty(), "another folder");
    }

    #[test]
    fn what_could_be_another_file_is_not_followed() {
        assert!(found(&[("a/x", SERVICE)], &[("a/w", "mine")], &[("a/w", SERVICE)]).is_empty(), "a file of the user's");
        assert!(found(&[("a/x", SERVICE)], &[], &[("a/v", SERVICE), ("a/w", SERVICE)]).is_empty(), "twice");
        assert!(found(&[("a/x", "x: 1\n")], &[], &[("a/w", "x: 1\n")]).is_empty(), "no object");
    }
}
