//! What a kustomization says of the files beside it: which are patches, and what it makes itself.

use crate::yaml::Node;

/// The names that kustomize looks for
/// (<https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/>).
const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Whether a file is a kustomization, by its name.
pub(super) fn is_kustomization(file: &str) -> bool {
    NAMES.contains(&file.rsplit('/').next().unwrap_or(file))
}

/// The files that a kustomization lays over others: parts of objects, none by themselves.
pub(super) fn patches(file: &str, node: &Node) -> Vec<String> {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
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
}
