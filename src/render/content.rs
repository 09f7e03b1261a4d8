//! The hash that a name carries of what its object holds and can never change.
//!
//! Written so that a chart's template can count it, too: sorted keys, and no text but as its own hash or
//! as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::manifest::{CONFIG_HASH, Document};

/// Eight hexadecimal digits that change with what cannot change of an object, and with nothing else: the
/// data of a ConfigMap; the spec of a Job, with the data that its pods are configured with.
pub(super) fn hash(app: &str, document: &Document, before: &[Document]) -> String {
    if document.identity.kind == "ConfigMap" {
        return of_data(document);
    }
    let mut spec = document.value.get("spec").cloned().unwrap_or_default();
    if let Some(metadata) = spec.pointer_mut("/template/metadata").and_then(Value::as_object_mut) {
        without(metadata, "labels", "app.kubernetes.io/managed-by");
        // The data themselves count.
        without(metadata, "annotations", CONFIG_HASH);
    }
    // As Go's encoder writes it.
    let mut text = sorted(spec).to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let prefix = format!("{app}-");
    let mut data: BTreeMap<&str, String> = BTreeMap::new();
    for document in before.iter().filter(|document| document.identity.kind == "ConfigMap") {
        if let Some(rest) = document.identity.name.strip_prefix(&prefix) {
            let hash = of_data(document);
            data.insert(rest.strip_suffix(&format!("-{hash}")).unwrap_or(rest), hash);
        }
    }
    for (name, hash) in data {
        let _ = write!(text, "\n{name} {hash}");
    }
    digest(&text)[..8].to_owned()
}

fn of_data(document: &Document) -> String {
    let mut text = String::new();
    for field in ["data", "binaryData"] {
        text.push_str(if text.is_empty() { "data" } else { "\nbinaryData" });
        let entries: BTreeMap<&String, &Value> =
            document.value.get(field).and_then(Value::as_object).into_iter().flatten().collect();
        for (key, value) in entries {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let _ = write!(text, "\n{key} {}", digest(&value));
        }
    }
    digest(&text)[..8].to_owned()
}

/// Takes an entry out of a map below another, and that when it is empty then.
fn without(map: &mut Map<String, Value>, below: &str, key: &str) {
    if let Some(entries) = map.get_mut(below).and_then(Value::as_object_mut) {
        entries.shift_remove(key);
        if entries.is_empty() {
            map.shift_remove(below);
        }
    }
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries: BTreeMap<String, Value> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.into_iter().collect()
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
