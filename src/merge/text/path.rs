//! The path of a value inside a document.

use serde_json::Value;

use crate::yaml::Child;

use super::items::{BETWEEN, Items, title};

/// What stands before the place of a row that the user does not have.
const NEW: char = '+';

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// To the value of a key.
    Key(String),
    /// To an item, by what it is called among the others, and how.
    Item(String, Items),
    /// From the text to one of its objects.
    Object(String),
}

impl Step {
    /// From a block to a child of it, which stands at `index` there.
    pub(super) fn of(child: &Child, items: Items, index: usize) -> Self {
        match &child.key {
            Some(key) => Self::Key(key.clone()),
            None if items == Items::Rows => Self::Item(index.to_string(), items),
            None => Self::Item(title(items, &child.part.data()), items),
        }
    }

    /// From a block to a child that the user's does not have, and that stands at `index` in the new one.
    pub(super) fn to_new(child: &Child, items: Items, index: usize) -> Self {
        match Self::of(child, items, index) {
            Self::Item(title, Items::Rows) => Self::Item(format!("{NEW}{title}"), Items::Rows),
            step => step,
        }
    }

    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Item(..) | Self::Object(_) => None,
        }
    }
}

/// A path as people read it: `spec.containers[web].image`, after the object where a text holds several; a
/// key with dots is in brackets.
pub(super) fn shown(path: &[Step]) -> String {
    written(path, |title, _| {
        let values: Vec<&str> = title.split(BETWEEN).filter(|value| !value.is_empty()).collect();
        values.join("/").trim_start_matches(NEW).to_owned()
    })
}

/// The same path, and of no other value: each item is told by all that it is told apart by, and a row by its place.
pub(super) fn exact(path: &[Step]) -> String {
    written(path, |title, items| {
        let Items::Keys(keys) = items else { return title.to_owned() };
        let named = keys.iter().zip(title.split(BETWEEN)).filter(|(_, value)| !value.is_empty());
        named.map(|(key, value)| format!("{key}={}", Value::from(value))).collect::<Vec<_>>().join(",")
    })
}

fn written(path: &[Step], item: impl Fn(&str, Items) -> String) -> String {
    let mut between = "";
    path.iter().fold(String::new(), |mut written, step| {
        match step {
            Step::Key(key) => {
                written.push_str(between);
                written.push_str(&if key.contains('.') { format!("[{key}]") } else { key.clone() });
            }
            Step::Object(name) => written.push_str(name),
            Step::Item(title, items) => written.push_str(&format!("[{}]", item(title, *items))),
        }
        between = if matches!(step, Step::Object(_)) { ": " } else { "." };
        written
    })
}
