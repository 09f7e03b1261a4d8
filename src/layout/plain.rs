//! One folder an environment, one file an object: the rendered text as it is.

use crate::manifest::Document;
use crate::spec::Layout;

use super::{Objects, Tree, folder};

/// Lays the documents of each environment out as `deploy/<environment>/<object>.yaml`.
pub fn plain(environments: &[Objects<'_>]) -> Tree {
    let mut tree = Tree::new();
    for objects in environments {
        let environment = objects.environment();
        for (file, text) in files(objects.documents) {
            tree.insert(format!("{}/{file}", folder(Layout::Plain, environment)), text);
        }
    }
    tree
}

/// The files of some documents; those of one file stand in it one after the other.
pub fn files(documents: &[Document]) -> Tree {
    let mut tree = Tree::new();
    for document in documents {
        let text = tree.entry(document.file.clone()).or_default();
        if !text.is_empty() {
            text.push_str("---\n");
        }
        text.push_str(&document.text);
    }
    tree
}
