//! Lists whose items the API does not take beside each other: items that are one, and ports without a name.

use serde_json::Value;

use super::clash::Clash;
use super::references::list;

/// A field, and what stands for it where it is not written.
type Field = (&'static str, &'static str);

/// Lists of a type whose items each need values of their own in some fields: the type, the list, the fields
/// (`pkg/apis/core/validation/validation.go` of Kubernetes 1.37.2).
const OWN: [(&str, &str, &[Field]); 8] = [
    ("Container", "ports", &[("name", "")]),
    ("Container", "volumeDevices", &[("devicePath", "")]),
    ("Container", "volumeDevices", &[("name", "")]),
    ("Container", "volumeMounts", &[("mountPath", "")]),
    ("PodSpec", "topologySpreadConstraints", &[("topologyKey", ""), ("whenUnsatisfiable", "")]),
    ("PodSpec", "volumes", &[("name", "")]),
    ("ServiceSpec", "ports", &[("name", "")]),
    ("ServiceSpec", "ports", &[("port", ""), ("protocol", "TCP")]),
];

pub(super) fn clashes(of: &str, value: &Value) -> Vec<Clash> {
    let mut clashes = Vec::new();
    for (_, key, fields) in OWN.iter().filter(|(name, ..)| *name == of) {
        let items = list(value, key).enumerate().map(|(index, item)| ([(*key).to_owned(), index.to_string()], item));
        clashes.extend(repeated(items, fields));
    }
    match of {
        "PodSpec" => clashes.extend(containers(value)),
        "ServiceSpec" => clashes.extend(unnamed_ports(value)),
        _ => {}
    }
    clashes
}

/// Pods need a container, and their containers names of their own, those that start before the main ones among them.
fn containers(pod: &Value) -> Vec<Clash> {
    if pod.get("containers").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        return vec![Clash::at(["containers"], " is empty, and pods need a container")];
    }
    let items = ["containers", "initContainers"]
        .iter()
        .flat_map(|key| list(pod, key).enumerate().map(|(index, item)| ([(*key).to_owned(), index.to_string()], item)));
    repeated(items, &[("name", "")])
}

/// Items whose fields say the same as those of an item before them.
fn repeated<'a>(items: impl Iterator<Item = ([String; 2], &'a Value)>, fields: &[Field]) -> Vec<Clash> {
    let mut seen: Vec<Vec<Value>> = Vec::new();
    let mut clashes = Vec::new();
    for (path, item) in items {
        let said = fields.iter().map(|(key, default)| item.get(key).cloned().unwrap_or_else(|| (*default).into()));
        let said: Vec<Value> = said.collect();
        // What is not said is told by whoever demands it.
        if said.iter().any(|value| value.is_null() || *value == "") {
            continue;
        }
        if seen.contains(&said) {
            clashes.push(clash(&path, fields, &said));
        } else {
            seen.push(said);
        }
    }
    clashes
}

fn clash(path: &[String; 2], fields: &[Field], said: &[Value]) -> Clash {
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), |text| format!("`{text}`"));
    let path = path.iter().map(String::as_str);
    match (fields, said) {
        ([(key, _)], [value]) => {
            let why = format!(" is {}, as in another item: each needs its own", shown(value));
            Clash::at(path.chain([*key]), why)
        }
        _ => {
            let pairs = fields.iter().zip(said).map(|((key, _), value)| format!("{key} {}", shown(value)));
            let why = format!(" has {}, as another item has", pairs.collect::<Vec<_>>().join(" and "));
            Clash::at(path, why)
        }
    }
}

/// One of several ports is told by its name.
fn unnamed_ports(service: &Value) -> Vec<Clash> {
    let count = list(service, "ports").count();
    let unnamed = list(service, "ports")
        .enumerate()
        .filter(|(_, port)| count > 1 && port.get("name").is_none_or(|name| name.is_null() || *name == ""));
    let clash = |(index, _): (usize, &Value)| {
        Clash::at(["ports", &index.to_string()], " has no name, which each of several ports needs")
    };
    unnamed.map(clash).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn says_which_item_of_a_list_is_one_too_many() {
        for (of, good, bad, (at, why)) in [
            (
                "PodSpec",
                json!({"containers": [{"name": "a"}], "initContainers": [{"name": "b"}]}),
                json!({"containers": [{"name": "a"}], "initContainers": [{"name": "a"}]}),
                ("initContainers.0.name", " is `a`, as in another item: each needs its own"),
            ),
            (
                "PodSpec",
                json!({"volumes": []}),
                json!({"containers": []}),
                ("containers", " is empty, and pods need a container"),
            ),
            (
                "Container",
                json!({"ports": [{"containerPort": 80}, {"containerPort": 80}]}),
                json!({"volumeMounts": [{"mountPath": "/a"}, {"mountPath": "/b"}, {"mountPath": "/a"}]}),
                ("volumeMounts.2.mountPath", " is `/a`, as in another item: each needs its own"),
            ),
            (
                "ServiceSpec",
                json!({"ports": [{"name": "a", "port": 53}, {"name": "b", "port": 53, "protocol": "UDP"}]}),
                json!({"ports": [{"name": "a", "port": 53, "protocol": "TCP"}, {"name": "b", "port": 53}]}),
                ("ports.1", " has port 53 and protocol `TCP`, as another item has"),
            ),
            (
                "ServiceSpec",
                json!({"ports": [{"port": 80}]}),
                json!({"ports": [{"port": 80}, {"name": "b", "port": 81}]}),
                ("ports.0", " has no name, which each of several ports needs"),
            ),
        ] {
            assert_eq!(clashes(of, &good), [], "{of} {good}");
            assert_eq!(clashes(of, &bad), [Clash::at(at.split('.'), why)], "{of} {bad}");
        }
    }
}
