//! How long what a patch says is, in lines: the shorter of two ways of saying it is written.

use serde_json::Value;

use super::operations::Operation;

/// How many lines a value takes below its key.
pub(super) fn lines(value: &Value) -> usize {
    match value {
        Value::Object(map) if !map.is_empty() => {
            map.values().map(|value| if is_short(value) { 1 } else { 1 + lines(value) }).sum()
        }
        Value::Array(items) if !items.is_empty() => items.iter().map(lines).sum(),
        Value::String(text) => text.lines().count().max(1),
        _ => 1,
    }
}

fn is_short(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::String(text) => !text.contains('\n'),
        _ => true,
    }
}

/// How many lines an operation takes.
pub(super) fn lines_of(operation: &Operation) -> usize {
    2 + operation.value.as_ref().map_or(0, |value| if is_short(value) { 1 } else { 1 + lines(value) })
}
