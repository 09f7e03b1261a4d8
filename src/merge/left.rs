//! Files that were left alone, so that the next run says it again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::sha256;

/// A file that was left alone: what it held then, and what it needed. Once the user has changed it
/// while it needs the same, he has taken over what he wanted of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// SHA-256 of the user's text.
    pub yours: String,
    /// SHA-256 of the new text; none where the file is no longer generated.
    pub new: Option<String>,
}

/// The files that were left alone, by their paths.
pub type LeftFiles = BTreeMap<String, Left>;

impl Left {
    pub(super) fn of(yours: &str, new: Option<&str>) -> Self {
        Self { yours: sha256(yours), new: new.map(sha256) }
    }

    /// Whether the user has looked at what the file needs and changed it since.
    pub(super) fn is_settled(&self, yours: &str, new: Option<&str>) -> bool {
        self.new == new.map(sha256) && self.yours != sha256(yours)
    }
}
