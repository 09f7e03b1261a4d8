//! A strategic merge patch laid over an object's value.
//!
//! The rules are those of Kubernetes
//! (<https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md>):
//! maps are joined, `null` takes a field away, lists whose items have keys are joined item by item,
//! other lists are replaced, and `$patch: delete` or `$patch: replace` says otherwise.

use serde_json::{Map, Value};

use crate::problem::Position;
use crate::yaml::{Node, NodeValue};

use super::list_keys::{list_keys, same_item};

/// An object's value with a patch laid over it.
#[derive(Debug, Default)]
pub struct Overlaid {
    /// The value.
    pub value: Value,
    /// The fields that the patch sets or takes away, with the place in the patch that does it.
    pub touched: Vec<(Vec<String>, Option<Position>)>,
    /// What of the patch cannot be laid over anything: where, what, and the next step.
    pub wrong: Vec<(Option<Position>, String, String)>,
}

/// What `$patch` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Directive {
    Merge,
    Replace,
    Delete,
}

const DIRECTIVE: &str = "$patch";

/// Lays a patch over the value of an object of a kind.
pub fn overlay(kind: &str, value: &Value, patch: &Node) -> Overlaid {
    let mut overlay = Overlay { kind, touched: Vec::new(), wrong: Vec::new() };
    let value = overlay.merge(value, patch, &mut Vec::new(), patch.position).unwrap_or(Value::Null);
    Overlaid { value, touched: overlay.touched, wrong: overlay.wrong }
}

struct Overlay<'a> {
    kind: &'a str,
    touched: Vec<(Vec<String>, Option<Position>)>,
    wrong: Vec<(Option<Position>, String, String)>,
}

impl Overlay<'_> {
    /// The value with the patch in it; none where the patch takes it away.
    fn merge(&mut self, old: &Value, patch: &Node, path: &mut Vec<String>, at: Option<Position>) -> Option<Value> {
        match (old, &patch.value) {
            (_, NodeValue::Null) => {
                self.touched.push((path.clone(), at));
                None
            }
            (Value::Object(map), NodeValue::Map(entries)) => match self.directive(patch) {
                Directive::Merge => Some(self.merge_map(map, entries, path)),
                Directive::Replace => Some(self.set(patch, path, at)),
                Directive::Delete => {
                    self.touched.push((path.clone(), at));
                    None
                }
            },
            (Value::Array(items), NodeValue::List(patches)) => {
                match list_keys(self.kind, path.iter().map(String::as_str)) {
                    Some(keys) => Some(self.merge_list(items, patches, keys, path)),
                    None => Some(self.set(patch, path, at)),
                }
            }
            _ if patch.to_value() == *old => Some(old.clone()),
            _ => Some(self.set(patch, path, at)),
        }
    }

    fn merge_map(
        &mut self,
        old: &Map<String, Value>,
        entries: &[(String, Option<Position>, Node)],
        path: &mut Vec<String>,
    ) -> Value {
        let mut map = old.clone();
        for (key, at, node) in entries.iter().filter(|(key, ..)| key != DIRECTIVE) {
            path.push(key.clone());
            match (map.get(key), self.is_unknown_directive(key, *at)) {
                (_, true) => {}
                (Some(value), _) => match self.merge(value, node, path, *at) {
                    Some(value) => _ = map.insert(key.clone(), value),
                    None => _ = map.shift_remove(key),
                },
                (None, _) => {
                    if let Some(value) = self.clean(node) {
                        self.touched.push((path.clone(), *at));
                        map.insert(key.clone(), value);
                    }
                }
            }
            path.pop();
        }
        map.into()
    }

    fn merge_list(&mut self, old: &[Value], patches: &[Node], keys: &[&str], path: &mut Vec<String>) -> Value {
        let list = path.last().cloned().unwrap_or_default();
        let mut items = old.to_vec();
        let mut laid = Vec::new();
        for patch in patches {
            let directive = self.directive(patch);
            let value = patch.to_value();
            if value.get(keys[0]).is_some_and(|key| !key.is_null()) {
                laid.push((patch, directive, value));
            } else if directive == Directive::Replace && patch.entries().len() == 1 {
                // An item that says nothing but this speaks of the whole list.
                self.touched.push((path.clone(), patch.position));
                items.clear();
            } else {
                let message = format!("an item of `{list}` has no `{}`, by which Kubernetes tells them apart", keys[0]);
                self.wrong.push((patch.position, message, format!("name the item that is meant: `{}: ...`", keys[0])));
            }
        }
        // Items that go first, so that the places of the others are known.
        laid.sort_by_key(|(_, directive, _)| *directive != Directive::Delete);
        for (patch, directive, value) in laid {
            let found = items.iter().position(|item| same_item(keys, item, &value));
            match (found, directive) {
                (Some(index), Directive::Delete) => {
                    self.touched.push((path.clone(), patch.position));
                    items.remove(index);
                }
                (Some(index), _) => {
                    path.push(index.to_string());
                    if let Some(merged) = self.merge(&items[index].clone(), patch, path, patch.position) {
                        items[index] = merged;
                    }
                    path.pop();
                }
                (None, Directive::Delete) => {}
                (None, _) => {
                    path.push(items.len().to_string());
                    items.push(self.set(patch, path, patch.position));
                    path.pop();
                }
            }
        }
        items.into()
    }

    /// The patch's own value, in place of what stood there.
    fn set(&mut self, patch: &Node, path: &[String], at: Option<Position>) -> Value {
        self.touched.push((path.to_vec(), at));
        self.clean(patch).unwrap_or(Value::Null)
    }

    /// A patch's value where nothing stands below it: without what it takes away.
    fn clean(&mut self, patch: &Node) -> Option<Value> {
        match &patch.value {
            NodeValue::Null => None,
            NodeValue::Map(entries) => {
                if self.directive(patch) == Directive::Delete {
                    return None;
                }
                let mut map = Map::new();
                for (key, at, node) in entries.iter().filter(|(key, ..)| key != DIRECTIVE) {
                    if !self.is_unknown_directive(key, *at)
                        && let Some(value) = self.clean(node)
                    {
                        map.insert(key.clone(), value);
                    }
                }
                Some(map.into())
            }
            NodeValue::List(items) => Some(items.iter().filter_map(|item| self.clean(item)).collect::<Vec<_>>().into()),
            _ => Some(patch.to_value()),
        }
    }

    fn directive(&mut self, patch: &Node) -> Directive {
        let entry = patch.entries().iter().find(|(key, ..)| key == DIRECTIVE);
        match entry.map(|(_, at, node)| (at, &node.value)) {
            None => Directive::Merge,
            Some((_, NodeValue::String(text))) if text == "merge" => Directive::Merge,
            Some((_, NodeValue::String(text))) if text == "replace" => Directive::Replace,
            Some((_, NodeValue::String(text))) if text == "delete" => Directive::Delete,
            Some((at, _)) => {
                let wrong = (*at, "`$patch` says something unknown".to_owned(), "valid: delete, replace".to_owned());
                if !self.wrong.contains(&wrong) {
                    self.wrong.push(wrong);
                }
                Directive::Merge
            }
        }
    }

    /// Whether a key is one of the directives that are not taken here.
    fn is_unknown_directive(&mut self, key: &str, at: Option<Position>) -> bool {
        let unknown = key.starts_with('$');
        if unknown {
            let message = format!("`{}` is no directive that is taken here", key.split('/').next().unwrap_or(key));
            self.wrong.push((at, message, "`$patch: delete` and `$patch: replace` are, and `null`".to_owned()));
        }
        unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    const DEPLOYMENT: &str = "spec: {replicas: 3, template: {spec: {containers: [{name: web, env: [{name: A, value: a}, {name: B, value: b}], args: [v, w], ports: [{containerPort: 53, protocol: UDP}, {containerPort: 53, protocol: TCP}]}], tolerations: [{key: a}]}}}";

    fn laid(patch: &str) -> Overlaid {
        let value = parse("old", DEPLOYMENT).expect("valid").to_value();
        overlay("Deployment", &value, &parse("patch", patch).expect("valid"))
    }

    fn pod(pod: &str) -> Value {
        let laid = laid(&format!("spec: {{template: {{spec: {pod}}}}}"));
        assert_eq!(laid.wrong, [], "{pod}");
        laid.value["spec"]["template"]["spec"].clone()
    }

    fn value(text: &str) -> Value {
        parse("value", text).expect("valid").to_value()
    }

    #[test]
    fn maps_are_joined_and_null_takes_away() {
        assert_eq!(laid("spec: {replicas: null, paused: true}").value["spec"]["paused"], true);
        assert_eq!(laid("spec: {replicas: null}").value["spec"].get("replicas"), None);
        assert_eq!(
            laid("spec: {strategy: {type: Recreate, rollingUpdate: null}}").value["spec"]["strategy"],
            value("{type: Recreate}")
        );
    }

    #[test]
    fn items_with_keys_are_joined_and_others_replaced() {
        let container = |text: &str| pod(&format!("{{containers: [{{name: web, {text}}}]}}"))["containers"].clone();
        assert_eq!(
            container("env: [{name: B, value: c}, {name: C, value: d}]")[0]["env"],
            value("[{name: A, value: a}, {name: B, value: c}, {name: C, value: d}]")
        );
        assert_eq!(container("args: [z]")[0]["args"], value("[z]"));
        assert_eq!(
            container("ports: [{containerPort: 53, name: dns}]")[0]["ports"],
            value("[{containerPort: 53, protocol: UDP}, {containerPort: 53, protocol: TCP, name: dns}]")
        );
        assert_eq!(pod("{tolerations: [{key: b}]}")["tolerations"], value("[{key: b}]"));
        assert_eq!(pod("{containers: [{name: other, image: x}]}")["containers"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn directives_delete_and_replace() {
        let container = |text: &str| pod(&format!("{{containers: [{{name: web, {text}}}]}}"))["containers"][0].clone();
        assert_eq!(container("env: [{name: A, $patch: delete}]")["env"], value("[{name: B, value: b}]"));
        assert_eq!(container("env: [{$patch: replace}, {name: C, value: c}]")["env"], value("[{name: C, value: c}]"));
        assert_eq!(container("$patch: replace, image: x"), value("{name: web, image: x}"));
        assert_eq!(laid("spec: {template: {$patch: delete}}").value["spec"], value("{replicas: 3}"));
    }

    #[test]
    fn what_cannot_be_laid_over_anything_is_told_with_its_place() {
        let wrong = |patch: &str| {
            let wrong = laid(patch).wrong;
            assert_eq!(wrong.len(), 1, "{wrong:?}");
            assert!(wrong[0].0.is_some(), "{wrong:?}");
            wrong[0].1.clone()
        };
        assert_eq!(
            wrong("spec: {template: {spec: {containers: [{image: x}]}}}"),
            "an item of `containers` has no `name`, by which Kubernetes tells them apart"
        );
        assert_eq!(wrong("spec: {$patch: remove}"), "`$patch` says something unknown");
        assert_eq!(wrong("spec: {$retainKeys: [a]}"), "`$retainKeys` is no directive that is taken here");
    }

    #[test]
    fn every_field_that_is_touched_has_its_place_in_the_patch() {
        let touched = laid(
            "spec:\n  replicas: null\n  template:\n    spec:\n      containers:\n        - {name: web, args: [z]}\n",
        )
        .touched;
        let found: Vec<_> = touched.iter().map(|(path, at)| (path.join("."), at.map(|at| at.line))).collect();
        assert_eq!(
            found,
            [("spec.replicas".to_owned(), Some(2)), ("spec.template.spec.containers.0.args".to_owned(), Some(6)),]
        );
    }
}
