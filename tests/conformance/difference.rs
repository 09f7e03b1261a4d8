//! Where two readings of the same documents differ, in value or in type.

use std::collections::BTreeSet;

use serde_json::Value;

use super::judges::title;

/// Every difference between what kubewright's parser read and what another reader read; the order
/// of keys is none.
pub(crate) fn between(ours: &[Value], theirs: &[Value]) -> Vec<String> {
    let mut found = Vec::new();
    if ours.len() != theirs.len() {
        found.push(format!("{} documents, but {} to kubewright", theirs.len(), ours.len()));
    }
    for (ours, theirs) in ours.iter().zip(theirs) {
        collect(&title(ours), Some(ours), Some(theirs), &mut found);
    }
    found
}

fn collect(path: &str, ours: Option<&Value>, theirs: Option<&Value>, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Some(Value::Object(ours)), Some(Value::Object(theirs))) => {
            for key in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
                collect(&format!("{path}/{key}"), ours.get(key), theirs.get(key), found);
            }
        }
        (Some(Value::Array(ours)), Some(Value::Array(theirs))) => {
            for index in 0..ours.len().max(theirs.len()) {
                collect(&format!("{path}/{index}"), ours.get(index), theirs.get(index), found);
            }
        }
        _ if ours == theirs => {}
        _ => {
            let show = |value: Option<&Value>| value.map_or_else(|| "absent".to_owned(), Value::to_string);
            found.push(format!("{path}: {}, but {} to kubewright", show(theirs), show(ours)));
        }
    }
}

#[test]
fn a_difference_is_seen_in_value_type_and_presence() {
    let ours = serde_json::json!([{"kind": "A", "n": 1, "s": ["x"], "gone": null, "same": {"a": 1, "b": 2}}]);
    let theirs = serde_json::json!([{"kind": "A", "n": 1.0, "s": ["x", true], "same": {"b": 2, "a": 1}}]);
    let found = between(ours.as_array().expect("a list"), theirs.as_array().expect("a list"));
    assert_eq!(
        found,
        [
            "? A ?/gone: absent, but null to kubewright",
            "? A ?/n: 1.0, but 1 to kubewright",
            "? A ?/s/1: true, but absent to kubewright"
        ]
    );
}
