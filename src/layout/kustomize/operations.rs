//! Operations of a JSON 6902 patch that make one value of another: for lists whose items kustomize cannot
//! tell apart, and for what no merge can say. They find an item by its place, so each is held to its name before.

use serde_json::{Map, Value};

/// One operation (<https://datatracker.ietf.org/doc/html/rfc6902>).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Operation {
    pub(super) kind: OperationKind,
    /// Where, as a JSON pointer.
    pub(super) path: String,
    /// The value that is added, that takes the place of another, or that has to stand there; none where one is removed.
    pub(super) value: Option<Value>,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OperationKind {
    Add,
    Remove,
    Replace,
    /// Nothing, but kustomize builds nothing where another value stands there.
    Test,
}

impl OperationKind {
    /// Its name in a patch.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Replace => "replace",
            Self::Test => "test",
        }
    }
}

impl Operation {
    fn add(path: String, value: &Value) -> Self {
        Self { kind: OperationKind::Add, path, value: Some(value.clone()) }
    }

    fn remove(path: String) -> Self {
        Self { kind: OperationKind::Remove, path, value: None }
    }

    /// Puts a value in the place of another.
    pub(super) fn replace(path: String, value: &Value) -> Self {
        Self { kind: OperationKind::Replace, path, value: Some(value.clone()) }
    }

    fn test(path: String, value: &Value) -> Self {
        Self { kind: OperationKind::Test, path, value: Some(value.clone()) }
    }

    /// Carries it out; nothing where there is no such place.
    fn apply(&self, root: &mut Value) -> Option<()> {
        if self.kind == OperationKind::Test {
            return (root.pointer(&self.path) == self.value.as_ref()).then_some(());
        }
        let (parent, last) = self.path.rsplit_once('/')?;
        let last = last.replace("~1", "/").replace("~0", "~");
        match root.pointer_mut(parent)? {
            Value::Object(map) => match &self.value {
                Some(value) => _ = map.insert(last, value.clone()),
                None => _ = map.shift_remove(&last)?,
            },
            Value::Array(items) => {
                let index = if last == "-" { items.len() } else { last.parse().ok()? };
                match (self.kind, &self.value) {
                    (OperationKind::Add, Some(value)) if index <= items.len() => items.insert(index, value.clone()),
                    (OperationKind::Replace, Some(value)) => items.get_mut(index)?.clone_from(value),
                    (OperationKind::Remove, _) if index < items.len() => _ = items.remove(index),
                    _ => return None,
                }
            }
            _ => return None,
        }
        Some(())
    }
}

/// The value after some operations; none where one of them finds no place.
pub(super) fn applied(mut value: Value, operations: &[Operation]) -> Option<Value> {
    for operation in operations {
        operation.apply(&mut value)?;
    }
    Some(value)
}

/// What people call an item of a list by, where it has one of them.
const NAMES: [&str; 3] = ["/name", "/metadata/name", "/topologyKey"];

/// The operations on a value, and before each that goes by an item's place a test that the item is still the one
/// that is meant: where somebody edits the base, kustomize says so, and changes no other item in silence.
pub(super) fn guarded(mut value: Value, operations: Vec<Operation>) -> Vec<Operation> {
    let mut guarded: Vec<Operation> = Vec::new();
    for operation in operations {
        for test in tests(&value, &operation) {
            if !guarded.contains(&test) {
                guarded.push(test);
            }
        }
        let is_done = operation.apply(&mut value);
        debug_assert!(is_done.is_some(), "every operation has its place");
        guarded.push(operation);
    }
    guarded
}

/// The tests of all items that an operation goes through, or takes away or replaces.
fn tests(value: &Value, operation: &Operation) -> Vec<Operation> {
    let ends = operation.path.match_indices('/').map(|(at, _)| at).chain([operation.path.len()]).skip(1);
    // What is added comes to stand before the item of that place.
    let ends = ends.filter(|end| operation.kind != OperationKind::Add || *end < operation.path.len());
    let of_item = |end: usize| {
        let (list, _) = operation.path[..end].rsplit_once('/')?;
        let item = value.pointer(list)?.is_array().then(|| value.pointer(&operation.path[..end]))??;
        let (name, told) = NAMES.iter().find_map(|name| Some((name, item.pointer(name)?)))?;
        Some(Operation::test(format!("{}{name}", &operation.path[..end]), told))
    };
    ends.filter_map(of_item).collect()
}

/// A pointer one key deeper.
pub(super) fn below(path: &str, key: &str) -> String {
    format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The operations that make one value of another, below a path.
pub(super) fn between(path: &str, from: &Value, to: &Value) -> Vec<Operation> {
    match (from, to) {
        (from, to) if from == to => Vec::new(),
        (Value::Object(from), Value::Object(to)) => between_maps(path, from, to),
        (Value::Array(from), Value::Array(to)) => between_lists(path, from, to),
        (_, to) => vec![Operation::replace(path.to_owned(), to)],
    }
}

fn between_maps(path: &str, from: &Map<String, Value>, to: &Map<String, Value>) -> Vec<Operation> {
    let mut found = Vec::new();
    for (key, value) in from {
        match to.get(key) {
            Some(other) => found.extend(between(&below(path, key), value, other)),
            None => found.push(Operation::remove(below(path, key))),
        }
    }
    let added = to.iter().filter(|(key, _)| !from.contains_key(*key));
    found.extend(added.map(|(key, value)| Operation::add(below(path, key), value)));
    found
}

/// Items with the same name are the same ones; of others, those between an equal beginning and an equal
/// end are compared one by one.
fn between_lists(path: &str, from: &[Value], to: &[Value]) -> Vec<Operation> {
    let names = |items: &[Value]| {
        let names: Vec<String> = items.iter().filter_map(|item| item["name"].as_str()).map(str::to_owned).collect();
        let unique = names.iter().enumerate().all(|(index, name)| !names[..index].contains(name));
        (unique && names.len() == items.len()).then_some(names)
    };
    let partner: Vec<Option<usize>> = match (names(from), names(to)) {
        (Some(from), Some(to)) => from.iter().map(|name| to.iter().position(|other| other == name)).collect(),
        _ => {
            let start = from.iter().zip(to).take_while(|(one, other)| one == other).count();
            let rest = from.len().min(to.len()) - start;
            let end = from.iter().rev().zip(to.iter().rev()).take(rest).take_while(|(one, other)| one == other).count();
            let middle = (to.len() - end).saturating_sub(start);
            let partner = |index: usize| {
                if index >= from.len() - end {
                    Some(to.len() - (from.len() - index))
                } else {
                    (index < start + middle).then_some(index)
                }
            };
            (0..from.len()).map(partner).collect()
        }
    };
    let kept: Vec<usize> = partner.iter().flatten().copied().collect();
    let in_order = kept.windows(2).all(|pair| pair[0] < pair[1]);
    let scalars = from.iter().chain(to).all(|item| !item.is_object() && !item.is_array());
    if !in_order || kept.is_empty() || scalars && from.len() != to.len() {
        return vec![Operation::replace(path.to_owned(), &Value::Array(to.to_vec()))];
    }
    let gone = (0..from.len()).rev().filter(|index| partner[*index].is_none());
    let mut found: Vec<Operation> = gone.map(|index| Operation::remove(below(path, &index.to_string()))).collect();
    let mut length = kept.len();
    for (index, item) in to.iter().enumerate() {
        match partner.iter().position(|partner| *partner == Some(index)) {
            Some(at) => found.extend(between(&below(path, &index.to_string()), &from[at], item)),
            None => {
                let at = if index == length { "-".to_owned() } else { index.to_string() };
                found.push(Operation::add(below(path, &at), item));
                length += 1;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn told(from: &Value, to: &Value) -> Vec<String> {
        let (from, to) = (json!({"v": from}), json!({"v": to}));
        let found = between("", &from, &to);
        assert_eq!(applied(from, &found), Some(to), "{found:?}");
        let tell = |one: &Operation| {
            let value = one.value.as_ref().map(|value| format!(" {value}")).unwrap_or_default();
            format!("{} {}{value}", one.kind.name(), one.path)
        };
        found.iter().map(tell).collect()
    }

    #[test]
    fn maps_are_compared_key_by_key_and_their_keys_escaped() {
        let from = json!({"a": 1, "b/c": 2, "d~e": 3});
        let found = told(&from, &json!({"a": "1", "d~e": 4, "f": []}));
        assert_eq!(found, ["replace /v/a \"1\"", "remove /v/b~1c", "replace /v/d~0e 4", "add /v/f []"]);
    }

    #[test]
    fn items_are_told_apart_by_their_names_or_by_what_stays_around_them() {
        let named = |names: &str| names.chars().map(|name| json!({"name": name.to_string()})).collect::<Value>();
        assert_eq!(told(&named("abc"), &named("abcd")), [r#"add /v/- {"name":"d"}"#]);
        assert_eq!(told(&named("abc"), &named("ac")), ["remove /v/1"]);
        assert_eq!(told(&named("abc"), &named("xac")), ["remove /v/1", r#"add /v/0 {"name":"x"}"#]);
        assert_eq!(told(&named("ab"), &named("ba")).len(), 1, "another order is another list");
        let from = json!([{"host": "a", "port": 1}, {"host": "b"}]);
        assert_eq!(told(&from, &json!([{"host": "z", "port": 1}, {"host": "b"}])), ["replace /v/0/host \"z\""]);
        assert_eq!(told(&from, &json!([{"host": "b"}])), ["remove /v/0"]);
        assert_eq!(told(&json!(["a", "b"]), &json!(["a", "c"])), ["replace /v/1 \"c\""]);
        assert_eq!(told(&json!(["a", "b"]), &json!(["a"])), ["replace /v [\"a\"]"]);
    }

    #[test]
    fn an_item_that_has_a_name_is_tested_before_it_is_changed() {
        let value = json!({"a": [{"name": "x"}, {"name": "y", "b": [{"c": 1}]}, {"name": "z"}]});
        let change = |of: &[Operation]| {
            let found = guarded(value.clone(), of.to_vec());
            found.iter().map(|one| format!("{} {}", one.kind.name(), one.path)).collect::<Vec<_>>()
        };
        let deep = Operation::replace("/a/1/b/0/c".to_owned(), &2.into());
        let more = Operation::add("/a/1/d".to_owned(), &3.into());
        assert_eq!(change(&[deep.clone(), more]), ["test /a/1/name", "replace /a/1/b/0/c", "add /a/1/d"]);
        let gone = Operation::remove("/a/0".to_owned());
        assert_eq!(change(&[gone]), ["test /a/0/name", "remove /a/0"]);
        let first = Operation::add("/a/0".to_owned(), &json!({"name": "w"}));
        assert_eq!(change(&[first]), ["add /a/0"]);
        // Somebody has put another item before it.
        let mut edited = value.clone();
        edited["a"].as_array_mut().expect("a list").insert(0, json!({"name": "mine"}));
        assert_eq!(applied(edited, &guarded(value.clone(), vec![deep])), None);
    }

    #[test]
    fn an_operation_without_a_place_is_none() {
        let nowhere = Operation::remove("/a/3".to_owned());
        assert_eq!(applied(json!({"a": [1]}), &[nowhere]), None);
    }

    /// Values that are often much alike.
    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0..3).prop_map(Value::from),
            "[ab/~]{0,2}".prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let named = ("[abc]", inner.clone()).prop_map(|(name, value)| json!({"name": name, "value": value}));
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(named, 0..4).prop_map(Value::from),
                prop::collection::btree_map("[ab/~]", inner, 0..4)
                    .prop_map(|map| map.into_iter().collect::<Map<_, _>>().into()),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_operations_make_exactly_the_other_value(from in any_value(), to in any_value()) {
            let (from, to) = (json!({"v": from}), json!({"v": to}));
            let found = guarded(from.clone(), between("", &from, &to));
            prop_assert_eq!(applied(from, &found), Some(to), "{:?}", found);
        }
    }
}
