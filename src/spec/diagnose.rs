//! Explains everything that is wrong with a value, by walking it beside the schema.
//!
//! Only runs when the typed reading has failed, so a valid spec never pays for it.

use serde_json::Value;

use crate::problem::{Place, Position, Problem, nearest};
use crate::yaml::{Node, NodeValue};

use super::schema::{alternatives, resolve};
use super::types::{check_format, shown};

/// Walks a node beside its schema and collects every problem.
pub(crate) struct Diagnosis<'a> {
    source: &'a str,
    root: &'a Value,
    problems: Vec<Problem>,
}

impl<'a> Diagnosis<'a> {
    /// Everything that is wrong with `node`, read from `source`, judged by `schema`.
    pub(crate) fn of(source: &'a str, node: &Node, schema: &'a Value) -> Vec<Problem> {
        let mut diagnosis = Self { source, root: schema, problems: Vec::new() };
        diagnosis.walk(node, schema, "");
        diagnosis.problems
    }

    fn report(&mut self, position: Option<Position>, message: String, hint: Option<String>) {
        let place = Some(Place::new(self.source, position));
        self.problems.push(Problem { place, message, hint });
    }

    fn walk(&mut self, node: &Node, schema: &'a Value, path: &str) {
        // Every key may be taken back by `null`; an item of a list may not.
        if node.value == NodeValue::Null && !path.is_empty() && !path.ends_with(']') {
            return;
        }
        let options = alternatives(schema, self.root);
        let constants: Vec<&str> = options.iter().filter_map(|option| option["const"].as_str()).collect();
        let constants: Vec<&str> = constants
            .into_iter()
            .chain(options.iter().filter_map(|option| option["enum"].as_array()).flatten().filter_map(Value::as_str))
            .collect();
        if !constants.is_empty() {
            return self.check_constant(node, &constants, path);
        }
        let Some(option) = options.iter().find(|option| accepts(option, &node.value)) else {
            let wanted: Vec<String> = options.iter().map(|option| describe(option)).collect();
            let hint = match &node.value {
                NodeValue::Number(number) if options.iter().any(|option| has_type(option, "string")) => {
                    Some(format!("write \"{number}\" for a text"))
                }
                NodeValue::String(_) if options.iter().any(|option| has_type(option, "integer")) => {
                    Some("write the number without quotes".to_owned())
                }
                _ => None,
            };
            let message = format!("`{path}` must be {}, not {}", wanted.join(" or "), kind(&node.value));
            return self.report(node.position, message, hint);
        };
        match &node.value {
            NodeValue::Map(_) => self.walk_map(node, option, path),
            NodeValue::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.walk(item, &option["items"], &format!("{path}[{index}]"));
                }
            }
            NodeValue::String(text) => {
                if let Some(error) = check_text(option, text) {
                    self.report(node.position, format!("`{path}`: {error}"), None);
                }
            }
            NodeValue::Number(number) => self.check_range(node, number.as_f64().unwrap_or_default(), option, path),
            NodeValue::Bool(_) | NodeValue::Null => {}
        }
    }

    fn walk_map(&mut self, node: &Node, schema: &'a Value, path: &str) {
        let properties = schema["properties"].as_object();
        for (key, position, value) in node.entries() {
            let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            if let Some(property) = properties.and_then(|properties| properties.get(key)) {
                self.walk(value, property, &below);
            } else if schema["additionalProperties"].is_object() {
                self.check_key(key, *position, resolve(&schema["propertyNames"], self.root), path);
                self.walk(value, &schema["additionalProperties"], &below);
            } else {
                let names = properties.into_iter().flatten().map(|(name, _)| name.as_str());
                let owner = if path.is_empty() { String::new() } else { format!(" in `{path}`") };
                let hint = nearest(key, names.clone()).map_or_else(
                    || format!("valid keys: {}", names.collect::<Vec<_>>().join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                self.report(*position, format!("unknown key {}{owner}", shown(key)), Some(hint));
            }
        }
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if node.get(required).is_none_or(|value| value.value == NodeValue::Null) {
                let owner = if path.is_empty() { String::new() } else { format!("`{path}`: ") };
                let what =
                    properties.and_then(|properties| properties[required]["description"].as_str()).unwrap_or_default();
                self.report(node.position, format!("{owner}`{required}` is missing"), Some(first_lower(what)));
            }
        }
    }

    fn check_key(&mut self, key: &str, position: Option<Position>, names: &Value, path: &str) {
        let constants: Vec<&str> =
            alternatives(names, self.root).iter().filter_map(|option| option["const"].as_str()).collect();
        if !constants.is_empty() && !constants.contains(&key) {
            let hint = nearest(key, constants.iter().copied())
                .map_or_else(|| format!("valid: {}", constants.join(", ")), |near| format!("did you mean `{near}`?"));
            self.report(position, format!("unknown key {} in `{path}`", shown(key)), Some(hint));
        } else if let Some(error) = names["format"].as_str().and_then(|format| check_format(format, key)) {
            self.report(position, format!("`{path}`: {error}"), None);
        }
    }

    fn check_constant(&mut self, node: &Node, constants: &[&str], path: &str) {
        let given = match &node.value {
            NodeValue::String(text) if constants.contains(&text.as_str()) => return,
            NodeValue::String(text) => shown(text),
            other => kind(other).to_owned(),
        };
        let near = match &node.value {
            NodeValue::String(text) => {
                nearest(text, constants.iter().copied()).map(|near| format!("did you mean `{near}`?"))
            }
            _ => None,
        };
        self.report(node.position, format!("`{path}` must be one of {}, not {given}", constants.join(", ")), near);
    }

    fn check_range(&mut self, node: &Node, number: f64, schema: &Value, path: &str) {
        let (least, most) = (schema["minimum"].as_f64().unwrap_or(0.0), schema["maximum"].as_f64().unwrap_or(f64::MAX));
        if schema["const"].as_f64().is_some_and(|only| (only - number).abs() > f64::EPSILON) {
            self.report(node.position, format!("`{path}` must be {}, not {number}", schema["const"]), None);
        } else if number < least || number > most {
            let bounds = if most < f64::MAX { format!("from {least} to {most}") } else { format!("at least {least}") };
            self.report(node.position, format!("`{path}` must be {bounds}, not {number}"), None);
        }
    }
}

/// Whether a schema without alternatives names a type.
fn has_type(schema: &Value, name: &str) -> bool {
    schema["type"] == name || schema["type"].as_array().is_some_and(|names| names.iter().any(|known| known == name))
}

/// Whether a schema without alternatives accepts values of this kind.
fn accepts(schema: &Value, value: &NodeValue) -> bool {
    let named = |name: &str| match value {
        NodeValue::Null => name == "null",
        NodeValue::Bool(_) => name == "boolean",
        NodeValue::Number(number) => name == "number" || name == "integer" && (number.is_i64() || number.is_u64()),
        NodeValue::String(_) => name == "string",
        NodeValue::List(_) => name == "array",
        NodeValue::Map(_) => name == "object",
    };
    match &schema["type"] {
        Value::String(name) => named(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(named),
        _ => true,
    }
}

fn check_text(schema: &Value, text: &str) -> Option<String> {
    match schema["format"].as_str()? {
        "share" => super::share::Share::check(text),
        format => check_format(format, text),
    }
}

/// What a schema without alternatives asks for, in words.
fn describe(schema: &Value) -> String {
    let word = |name: &str| match name {
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a map",
        _ => "a text",
    };
    match &schema["type"] {
        Value::String(name) => word(name).to_owned(),
        Value::Array(names) => {
            let words: Vec<&str> =
                names.iter().filter_map(Value::as_str).filter(|name| *name != "null").map(word).collect();
            words.join(" or ")
        }
        _ => "a value".to_owned(),
    }
}

fn kind(value: &NodeValue) -> &'static str {
    match value {
        NodeValue::Null => "nothing",
        NodeValue::Bool(true) => "true",
        NodeValue::Bool(false) => "false",
        NodeValue::Number(_) => "a number",
        NodeValue::String(_) => "a text",
        NodeValue::List(_) => "a list",
        NodeValue::Map(_) => "a map",
    }
}

fn first_lower(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
