//! The path of a value inside a document.

use crate::yaml::Child;

use super::items::{BETWEEN, Items, title};

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
    let mut between = "";
    path.iter().fold(String::new(), |mut shown, step| {
        match step {
            Step::Key(key) => {
                shown.push_str(between);
                shown.push_str(&if key.contains('.') { format!("[{key}]") } else { key.clone() });
            }
            Step::Object(name) => shown.push_str(name),
            Step::Item(title, _) => {
                let values: Vec<&str> = title.split(BETWEEN).filter(|value| !value.is_empty()).collect();
                shown.push_str(&format!("[{}]", values.join("/")));
            }
        }
        between = if matches!(step, Step::Object(_)) { ": " } else { "." };
        shown
    })
}
