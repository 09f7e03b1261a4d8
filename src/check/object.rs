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
    /// Which item of a List it is, from 0; none where the document is the object.
    pub item: Option<usize>,
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
        let (mut node, mut position) = (&self.node, self.node.position);
        for key in path {
            let below = match &node.value {
                NodeValue::Map(entries) => {
                    entries.iter().find(|(name, ..)| name == key).map(|(_, at, node)| (node, *at))
                }
                NodeValue::List(items) => {
                    key.parse::<usize>().ok().and_then(|index| items.get(index)).map(|node| (node, node.position))
                }
                _ => None,
            };
            let Some(found) = below else { break };
            (node, position) = found;
        }
        position
    }

    /// The text at a path of keys and indices.
    pub(super) fn text_at(&self, path: &[String]) -> Option<&str> {
        let found = path.iter().try_fold(&self.node, |node, key| match key.parse::<usize>() {
            Ok(index) if !node.items().is_empty() => node.items().get(index),
            _ => node.get(key),
        });
        found?.as_str()
    }

    /// A path in which items of lists go by their names, where they have any.
    pub(super) fn field(&self, path: &[String]) -> String {
        let mut node = Some(&self.node);
        let mut field = String::new();
        for key in path {
            let items = node.map(Node::items).unwrap_or_default();
            if let Some(item) = key.parse::<usize>().ok().and_then(|index| items.get(index)) {
                let name = item.at("name").and_then(Node::as_str).unwrap_or(key);
                field.push_str(&format!("[{name}]"));
                node = Some(item);
            } else {
                field.push_str(if field.is_empty() { "" } else { "." });
                field.push_str(key);
                node = node.and_then(|node| node.get(key));
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
