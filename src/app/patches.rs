//! Patches of the rendered objects, with the places of their parts.

use serde_json::Value;

use crate::preset::{LayerKind, Resolved};
use crate::problem::Place;
use crate::spec::{Exception, PatchTarget, Settings, join_key};
use crate::yaml::{Node, NodeValue};

use super::literal::or_excused;
use super::report::Report;
use super::secrets_within::secrets_within;

/// A patch, and the objects that it is laid over.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    /// Its name in the spec.
    pub name: String,
    /// Which objects are meant.
    pub target: PatchTarget,
    /// What is laid over them, each part with its place in `place`'s source.
    pub content: Node,
    /// Where the patch stands.
    pub place: Place,
    /// Where its target stands.
    pub target_place: Place,
    /// Whether a preset or the organisation says it, for apps that it may not fit.
    pub is_shared: bool,
}

pub(super) fn patches(settings: &Settings, resolved: &Resolved, report: &mut Report<'_>) -> Vec<Patch> {
    let stated = settings.patches.iter().flat_map(|patches| patches.iter());
    let patches: Vec<Patch> = stated
        .map(|(name, patch)| {
            let mut path = ["patches", name.as_str(), "patch"].map(str::to_owned).to_vec();
            let content = located(&Value::Object(patch.patch.clone()), &mut path, resolved);
            let place = |key: &[&str]| {
                let path = [&["patches", name.as_str()], key].concat();
                resolved.place(&join_key(&path)).unwrap_or_default()
            };
            let (target, target_place) = (patch.target.clone(), place(&["target"]));
            let origin = resolved.origin(&["patches", name.as_str(), "target"]);
            let is_shared = origin.is_some_and(|origin| origin.kind < LayerKind::Spec);
            Patch { name: name.to_string(), target, content, place: place(&[]), target_place, is_shared }
        })
        .collect();
    if !settings.excuses(Exception::LiteralSecret) {
        for patch in &patches {
            refuse_secrets(&patch.content, &["patches", &patch.name, "patch"].map(str::to_owned), report);
        }
    }
    patches
}

/// A value whose parts know where they stand.
fn located(value: &Value, path: &mut Vec<String>, resolved: &Resolved) -> Node {
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    let position = resolved.origin(&parts).and_then(|origin| origin.place.position);
    let mut below = |key: &str, value: &Value| {
        path.push(key.to_owned());
        let node = located(value, path, resolved);
        path.pop();
        node
    };
    let value = match value {
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| (key, below(key, value)));
            NodeValue::Map(entries.map(|(key, node)| (key.clone(), node.position, node)).collect())
        }
        Value::Array(items) => {
            NodeValue::List(items.iter().enumerate().map(|(index, item)| below(&index.to_string(), item)).collect())
        }
        other => return Node { position, ..Node::from_value(other.clone()) },
    };
    Node { value, position }
}

fn refuse_secrets(node: &Node, path: &[String], report: &mut Report<'_>) {
    for secret in secrets_within(node, path) {
        let path: Vec<&str> = secret.path.iter().map(String::as_str).collect();
        let name = &secret.name;
        report.problem(
            &join_key(&path),
            format!("`{name}` looks like a secret: {}", secret.why),
            or_excused(format_args!(
                "put it into a Secret and refer to it, `secrets: {{{name}: {{secret: ..., key: ..., env: true}}}}`"
            )),
        );
    }
}
