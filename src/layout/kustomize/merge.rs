//! A patch laid over an object by kustomize's rules, to know beforehand what comes of it.
//!
//! Source: `kyaml/yaml/merge2/merge2.go` and `kyaml/yaml/walk/associative_sequence.go` of kustomize v5.8.1, with the
//! options that `patchstrategicmerge.Filter` gives: items that a patch names come before all others, in
//! the order of the patch.

use serde_json::{Map, Value};

use crate::manifest::Identity;

use super::lists::{Merging, merging};

/// The key that says what becomes of the map or item that it stands in.
pub(super) const DIRECTIVE: &str = "$patch";

/// The value with the patch in it; none where nothing is left.
pub(super) fn merged(identity: &Identity, value: &Value, patch: &Value, path: &mut Vec<String>) -> Option<Value> {
    match (value, patch) {
        (_, Value::Null) => None,
        (_, Value::Object(patch)) if deletes(patch) => None,
        (Value::Object(map), Value::Object(patch)) => {
            let mut map: Map<String, Value> = map.clone();
            for (key, patch) in patch {
                path.push(key.clone());
                match map.get(key) {
                    Some(value) => match merged(identity, value, patch, path) {
                        Some(value) => _ = map.insert(key.clone(), value),
                        None => _ = map.shift_remove(key),
                    },
                    None if patch.is_null() => {}
                    None => _ = map.insert(key.clone(), patch.clone()),
                }
                path.pop();
            }
            Some(map.into())
        }
        (Value::Array(items), Value::Array(patches)) => match merging(identity, path) {
            Merging::ByKey(key) => Some(merged_items(identity, items, patches, key, path)),
            Merging::Whole | Merging::Unclear => Some(patch.clone()),
        },
        _ => Some(patch.clone()),
    }
}

fn merged_items(identity: &Identity, items: &[Value], patches: &[Value], key: &str, path: &mut Vec<String>) -> Value {
    let of = |item: &Value, patch: &Value| item.get(key) == patch.get(key);
    let named = patches.iter().filter_map(|patch| match items.iter().find(|item| of(item, patch)) {
        Some(item) => merged(identity, item, patch, path),
        None => patch.as_object().is_none_or(|patch| !deletes(patch)).then(|| patch.clone()),
    });
    let mut result: Vec<Value> = named.collect();
    let rest = items.iter().filter(|item| !patches.iter().any(|patch| of(item, patch)));
    result.extend(rest.cloned());
    result.into()
}

fn deletes(patch: &Map<String, Value>) -> bool {
    patch.get(DIRECTIVE).is_some_and(|directive| directive == "delete")
}
