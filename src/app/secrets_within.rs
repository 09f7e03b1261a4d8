//! Values that look like secrets inside of an object, or of a patch of one.

use crate::yaml::{Node, NodeValue};

use super::literal::looks_secret;

/// A value that looks like a secret.
#[derive(Debug)]
pub(crate) struct LiteralSecret {
    /// Where it stands: keys and list indices.
    pub(crate) path: Vec<String>,
    /// What it is called.
    pub(crate) name: String,
    /// Why it looks like one.
    pub(crate) why: &'static str,
}

/// Variables of a container, and entries of a ConfigMap, whose values look like secrets.
pub(crate) fn secrets_within(node: &Node, path: &[String]) -> Vec<LiteralSecret> {
    let mut found = Vec::new();
    let below = |key: &str| [path, &[key.to_owned()]].concat();
    let parent = path.last().map(String::as_str).unwrap_or_default();
    let secret = |name: &str, value: &str, path: Vec<String>| {
        looks_secret(name, value).map(|why| LiteralSecret { path, name: name.to_owned(), why })
    };
    for (key, _, entry) in node.entries() {
        if let (NodeValue::String(value), "data") = (&entry.value, parent) {
            found.extend(secret(key, value, below(key)));
        }
        found.extend(secrets_within(entry, &below(key)));
    }
    let NodeValue::List(items) = &node.value else { return found };
    for (index, item) in items.iter().enumerate() {
        let path = below(&index.to_string());
        let text = |key: &str| match item.get(key).map(|node| &node.value) {
            Some(NodeValue::String(text)) => Some(text),
            _ => None,
        };
        if let (Some(name), Some(value), "env") = (text("name"), text("value"), parent) {
            found.extend(secret(name, value, [path.as_slice(), &["value".to_owned()]].concat()));
        }
        found.extend(secrets_within(item, &path));
    }
    found
}
