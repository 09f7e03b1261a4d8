//! Known findings: what stood when a repository took `check` on. Only what is not among them counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::problem::{Place, Position, Problem, sorted};
use crate::yaml::{self, Node, NodeValue};

use super::finding::Finding;
use super::root::Root;

/// The findings that a repository knows of.
#[derive(Debug, Default)]
pub struct Known {
    /// What its paths are relative to.
    root: Root,
    entries: Vec<Entry>,
}

/// One of them: no line, so that it stays the same when the text around it moves.
#[derive(Debug)]
struct Entry {
    key: Key,
    position: Option<Position>,
}

/// What tells a finding from others: its file, its object, the field, and the rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    file: String,
    object: Option<String>,
    field: String,
    rule: String,
}

/// The findings of a run, those that are known taken out.
#[derive(Debug)]
pub struct Sifted {
    /// What is new.
    pub findings: Vec<Finding>,
    /// How many are known.
    pub known: usize,
    /// The entries that nothing is found of any more.
    pub stale: Vec<Problem>,
}

/// The version of the file's form.
const VERSION: i64 = 1;

const HEAD: &str = "# What `kubewright check` found when it was taken on: only other findings count.
# `kubewright check --write-known` writes this anew; an entry that is mended is told, and goes.
";

impl Known {
    /// No findings of the files below a folder.
    pub fn none(root: Root) -> Self {
        Self { root, entries: Vec::new() }
    }

    /// Reads a file of known findings, whose paths are relative to a folder.
    ///
    /// # Errors
    /// What is wrong with it, all of it.
    pub fn parse(source: &str, root: Root, text: &str) -> Result<Self, Vec<Problem>> {
        let file = yaml::parse(source, text)?;
        let wrong = |node: &Node, message: &str| {
            let problem = Problem::new(message).at(Some(Place::new(source, node.position)));
            problem.hint("`kubewright check --write-known` writes the file anew")
        };
        if file.get("version").and_then(Node::as_i64) != Some(VERSION) {
            return Err(vec![wrong(
                &file,
                "`version: 1` is missing: this is no file of known findings, or that of a newer kubewright",
            )]);
        }
        let (mut entries, mut problems) = (Vec::new(), Vec::new());
        for node in file.get("findings").map(Node::items).unwrap_or_default() {
            let text = |key: &str| node.at(key).and_then(Node::as_str).map(str::to_owned);
            let only_texts = node.entries().iter().all(|(key, _, value)| {
                ["rule", "file", "object", "field"].contains(&key.as_str())
                    && matches!(value.value, NodeValue::String(_))
            });
            match (text("rule"), text("file")) {
                (Some(rule), Some(file)) if only_texts => {
                    let key = Key { file, object: text("object"), field: text("field").unwrap_or_default(), rule };
                    entries.push(Entry { key, position: node.position });
                }
                _ => problems.push(wrong(
                    node,
                    "a known finding has a `rule`, a `file`, and may have an `object` and a `field`",
                )),
            }
        }
        if problems.is_empty() { Ok(Self { root, entries }) } else { Err(problems) }
    }

    /// The file of these findings, beside the entries of files that were not read now.
    pub fn text(&self, findings: &[Finding], read: &[&str], exists: &dyn Fn(&str) -> bool) -> String {
        let read = self.relative(read);
        let kept = self.entries.iter().map(|entry| &entry.key);
        let kept = kept.filter(|key| !read.contains(key.file.as_str()) && exists(&key.file)).cloned();
        let mut keys: Vec<Key> = findings.iter().map(|finding| self.key(finding)).chain(kept).collect();
        keys.sort();
        let mut text = format!("{HEAD}version: {VERSION}\nfindings:{}\n", if keys.is_empty() { " []" } else { "" });
        for Key { file, object, field, rule } in keys {
            let _ = writeln!(text, "  - rule: {rule}\n    file: {}", yaml::scalar(&file));
            object.into_iter().for_each(|object| _ = writeln!(text, "    object: {}", yaml::scalar(&object)));
            if !field.is_empty() {
                let _ = writeln!(text, "    field: {}", yaml::scalar(&field));
            }
        }
        text
    }

    /// Takes out of some findings what is known; an entry that stands once takes out one. One whose file is gone
    /// stands for the same finding wherever it is now. What nothing is found of is told, where its file was read
    /// or is gone.
    pub fn sift(&self, source: &str, findings: Vec<Finding>, read: &[&str], exists: &dyn Fn(&str) -> bool) -> Sifted {
        let read = self.relative(read);
        let mut open: BTreeMap<Key, Vec<&Entry>> = BTreeMap::new();
        self.entries.iter().for_each(|entry| open.entry(entry.key.clone()).or_default().push(entry));
        let (known, rest) = taken(findings, &mut open, |finding| self.key(finding));
        let gone = |key: &Key| !read.contains(key.file.as_str()) && !exists(&key.file);
        let (moved, mut open): (BTreeMap<_, _>, BTreeMap<_, _>) = open.into_iter().partition(|(key, _)| gone(key));
        let mut anywhere: BTreeMap<Key, Vec<&Entry>> = BTreeMap::new();
        for entry in moved.into_values().flatten() {
            anywhere.entry(entry.key.anywhere()).or_default().push(entry);
        }
        let (followed, findings) = taken(rest, &mut anywhere, |finding| self.key(finding).anywhere());
        open.retain(|key, _| read.contains(key.file.as_str()));
        let stale = open.into_values().chain(anywhere.into_values()).flatten().map(|entry| entry.stale(source));
        Sifted { findings, known: known + followed, stale: sorted(stale.collect()) }
    }

    fn key(&self, finding: &Finding) -> Key {
        let file = self.root.relative(&finding.file);
        Key { file, object: finding.object.clone(), field: finding.field.clone(), rule: finding.rule.id.to_owned() }
    }

    fn relative(&self, files: &[&str]) -> BTreeSet<String> {
        files.iter().map(|file| self.root.relative(file)).collect()
    }
}

/// How many findings are among the entries, which are used up by that, and the others.
fn taken(
    findings: Vec<Finding>,
    entries: &mut BTreeMap<Key, Vec<&Entry>>,
    key: impl Fn(&Finding) -> Key,
) -> (usize, Vec<Finding>) {
    let all = findings.len();
    let is_new = |finding: &Finding| entries.get_mut(&key(finding)).and_then(Vec::pop).is_none();
    let rest: Vec<Finding> = findings.into_iter().filter(is_new).collect();
    (all - rest.len(), rest)
}

impl Key {
    /// The same, wherever it stands.
    fn anywhere(&self) -> Self {
        Self { file: String::new(), ..self.clone() }
    }
}

impl Entry {
    fn stale(&self, source: &str) -> Problem {
        let Key { file, object, rule, .. } = &self.key;
        let object = object.as_ref().map_or_else(|| file.clone(), |object| format!("{object} in {file}"));
        let problem = Problem::new(format!("`{rule}` finds nothing any more in {object}"));
        let place = Place::new(source, self.position);
        problem.at(Some(place)).hint("`kubewright check --write-known` takes the entry out")
    }
}
