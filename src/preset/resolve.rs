//! Layers folded into one set of values, each of which remembers who set it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::problem::{Place, Position};
use crate::spec::{Settings, split_key};
use crate::yaml::{Node, NodeValue};

use super::layer::{Layer, LayerKind};

/// Who set a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The kind of layer.
    pub kind: LayerKind,
    /// Its place among the layers that were resolved.
    pub layer: usize,
    /// Where the value stands.
    pub place: Place,
}

/// The values of one environment.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The values with their types.
    pub settings: Settings,
    /// The same values as plain data.
    pub values: Map<String, Value>,
    /// Who set each, by the parts of its key.
    origins: BTreeMap<Vec<String>, Origin>,
}

impl Resolved {
    /// Who set the value of a key, for a map whoever set anything of it last; for a key that nobody
    /// set, who set its map.
    pub fn origin(&self, parts: &[&str]) -> Option<&Origin> {
        let known = |length: usize| parts[..length].iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
        (1..=parts.len()).rev().find_map(|length| self.origins.get(&known(length)))
    }

    /// Remembers that a value follows from another one, and so stands where that does.
    pub fn follows(&mut self, parts: &[&str], from: &[&str]) {
        if let Some(origin) = self.origin(from).cloned() {
            self.origins.insert(parts.iter().map(|part| (*part).to_owned()).collect(), origin);
        }
    }

    /// Where the value of a key such as `shutdown.drain` was set.
    pub fn place(&self, key: &str) -> Option<Place> {
        let parts = split_key(key);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        self.origin(&parts).map(|origin| origin.place.clone())
    }
}

/// Values that are a map in one of several forms: half of one and half of another would mean nothing,
/// so they are replaced whole.
const WHOLE: [&str; 6] = [
    "health.readiness",
    "health.liveness",
    "health.startup.probe",
    "sidecars.*.health.readiness",
    "sidecars.*.health.liveness",
    "sidecars.*.health.startup.probe",
];

/// Whether a path is that of a value which is replaced whole.
fn is_whole(path: &[String]) -> bool {
    let fits = |known: &str| {
        known.split('.').count() == path.len()
            && known.split('.').zip(path).all(|(known, key)| known == "*" || known == key)
    };
    WHOLE.iter().any(|whole| fits(whole))
}

/// Folds layers, lowest first: a higher layer's value takes the place of a lower one's, maps are
/// joined key by key, a probe is replaced whole, and `null` takes a value back.
pub fn resolve(layers: &[Layer]) -> Resolved {
    let mut values: Map<String, Value> = Map::new();
    let mut origins: BTreeMap<Vec<String>, Origin> = BTreeMap::new();
    for (index, layer) in layers.iter().enumerate() {
        let origin = |position: Option<Position>| Origin {
            kind: layer.kind,
            layer: index,
            place: Place::new(&layer.source, position),
        };
        fold(&mut values, &layer.values, &[], &origin, &mut origins);
    }
    let settings = serde_json::from_value(Value::Object(values.clone()))
        .expect("each layer was checked, and folding makes no new kinds of values");
    Resolved { settings, values, origins }
}

/// Whether a value is kept as it stands: in a patch, `null` says something.
fn is_verbatim(path: &[String]) -> bool {
    path.len() == 2 && path[0] == "patches"
}

/// Remembers where each part of a value stands.
fn remember(
    node: &Node,
    path: &[String],
    at: Option<Position>,
    origin: &dyn Fn(Option<Position>) -> Origin,
    origins: &mut BTreeMap<Vec<String>, Origin>,
) {
    origins.insert(path.to_vec(), origin(at));
    let below = |key: &str| [path, &[key.to_owned()]].concat();
    for (key, at, node) in node.entries() {
        remember(node, &below(key), at.or(node.position), origin, origins);
    }
    if let NodeValue::List(items) = &node.value {
        for (index, item) in items.iter().enumerate() {
            remember(item, &below(&index.to_string()), item.position, origin, origins);
        }
    }
}

/// Folds the entries of one layer's map into the values below a path.
fn fold(
    values: &mut Map<String, Value>,
    layer: &Node,
    path: &[String],
    origin: &dyn Fn(Option<Position>) -> Origin,
    origins: &mut BTreeMap<Vec<String>, Origin>,
) {
    for (key, at, node) in layer.entries() {
        let path = [path, std::slice::from_ref(key)].concat();
        let joined = matches!(node.value, NodeValue::Map(_)) && !is_whole(&path) && !is_verbatim(&path);
        if !joined || !values.get(key).is_some_and(Value::is_object) {
            origins.retain(|known, _| !known.starts_with(&path));
            values.shift_remove(key);
        }
        if node.value == NodeValue::Null {
            continue;
        }
        if is_verbatim(&path) {
            values.insert(key.clone(), node.to_value());
            remember(node, &path, at.or(node.position), origin, origins);
            continue;
        }
        if !joined {
            values.insert(key.clone(), node.to_set_value());
            origins.insert(path, origin(at.or(node.position)));
            continue;
        }
        origins.insert(path.clone(), origin(*at));
        if let Value::Object(map) = values.entry(key.clone()).or_insert_with(|| Value::Object(Map::new())) {
            fold(map, node, &path, origin, origins);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    fn layer(kind: LayerKind, text: &str) -> Layer {
        Layer { kind, source: kind.to_string(), text: text.to_owned(), values: parse("f", text).expect("valid") }
    }

    #[test]
    fn the_highest_layer_wins_key_by_key_and_is_remembered() {
        let resolved = resolve(&[
            layer(LayerKind::Default, "shutdown: {delay: 5s, drain: 20s}\nreplicas: 1\n"),
            layer(LayerKind::Spec, "shutdown: {drain: 60s}\n"),
        ]);
        assert_eq!(resolved.values["shutdown"], serde_json::json!({"delay": "5s", "drain": "60s"}));
        let kind = |parts: &[&str]| resolved.origin(parts).map(|origin| origin.kind);
        assert_eq!(kind(&["shutdown", "drain"]), Some(LayerKind::Spec));
        assert_eq!(kind(&["shutdown", "delay"]), Some(LayerKind::Default));
        assert_eq!(resolved.place("shutdown.drain").map(|place| place.to_string()).as_deref(), Some("spec:1:12"));
    }

    #[test]
    fn a_key_with_dots_is_not_its_neighbour() {
        let resolved = resolve(&[
            layer(LayerKind::Default, "labels: {a: {}}\n"),
            layer(LayerKind::Spec, "labels: {a.b: x}\n"),
            layer(LayerKind::Environment, "labels: {a: null}\n"),
        ]);
        assert_eq!(resolved.place(r"labels.a\.b").map(|place| place.to_string()).as_deref(), Some("spec:1:10"));
    }

    #[test]
    fn a_value_with_several_forms_is_replaced_whole() {
        let base = layer(LayerKind::Spec, "health: {readiness: {http: {path: /a}}, startup: {within: 200s}}\n");
        let over = layer(LayerKind::Environment, "health: {readiness: {grpc: {}}, startup: {probe: /c}}\n");
        let wanted = serde_json::json!({"readiness": {"grpc": {}}, "startup": {"within": "200s", "probe": "/c"}});
        assert_eq!(resolve(&[base, over]).values["health"], wanted);
    }

    #[test]
    fn a_sidecars_probe_is_replaced_whole_and_the_rest_of_it_joined() {
        let base = layer(LayerKind::Spec, "sidecars: {a: {image: \"x:1\", health: {readiness: {http: {path: /a}}}}}\n");
        let over = layer(LayerKind::Environment, "sidecars: {a: {size: small, health: {readiness: {grpc: {}}}}}\n");
        let wanted = serde_json::json!({"image": "x:1", "size": "small", "health": {"readiness": {"grpc": {}}}});
        assert_eq!(resolve(&[base, over]).values["sidecars"]["a"], wanted);
    }

    #[test]
    fn every_value_with_several_forms_is_known() {
        let root = crate::spec::settings_schema();
        let forms = |path: &str| {
            let keys: Vec<&str> = path.split('.').collect();
            let schema = crate::spec::schema_at(&keys).expect("a key of the schema");
            crate::spec::alternatives(schema, root).len()
        };
        for path in WHOLE {
            assert!(forms(path) > 1, "{path} has one form only");
        }
        for (name, definition) in root["$defs"].as_object().expect("definitions") {
            let several = crate::spec::alternatives(definition, root);
            let maps = several.iter().filter(|form| form["type"] == "object").count();
            let known = ["ProbeEntry", "Peer"].contains(&name.as_str());
            assert!(maps == 0 || several.len() == 1 || known, "{name} has several forms: is it replaced whole?");
        }
    }

    #[test]
    fn a_patch_is_kept_as_it_stands_and_replaced_whole() {
        let base = layer(
            LayerKind::Spec,
            "patches:\n  a: {target: {kind: A}, patch: {x: null}}\n  b: {target: {kind: B}, patch: {l: [{y: 1}]}}\n",
        );
        let over = layer(LayerKind::Environment, "patches: {a: {target: {kind: B}, patch: {z: 1}}, b: null}\n");
        let kept = resolve(std::slice::from_ref(&base));
        assert_eq!(kept.values["patches"]["a"]["patch"], serde_json::json!({"x": null}));
        let item = kept.origin(&["patches", "b", "patch", "l", "0", "y"]).map(|origin| origin.place.to_string());
        assert_eq!(item.as_deref(), Some("spec:3:39"));
        let wanted = serde_json::json!({"a": {"target": {"kind": "B"}, "patch": {"z": 1}}});
        assert_eq!(resolve(&[base, over]).values["patches"], wanted);
    }

    #[test]
    fn null_takes_a_value_back() {
        let resolved = resolve(&[
            layer(LayerKind::Default, "writable: {/tmp: 64Mi}\nhost: a.b\n"),
            layer(LayerKind::Spec, "writable: {/tmp: null}\nhost: null\n"),
        ]);
        assert_eq!(resolved.values.get("host"), None);
        assert_eq!(resolved.values["writable"], serde_json::json!({}));
        assert_eq!(resolved.origin(&["host"]), None);
    }
}
