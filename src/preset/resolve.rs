//! Layers folded into one set of values, each of which remembers who set it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::problem::{Place, Position};
use crate::spec::Settings;
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
    /// Who set each: `replicas`, `shutdown.drain`.
    pub origins: BTreeMap<String, Origin>,
}

impl Resolved {
    /// Where the value of a key was set; for a key of a map, else of the map itself.
    pub fn place(&self, key: &str) -> Option<Place> {
        let parent = || key.rsplit_once('.').and_then(|(parent, _)| self.place(parent));
        let child = || {
            self.origins
                .range(format!("{key}.")..)
                .next()
                .filter(|(name, _)| name.starts_with(&format!("{key}.")))
                .map(|(_, origin)| origin.place.clone())
        };
        self.origins.get(key).map(|origin| origin.place.clone()).or_else(child).or_else(parent)
    }

    /// The kind of layer that set a key.
    pub fn kind(&self, key: &str) -> Option<LayerKind> {
        self.origins.get(key).map(|origin| origin.kind)
    }
}

/// Folds layers, lowest first: a higher layer's value takes the place of a lower one's, maps are
/// joined key by key one level deep, and `null` takes a value back.
pub fn resolve(layers: &[Layer]) -> Resolved {
    let mut values: Map<String, Value> = Map::new();
    let mut origins: BTreeMap<String, Origin> = BTreeMap::new();
    for (index, layer) in layers.iter().enumerate() {
        let origin = |position: Option<Position>| Origin {
            kind: layer.kind,
            layer: index,
            place: Place::new(&layer.source, position),
        };
        for (key, at, node) in layer.values.entries() {
            let NodeValue::Map(children) = &node.value else {
                forget(&mut values, &mut origins, key);
                if node.value != NodeValue::Null {
                    values.insert(key.clone(), node.to_value());
                    origins.insert(key.clone(), origin(at.or(node.position)));
                }
                continue;
            };
            if !values.get(key).is_some_and(Value::is_object) {
                forget(&mut values, &mut origins, key);
                values.insert(key.clone(), Value::Object(Map::new()));
                origins.insert(key.clone(), origin(*at));
            }
            let Some(Value::Object(map)) = values.get_mut(key) else { continue };
            for (child, at, node) in children {
                let name = format!("{key}.{child}");
                if node.value == NodeValue::Null {
                    map.remove(child);
                    origins.remove(&name);
                } else {
                    map.insert(child.clone(), node.to_value());
                    origins.insert(name, origin(at.or(node.position)));
                }
            }
        }
    }
    let settings = serde_json::from_value(Value::Object(values.clone()))
        .expect("each layer was checked, and folding makes no new kinds of values");
    Resolved { settings, values, origins }
}

fn forget(values: &mut Map<String, Value>, origins: &mut BTreeMap<String, Origin>, key: &str) {
    values.shift_remove(key);
    let below = format!("{key}.");
    origins.retain(|name, _| name != key && !name.starts_with(&below));
}

/// A layer of values that no file holds.
impl Layer {
    /// A layer made of flags or variables.
    pub fn given(kind: LayerKind, source: impl Into<String>, values: Node) -> Self {
        Self { kind, source: source.into(), text: String::new(), values }
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
        assert_eq!(resolved.kind("shutdown.drain"), Some(LayerKind::Spec));
        assert_eq!(resolved.kind("shutdown.delay"), Some(LayerKind::Default));
        assert_eq!(resolved.place("shutdown.drain").map(|place| place.to_string()).as_deref(), Some("spec:1:12"));
    }

    #[test]
    fn null_takes_a_value_back() {
        let resolved = resolve(&[
            layer(LayerKind::Default, "writable: {/tmp: 64Mi}\nhost: a.b\n"),
            layer(LayerKind::Spec, "writable: {/tmp: null}\nhost: null\n"),
        ]);
        assert_eq!(resolved.values.get("host"), None);
        assert_eq!(resolved.values["writable"], serde_json::json!({}));
        assert_eq!(resolved.kind("host"), None);
    }
}
