//! What a kustomization says of the files beside it: which are patches, and what it makes itself.

use crate::yaml::Node;

/// The names that kustomize looks for
/// (<https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/>).
const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// A folder that a kustomization stands in, and what it takes in.
#[derive(Debug)]
pub struct Kustomized {
    /// The folder.
    pub folder: String,
    /// The folders and files that it builds on.
    pub resources: Vec<String>,
    /// Whether it is a part of others alone, which nobody builds by itself.
    pub is_component: bool,
}

impl Kustomized {
    /// What the kustomization in a file says.
    pub(super) fn of(file: &str, node: &Node) -> Self {
        let folder = folder(file);
        let list = |key: &str| node.at(key).map(Node::items).unwrap_or_default().iter();
        let named = list("resources").chain(list("bases")).chain(list("components")).filter_map(Node::as_str);
        Self {
            folder: folder.to_owned(),
            resources: named.filter_map(|path| below(folder, path)).collect(),
            is_component: node.at("kind").and_then(Node::as_str) == Some("Component"),
        }
    }
}

/// Whether a file is a kustomization, by its name.
pub(super) fn is_kustomization(file: &str) -> bool {
    NAMES.contains(&file.rsplit('/').next().unwrap_or(file))
}

/// The files that a kustomization lays over others: parts of objects, none by themselves.
pub(super) fn patches(file: &str, node: &Node) -> Vec<String> {
    let folder = folder(file);
    let list = |key: &str| node.at(key).map(Node::items).unwrap_or_default().iter();
    let whole = list("patchesStrategicMerge").filter_map(Node::as_str);
    let described = list("patches").chain(list("patchesJson6902")).filter_map(|patch| patch.at("path")?.as_str());
    whole.chain(described).filter_map(|path| below(folder, path)).collect()
}

/// The names of the ConfigMaps that a kustomization makes.
pub(super) fn generated(node: &Node) -> Vec<String> {
    let made = node.at("configMapGenerator").map(Node::items).unwrap_or_default().iter();
    made.filter_map(|one| Some(one.at("name")?.as_str()?.to_owned())).collect()
}

fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path relative to a folder, without `.` and `..`; none where it leads out of what was named.
fn below(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    let root = if folder.starts_with('/') { "/" } else { "" };
    Some(format!("{root}{}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    #[test]
    fn patches_are_found_in_every_form_and_relative_to_their_kustomization() {
        let text = "patchesStrategicMerge: [a.yaml]\npatches: [{path: ../b.yaml}, {patch: \"x: y\"}]\npatchesJson6902: [{path: ./c/d.yaml}]\n";
        let node = parse("k", text).expect("valid");
        assert_eq!(
            patches("k8s/prod/kustomization.yaml", &node),
            ["k8s/prod/a.yaml", "k8s/b.yaml", "k8s/prod/c/d.yaml"]
        );
        assert_eq!(patches("/k8s/kustomization.yaml", &node)[0], "/k8s/a.yaml");
    }

    #[test]
    fn what_a_kustomization_builds_on_is_relative_to_it() {
        let text = "kind: Component\nresources: [../../base, hpa.yaml]\nbases: [../old]\ncomponents: [./part]\n";
        let found = Kustomized::of("k8s/overlays/prod/kustomization.yaml", &parse("k", text).expect("valid"));
        assert_eq!((found.folder.as_str(), found.is_component), ("k8s/overlays/prod", true));
        let part = "k8s/overlays/prod/part";
        assert_eq!(found.resources, ["k8s/base", "k8s/overlays/prod/hpa.yaml", "k8s/overlays/old", part]);
    }
}
