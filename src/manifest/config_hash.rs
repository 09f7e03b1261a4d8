//! The hash that rolls the pods of an app when their configuration changes, counted from ConfigMaps as they stand.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The annotation of pods that holds it.
pub const CONFIG_HASH: &str = "kubewright.dev/config-hash";

/// The variables and files of one container.
type Configuration<'a> = (BTreeMap<&'a str, String>, BTreeMap<&'a str, Value>);

/// 16 hexadecimal digits that change with what the ConfigMaps of an app's containers hold, and with nothing else; none
/// where they hold nothing.
///
/// The containers are told in the order in which they start, the one that is named as the app among them, and the
/// ConfigMaps by their names.
pub fn config_hash<'a>(
    app: &str,
    containers: &[&str],
    config_map: impl Fn(&str) -> Option<&'a Value>,
) -> Option<String> {
    let of = |container: &str| {
        let [variables, files] = config_maps(app, container).map(|name| config_map(&name));
        hash_of(&configuration(variables, files))
    };
    let hashes: Vec<(&str, Option<String>)> = containers.iter().map(|container| (*container, of(container))).collect();
    if hashes.iter().all(|(container, hash)| *container == app || hash.is_none()) {
        return hashes.into_iter().find_map(|(_, hash)| hash);
    }
    Some(digest(&hashes))
}

/// The app whose ConfigMaps the pods have, by the instance and the name in their labels: a canary's pods have an instance
/// of their own, and the container of the app that they stand beside.
pub fn configured_as<'a>(instance: &'a str, name: Option<&'a str>, containers: &[&str]) -> &'a str {
    let has = |app: &&str| containers.contains(app);
    [Some(instance), name].into_iter().flatten().find(has).unwrap_or(instance)
}

/// The names of the containers of pods, by the `spec` of those, in the order in which they start.
pub fn container_names(spec: &Value) -> Vec<&str> {
    let lists = ["initContainers", "containers"].iter().filter_map(|key| spec.get(key)?.as_array());
    lists.flatten().filter_map(|container| container.get("name")?.as_str()).collect()
}

/// The names of the ConfigMaps that a container of an app has: that of its variables and that of its files.
pub fn config_maps(app: &str, container: &str) -> [String; 2] {
    let of = |what: &str| if container == app { format!("{app}-{what}") } else { format!("{app}-{what}-{container}") };
    ["config", "files"].map(of)
}

fn configuration<'a>(variables: Option<&'a Value>, files: Option<&'a Value>) -> Configuration<'a> {
    let entries = |map: Option<&'a Value>, field: &str| {
        let entries = map.and_then(|map| map.get(field)?.as_object()).into_iter().flatten();
        entries.map(|(key, value)| (key.as_str(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
    };
    let texts = entries(files, "data").map(|(key, text)| (key, json!({"text": text})));
    let bytes = entries(files, "binaryData").map(|(key, bytes)| (key, json!({"binary": bytes})));
    (entries(variables, "data").collect(), texts.chain(bytes).collect())
}

fn hash_of(configuration: &Configuration<'_>) -> Option<String> {
    let (variables, files) = configuration;
    (!variables.is_empty() || !files.is_empty()).then(|| digest(configuration))
}

fn digest(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("maps and lists of texts are JSON");
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hash of an app `web` with a proxy, by what its ConfigMaps hold.
    fn hash(held: &[(&str, Value)]) -> Option<String> {
        let find = |name: &str| held.iter().find(|(known, _)| *known == name).map(|(_, map)| map);
        config_hash("web", &["proxy", "web"], find)
    }

    fn data(value: &str) -> Value {
        json!({"data": {"LOG_LEVEL": value}})
    }

    #[test]
    fn other_data_are_another_hash_and_the_order_of_keys_is_not() {
        let one = hash(&[("web-config", data("info"))]);
        assert_ne!(one, hash(&[("web-config", data("debug"))]));
        assert_ne!(one, hash(&[("web-files", data("info"))]));
        assert_ne!(one, hash(&[("web-config", data("info")), ("web-config-proxy", data("info"))]));
        let [two, turned] = [json!({"data": {"A": "1", "B": "2"}}), json!({"data": {"B": "2", "A": "1"}})];
        assert_eq!(hash(&[("web-config", two)]), hash(&[("web-config", turned)]));
    }

    #[test]
    fn a_text_is_no_bytes_of_the_same_letters() {
        let [text, bytes] = ["data", "binaryData"].map(|field| hash(&[("web-files", json!({field: {"a": "YQ=="}}))]));
        assert!(text.is_some() && bytes.is_some() && text != bytes);
    }

    #[test]
    fn a_canary_has_the_configuration_of_the_app_whose_container_it_has() {
        assert_eq!(configured_as("web-canary", Some("web"), &["proxy", "web"]), "web");
        assert_eq!(configured_as("web-maintenance", Some("web"), &["web-maintenance"]), "web-maintenance");
        assert_eq!(configured_as("web", None, &["other"]), "web");
    }

    #[test]
    fn what_holds_nothing_and_what_is_no_configuration_of_the_app_has_none() {
        assert_eq!(hash(&[]), None);
        assert_eq!(hash(&[("web-config", json!({"data": {}})), ("web-dashboard", data("info"))]), None);
    }
}
