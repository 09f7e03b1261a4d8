//! Documents of all environments in, a tree of files out.

mod plain;

use std::collections::BTreeMap;

use crate::app::App;
use crate::manifest::Document;

pub use plain::{files, plain};

/// Files by their path relative to the spec's folder, in the order of their paths.
pub type Tree = BTreeMap<String, String>;

/// What a layout is made from: the objects of one environment, or of the base, in the order in which
/// they are applied.
#[derive(Debug, Clone, Copy)]
pub struct Objects<'a> {
    /// The app that they come from, with the environment's name.
    pub app: &'a App,
    /// The objects.
    pub documents: &'a [Document],
}

impl<'a> Objects<'a> {
    /// The environment's name.
    pub fn environment(&self) -> &'a str {
        &self.app.environment
    }
}
