//! The path of a value inside a document.

use super::items::{BETWEEN, Items};

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
    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Item(..) | Self::Object(_) => None,
        }
    }
}

/// A path as people read it: `spec.containers[web].image`; a key with dots is in brackets.
pub(super) fn shown(path: &[Step]) -> String {
    path.iter().fold(String::new(), |mut shown, step| {
        match step {
            Step::Key(key) if key.contains('.') => {
                shown.push_str(if shown.is_empty() { "" } else { "." });
                shown.push_str(&format!("[{key}]"));
            }
            Step::Key(key) => {
                shown.push_str(if shown.is_empty() { "" } else { "." });
                shown.push_str(key);
            }
            Step::Object(name) => shown.push_str(name),
            Step::Item(title, _) => {
                let values: Vec<&str> = title.split(BETWEEN).filter(|value| !value.is_empty()).collect();
                shown.push_str(&format!("[{}]", values.join("/")));
            }
        }
        shown
    })
}
