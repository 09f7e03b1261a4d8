//! Which objects of a run refer to which, for a picture of them.

use std::collections::{BTreeSet, HashMap};
use std::ptr;

use crate::yaml::Node;

use super::object::Object;
use super::set::{Set, selector};

/// A reference from an object to another one, by their places among the objects of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Who refers.
    pub from: usize,
    /// To whom.
    pub to: usize,
}

/// References by name: the key that holds one, the key of the name in it, and the kind that is meant.
const REFERENCES: [(&str, &str, &str); 10] = [
    ("configMapRef", "name", "ConfigMap"),
    ("configMapKeyRef", "name", "ConfigMap"),
    ("configMap", "name", "ConfigMap"),
    ("secretRef", "name", "Secret"),
    ("secretKeyRef", "name", "Secret"),
    ("secret", "secretName", "Secret"),
    ("persistentVolumeClaim", "claimName", "PersistentVolumeClaim"),
    ("service", "name", "Service"),
    ("backendRefs", "name", "Service"),
    ("backendRef", "name", "Service"),
];
/// References that say the kind beside the name.
const WITH_KIND: [&str; 4] = ["scaleTargetRef", "roleRef", "subjects", "targetRef"];

/// Every reference among the objects of a set, by name and by selector, each once.
pub fn links(set: &Set<'_>, objects: &[Object]) -> Vec<Link> {
    let places: HashMap<*const Object, usize> =
        objects.iter().enumerate().map(|(place, object)| (ptr::from_ref(object), place)).collect();
    let mut links = BTreeSet::new();
    for (from, object) in objects.iter().enumerate() {
        let mut meant = Vec::new();
        if let Some(selector) = selector(object) {
            meant.extend(set.selected(object, &selector));
        }
        let mut names = Vec::new();
        collect(&object.node, &mut names);
        meant.extend(names.into_iter().flat_map(|(kind, name)| set.named(object, kind, name)));
        let to = meant.into_iter().filter_map(|object| places.get(&ptr::from_ref(object)).copied());
        links.extend(to.filter(|to| *to != from).map(|to| Link { from, to }));
    }
    links.into_iter().collect()
}

/// The kind and the name of everything that a value refers to.
fn collect<'n>(node: &'n Node, found: &mut Vec<(&'n str, &'n str)>) {
    fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
        node.at(key).and_then(Node::as_str)
    }
    for (key, _, value) in node.entries() {
        let list = if value.items().is_empty() { std::slice::from_ref(value) } else { value.items() };
        for (_, field, kind) in REFERENCES.iter().filter(|(known, ..)| known == key) {
            found.extend(list.iter().filter_map(|one| Some((*kind, text(one, field)?))));
        }
        if WITH_KIND.contains(&key.as_str()) {
            found.extend(list.iter().filter_map(|one| Some((text(one, "kind")?, text(one, "name")?))));
        }
        if key == "serviceAccountName" {
            found.extend(value.as_str().map(|name| ("ServiceAccount", name)));
        }
        collect(value, found);
    }
    node.items().iter().for_each(|item| collect(item, found));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::read;

    #[test]
    fn what_is_named_and_what_is_selected_is_linked_once() {
        let text = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec:\n  serviceAccountName: web\n  containers: [{name: a, envFrom: [{configMapRef: {name: web}}], env: [{name: A, valueFrom: {configMapKeyRef: {name: web, key: a}}}]}]\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {defaultBackend: {service: {name: web}}}\n";
        let objects = read("a.yaml", text).objects;
        let found = links(&Set::new(&objects), &objects);
        let pairs: Vec<_> = found.iter().map(|link| (link.from, link.to)).collect();
        assert_eq!(pairs, [(0, 1), (1, 2), (1, 3), (4, 0)]);
    }
}
