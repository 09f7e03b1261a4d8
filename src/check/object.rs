//! A Kubernetes object of any file.

use std::sync::Arc;

use crate::manifest::Identity;
use crate::problem::Position;
use crate::yaml::{Node, NodeValue};

/// A Kubernetes object and where it stands.
#[derive(Debug, Clone)]
pub struct Object {
    /// What tells it from all others; without a name where the server is to make one.
    pub identity: Identity,
    /// Its `apiVersion`.
    pub api_version: String,
    /// Its values with their places.
    pub node: Node,
    /// The file.
    pub file: Arc<str>,
    /// Which document of the file it stands in, from 0.
    pub document: usize,
    /// Which item of a List it is, from 0, and of a List in that; empty where the document is the object.
    pub items: Vec<usize>,
    /// What stands unquoted in its document and is no such value to every reader, as it is written, by its places.
    pub ambiguous: Arc<[(Position, String)]>,
}

impl Object {
    /// The value at a path such as `spec.replicas`; null is none.
    pub fn at(&self, path: &str) -> Option<&Node> {
        self.node.at(path)
    }

    /// The text at a path.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.at(path).and_then(Node::as_str)
    }

    /// Whether it is of that group, the core's being empty, and kind.
    pub fn is(&self, group: &str, kind: &str) -> bool {
        self.identity.kind == kind && self.identity.group == group
    }

    /// Its namespace, if one is written.
    pub fn namespace(&self) -> Option<&str> {
        self.identity.namespace.as_deref()
    }

    /// Where the value of a path stands, or the nearest one above it that is there.
    pub(super) fn position(&self, path: &[String]) -> Option<Position> {
        self.node.along(path).last().map_or(self.node.position, |step| step.position)
    }

    /// The text at a path of keys and indices.
    pub(super) fn text_at(&self, path: &[String]) -> Option<&str> {
        let last = path.len().checked_sub(1)?;
        self.node.along(path).nth(last)?.node.as_str()
    }

    /// The number at a path as it is read, and as it is written, where it has more digits than any reader keeps.
    pub(super) fn rounded_at(&self, path: &[String]) -> Option<(String, &str)> {
        let node = self.node.along(path).nth(path.len().checked_sub(1)?)?.node;
        let NodeValue::Number(number) = &node.value else { return None };
        number.as_f64().filter(|read| number.is_f64() && read.abs() >= 2f64.powi(63))?;
        let (_, written) = self.ambiguous.iter().find(|(position, _)| Some(*position) == node.position)?;
        Some((number.to_string(), written))
    }

    /// A path in which items of lists go by their names, where they have any.
    pub(super) fn field(&self, path: &[String]) -> String {
        let mut steps = self.node.along(path);
        let mut field = String::new();
        for key in path {
            if let Some(item) = steps.next().filter(|step| step.is_item) {
                let name = item.node.at("name").and_then(Node::as_str).unwrap_or(key);
                field.push_str(&format!("[{name}]"));
            } else {
                field.push_str(if field.is_empty() { "" } else { "." });
                field.push_str(key);
            }
        }
        field
    }

    /// The folder of its file.
    pub(super) fn folder(&self) -> &str {
        self.file.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// The keys of a path such as `spec.replicas`.
pub(super) fn keys(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}
