//! What the files of a layout hold, as far as that is known without a tool.

use serde_json::Value;

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
        let is_for = |patch: &&Value| Identity::of(patch).is_ok_and(|named| named == object.identity);
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

/// The objects that come of files which reach each other, by their paths: those that stand whole, and what patches that
/// are merged make of them. What cannot be read is none.
pub fn standing<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(Identity, Value)> {
    let (mut objects, mut patches) = (Vec::new(), Vec::new());
    for (path, text) in files {
        let values = parse_documents("", text).unwrap_or_default();
        let known = values.into_iter().filter_map(|value| Some((Identity::of(&value).ok()?, value)));
        let is_patch = matches!(kustomize::holds(path), Holds::Patches(_));
        if is_patch { patches.extend(known) } else { objects.extend(known) }
    }
    let merged = |(identity, value): (Identity, Value)| {
        let patch = patches.iter().find(|(named, _)| *named == identity);
        let value = match patch {
            Some((_, patch)) => kustomize::patched(&identity, &value, patch)?,
            None => value,
        };
        Some((identity, value))
    };
    objects.into_iter().filter_map(merged).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_is_what_patches_make_of_a_base_and_of_plain_files_the_objects_themselves() {
        let config = |held: &str| format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: web}}\ndata: {held}\n");
        let data = |files: &[(&str, &str)]| {
            let objects = standing(files.iter().copied());
            objects.iter().map(|(_, value)| value["data"].to_string()).collect::<Vec<_>>()
        };
        let (base, patch) = (config("{A: a, B: b}"), config("{B: null, C: c}"));
        let (whole, laid) = ("deploy/base/configmap.yaml", "deploy/overlays/staging/patches/configmap.yaml");
        assert_eq!(data(&[(whole, &base), (laid, &patch)]), ["{\"A\":\"a\",\"C\":\"c\"}"]);
        assert_eq!(data(&[("deploy/staging/configmap.yaml", &base)]), ["{\"A\":\"a\",\"B\":\"b\"}"]);
        assert_eq!(data(&[(whole, "{{ a }}: [")]), [""; 0]);
    }

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
