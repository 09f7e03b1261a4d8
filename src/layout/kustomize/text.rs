//! The files of a kustomization as text, with the comments of what a patch sets.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::manifest::Document;
use crate::problem::Position;
use crate::yaml::{Node, NodeValue, block, inline, scalar};

use super::images::ImageEntry;
use super::merge::DIRECTIVE;
use super::operations::{Operation, OperationKind};

/// How every kustomization begins.
const HEAD: &str = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";

/// A kustomization, part by part.
#[derive(Debug, Default)]
pub(super) struct Kustomization {
    text: String,
}

impl Kustomization {
    /// One that begins with a comment.
    pub(super) fn new(comment: &str) -> Self {
        Self { text: format!("# {comment}\n{HEAD}") }
    }

    pub(super) fn namespace(&mut self, namespace: Option<&str>) {
        if let Some(namespace) = namespace {
            let _ = writeln!(self.text, "namespace: {}", scalar(namespace));
        }
    }

    /// A list of files or folders.
    pub(super) fn resources(&mut self, paths: &[String]) {
        self.text.push_str("resources:\n");
        for path in paths {
            // A path of our own making may begin with two dots, which need no quotes.
            let path = if path.starts_with("../") { path.clone() } else { scalar(path) };
            let _ = writeln!(self.text, "  - {path}");
        }
    }

    pub(super) fn patches(&mut self, entries: &[PatchEntry]) {
        self.list("patches", entries.iter().map(PatchEntry::value));
    }

    pub(super) fn images(&mut self, entries: &[ImageEntry]) {
        let value = |entry: &ImageEntry| {
            let mut value = Map::from_iter([("name".to_owned(), Value::from(entry.name.as_str()))]);
            let rest = [("newName", &entry.new_name), ("newTag", &entry.new_tag), ("digest", &entry.digest)];
            value.extend(rest.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text.as_deref()?.into()))));
            Value::from(value)
        };
        self.list("images", entries.iter().map(value));
    }

    pub(super) fn replicas(&mut self, entries: &[(&str, u64)]) {
        self.list("replicas", entries.iter().map(|(name, count)| json!({"name": name, "count": count})));
    }

    fn list(&mut self, key: &str, items: impl Iterator<Item = Value>) {
        let items: Vec<Value> = items.collect();
        if !items.is_empty() {
            let entry = Map::from_iter([(key.to_owned(), Value::from(items))]);
            let _ = writeln!(self.text, "{}", Writer::default().map(&entry, None, None, 0));
        }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// An entry of `patches:`.
#[derive(Debug)]
pub(super) struct PatchEntry {
    pub(super) path: String,
    /// What selects the objects, where the patch does not name its own.
    pub(super) target: Option<Value>,
    /// Whether the patch gives the object another name.
    pub(super) renames: bool,
}

impl PatchEntry {
    fn value(&self) -> Value {
        let mut value = Map::from_iter([("path".to_owned(), Value::from(self.path.as_str()))]);
        value.extend(self.target.iter().map(|target| ("target".to_owned(), target.clone())));
        if self.renames {
            value.insert("options".to_owned(), json!({"allowNameChange": true}));
        }
        value.into()
    }
}

/// What selects one object; names are regular expressions there.
pub(super) fn target(document: &Document) -> Value {
    let identity = &document.identity;
    let api_version = document.value["apiVersion"].as_str().unwrap_or_default();
    let version = api_version.rsplit('/').next().unwrap_or_default();
    let mut target = Map::new();
    if !identity.group.is_empty() {
        target.insert("group".to_owned(), identity.group.as_str().into());
    }
    target.insert("version".to_owned(), version.into());
    target.insert("kind".to_owned(), identity.kind.as_str().into());
    target.insert("name".to_owned(), identity.name.replace('.', r"\.").into());
    if let Some(namespace) = &identity.namespace {
        target.insert("namespace".to_owned(), namespace.as_str().into());
    }
    target.into()
}

/// What names an object of the base at the head of a patch.
fn head(document: &Document) -> Map<String, Value> {
    let identity = &document.identity;
    let mut metadata = Map::from_iter([("name".to_owned(), Value::from(identity.name.as_str()))]);
    metadata.extend(identity.namespace.iter().map(|namespace| ("namespace".to_owned(), namespace.as_str().into())));
    Map::from_iter([
        ("apiVersion".to_owned(), document.value["apiVersion"].clone()),
        ("kind".to_owned(), identity.kind.as_str().into()),
        ("metadata".to_owned(), metadata.into()),
    ])
}

/// A patch that takes an object away.
pub(super) fn removal(document: &Document) -> String {
    let mut patch = Map::from_iter([(DIRECTIVE.to_owned(), Value::from("delete"))]);
    patch.extend(head(document));
    format!("# There is none in this environment.\n{}\n", Writer::default().map(&patch, None, None, 0))
}

/// A patch that is merged into an object of the base.
pub(super) fn merge(base: &Document, own: &Document, change: &Value) -> String {
    let mut patch = head(base);
    for (key, value) in change.as_object().into_iter().flatten() {
        match (patch.get_mut(key), value) {
            (Some(Value::Object(known)), Value::Object(more)) => known.extend(more.clone()),
            _ => _ = patch.insert(key.clone(), value.clone()),
        }
    }
    let writer = Writer { lines: own.text.lines().collect() };
    format!("{}\n", writer.map(&patch, Some(&base.value), Some(&own.node), 0))
}

/// Operations that move every object of the base into another namespace, or out of any.
pub(super) fn moving(namespace: Option<&str>) -> String {
    let said = match namespace {
        Some(namespace) => {
            format!(
                "# Another namespace for every object.\n- op: replace\n  path: /metadata/namespace\n  value: {}",
                scalar(namespace)
            )
        }
        None => "# No namespace: it is that of whoever applies the objects.\n- op: remove\n  path: /metadata/namespace"
            .to_owned(),
    };
    format!("{said}\n")
}

/// Operations as a file.
pub(super) fn operations(own: &Document, operations: &[Operation]) -> String {
    let writer = Writer { lines: own.text.lines().collect() };
    let mut text = String::new();
    let mut is_told = false;
    for operation in operations {
        if operation.kind != OperationKind::Test {
            for comment in writer.comments(&own.node, &operation.path) {
                let _ = writeln!(text, "{comment}");
            }
        } else if !std::mem::replace(&mut is_told, true) {
            text.push_str("# An item is found by its place: where the base has another one there, nothing is built.\n");
        }
        let _ = writeln!(text, "- op: {}\n  path: {}", operation.kind.name(), scalar(&operation.path));
        if let Some(value) = &operation.value {
            let entry = Map::from_iter([("value".to_owned(), value.clone())]);
            let _ = writeln!(text, "{}", Writer::default().map(&entry, None, None, 2));
        }
    }
    text
}

/// Writes values as YAML, with the comments that stand above the same values in a document's lines.
#[derive(Debug, Default)]
struct Writer<'a> {
    lines: Vec<&'a str>,
}

impl Writer<'_> {
    /// The entries of a map, indented; `base` is what the patch is laid over, `own` what comes of it.
    fn map(&self, map: &Map<String, Value>, base: Option<&Value>, own: Option<&Node>, indent: usize) -> String {
        let mut text = String::new();
        for (key, value) in map {
            let below = base.and_then(|base| base.get(key));
            let entry = own.and_then(|own| own.entries().iter().find(|(name, ..)| name == key));
            let leads_on = value.is_object() && below.is_some_and(Value::is_object);
            if let Some((_, position, _)) = entry.filter(|_| !leads_on && below != Some(value)) {
                for comment in self.above(*position) {
                    let _ = writeln!(text, "{:indent$}{comment}", "");
                }
            }
            let name = if key == DIRECTIVE { key.clone() } else { scalar(key) };
            let value = self.value(value, below, entry.map(|(.., node)| node), indent + 2);
            let _ = writeln!(text, "{:indent$}{name}:{value}", "");
        }
        text.truncate(text.trim_end_matches('\n').len());
        text
    }

    /// What follows a key's colon.
    fn value(&self, value: &Value, base: Option<&Value>, own: Option<&Node>, indent: usize) -> String {
        match value {
            Value::Object(map) if !map.is_empty() => format!("\n{}", self.map(map, base, own, indent)),
            Value::Array(items) if !items.is_empty() => {
                let items: Vec<String> =
                    items.iter().map(|item| self.item(item, items.len(), base, own, indent)).collect();
                format!("\n{}", items.join("\n"))
            }
            Value::String(text) => format!(" {}", block(text, indent)),
            other => format!(" {}", inline(other)),
        }
    }

    fn item(&self, item: &Value, count: usize, base: Option<&Value>, own: Option<&Node>, indent: usize) -> String {
        let Value::Object(map) = item else {
            let text = match item {
                Value::String(text) => block(text, indent + 2),
                Value::Array(items) if !items.is_empty() => self.value(item, None, None, indent + 2),
                other => inline(other),
            };
            return format!("{:indent$}- {}", "", text.trim_start());
        };
        if map.is_empty() {
            return format!("{:indent$}- {{}}", "");
        }
        let same = |other: &Value| {
            ["name", "mountPath", "devicePath", "ip"]
                .iter()
                .any(|key| map.contains_key(*key) && other.get(key) == map.get(*key))
        };
        let nodes: &[Node] = match own.map(|own| &own.value) {
            Some(NodeValue::List(nodes)) => nodes,
            _ => &[],
        };
        let node = nodes.iter().find(|node| same(&node.to_value()) || nodes.len() == count && node.to_value() == *item);
        let base = base.and_then(Value::as_array).and_then(|items| items.iter().find(|item| same(item)));
        let text = self.map(map, base, node, indent + 2);
        // Comments of the first key stand above the item.
        let (comments, rest): (Vec<&str>, Vec<&str>) = {
            let lines: Vec<&str> = text.lines().collect();
            let first = lines.iter().take_while(|line| line.trim_start().starts_with('#')).count();
            (lines[..first].to_vec(), lines[first..].to_vec())
        };
        let comments: String = comments.iter().map(|line| format!("{:indent$}{}\n", "", line.trim_start())).collect();
        format!("{comments}{:indent$}- {}", "", rest.join("\n").trim_start())
    }

    /// The comment lines right above a place.
    fn above(&self, position: Option<Position>) -> Vec<&str> {
        let Some(position) = position else { return Vec::new() };
        let before = self.lines.get(..(position.line as usize).saturating_sub(1)).unwrap_or_default();
        let count = before.iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
        before[before.len() - count..].iter().map(|line| line.trim_start()).collect()
    }

    /// The comment lines right above the value that a pointer leads to.
    fn comments(&self, node: &Node, pointer: &str) -> Vec<&str> {
        let unescaped = pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~"));
        let keys: Vec<String> = unescaped.collect();
        let end = keys.len().checked_sub(1).and_then(|last| node.along(&keys).nth(last));
        self.above(end.and_then(|step| step.position))
    }
}
