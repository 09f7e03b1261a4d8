//! The JSON Schema of a spec, made from the types, and its use to explain what is wrong.

use std::sync::OnceLock;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::check::Check;
use super::layout::Layout;
use super::settings::Settings;
use super::share::Share;
use super::types::{EnvironmentName, Name, TextType, check_format};

/// The newest version of the spec's form.
pub const SPEC_VERSION: u64 = 1;

/// Keys that are the same in every environment: what they speak of is the repository, of which there is one.
pub const EVERYWHERE: [&str; 3] = ["dockerfile", "delivery", "updates"];

/// The JSON Schema (draft 2020-12) of `kubewright.yaml`.
pub fn spec_schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let mut settings = settings_schema().clone();
        let mut environment = json!({
            "type": ["object", "null"],
            "description": "What differs in this environment",
            "properties": {
                "preset": {"type": "string", "format": "preset", "description": "Preset that the environment starts from, or the path of one beside the spec; the preset of its own name when left out"},
            },
            "additionalProperties": false,
        });
        let mut differing = settings["properties"].clone();
        differing.as_object_mut().into_iter().for_each(|keys| keys.retain(|key, _| !EVERYWHERE.contains(&key.as_str())));
        extend(&mut environment["properties"], &differing);
        let mut properties = json!({
            "version": {"type": "integer", "const": SPEC_VERSION, "description": "Version of the spec's form"},
            "name": {"type": "string", "format": Name::FORMAT, "description": format!("Name of the app: {}", Name::WHAT), "examples": ["web"]},
        });
        let organisation = json!({"type": "string", "format": "organisation", "description": "File with what holds for all apps of the organisation, in every environment; its path is relative to the spec's folder", "examples": ["../platform/kubewright.yaml"]});
        let mut layout = json!({"description": "How the files of all environments are laid out: plain, kustomize or helm"});
        extend(&mut layout, &json!({"oneOf": layouts()}));
        extend(&mut properties, &json!({"organisation": organisation, "layout": layout}));
        extend(&mut properties, &settings["properties"]);
        let environments = json!({
            "type": "object",
            "description": "The environments, each with what differs there",
            "propertyNames": {"type": "string", "format": EnvironmentName::FORMAT},
            "additionalProperties": {"$ref": "#/$defs/Environment"},
        });
        extend(&mut properties, &json!({"environments": environments}));
        settings["title"] = "kubewright.yaml".into();
        settings["description"] = "One app, its answers, and what differs per environment".into();
        settings["properties"] = properties;
        settings["required"] = json!(["version", "name"]);
        extend(&mut settings["$defs"], &json!({"Environment": environment}));
        settings
    })
}

/// The layouts by their names, each with what it is.
fn layouts() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Layout>().to_value()["oneOf"].take()
}

/// The JSON Schema of [`Settings`]: what may be said at the top level and below an environment.
pub(crate) fn settings_schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Settings>().to_value())
}

/// The JSON Schema of `.kubewright/check.yaml`.
pub fn check_schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Check>().to_value();
        schema["title"] = "check.yaml".into();
        schema
    })
}

/// The schema of one key, found by its path; maps lead to the schema of their values.
pub fn schema_at(path: &[&str]) -> Option<&'static Value> {
    let root = settings_schema();
    path.iter().try_fold(root, |schema, key| {
        let schema = resolve(schema, root);
        let object = alternatives(schema, root)
            .into_iter()
            .find(|option| option.get("properties").is_some() || option.get("additionalProperties").is_some())?;
        object["properties"]
            .get(*key)
            .or_else(|| object.get("additionalProperties").filter(|values| values.is_object()))
    })
}

/// Follows a `$ref` into `$defs`.
pub(crate) fn resolve<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) else { return schema };
    &root["$defs"][name]
}

/// The forms that a value may have: the options of `anyOf` and `oneOf`, without `null`.
pub(crate) fn alternatives<'a>(schema: &'a Value, root: &'a Value) -> Vec<&'a Value> {
    let schema = resolve(schema, root);
    let Some(options) = schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) else { return vec![schema] };
    options.iter().filter(|option| option["type"] != "null").flat_map(|option| alternatives(option, root)).collect()
}

/// Whether a schema without alternatives names a type.
pub(super) fn has_type(schema: &Value, name: &str) -> bool {
    schema["type"] == name || schema["type"].as_array().is_some_and(|names| names.iter().any(|known| known == name))
}

/// What is wrong with a text, by the format that a schema without alternatives names.
pub(super) fn check_text(schema: &Value, text: &str) -> Option<String> {
    match schema["format"].as_str()? {
        "share" => Share::check(text),
        format => check_format(format, text),
    }
}

/// Whether a schema without alternatives takes a text.
pub fn takes_text(schema: &Value, text: &str) -> bool {
    has_type(schema, "string") && check_text(schema, text).is_none()
}

fn extend(target: &mut Value, more: &Value) {
    let empty = Map::new();
    let more = more.as_object().unwrap_or(&empty);
    if let Some(map) = target.as_object_mut() {
        map.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_description() {
        for (key, schema) in settings_schema()["properties"].as_object().expect("an object") {
            assert!(schema["description"].is_string(), "`{key}` needs a doc comment");
        }
    }

    #[test]
    fn finds_the_schema_of_nested_keys() {
        assert_eq!(
            schema_at(&["health", "readiness"]).map(|schema| alternatives(schema, settings_schema()).len()),
            Some(2)
        );
        assert_eq!(schema_at(&["config", "ANY"]).and_then(|schema| schema["type"].as_array().map(Vec::len)), Some(3));
        assert!(schema_at(&["nothing"]).is_none());
    }
}
