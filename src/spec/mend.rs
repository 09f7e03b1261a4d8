//! What a schema asks for, what was given in its place, and the next step, in words.

use serde_json::{Value, json};

use crate::yaml::{Node, NodeValue, inline};

use super::schema::{alternatives, check_text, has_type};
use super::types::shown;

/// What the forms of a value ask for.
pub(super) fn wanted(options: &[&Value]) -> String {
    let words: Vec<String> = options.iter().map(|option| describe(option)).collect();
    words.join(" or ")
}

/// What was given, so that it is found in the file.
pub(super) fn given(value: &NodeValue) -> String {
    match value {
        NodeValue::Null => "nothing".to_owned(),
        NodeValue::Bool(bool) => bool.to_string(),
        NodeValue::Number(number) => number.to_string(),
        NodeValue::String(text) => format!("the text {}", shown(text)),
        NodeValue::List(_) => "a list".to_owned(),
        NodeValue::Map(_) => "a map".to_owned(),
    }
}

/// How to write a value in one of the forms that are asked for.
pub(super) fn mend(path: &str, options: &[&Value], value: &NodeValue, root: &Value) -> Option<String> {
    let takes = |name| options.iter().copied().find(|option| has_type(option, name));
    let key = path.rsplit('.').next().unwrap_or(path);
    if *value == NodeValue::Null {
        Some("take it out".to_owned())
    } else if let Some(option) = takes("string") {
        Some(as_text(option, value))
    } else if let Some(option) = takes("integer") {
        as_number(key, option, value)
    } else if takes("boolean").is_some() {
        Some("write true or false, without quotes".to_owned())
    } else if takes("array").is_some() {
        let items = match value {
            NodeValue::String(text) => inline(&text.split_whitespace().collect()),
            _ => "[...]".to_owned(),
        };
        Some(format!("write it as a list: `{key}: {items}`"))
    } else {
        takes("object").map(|option| format!("write it as a map: `{key}: {}`", entries(option, value, root)))
    }
}

/// How to write a value as a text: in quotes where the text would be valid, else what a valid one looks like.
fn as_text(option: &Value, value: &NodeValue) -> String {
    let text = match value {
        NodeValue::Bool(bool) => bool.to_string(),
        NodeValue::Number(number) => number.to_string(),
        _ => String::new(),
    };
    match check_text(option, &text) {
        Some(error) => error.split_once(": ").map_or(error.clone(), |(_, step)| step.to_owned()),
        None if text.is_empty() => "write one text, in quotes where it holds a colon or brackets".to_owned(),
        None => format!("write \"{text}\" for a text"),
    }
}

fn as_number(key: &str, option: &Value, value: &NodeValue) -> Option<String> {
    if matches!(value, NodeValue::String(text) if text.parse::<u64>().is_ok()) {
        return Some("write the number without quotes".to_owned());
    }
    if let Some(only) = option.get("const") {
        return Some(format!("write `{key}: {only}`"));
    }
    let (least, most) = option["minimum"].as_u64().zip(option["maximum"].as_u64())?;
    Some(format!("use a number from {least} to {most}"))
}

/// The hint for a key that is needed and not there.
pub(super) fn supply(key: &str, property: &Value) -> String {
    match property.get("const").or_else(|| property["examples"].get(0)) {
        Some(example) => format!("write `{key}: {}`", inline(example)),
        None => first_lower(property["description"].as_str().unwrap_or_default()),
    }
}

/// The map that a schema asks for, with the names that were given as a list.
fn entries(option: &Value, value: &NodeValue, root: &Value) -> String {
    let values = option.get("additionalProperties").filter(|values| values.is_object());
    let maps = values.is_some_and(|values| alternatives(values, root).iter().any(|form| has_type(form, "object")));
    let inside = if maps { "{}" } else { "..." };
    let named = match value {
        NodeValue::List(items) if values.is_some() => items.iter().filter_map(name_of).collect(),
        _ => Vec::new(),
    };
    let required = option["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let first = option["properties"].as_object().and_then(|properties| properties.keys().next());
    let names = [named, required.collect(), vec![first.map_or("NAME", String::as_str)]];
    let names = names.iter().find(|names| !names.is_empty()).into_iter().flatten();
    let entries: Vec<String> = names.map(|name| format!("{}: {inside}", inline(&json!(name)))).collect();
    format!("{{{}}}", entries.join(", "))
}

/// The name that an item of a list was given: `LEVEL`, `LEVEL=debug` or `{name: LEVEL}`.
fn name_of(item: &Node) -> Option<&str> {
    match &item.value {
        NodeValue::String(text) => text.split('=').next(),
        NodeValue::Map(_) => name_of(item.get("name")?),
        _ => None,
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

fn first_lower(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
