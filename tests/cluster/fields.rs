//! Every field of every object that is written, changed and taken out by itself.

use std::collections::BTreeMap;

use kubewright::manifest::Document;
use serde_json::{Value, json};

/// A place in an object: keys and indices.
type Path = Vec<String>;

/// An object, and what it can become by a change of one field.
#[derive(Debug)]
pub(crate) struct Specimen {
    pub(crate) old: Value,
    pub(crate) changed: Vec<(String, Value)>,
}

/// Of all objects those that have a field that those before have not, with its changes. Names, kinds and what is
/// said about an object alone are left out.
pub(crate) fn specimens<'a>(documents: impl IntoIterator<Item = &'a Document>) -> Vec<Specimen> {
    let mut known: BTreeMap<(String, String), ()> = BTreeMap::new();
    let mut specimens = Vec::new();
    for document in documents {
        let mut changed = Vec::new();
        for path in paths(&document.value) {
            // One index is as good as the other, and so is one label.
            let shape: Vec<&str> =
                path.iter().map(|key| if key.parse::<usize>().is_ok() { "#" } else { key }).collect();
            let shape = shape.join("/");
            if known.insert((document.identity.kind.clone(), shape.clone()), ()).is_some() {
                continue;
            }
            changed.extend(changes(&document.value, &path).into_iter().map(|new| (shape.clone(), new)));
        }
        if !changed.is_empty() {
            specimens.push(Specimen { old: document.value.clone(), changed });
        }
    }
    specimens
}

/// The places of all fields that the object's kind knows of.
fn paths(object: &Value) -> Vec<Path> {
    let mut paths = Vec::new();
    for (key, value) in object.as_object().into_iter().flatten() {
        if !["apiVersion", "kind", "metadata"].contains(&key.as_str()) {
            collect(value, vec![key.clone()], &mut paths);
        }
    }
    paths
}

fn collect(value: &Value, path: Path, paths: &mut Vec<Path>) {
    let below = |key: String| [path.clone(), vec![key]].concat();
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| collect(value, below(key.clone()), paths)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| collect(value, below(index.to_string()), paths));
        }
        _ => {}
    }
    paths.push(path);
}

/// The object without a field, and with others in its place.
fn changes(object: &Value, path: &[String]) -> Vec<Value> {
    let pointer =
        format!("/{}", path.iter().map(|key| key.replace('~', "~0").replace('/', "~1")).collect::<Vec<_>>().join("/"));
    let value = object.pointer(&pointer).expect("the path leads there");
    let mut changes: Vec<Value> = others(value)
        .into_iter()
        .map(|other| {
            let mut changed = object.clone();
            *changed.pointer_mut(&pointer).expect("the path leads there") = other;
            changed
        })
        .collect();
    let (above, last) = pointer.rsplit_once('/').expect("it begins with one");
    let last = last.replace("~1", "/").replace("~0", "~");
    let mut without = object.clone();
    match without.pointer_mut(above) {
        Some(Value::Object(map)) => drop(map.remove(&last)),
        Some(Value::Array(items)) => drop(items.remove(last.parse().expect("an index"))),
        _ => {}
    }
    changes.push(without);
    changes
}

/// Other values of the same type; that one is possible does not mean that it is valid.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(value) => vec![json!(!value)],
        Value::Number(number) => {
            number.as_i64().map(|number| vec![json!(number + 1), json!(number - 1)]).unwrap_or_default()
        }
        Value::String(text) => {
            let digits = text.chars().take_while(char::is_ascii_digit).count();
            match text[..digits].parse::<u64>() {
                Ok(number) if number > 0 => {
                    [number * 2, number.div_ceil(2)].map(|number| json!(format!("{number}{}", &text[digits..]))).into()
                }
                _ => vec![json!(format!("{text}x"))],
            }
        }
        _ => Vec::new(),
    }
}
