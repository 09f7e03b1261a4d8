//! What a schema asks for, what was given in its place, and the next step, in words.

use serde_json::{Value, json};

use crate::yaml::{NodeValue, inline};

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
    let plain = match value {
        NodeValue::Bool(bool) => Some(bool.to_string()),
        NodeValue::Number(number) => Some(number.to_string()),
        _ => None,
    };
    if let (Some(plain), Some(option)) = (&plain, takes("string")) {
        return Some(match check_text(option, plain) {
            None => format!("write \"{plain}\" for a text"),
            Some(error) => error.split_once(": ").map_or(error.clone(), |(_, step)| step.to_owned()),
        });
    }
    match value {
        NodeValue::Null => return Some("take it out".to_owned()),
        NodeValue::String(text) if takes("integer").is_some() && text.parse::<u64>().is_ok() => {
            return Some("write the number without quotes".to_owned());
        }
        NodeValue::String(_) if takes("boolean").is_some() => {
            return Some("write true or false without quotes".to_owned());
        }
        _ => {}
    }
    if let Some(option) = takes("integer") {
        return bounds(option).map(|(least, most)| format!("use a number from {least} to {most}"));
    }
    if takes("array").is_some() {
        let items = match value {
            NodeValue::String(text) => inline(&json!([text])),
            _ => "[...]".to_owned(),
        };
        return Some(format!("write it as a list: `{key}: {items}`"));
    }
    takes("object").map(|option| format!("write it as a map: `{key}: {}`", entries(option, value, root)))
}

/// The hint for a key that is needed and not there.
pub(super) fn supply(key: &str, property: &Value) -> String {
    match property.get("const").or_else(|| property["examples"].get(0)) {
        Some(example) => format!("write `{key}: {}`", inline(example)),
        None => first_lower(property["description"].as_str().unwrap_or_default()),
    }
}

/// The least and the most of a whole number, where both are bounded.
fn bounds(option: &Value) -> Option<(u64, u64)> {
    option["minimum"].as_u64().zip(option["maximum"].as_u64())
}

/// The map that a schema asks for, with the names that were given as a list.
fn entries(option: &Value, value: &NodeValue, root: &Value) -> String {
    let values = option.get("additionalProperties").filter(|values| values.is_object());
    let maps = values.is_some_and(|values| alternatives(values, root).iter().any(|form| has_type(form, "object")));
    let inside = if maps { "{}" } else { "..." };
    let names: Vec<String> = match value {
        NodeValue::List(items) if values.is_some() => items
            .iter()
            .filter_map(|item| match &item.value {
                NodeValue::String(name) => Some(inline(&json!(name))),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let first = option["properties"].as_object().and_then(|properties| properties.keys().next());
    let names = if names.is_empty() { vec![first.cloned().unwrap_or_else(|| "NAME".to_owned())] } else { names };
    let entries: Vec<String> = names.iter().map(|name| format!("{name}: {inside}")).collect();
    format!("{{{}}}", entries.join(", "))
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
