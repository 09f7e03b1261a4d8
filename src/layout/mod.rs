//! Documents of all environments in, a tree of files out.

mod helm;
mod kustomize;
mod plain;

use std::collections::BTreeMap;

use crate::app::App;
use crate::manifest::Document;
use crate::spec::Layout;

pub use helm::helm;
pub use kustomize::kustomize;
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

/// The files of a layout in which a change of an object can stand, the nearest to it first; the object
/// is told by the path of its file in the plain layout.
pub fn files_of(layout: Layout, plain_path: &str) -> Vec<String> {
    let below = plain_path.strip_prefix("deploy/").and_then(|path| path.split_once('/'));
    match (layout, below) {
        (Layout::Kustomize, Some((environment, file))) => kustomize::files_of(environment, file),
        (Layout::Helm, Some((environment, file))) => helm::files_of(environment, file),
        _ => vec![plain_path.to_owned()],
    }
}
