//! One folder an environment, one file an object: the rendered text as it is.

use crate::manifest::Document;

use super::Tree;

/// Lays the documents of each environment out as `deploy/<environment>/<object>.yaml`.
pub fn plain<'a>(environments: impl IntoIterator<Item = (&'a str, &'a [Document])>) -> Tree {
    let mut tree = Tree::new();
    for (environment, documents) in environments {
        for document in documents {
            tree.insert(format!("deploy/{environment}/{}", document.file), document.text.clone());
        }
    }
    tree
}
