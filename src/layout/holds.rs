//! What the files of a layout hold, as far as that is known without a tool.

use crate::manifest::{Document, Identity};
use crate::spec::Layout;
use crate::yaml::parse_documents;

use super::kustomize;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Objects as they are applied, or as a base hands them on.
    Objects,
    /// Patches that are merged into the objects of the file of this path.
    Patches(String),
    /// What comes to an object by itself is known to its tool alone: a template, values, operations.
    Other,
}

/// What a file of a layout holds, by its path.
pub fn holds(layout: Layout, path: &str) -> Holds {
    match layout {
        Layout::Plain => Holds::Objects,
        Layout::Kustomize => kustomize::holds(path),
        Layout::Helm => Holds::Other,
    }
}

/// Objects with the patches of a text merged into those that they name, by kustomize's rules; none where the text says
/// something else.
pub fn patched(objects: Vec<Document>, patches: &str) -> Option<Vec<Document>> {
    let patches = parse_documents("", patches).ok()?;
    let of = |object: &Document| {
        let is_for = |patch: &&serde_json::Value| Identity::of(patch).is_ok_and(|named| named == object.identity);
        patches.iter().find(is_for)
    };
    let merged = |object: Document| match of(&object) {
        Some(patch) => {
            let value = kustomize::patched(&object.identity, &object.value, patch)?;
            Some(Document::parse("", "", value.to_string()).ok())
        }
        None => Some(Some(object)),
    };
    objects.into_iter().filter_map(merged).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_known_where_it_stands_whole_or_is_merged() {
        let of = |path: &str| holds(Layout::Kustomize, path);
        assert_eq!(of("deploy/base/service.yaml"), Holds::Objects);
        assert_eq!(of("deploy/overlays/staging/service.yaml"), Holds::Objects);
        let merged = Holds::Patches("deploy/base/service.yaml".to_owned());
        assert_eq!(of("deploy/overlays/staging/patches/service.yaml"), merged);
        assert_eq!(of("deploy/overlays/staging/json6902/service.yaml"), Holds::Other);
        assert_eq!(holds(Layout::Plain, "deploy/staging/service.yaml"), Holds::Objects);
        assert_eq!(holds(Layout::Helm, "deploy/chart/templates/service.yaml"), Holds::Other);
    }
}
