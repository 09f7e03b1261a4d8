//! Every place of the spec's schema that takes a string.

use std::sync::Arc;

use kubewright::spec::spec_schema;
use serde_json::{Map, Value, json};

use crate::sample::{sample, sample_of};

/// A place in the spec that takes a string.
#[derive(Clone)]
pub(crate) struct Slot {
    /// Its path, for failures.
    pub(crate) path: String,
    /// The schema's `format` of the string.
    pub(crate) format: Option<String>,
    /// The only strings that are valid, where the schema lists them.
    pub(crate) constants: Vec<String>,
    /// The part of a spec that has a string in that place.
    pub(crate) part: Wrap,
}

/// Puts a value into its place.
pub(crate) type Wrap = Arc<dyn Fn(Value) -> Value + Send + Sync>;

impl Slot {
    /// A valid string for the slot.
    pub(crate) fn sample(&self) -> String {
        let named = match () {
            // A patch must find its object.
            () if self.path.ends_with(".target.name") => Some("web".to_owned()),
            () if self.path.ends_with(".target.group") => Some("apps".to_owned()),
            () => self.constants.first().cloned(),
        };
        named.unwrap_or_else(|| sample_of(self.format.as_deref()))
    }
}

/// Every place of the schema that takes a string.
pub(crate) fn slots() -> Vec<Slot> {
    let mut slots = Vec::new();
    let whole: Wrap = Arc::new(|value| value);
    collect(spec_schema(), "", &whole, &mut slots);
    // A policy cannot know a caller by its host, so every one is refused, hostile or not.
    slots.retain(|slot| !slot.path.ends_with("calledBy[].host"));
    slots
}

fn collect(schema: &'static Value, path: &str, wrap: &Wrap, slots: &mut Vec<Slot>) {
    let below = |inner: Wrap| -> Wrap {
        let outer = Arc::clone(wrap);
        Arc::new(move |value| outer(inner(value)))
    };
    let mut constants = Vec::new();
    for option in forms(schema) {
        let listed =
            option["enum"].as_array().into_iter().flatten().chain([&option["const"]]).filter_map(Value::as_str);
        let before = constants.len();
        constants.extend(listed.map(str::to_owned));
        if constants.len() == before && has_type(option, "string") {
            slots.push(slot(option, path, wrap, Vec::new()));
        }
        for (key, property) in option["properties"].as_object().into_iter().flatten() {
            let wrap = below(Arc::new(move |value| object(option, key, value)));
            collect(property, &format!("{path}.{key}"), &wrap, slots);
        }
        if option["items"].is_object() {
            collect(&option["items"], &format!("{path}[]"), &below(Arc::new(|value| json!([value]))), slots);
        }
        let values = &option["additionalProperties"];
        if values.is_object() {
            let environments = path == ".environments";
            let entry = move || if environments { json!({"preset": "production"}) } else { sample(values) };
            let by_key = below(Arc::new(move |key| json!({key.as_str().unwrap_or_default(): entry()})));
            collect(&option["propertyNames"], &format!("{path}.*"), &by_key, slots);
            let name = if environments { json!("production") } else { sample(&option["propertyNames"]) };
            let name = name.as_str().unwrap_or_default().to_owned();
            let path = format!("{path}.{name}");
            collect(values, &path, &below(Arc::new(move |value| json!({name.as_str(): value}))), slots);
        }
    }
    if !constants.is_empty() {
        slots.push(slot(schema, path, wrap, constants));
    }
}

fn slot(schema: &Value, path: &str, wrap: &Wrap, constants: Vec<String>) -> Slot {
    let format = schema["format"].as_str().map(str::to_owned);
    Slot { path: path.trim_start_matches('.').to_owned(), format, constants, part: Arc::clone(wrap) }
}

/// A map with one key and all that must stand beside it.
fn object(schema: &'static Value, key: &str, value: Value) -> Value {
    let mut map = required(schema);
    for (marks, kinds, usual) in CHOICES {
        let known = |key: &&str| schema["properties"].get(*key).is_some();
        if marks.iter().chain(kinds).all(known) && !kinds.contains(&key) {
            map.insert(usual.to_owned(), sample(&schema["properties"][usual]));
        }
    }
    // A peer is one thing, and its ports and exceptions are that thing's.
    if schema["properties"].get("cidr").is_some() {
        match key {
            "except" => map.insert("cidr".to_owned(), json!("0.0.0.0/0")),
            "port" | "ports" | "protocol" => map.insert("app".to_owned(), json!("cart")),
            _ => None,
        };
    }
    map.insert(key.to_owned(), value);
    map.into()
}

/// By what a map is known, keys of which it must hold one, and the one for when another key is tried.
const CHOICES: [(&[&str], &[&str], &str); 4] = [
    (&[], &["http", "grpc", "tcp", "exec"], "tcp"),
    (&["metric"], &["value", "averageValue"], "averageValue"),
    (&["period"], &["pods", "percent"], "pods"),
    (&["container"], &["cpu", "memory"], "cpu"),
];

/// What some maps must hold once all layers are joined, though each alone may leave it out.
const NEEDED: [[&str; 2]; 6] = [
    ["size", "mount"],
    ["secret", "key"],
    ["key", "effect"],
    ["store", "dataFrom"],
    ["key", "property"],
    ["image", "afterInit"],
];

/// What a map must hold; the spec itself holds it anyway.
pub(crate) fn required(schema: &'static Value) -> Map<String, Value> {
    let known = |name: &&str| schema["properties"].get(*name).is_some();
    let needed = NEEDED.iter().filter(|names| names.iter().all(known)).flatten().copied();
    let stated = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let names = stated.chain(needed);
    let is_spec = schema["properties"]["environments"].is_object();
    names.filter(|_| !is_spec).map(|name| (name.to_owned(), sample(&schema["properties"][name]))).collect()
}

/// The forms that a value may have, without `null`.
pub(crate) fn forms(schema: &'static Value) -> Vec<&'static Value> {
    let schema = match schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        Some(name) => &spec_schema()["$defs"][name],
        None => schema,
    };
    match schema["anyOf"].as_array().or_else(|| schema["oneOf"].as_array()) {
        Some(options) => options.iter().flat_map(forms).filter(|form| form["type"] != "null").collect(),
        None => vec![schema],
    }
}

pub(crate) fn has_type(schema: &Value, name: &str) -> bool {
    schema["type"] == name || schema["type"].as_array().is_some_and(|names| names.contains(&name.into()))
}

/// How often a string stands in a value, as a text or as a key.
pub(crate) fn occurrences(value: &Value, text: &str) -> usize {
    match value {
        Value::String(found) => usize::from(found == text),
        Value::Array(items) => items.iter().map(|item| occurrences(item, text)).sum(),
        Value::Object(map) => map.iter().map(|(key, value)| usize::from(key == text) + occurrences(value, text)).sum(),
        _ => 0,
    }
}
