//! Explains everything that is wrong with a value, by walking it beside the schema.
//!
//! Only runs when the typed reading has failed, or may have taken a list for a map, so a valid spec hardly pays for it.

use serde_json::Value;

use crate::problem::{LISTED, Place, Position, Problem, did_you_mean, sorted, valid_keys};
use crate::yaml::{Node, NodeValue};

use super::mend::{given, mend, supply, wanted};
use super::schema::{alternatives, check_text, has_type, resolve, spec_schema};
use super::types::{check_format, shown};

/// What a container says that serves.
const SERVING: [&str; 4] = ["health", "port", "ports", "front"];

/// Walks a node beside its schema and collects every problem.
pub(crate) struct Diagnosis<'a> {
    source: &'a str,
    root: &'a Value,
    problems: Vec<Problem>,
    /// The schemas whose valid names were told, each with the name that was told them.
    listed: Vec<(&'a Value, String)>,
}

impl<'a> Diagnosis<'a> {
    /// Everything that is wrong with `node`, read from `source`, judged by `schema`, sorted by place.
    pub(crate) fn of(source: &'a str, node: &Node, schema: &'a Value) -> Vec<Problem> {
        let mut diagnosis = Self { source, root: schema, problems: Vec::new(), listed: Vec::new() };
        diagnosis.walk(node, schema, "");
        sorted(diagnosis.problems)
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
            let hint = mend(path, &options, &node.value, self.root);
            let message = format!("`{path}` must be {}, not {}", wanted(&options), given(&node.value));
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
            NodeValue::Number(number)
                if option["format"].is_string() && option["format"] != "share" && has_type(option, "string") =>
            {
                if let Some(error) = check_text(option, &number.to_string()) {
                    self.report(node.position, format!("`{path}`: {error}"), None);
                }
            }
            NodeValue::Number(number) => self.check_range(node, number.as_f64().unwrap_or_default(), option, path),
            NodeValue::Bool(_) | NodeValue::Null => {}
        }
    }

    fn walk_map(&mut self, node: &Node, schema: &'a Value, path: &str) {
        if schema["additionalProperties"] == true {
            // Anything may stand there; who makes use of it judges it.
            return;
        }
        let properties = schema["properties"].as_object();
        for (key, position, value) in node.entries() {
            let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            if let Some(property) = properties.and_then(|properties| properties.get(key)) {
                self.walk(value, property, &below);
            } else if schema["additionalProperties"].is_object() {
                self.check_key(key, *position, resolve(&schema["propertyNames"], self.root), path);
                self.walk(value, &schema["additionalProperties"], &below);
            } else {
                let names: Vec<&str> = properties.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
                let owner = if path.is_empty() { String::new() } else { format!(" in `{path}`") };
                let outer = is_environment(schema, self.root) && self.root["properties"].get(key).is_some();
                let of_spec = || path.is_empty() && spec_schema()["properties"].get(key).is_some();
                let hint = if outer {
                    format!("`{key}` stands at the top level, once for all environments")
                } else if of_spec() {
                    format!("`{key}` stands at the top level of an app's spec, and nowhere else")
                } else if path.split('.').nth_back(1) == Some("init") && SERVING.contains(&key.as_str()) {
                    "an init container runs to its end and serves nobody; what runs beside the app is a sidecar"
                        .to_owned()
                } else {
                    self.valid(key, &names, schema)
                };
                self.report(*position, format!("unknown key {}{owner}", shown(key)), Some(hint));
            }
        }
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let entry = node.entries().iter().find(|(key, ..)| key == required);
            let (position, lack) = match entry {
                None => (node.position, "is missing"),
                Some((_, position, Node { value: NodeValue::Null, .. })) => (*position, "has no value"),
                Some(_) => continue,
            };
            let owner = if path.is_empty() { String::new() } else { format!("`{path}`: ") };
            let hint = supply(required, &schema["properties"][required]);
            self.report(position, format!("{owner}`{required}` {lack}"), Some(hint));
        }
    }

    /// The name that was most likely meant, else all that a schema knows, told once.
    fn valid(&mut self, given: &str, names: &[&str], schema: &'a Value) -> String {
        if let Some(hint) = did_you_mean(given, names.iter().copied()) {
            return hint;
        }
        if names.len() > LISTED {
            return valid_keys(given, names);
        }
        if let Some((_, first)) = self.listed.iter().find(|(listed, _)| std::ptr::eq(*listed, schema)) {
            return format!("valid keys: the same as for {first}");
        }
        self.listed.push((schema, shown(given)));
        valid_keys(given, names)
    }

    fn check_key(&mut self, key: &str, position: Option<Position>, names: &'a Value, path: &str) {
        let constants: Vec<&str> =
            alternatives(names, self.root).iter().filter_map(|option| option["const"].as_str()).collect();
        if !constants.is_empty() && !constants.contains(&key) {
            let hint = self.valid(key, &constants, names);
            self.report(position, format!("unknown key {} in `{path}`", shown(key)), Some(hint));
        } else if let Some(error) = names["format"].as_str().and_then(|format| check_format(format, key)) {
            self.report(position, format!("`{path}`: {error}"), None);
        }
    }

    fn check_constant(&mut self, node: &Node, constants: &[&str], path: &str) {
        let (given, near) = match &node.value {
            NodeValue::String(text) if constants.contains(&text.as_str()) => return,
            NodeValue::String(text) => (shown(text), did_you_mean(text, constants.iter().copied())),
            other => (given(other), None),
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

/// Whether a list stands where the schema knows none. The typed reading takes one for the fields of a map, in turn.
pub(super) fn has_stray_list(node: &Node, schema: &Value, root: &Value) -> bool {
    let options = alternatives(schema, root);
    match &node.value {
        NodeValue::List(_) => !options.iter().any(|option| accepts(option, &node.value)),
        NodeValue::Map(entries) => {
            let Some(option) = options.iter().find(|option| accepts(option, &node.value)) else { return false };
            let below = |key: &str| option["properties"].get(key).or_else(|| option.get("additionalProperties"));
            let lists = entries.iter().filter(|(.., value)| holds_list(value));
            lists
                .filter_map(|(key, _, value)| Some((below(key)?, value)))
                .any(|(schema, value)| has_stray_list(value, schema, root))
        }
        _ => false,
    }
}

fn holds_list(node: &Node) -> bool {
    match &node.value {
        NodeValue::List(_) => true,
        NodeValue::Map(entries) => entries.iter().any(|(.., value)| holds_list(value)),
        _ => false,
    }
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

/// Whether a schema is that of an environment's entry.
fn is_environment(schema: &Value, root: &Value) -> bool {
    std::ptr::eq(schema, &root["$defs"]["Environment"])
}
