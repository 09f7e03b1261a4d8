//! What an environment's overlay says: which objects come, go and change, and what of that is said in the
//! kustomization itself.

use serde_json::Value;

use crate::layout::Objects;
use crate::manifest::{Document, Identity};
use crate::spec::types::NamespaceName;

use super::change::Change;
use super::images::{ImageEntry, images};

/// An overlay.
#[derive(Debug, Default)]
pub(super) struct Overlay<'a> {
    /// The namespace that everything goes into, where it is not that of the base.
    pub(super) namespace: Option<&'a str>,
    /// From which namespace every object moves to which, or out of any, where `namespace` cannot say it.
    pub(super) moved: Option<(&'a str, Option<&'a str>)>,
    pub(super) images: Vec<ImageEntry>,
    /// The number of pods by the name of what runs them.
    pub(super) replicas: Vec<(&'a str, u64)>,
    /// Objects that the base does not have.
    pub(super) added: Vec<&'a Document>,
    /// Objects that only the base has.
    pub(super) removed: Vec<&'a Document>,
    /// Objects that are other than in the base.
    pub(super) changed: Vec<Changed<'a>>,
}

/// An object that is other than in the base.
#[derive(Debug)]
pub(super) struct Changed<'a> {
    pub(super) base: &'a Document,
    pub(super) own: &'a Document,
    pub(super) change: Change,
}

impl Changed<'_> {
    /// Whether it has another name, as objects have that are named by their content.
    pub(super) fn is_renamed(&self) -> bool {
        self.change.merge.as_ref().is_some_and(|merge| merge.pointer("/metadata/name").is_some())
    }
}

/// An object of the base and the same one of the environment.
type Pair<'a> = (&'a Document, &'a Document);

impl<'a> Overlay<'a> {
    /// What makes an environment of the base.
    pub(super) fn between(base: &Objects<'a>, own: &Objects<'a>) -> Self {
        let (pairs, added, removed) = paired(base.documents, own.documents);
        let mut overlay = Self { added, removed, ..Self::default() };
        overlay.namespace = namespace(base, own);
        if overlay.namespace.is_none() {
            overlay.moved = moved(base, own, &pairs);
        }
        overlay.replicas = replicas(&pairs, own.documents);
        overlay.images = entries(&pairs, own.documents);
        for (base, own) in pairs {
            let change = Change::between(&base.identity, &base.value, &overlay.goal(base, own));
            if !change.is_empty() {
                overlay.changed.push(Changed { base, own, change });
            }
        }
        overlay
    }

    /// What the patches make of an object of the base, so that the rest of the kustomization makes the
    /// environment's of it.
    fn goal(&self, base: &Document, own: &Document) -> Value {
        let mut goal = own.value.clone();
        let moves = self.moved.is_some() && base.identity.namespace.is_some();
        if self.namespace.is_some() || moves {
            let metadata = |key| base.value["metadata"].get(key).cloned();
            match (goal.pointer_mut("/metadata").and_then(Value::as_object_mut), metadata("namespace")) {
                (Some(goal), Some(namespace)) => _ = goal.insert("namespace".to_owned(), namespace),
                (Some(goal), None) => _ = goal.shift_remove("namespace"),
                _ => {}
            }
            if self.namespace.is_some() && is_namespace(own) {
                goal["metadata"]["name"] = base.identity.name.as_str().into();
            }
        }
        if has_replicas(own) && self.replicas.iter().any(|(name, _)| *name == base.identity.name) {
            match (goal.get_mut("spec").and_then(Value::as_object_mut), base.get("spec.replicas")) {
                (Some(spec), Some(replicas)) => _ = spec.insert("replicas".to_owned(), replicas.clone()),
                (Some(spec), None) => _ = spec.shift_remove("replicas"),
                _ => {}
            }
        }
        for (at, was, is) in both_images(base, own) {
            if apply(&self.images, was) == is
                && let Some(image) = goal.pointer_mut(&at)
            {
                *image = was.into();
            }
        }
        goal
    }
}

/// The objects that both have, those of the environment alone, and those of the base alone.
fn paired<'a>(base: &'a [Document], own: &'a [Document]) -> (Vec<Pair<'a>>, Vec<&'a Document>, Vec<&'a Document>) {
    let mut rest: Vec<&Document> = base.iter().collect();
    let mut twins: Vec<Option<&Document>> = vec![None; own.len()];
    for same in [is_same, is_same_elsewhere, is_same_by_content] {
        for (one, twin) in own.iter().zip(&mut twins).filter(|(_, twin)| twin.is_none()) {
            *twin = rest.iter().position(|other| same(other, one)).map(|index| rest.remove(index));
        }
    }
    let pairs = own.iter().zip(&twins).filter_map(|(one, twin)| Some(((*twin)?, one))).collect();
    let added = own.iter().zip(&twins).filter(|(_, twin)| twin.is_none()).map(|(one, _)| one).collect();
    (pairs, added, rest)
}

fn is_same(one: &Document, other: &Document) -> bool {
    one.identity == other.identity
}

fn is_same_elsewhere(one: &Document, other: &Document) -> bool {
    let key = |identity: &Identity| (identity.group.clone(), identity.kind.clone(), identity.name.clone());
    key(&one.identity) == key(&other.identity) || is_namespace(one) && is_namespace(other) && one.file == other.file
}

/// Whether two objects are named by their content: a hash of eight digits ends their names.
fn is_same_by_content(one: &Document, other: &Document) -> bool {
    let stem = |document: &Document| {
        let (stem, hash) = document.identity.name.rsplit_once('-')?;
        let is_hash = hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then(|| (document.identity.group.clone(), document.identity.kind.clone(), stem.to_owned()))
    };
    one.file == other.file && stem(one).is_some_and(|stem_of_one| stem(other) == Some(stem_of_one))
}

fn is_namespace(document: &Document) -> bool {
    document.identity.group.is_empty() && document.identity.kind == "Namespace"
}

/// Kinds of Kubernetes that stand in no namespace.
const CLUSTER_SCOPED: [(&str, &str); 10] = [
    ("", "Namespace"),
    ("", "PersistentVolume"),
    ("networking.k8s.io", "IngressClass"),
    ("node.k8s.io", "RuntimeClass"),
    ("policy", "PodSecurityPolicy"),
    ("rbac.authorization.k8s.io", "ClusterRole"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("storage.k8s.io", "CSIDriver"),
    ("storage.k8s.io", "StorageClass"),
];

/// The namespace of an environment, where it is another one and `namespace:` in the kustomization does
/// exactly what is meant: it moves every object, names the Namespace, and takes any kind that it does not know
/// for one that stands in a namespace.
fn namespace<'a>(base: &Objects<'a>, own: &Objects<'a>) -> Option<&'a str> {
    let of = |objects: &Objects<'a>| objects.app.namespace.as_ref().map(NamespaceName::as_str);
    let namespace = of(own).filter(|_| of(base) != of(own))?;
    let fits = |document: &Document| {
        let identity = &document.identity;
        let scope = CLUSTER_SCOPED.contains(&(identity.group.as_str(), identity.kind.as_str()));
        let subjects = document.value["subjects"].as_array().into_iter().flatten();
        let of_subjects =
            subjects.filter(|subject| subject["name"] == "default").all(|subject| subject["namespace"] == namespace);
        let stands =
            if scope { identity.namespace.is_none() } else { identity.namespace.as_deref() == Some(namespace) };
        stands && of_subjects && (!is_namespace(document) || identity.name == namespace)
    };
    own.documents.iter().all(fits).then_some(namespace)
}

/// The namespaces that every object of the base moves between, where all of them do.
fn moved<'a>(base: &Objects<'a>, own: &Objects<'a>, pairs: &[Pair<'a>]) -> Option<(&'a str, Option<&'a str>)> {
    let of = |objects: &Objects<'a>| objects.app.namespace.as_ref().map(NamespaceName::as_str);
    // What has no namespace would be selected together with what stands in `default`.
    let from = of(base).filter(|from| *from != "default" && Some(*from) != of(own))?;
    let to = of(own);
    let namespace = |document: &'a Document| document.identity.namespace.as_deref();
    let moves = |(base, own): &Pair<'a>| match namespace(base) {
        Some(namespace_of_base) => namespace_of_base == from && namespace(own) == to,
        None => namespace(own).is_none(),
    };
    let added = own.documents.iter().all(|document| namespace(document) != Some(from));
    (added && pairs.iter().all(moves)).then_some((from, to))
}

fn has_replicas(document: &Document) -> bool {
    matches!(
        (document.identity.group.as_str(), document.identity.kind.as_str()),
        ("apps", "Deployment" | "StatefulSet" | "ReplicaSet") | ("", "ReplicationController")
    )
}

/// The numbers of pods that are other than in the base. An entry speaks of every kind of that name.
fn replicas<'a>(pairs: &[Pair<'a>], own: &'a [Document]) -> Vec<(&'a str, u64)> {
    let differing = pairs.iter().filter(|(base, own)| has_replicas(own) && base.identity.name == own.identity.name);
    let entry = |(base, document): &Pair<'a>| {
        let replicas = document.get("spec.replicas")?;
        let name = document.identity.name.as_str();
        let mut of_name = own.iter().filter(|other| has_replicas(other) && other.identity.name == name);
        let alike = of_name.all(|other| other.get("spec.replicas") == Some(replicas));
        (alike && base.get("spec.replicas") != Some(replicas)).then_some((name, replicas.as_u64()?))
    };
    let mut entries: Vec<(&str, u64)> = differing.filter_map(entry).collect();
    entries.dedup();
    entries
}

/// The images that a pair's containers have in common by their place: pointer, base, environment.
fn both_images<'a>(base: &'a Document, own: &'a Document) -> Vec<(String, &'a str, &'a str)> {
    let of_base = images(&base.value);
    let named = |document: &'a Document, at: &str| {
        let container = at.strip_suffix("/image")?;
        document.value.pointer(container)?["name"].as_str()
    };
    let list =
        |at: &str| at.strip_suffix("/image").and_then(|item| item.rsplit_once('/')).map(|(list, _)| list.to_owned());
    let twin = |at: &str| {
        let same = |other: &&(String, &'a str)| list(&other.0) == list(at) && named(base, &other.0) == named(own, at);
        of_base.iter().find(same).map(|(_, image)| *image)
    };
    images(&own.value).into_iter().filter_map(|(at, is)| Some((at.clone(), twin(&at)?, is))).collect()
}

fn apply(entries: &[ImageEntry], image: &str) -> String {
    entries.iter().fold(image.to_owned(), |image, entry| entry.apply(&image))
}

/// The entries of `images:` that make the environment's images of those of the base, and change none that
/// should stay.
fn entries(pairs: &[Pair<'_>], own: &[Document]) -> Vec<ImageEntry> {
    let mut entries: Vec<ImageEntry> = Vec::new();
    for (_, was, is) in pairs.iter().flat_map(|(base, own)| both_images(base, own)) {
        let known = |entry: &ImageEntry| entries.iter().any(|known| known.name == entry.name);
        let entry = ImageEntry::between(was, is).filter(|entry| was != is && !known(entry));
        entries.extend(entry);
    }
    loop {
        // An image comes of the base's, or is said by a patch and must then be left as it is.
        let of_pairs = pairs.iter().flat_map(|(base, own)| both_images(base, own));
        let wrong_pair = of_pairs.filter(|(_, was, is)| apply(&entries, was) != *is).map(|(_, _, is)| is);
        let all = own.iter().flat_map(|document| images(&document.value)).map(|(_, image)| image);
        let alone = all.filter(|image| {
            !pairs.iter().any(|(base, own)| both_images(base, own).iter().any(|pair| pair.2 == *image))
        });
        let spoilt: Vec<&str> = wrong_pair.chain(alone).filter(|image| apply(&entries, image) != *image).collect();
        let Some(index) = entries.iter().position(|entry| spoilt.iter().any(|image| entry.apply(image) != *image))
        else {
            return if spoilt.is_empty() { entries } else { Vec::new() };
        };
        entries.remove(index);
    }
}
