//! Parts of a value that the API takes, each by itself, and not together.

use serde_json::Value;

use super::{lists, unions};

/// What the API does not take of a value as a whole.
#[derive(Debug, PartialEq)]
pub(super) struct Clash {
    /// The keys and indices that lead to it from the value.
    pub(super) below: Vec<String>,
    /// Why, after its path.
    pub(super) why: String,
    /// The next step, where one is near.
    pub(super) hint: Option<String>,
}

impl Clash {
    pub(super) fn at<'a>(below: impl IntoIterator<Item = &'a str>, why: impl Into<String>) -> Self {
        Self { below: below.into_iter().map(str::to_owned).collect(), why: why.into(), hint: None }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// Everything of a value of a type that the API does not take together.
pub(super) fn clashes(of: &str, value: &Value) -> Vec<Clash> {
    let mut clashes = unions::clashes(of, value);
    clashes.extend(lists::clashes(of, value));
    clashes
}
