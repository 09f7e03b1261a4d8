//! The hash that rolls the pods when their configuration changes, of what will stand on disk.

use serde_json::{Value, json};

use crate::manifest::is_dashboard;
use crate::yaml::{parse_documents, scalar};

use super::sha256;

/// The annotation.
const ANNOTATION: &str = "kubewright.dev/config-hash: ";

/// A ConfigMap's file: as it was generated, and as it will stand on disk.
pub(super) struct ConfigFile<'a> {
    pub(super) pristine: &'a str,
    pub(super) merged: &'a str,
}

/// Whether a text has a hash of its configuration.
pub(super) fn has_hash(text: &str) -> bool {
    text.contains(ANNOTATION)
}

/// A generated text with the hash of the ConfigMaps beside it as they will be. Without an edit of what
/// they hold the hash is the one that was generated.
pub(super) fn rehashed(text: &str, files: &[ConfigFile<'_>]) -> Option<String> {
    let held = files.iter().filter_map(|file| Some((held(file.pristine)?, held(file.merged)?)));
    let edited: Vec<Value> = held.filter(|(pristine, merged)| pristine != merged).map(|(_, merged)| merged).collect();
    if edited.is_empty() {
        return None;
    }
    let lines = text.split_inclusive('\n').map(|line| {
        let Some((before, pristine)) = line.split_once(ANNOTATION) else { return line.to_owned() };
        let pristine = pristine.trim().trim_matches('"');
        let hash = sha256(json!([pristine, edited]).to_string());
        // As long as the one that was generated.
        format!("{before}{ANNOTATION}{}\n", scalar(&hash[..pristine.len().min(hash.len())]))
    });
    Some(lines.collect())
}

/// What the ConfigMaps of a text hold; none where it is no text of objects. Comments do not count, nor do dashboards.
fn held(text: &str) -> Option<Value> {
    let documents = parse_documents("", text).ok()?;
    let is_read = |map: &&Value| map["kind"] == "ConfigMap" && !is_dashboard(map);
    let config_maps = documents.iter().filter(is_read);
    Some(config_maps.map(|map| json!([map["metadata"]["name"], map["data"], map["binaryData"]])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PODS: &str =
        "kind: Deployment\nmetadata:\n  annotations:\n    kubewright.dev/config-hash: \"0123456789012345\"\n";
    const CONFIG: &str = "kind: ConfigMap\nmetadata: {name: web}\ndata:\n  A: a\n";

    fn hashed(merged: &str) -> Option<String> {
        rehashed(PODS, &[ConfigFile { pristine: CONFIG, merged }])
    }

    #[test]
    fn an_edit_of_what_a_config_map_holds_is_another_hash() {
        let [one, other] = ["b", "c"].map(|value| hashed(&CONFIG.replace("A: a", &format!("A: {value}"))));
        assert!(one.is_some() && other.is_some() && one != other && one.as_deref() != Some(PODS));
        assert_eq!(one.map(|text| text.lines().count()), Some(PODS.lines().count()));
    }

    #[test]
    fn an_edit_of_a_dashboard_is_no_other_hash() {
        let dashboard = |text: &str| {
            format!(
                "kind: ConfigMap\nmetadata: {{name: web-dashboard, labels: {{app.kubernetes.io/instance: web}}}}\ndata: {{web.json: {text}}}\n"
            )
        };
        let (pristine, merged) = (dashboard("a"), dashboard("b"));
        assert_eq!(rehashed(PODS, &[ConfigFile { pristine: &pristine, merged: &merged }]), None);
    }

    #[test]
    fn a_comment_and_quotes_are_no_other_hash() {
        assert_eq!(hashed(&CONFIG.replace("A: a", "A: \"a\" # why")), None);
        assert_eq!(hashed(CONFIG), None);
    }
}
