//! `values.schema.json`: what Helm refuses before it renders anything.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::print::{EITHER, LEFT_OUT};
use super::table::about;

/// What is known of a value, and of those below it.
#[derive(Debug, Default)]
pub(super) struct Schema {
    types: BTreeSet<&'static str>,
    left_out: bool,
    needed: bool,
    words: BTreeSet<String>,
    below: IndexMap<String, Schema>,
}

impl Schema {
    /// Notes that a value of this type stands under a name.
    pub(super) fn note(&mut self, name: &[String], value: &Value) {
        let types: &[&str] = match value {
            Value::Null => &[],
            Value::Number(_) | Value::String(_) if name.last().is_some_and(|name| EITHER.contains(&name.as_str())) => {
                &["integer", "string"]
            }
            Value::Bool(_) => &["boolean"],
            Value::Number(number) if number.is_f64() => &["number"],
            Value::Number(_) => &["integer"],
            Value::String(_) => &["string"],
            Value::Array(_) => &["array"],
            Value::Object(_) => &["object"],
        };
        self.at(name).types.extend(types);
    }

    /// Notes that what stands under a name may be left out.
    pub(super) fn may_be_left_out(&mut self, name: &[String]) {
        self.at(name).left_out = true;
    }

    /// Notes that a value has to be there: `null` takes none back that templates cannot do without.
    pub(super) fn need(&mut self, name: &[String]) {
        self.at(name).needed = true;
    }

    /// Notes that a value is one of some words.
    pub(super) fn one_of(&mut self, name: &[String], words: impl Iterator<Item = String>) {
        self.at(name).words.extend(words);
    }

    fn at(&mut self, name: &[String]) -> &mut Self {
        name.iter().fold(self, |schema, key| schema.below.entry(key.clone()).or_default())
    }

    /// The schema of a chart's values.
    pub(super) fn text(&self, app: &str) -> String {
        let mut schema = self.value(&mut Vec::new());
        let mut whole = Map::new();
        whole.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
        whole.insert("title".to_owned(), format!("Values of the chart {app}").into());
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.insert(
                "global".to_owned(),
                json!({"type": "object", "description": "Values that a chart shares with those around it; nothing here reads them."}),
            );
            // What a chart that has this one as a dependency turns it on with.
            properties.insert("enabled".to_owned(), json!({"type": "boolean", "description": "For the `condition` of a chart that has this one as a dependency; nothing here reads it."}));
        }
        if let Value::Object(schema) = schema {
            whole.extend(schema);
        }
        serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
    }

    fn value(&self, path: &mut Vec<String>) -> Value {
        let mut schema = Map::new();
        if let Some(about) = about(path) {
            schema.insert("description".to_owned(), about.into());
        }
        let is_map = !self.below.is_empty() || path.is_empty();
        let types: Vec<&str> = self
            .types
            .iter()
            .copied()
            .chain(is_map.then_some("object").filter(|kind| !self.types.contains(kind)))
            .collect();
        let kind = match types.as_slice() {
            [] => None,
            [one] => Some(Value::from(*one)),
            several => Some(several.iter().copied().collect()),
        };
        match (kind, self.left_out) {
            (Some(kind), true) => {
                schema.insert("anyOf".to_owned(), json!([{ "type": kind }, { "const": LEFT_OUT }]));
            }
            (Some(kind), false) => _ = schema.insert("type".to_owned(), kind),
            (None, _) => {}
        }
        if !self.words.is_empty() {
            schema.insert("enum".to_owned(), self.words.iter().cloned().collect());
        }
        if is_map {
            let mut properties = Map::new();
            for (key, below) in &self.below {
                path.push(key.clone());
                properties.insert(key.clone(), below.value(path));
                path.pop();
            }
            schema.insert("properties".to_owned(), properties.into());
            let needed: Vec<&String> =
                self.below.iter().filter(|(_, below)| below.needed).map(|(key, _)| key).collect();
            if !needed.is_empty() {
                schema.insert("required".to_owned(), json!(needed));
            }
            if !self.types.contains("object") {
                schema.insert("additionalProperties".to_owned(), false.into());
            }
        } else if let Some(further) = further(path) {
            schema.extend(further);
        }
        schema.into()
    }
}

/// What is known of the inside of a value that is handed on whole.
fn further(path: &[String]) -> Option<Map<String, Value>> {
    let scalars = json!({"additionalProperties": {"type": ["string", "number", "boolean"]}});
    let texts = json!({"additionalProperties": {"type": "string"}});
    let objects = json!({"items": {"type": "object"}});
    let further = match path.last()?.as_str() {
        "config" | "configFiles" => scalars,
        "configFilesBinary" | "podAnnotations" | "podLabels" | "commonLabels" | "annotations" | "nodeSelector" => texts,
        "env" | "extraEnv" | "extraVolumes" | "extraVolumeMounts" => {
            json!({"items": {"type": "object", "required": ["name"]}})
        }
        "tolerations" | "imagePullSecrets" | "topologySpreadConstraints" | "extraObjects" => objects,
        "command" | "args" => json!({"items": {"type": "string"}}),
        "resources" => json!({
            "properties": {
                "requests": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
                "limits": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
                "claims": {"type": "array", "items": {"type": "object"}},
            },
            "additionalProperties": false,
        }),
        _ => return None,
    };
    further.as_object().cloned()
}
