//! What makes one object of another under kustomize: a patch that is merged, and operations for what a
//! merge cannot say, or says at greater length.

use serde_json::{Map, Value, json};

use crate::manifest::Identity;

use super::cost::{lines, lines_of};
use super::lists::{Merging, merging};
use super::merge::{DIRECTIVE, merged};
use super::operations::{Operation, applied, below, between, guarded};

/// What makes one object of another.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Change {
    /// What is merged into it, without what tells the object from others; none where nothing is.
    pub(super) merge: Option<Value>,
    /// What is done after that.
    pub(super) operations: Vec<Operation>,
}

/// How many lines the first operation on an object costs beside its own: an entry with a target.
const ENTRY: usize = 6;

impl Change {
    /// The smallest change that makes exactly `to` of `from`.
    pub(super) fn between(identity: &Identity, from: &Value, to: &Value) -> Self {
        // A merge would make one of two items of a name, wherever in the object they stand.
        if has_twins(identity, from, &mut Vec::new()) || has_twins(identity, to, &mut Vec::new()) {
            return Self::by_operations(from, to);
        }
        let mut search = Search { identity, path: Vec::new(), operations: Vec::new() };
        let (mut from_rest, mut to_rest) = (from.clone(), to.clone());
        // A merge cannot move an object into another namespace, nor take one out of any.
        if namespace(from) != namespace(to) {
            let pair = |value: &Value| json!({"metadata": {"namespace": namespace(value)}});
            let absent = |value: &Value| if namespace(value).is_some() { pair(value) } else { json!({"metadata": {}}) };
            search.operations.extend(between("", &absent(from), &absent(to)));
            for value in [&mut from_rest, &mut to_rest] {
                if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
                    metadata.shift_remove("namespace");
                }
            }
        }
        let merge = search.change(&from_rest, &to_rest, "");
        let change = Self { merge, operations: search.operations };
        // What cannot be merged exactly, such as a field that is null, is done by operations alone.
        if change.apply(identity, from).as_ref() != Some(to) || !same_kind(from, to) {
            return Self::by_operations(from, to);
        }
        match change.merge_into(identity, from) {
            Some(merged) => Self { operations: guarded(merged, change.operations), ..change },
            None => change,
        }
    }

    fn by_operations(from: &Value, to: &Value) -> Self {
        Self { merge: None, operations: guarded(from.clone(), between("", from, to)) }
    }

    /// Whether there is nothing to change.
    pub(super) fn is_empty(&self) -> bool {
        self.merge.is_none() && self.operations.is_empty()
    }

    /// The object after the change.
    pub(super) fn apply(&self, identity: &Identity, value: &Value) -> Option<Value> {
        applied(self.merge_into(identity, value)?, &self.operations)
    }

    fn merge_into(&self, identity: &Identity, value: &Value) -> Option<Value> {
        match &self.merge {
            Some(patch) => merged(identity, value, patch, &mut Vec::new()),
            None => Some(value.clone()),
        }
    }
}

/// Whether two items of a list have the key by which kustomize tells them apart.
fn has_twins(identity: &Identity, value: &Value, path: &mut Vec<String>) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(key, value)| {
            path.push(key.clone());
            let found = has_twins(identity, value, path);
            path.pop();
            found
        }),
        Value::Array(items) => {
            let twins = match merging(identity, path) {
                Merging::ByKey(key) => {
                    let twin =
                        |(index, item): (usize, &Value)| items[..index].iter().any(|one| one.get(key) == item.get(key));
                    items.iter().enumerate().any(twin)
                }
                Merging::Whole | Merging::Unclear => false,
            };
            twins || items.iter().any(|item| has_twins(identity, item, path))
        }
        _ => false,
    }
}

fn namespace(value: &Value) -> Option<&str> {
    value.pointer("/metadata/namespace").and_then(Value::as_str)
}

/// A patch that is merged finds its object by these.
fn same_kind(from: &Value, to: &Value) -> bool {
    ["apiVersion", "kind"].iter().all(|key| from[*key] == to[*key])
}

struct Search<'a> {
    identity: &'a Identity,
    /// The keys that lead to where the search is, without indices.
    path: Vec<String>,
    operations: Vec<Operation>,
}

impl Search<'_> {
    /// What to merge to make one value of another; none where the operations do it. `at` is the pointer to
    /// the place in what comes of the merge.
    fn change(&mut self, from: &Value, to: &Value, at: &str) -> Option<Value> {
        match (from, to) {
            (from, to) if from == to => None,
            (Value::Object(from), Value::Object(to)) => self.map(from, to, at),
            (Value::Array(from), Value::Array(to)) => self.list(from, to, at),
            (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_) | Value::Null) => {
                self.operations.push(Operation::replace(at.to_owned(), to));
                None
            }
            (_, to) => Some(to.clone()),
        }
    }

    /// In the order of the base, then what is new.
    fn map(&mut self, from: &Map<String, Value>, to: &Map<String, Value>, at: &str) -> Option<Value> {
        let mut patch = Map::new();
        for (key, old) in from {
            let Some(value) = to.get(key) else {
                patch.insert(key.clone(), Value::Null);
                continue;
            };
            self.path.push(key.clone());
            let change = self.change(old, value, &below(at, key));
            patch.extend(change.map(|change| (key.clone(), change)));
            self.path.pop();
        }
        let added = to.iter().filter(|(key, _)| !from.contains_key(*key));
        patch.extend(added.map(|(key, value)| (key.clone(), value.clone())));
        (!patch.is_empty()).then_some(patch.into())
    }

    fn list(&mut self, from: &[Value], to: &[Value], at: &str) -> Option<Value> {
        let before = self.operations.len();
        let merge = match merging(self.identity, &self.path) {
            Merging::ByKey(key) => match self.items(from, to, key, at) {
                Some(Value::Array(items)) if items.is_empty() => return None,
                merge => merge,
            },
            Merging::Whole => Some(Value::Array(to.to_vec())),
            Merging::Unclear => None,
        };
        let operations = between(at, &Value::Array(from.to_vec()), &Value::Array(to.to_vec()));
        let entry = if before == 0 { ENTRY } else { 0 };
        let cost = |operations: &[Operation]| operations.iter().map(lines_of).sum::<usize>();
        let by_merge = |patch: &Value| {
            let nested = &self.operations[before..];
            lines(patch) + cost(nested) + if nested.is_empty() { 0 } else { entry }
        };
        match merge {
            Some(patch) if by_merge(&patch) <= cost(&operations) + entry => Some(patch),
            _ => {
                self.operations.truncate(before);
                self.operations.extend(operations);
                None
            }
        }
    }

    /// The items of a patch for a list that is merged by a key: those that go, then the beginning of the list up
    /// to the last one that is new, different, or elsewhere than before, since the items of a patch come
    /// first. None where the keys do not tell the items apart; no item where operations do it all.
    fn items(&mut self, from: &[Value], to: &[Value], key: &str, at: &str) -> Option<Value> {
        let keys = |items: &[Value]| -> Option<Vec<String>> {
            let keys: Vec<String> =
                items.iter().map(|item| item.get(key)?.as_str().map(str::to_owned)).collect::<Option<_>>()?;
            let unique = keys.iter().enumerate().all(|(index, key)| !keys[..index].contains(key));
            unique.then_some(keys)
        };
        let (old, new) = (keys(from)?, keys(to)?);
        let named = |name: &str| Map::from_iter([(key.to_owned(), Value::from(name))]);
        let mut changes: Vec<Option<Value>> = Vec::new();
        for (index, name) in new.iter().enumerate() {
            let item = &to[index];
            changes.push(match old.iter().position(|other| other == name) {
                None => Some(item.clone()),
                Some(found) => {
                    let change = self.change(&from[found], item, &below(at, &index.to_string()));
                    change.map(|change| {
                        let mut patch = named(name);
                        patch.extend(change.as_object().cloned().unwrap_or_default());
                        patch.into()
                    })
                }
            });
        }
        let changed = changes.iter().rposition(Option::is_some).map_or(0, |index| index + 1);
        let follows = |start: usize| {
            let rest = old.iter().filter(|name| new.contains(name) && !new[..start].contains(name));
            rest.eq(new[start..].iter())
        };
        let start = (changed..=new.len()).find(|start| follows(*start))?;
        let gone = old.iter().filter(|name| !new.contains(name)).map(|name| {
            let mut patch = named(name);
            patch.insert(DIRECTIVE.to_owned(), "delete".into());
            Value::from(patch)
        });
        let kept = changes.into_iter().zip(&new).take(start);
        let kept: Vec<Value> = kept.map(|(change, name)| change.unwrap_or_else(|| named(name).into())).collect();
        Some(kept.into_iter().chain(gone).collect::<Vec<_>>().into())
    }
}

#[cfg(test)]
mod tests;
