//! The hash that rolls the pods when their configuration changes, of what will stand on disk.

use serde_json::Value;

use crate::manifest::{CONFIG_HASH, Identity, config_hash, container_names};
use crate::yaml::scalar;

/// Whether a text has a hash of its configuration.
pub(super) fn has_hash(text: &str) -> bool {
    text.contains(&format!("{CONFIG_HASH}: "))
}

/// A generated text with the hash that is counted from the objects that will stand; none where that is the one that was
/// generated, or none of them carries it.
pub(super) fn rehashed(text: &str, objects: &[(Identity, Value)]) -> Option<String> {
    let counted = scalar(&counted(objects)?);
    let mark = format!("{CONFIG_HASH}: ");
    let lines = text.split_inclusive('\n').map(|line| match line.split_once(&mark) {
        Some((before, _)) => format!("{before}{mark}{counted}\n"),
        None => line.to_owned(),
    });
    Some(lines.collect()).filter(|rehashed| rehashed != text)
}

/// The hash of the ConfigMaps of the one workload that carries it.
fn counted(objects: &[(Identity, Value)]) -> Option<String> {
    let template = |(identity, value): &(Identity, Value)| {
        let path = identity.pod_template_path()?;
        path.iter().try_fold(value, |value, key| value.get(*key)).cloned()
    };
    let carries = |template: &Value| template.pointer("/metadata/annotations")?.get(CONFIG_HASH).map(|_| ());
    let template = objects.iter().filter_map(template).find(|template| carries(template).is_some())?;
    let app = template.pointer("/metadata/labels/app.kubernetes.io~1instance")?.as_str()?;
    let config_map = |name: &str| {
        let found = objects.iter().find(|(identity, _)| identity.kind == "ConfigMap" && identity.name == name);
        found.map(|(_, value)| value)
    };
    config_hash(app, &container_names(template.get("spec")?), config_map)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse_documents;

    const PODS: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    metadata:\n      labels: {app.kubernetes.io/instance: web}\n      annotations:\n        kubewright.dev/config-hash: \"0123456789012345\"\n    spec: {containers: [{name: web}]}\n";
    const CONFIG: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-config}\ndata:\n  A: a\n";

    fn hashed(pods: &str, config: &str) -> Option<String> {
        let texts = [pods, config].into_iter().flat_map(|text| parse_documents("", text).expect("YAML"));
        let objects: Vec<_> = texts.map(|value| (Identity::of(&value).expect("an object"), value)).collect();
        rehashed(pods, &objects)
    }

    #[test]
    fn an_edit_of_what_a_config_map_holds_is_another_hash() {
        let [one, other] = ["b", "c"].map(|value| hashed(PODS, &CONFIG.replace("A: a", &format!("A: {value}"))));
        assert!(one.is_some() && other.is_some() && one != other);
        assert_eq!(one.map(|text| text.lines().count()), Some(PODS.lines().count()));
    }

    #[test]
    fn an_edit_of_another_config_map_is_no_other_hash() {
        let pods = hashed(PODS, CONFIG).expect("another hash");
        let dashboard = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-dashboard}\ndata: {web.json: a}\n";
        assert_eq!(hashed(&pods, &format!("{CONFIG}{dashboard}")), None);
    }

    #[test]
    fn a_comment_and_quotes_are_no_other_hash() {
        let pods = hashed(PODS, CONFIG).expect("another hash");
        assert_eq!(hashed(&pods, &CONFIG.replace("A: a", "A: \"a\" # why")), None);
    }
}
