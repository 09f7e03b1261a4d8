//! A YAML value that remembers where each of its parts stands.

use serde_json::{Map, Number, Value};

use crate::problem::Position;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: NodeValue,
    /// Where it stands; `None` for values that no file holds.
    pub position: Option<Position>,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeValue {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or a finite decimal.
    Number(Number),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Node>),
    /// A map in the order of the text: key, the key's place, value.
    Map(Vec<(String, Option<Position>, Node)>),
}

/// A value on the way to a place.
#[derive(Debug)]
pub(crate) struct Step<'a> {
    /// The value.
    pub(crate) node: &'a Node,
    /// Where its key stands, or the item.
    pub(crate) position: Option<Position>,
    /// Whether it is an item of a list.
    pub(crate) is_item: bool,
}

impl Node {
    /// An empty map that no file holds.
    pub fn empty() -> Self {
        Self { value: NodeValue::Map(Vec::new()), position: None }
    }

    /// The node for a value that no file holds.
    pub fn from_value(value: Value) -> Self {
        let value = match value {
            Value::Null => NodeValue::Null,
            Value::Bool(bool) => NodeValue::Bool(bool),
            Value::Number(number) => NodeValue::Number(number),
            Value::String(string) => NodeValue::String(string),
            Value::Array(items) => NodeValue::List(items.into_iter().map(Self::from_value).collect()),
            Value::Object(map) => {
                NodeValue::Map(map.into_iter().map(|(key, value)| (key, None, Self::from_value(value))).collect())
            }
        };
        Self { value, position: None }
    }

    /// The plain value.
    pub fn to_value(&self) -> Value {
        match &self.value {
            NodeValue::Null => Value::Null,
            NodeValue::Bool(bool) => Value::Bool(*bool),
            NodeValue::Number(number) => Value::Number(number.clone()),
            NodeValue::String(string) => Value::String(string.clone()),
            NodeValue::List(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            NodeValue::Map(entries) => {
                entries.iter().map(|(key, _, node)| (key.clone(), node.to_value())).collect::<Map<_, _>>().into()
            }
        }
    }

    /// The plain value without the keys that are taken back by `null`.
    pub fn to_set_value(&self) -> Value {
        match &self.value {
            NodeValue::Map(entries) => {
                let set = entries.iter().filter(|(.., node)| node.value != NodeValue::Null);
                set.map(|(key, _, node)| (key.clone(), node.to_set_value())).collect::<Map<_, _>>().into()
            }
            _ => self.to_value(),
        }
    }

    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[(String, Option<Position>, Node)] {
        match &self.value {
            NodeValue::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
    }

    /// The value below keys that are joined by dots, such as `limits.memory`; null is none, as the API has it.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, Self::get).filter(|node| node.value != NodeValue::Null)
    }

    /// Each value along a path of keys and indices, as far as it is there.
    pub(crate) fn along<'a>(&'a self, path: &[impl AsRef<str>]) -> impl Iterator<Item = Step<'a>> {
        let mut node = self;
        let steps = path.iter().map(AsRef::as_ref).map_while(move |key: &str| {
            let step = match &node.value {
                NodeValue::Map(entries) => {
                    let (_, position, node) = entries.iter().find(|(name, ..)| name == key)?;
                    Step { node, position: *position, is_item: false }
                }
                NodeValue::List(items) => {
                    let node = items.get(key.parse::<usize>().ok()?)?;
                    Step { node, position: node.position, is_item: true }
                }
                _ => return None,
            };
            node = step.node;
            Some(step)
        });
        steps.fuse()
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            NodeValue::List(items) => items,
            _ => &[],
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            NodeValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// An integer.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.value {
            NodeValue::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// `true` or `false`.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.value {
            NodeValue::Bool(bool) => Some(*bool),
            _ => None,
        }
    }

    /// The items of the list below a path of keys.
    pub fn list_mut(&mut self, path: &[&str]) -> Option<&mut Vec<Self>> {
        match (path.split_first(), &mut self.value) {
            (None, NodeValue::List(items)) => Some(items),
            (Some((first, rest)), NodeValue::Map(entries)) => {
                entries.iter_mut().find(|(name, ..)| name == first)?.2.list_mut(rest)
            }
            _ => None,
        }
    }

    /// Takes the value under a key out of a map.
    pub fn take(&mut self, key: &str) -> Option<(Option<Position>, Self)> {
        let NodeValue::Map(entries) = &mut self.value else { return None };
        let index = entries.iter().position(|(name, _, _)| name == key)?;
        let (_, position, node) = entries.remove(index);
        Some((position, node))
    }

    /// Puts a value below a path of keys, making maps on the way and replacing what stands there.
    pub fn put(&mut self, path: &[&str], node: Self) {
        let Some((first, rest)) = path.split_first() else {
            *self = node;
            return;
        };
        if !matches!(self.value, NodeValue::Map(_)) {
            self.value = NodeValue::Map(Vec::new());
        }
        let NodeValue::Map(entries) = &mut self.value else { return };
        let index = entries.iter().position(|(name, _, _)| name == first).unwrap_or_else(|| {
            entries.push(((*first).to_owned(), None, Self::empty()));
            entries.len() - 1
        });
        entries[index].2.put(rest, node);
    }
}
