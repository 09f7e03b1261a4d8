//! What the objects of a run refer to: each other, and what stands elsewhere.

use std::collections::{BTreeSet, HashMap};
use std::ptr;

use crate::yaml::Node;

use super::object::Object;
use super::set::{Set, selector};

/// A reference of an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Who refers, by its place among the objects of the run.
    pub from: usize,
    /// To whom.
    pub to: Target,
    /// What it is to it, as a verb: a Service `selects` a Deployment.
    pub relation: &'static str,
}

/// What an object refers to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// An object of the run, by its place.
    Object(usize),
    /// An object that is not among them.
    Other(Other),
}

/// An object that is known by a reference to it alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Other {
    /// Its kind.
    pub kind: String,
    /// Its namespace, where the reference says it.
    pub namespace: Option<String>,
    /// Its name.
    pub name: String,
}

/// The relation of an object to one that a controller makes of it.
pub const MAKES: &str = "makes";

/// References by name: the key that holds one, the key of the name in it, the kind that is meant where none is
/// written beside the name, and the relation.
const REFERENCES: [(&str, &str, Option<&str>, &str); 21] = [
    ("configMapRef", "name", Some("ConfigMap"), "reads"),
    ("configMapKeyRef", "name", Some("ConfigMap"), "reads"),
    ("configMap", "name", Some("ConfigMap"), "mounts"),
    ("secretRef", "name", Some("Secret"), "reads"),
    ("secretKeyRef", "name", Some("Secret"), "reads"),
    ("secret", "secretName", Some("Secret"), "mounts"),
    ("secret", "name", Some("Secret"), "mounts"),
    ("secretTargetRef", "name", Some("Secret"), "reads"),
    ("secretStoreRef", "name", Some("SecretStore"), "reads"),
    ("tls", "secretName", Some("Secret"), "serves TLS from"),
    ("imagePullSecrets", "name", Some("Secret"), "pulls images with"),
    ("persistentVolumeClaim", "claimName", Some("PersistentVolumeClaim"), "mounts"),
    ("service", "name", Some("Service"), "routes to"),
    ("backendRefs", "name", Some("Service"), "routes to"),
    ("backendRef", "name", Some("Service"), "routes to"),
    ("parentRefs", "name", Some("Gateway"), "attaches to"),
    ("scaleTargetRef", "name", Some("Deployment"), "scales"),
    ("authenticationRef", "name", Some("TriggerAuthentication"), "authenticates by"),
    ("roleRef", "name", None, "grants"),
    ("subjects", "name", None, "grants to"),
    ("targetRef", "name", None, "targets"),
];
/// References that are a name alone: the key, the kind, and the relation.
const NAMES: [(&str, &str, &str); 11] = [
    ("serviceAccountName", "ServiceAccount", "runs as"),
    ("serviceName", "Service", "is governed by"),
    ("priorityClassName", "PriorityClass", "uses"),
    ("ingressClassName", "IngressClass", "uses"),
    ("storageClassName", "StorageClass", "uses"),
    // Of Argo Rollouts.
    ("stableService", "Service", "leads to a version"),
    ("canaryService", "Service", "leads to a version"),
    ("activeService", "Service", "leads to a version"),
    ("previewService", "Service", "leads to a version"),
    ("httpRoute", "HTTPRoute", "moves the weights of"),
    ("templateName", "AnalysisTemplate", "is measured by"),
];

/// Every reference of the objects of a set, by name and by selector, each once.
pub fn links(set: &Set<'_>, objects: &[Object]) -> Vec<Link> {
    let places: HashMap<*const Object, usize> =
        objects.iter().enumerate().map(|(place, object)| (ptr::from_ref(object), place)).collect();
    let place = |object: &Object| places.get(&ptr::from_ref(object)).copied();
    let mut links = BTreeSet::new();
    for (from, object) in objects.iter().enumerate() {
        let mut link = |to: Target, relation| {
            if to != Target::Object(from) {
                links.insert(Link { from, to, relation });
            }
        };
        if let Some(selector) = selector(object) {
            let selected = set.selected(object, &selector).filter_map(place);
            selected.for_each(|to| link(Target::Object(to), "selects"));
        }
        let mut references = made(object);
        collect(&object.node, &mut references);
        for Reference { kind, namespace, name, relation } in references {
            let found: Vec<usize> = match namespace {
                None => set.named(object, kind, &name).filter_map(place).collect(),
                Some(_) => set.named_in(object, namespace, kind, &name).and_then(place).into_iter().collect(),
            };
            if found.is_empty() {
                let namespace = namespace.filter(|given| Some(*given) != object.namespace()).map(str::to_owned);
                link(Target::Other(Other { kind: kind.to_owned(), namespace, name }), relation);
            } else {
                found.into_iter().for_each(|to| link(Target::Object(to), relation));
            }
        }
    }
    links.into_iter().collect()
}

/// What is named.
struct Reference<'n> {
    kind: &'n str,
    namespace: Option<&'n str>,
    name: String,
    relation: &'static str,
}

/// What controllers make of an object under a name that follows from it.
fn made(object: &Object) -> Vec<Reference<'_>> {
    let made = |kind, name| Reference { kind, namespace: None, name, relation: MAKES };
    let name = &object.identity.name;
    let secret = |path| vec![made("Secret", object.text(path).unwrap_or(name).to_owned())];
    match object.identity.kind.as_str() {
        "ExternalSecret" => secret("spec.target.name"),
        "SealedSecret" => secret("spec.template.metadata.name"),
        // One for each pod, whose number takes the place of the star.
        "StatefulSet" => {
            let templates = object.at("spec.volumeClaimTemplates").map(Node::items).unwrap_or_default();
            let names = templates.iter().filter_map(|template| template.at("metadata.name")?.as_str());
            names.map(|claim| made("PersistentVolumeClaim", format!("{claim}-{name}-*"))).collect()
        }
        _ => Vec::new(),
    }
}

/// Everything that a value refers to by name.
fn collect<'n>(node: &'n Node, found: &mut Vec<Reference<'n>>) {
    fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
        node.get(key).and_then(Node::as_str).filter(|text| !text.is_empty())
    }
    for (key, _, value) in node.entries() {
        let list = if value.items().is_empty() { std::slice::from_ref(value) } else { value.items() };
        for (_, field, kind, relation) in REFERENCES.iter().filter(|(known, ..)| known == key) {
            found.extend(list.iter().filter_map(|one| {
                let (kind, name) = (text(one, "kind").or(*kind)?, text(one, field)?.to_owned());
                Some(Reference { kind, namespace: text(one, "namespace"), name, relation })
            }));
        }
        for (_, kind, relation) in NAMES.iter().filter(|(known, ..)| known == key) {
            let name = value.as_str().filter(|name| !name.is_empty());
            found.extend(name.map(|name| Reference { kind, namespace: None, name: name.to_owned(), relation }));
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
        let here = |from, relation, to| Link { from, to: Target::Object(to), relation };
        assert_eq!(found, [here(0, "selects", 1), here(1, "reads", 2), here(1, "runs as", 3), here(4, "routes to", 0)]);
    }

    #[test]
    fn what_stands_elsewhere_is_linked_by_its_name() {
        let text = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: web, namespace: shop}\nspec: {parentRefs: [{name: public, namespace: infra}], rules: [{backendRefs: [{name: web}]}]}\n---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: web-db, namespace: shop}\nspec: {secretStoreRef: {kind: ClusterSecretStore, name: vault}}\n";
        let objects = read("a.yaml", text).objects;
        let other = |from, relation, kind: &str, namespace: Option<&str>, name: &str| {
            let (kind, namespace, name) = (kind.to_owned(), namespace.map(str::to_owned), name.to_owned());
            Link { from, to: Target::Other(Other { kind, namespace, name }), relation }
        };
        assert_eq!(
            links(&Set::new(&objects), &objects),
            [
                other(0, "attaches to", "Gateway", Some("infra"), "public"),
                other(0, "routes to", "Service", None, "web"),
                other(1, "reads", "ClusterSecretStore", None, "vault"),
                other(1, MAKES, "Secret", None, "web-db"),
            ]
        );
    }
}
