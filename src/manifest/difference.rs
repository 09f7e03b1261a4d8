//! Where two objects differ in meaning: field by field, lists by the keys of their items.

use serde_json::Value;

use super::list_keys::{list_keys, same_item};

/// A field that has another value in each of two objects, or is in one alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Its path: `spec.template.spec.containers[web].image`.
    pub path: String,
    /// Its value in the one; none where it is not there.
    pub from: Option<Value>,
    /// Its value in the other.
    pub to: Option<Value>,
}

/// Where two objects of a kind differ, in the order of the one, then what the other alone has.
pub fn differences(kind: &str, from: &Value, to: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    walk(kind, Some(from), Some(to), &mut Vec::new(), "", &mut found);
    found
}

fn walk<'a>(
    kind: &str,
    from: Option<&'a Value>,
    to: Option<&'a Value>,
    names: &mut Vec<&'a str>,
    path: &str,
    found: &mut Vec<Difference>,
) {
    match (from, to) {
        (from, to) if from == to => {}
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            let added = other.keys().filter(|key| !one.contains_key(*key));
            for key in one.keys().chain(added) {
                names.push(key);
                let path = if path.is_empty() { shown(key) } else { format!("{path}.{}", shown(key)) };
                walk(kind, one.get(key), other.get(key), names, &path, found);
                names.pop();
            }
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) => {
            let Some(keys) = list_keys(kind, names.iter().copied()) else {
                let maps = |items: &[Value]| items.iter().all(Value::is_object);
                if one.len() != other.len() || !maps(one) || !maps(other) {
                    return found.push(difference(path, from, to));
                }
                for (index, (one, other)) in one.iter().zip(other).enumerate() {
                    walk(kind, Some(one), Some(other), names, &format!("{path}[{index}]"), found);
                }
                return;
            };
            let added = other.iter().filter(|item| !one.iter().any(|known| same_item(keys, known, item)));
            for item in one.iter().chain(added) {
                let in_list = |list: &'a [Value]| list.iter().find(|known| same_item(keys, known, item));
                let path = format!("{path}[{}]", title(keys, item));
                walk(kind, in_list(one), in_list(other), names, &path, found);
            }
        }
        (from, to) => found.push(difference(path, from, to)),
    }
}

fn difference(path: &str, from: Option<&Value>, to: Option<&Value>) -> Difference {
    Difference { path: path.to_owned(), from: from.cloned(), to: to.cloned() }
}

/// A key of a path; one with dots is in brackets.
fn shown(key: &str) -> String {
    if key.contains('.') { format!("[{key}]") } else { key.to_owned() }
}

/// The keys' values that tell an item from the others.
fn title(keys: &[&str], item: &Value) -> String {
    let values = keys.iter().filter_map(|key| item.get(*key));
    let texts = values.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    texts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{inline, parse};

    fn told(kind: &str, from: &str, to: &str) -> Vec<String> {
        let value = |text| parse("t", text).expect("valid").to_value();
        let side = |value: &Option<Value>| value.as_ref().map_or("-".to_owned(), inline);
        let found = differences(kind, &value(from), &value(to));
        found.iter().map(|one| format!("{}: {} > {}", one.path, side(&one.from), side(&one.to))).collect()
    }

    #[test]
    fn the_order_of_keys_and_of_keyed_items_does_not_count() {
        assert_eq!(told("X", "{a: 1, b: 2}", "{b: 2, a: 1}"), Vec::<String>::new());
        let pod =
            |env: &str| format!("{{spec: {{template: {{spec: {{containers: [{{name: web, env: [{env}]}}]}}}}}}}}");
        let one = pod("{name: A, value: x}, {name: B, value: z}");
        assert_eq!(told("Deployment", &one, &pod("{name: B, value: z}, {name: A, value: x}")), Vec::<String>::new());
        assert_eq!(
            told("Deployment", &one, &pod("{name: C, value: v}, {name: A, value: w}")),
            [
                "spec.template.spec.containers[web].env[A].value: x > w",
                "spec.template.spec.containers[web].env[B]: {name: B, value: z} > -",
                "spec.template.spec.containers[web].env[C]: - > {name: C, value: v}",
            ]
        );
    }

    #[test]
    fn other_lists_are_compared_item_by_item_where_they_are_as_long_and_whole_where_not() {
        assert_eq!(told("X", "{a: [{b: 1}, {b: 2}]}", "{a: [{b: 1}, {b: 3}]}"), ["a[1].b: 2 > 3"]);
        assert_eq!(told("X", "{a: [v, w]}", "{a: [w, v]}"), ["a: [v, w] > [w, v]"]);
        assert_eq!(
            told(
                "Service",
                "{spec: {ports: [{port: 80, protocol: TCP}]}}",
                "{spec: {ports: [{port: 80, protocol: TCP, name: http}]}}"
            ),
            ["spec.ports[80/TCP].name: - > http"]
        );
        assert_eq!(told("X", "{labels: {a.b/c: v}}", "{labels: {}}"), ["labels.[a.b/c]: v > -"]);
    }
}
