//! Documents of all environments in, a tree of files out.

mod plain;

use std::collections::BTreeMap;

pub use plain::{files, plain};

/// Files by their path relative to the spec's folder, in the order of their paths.
pub type Tree = BTreeMap<String, String>;
