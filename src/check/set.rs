//! All objects of a run, and the lookups among them.

use std::collections::{HashMap, HashSet};

use crate::yaml::Node;

use super::folders::Folders;
use super::kustomization::Kustomized;
use super::object::Object;
use super::overlays::Overlays;
use super::selected::{HANDED_ON, PassedOver};
use super::selector::{Labels, Selector};

/// The objects that are judged together.
///
/// Lookups see what may be applied together with who asks: what stands in no alternative folder, and in
/// the same namespace, or in one that is not written.
#[derive(Debug)]
pub struct Set<'a> {
    folders: Folders<'a>,
    by_name: HashMap<(&'a str, &'a str), Vec<&'a Object>>,
    by_kind: HashMap<&'a str, Vec<&'a Object>>,
    /// Workloads by each label of their pods.
    pub(super) by_label: HashMap<Label<'a>, Vec<&'a Object>>,
    /// Workloads.
    pub(super) workloads: Vec<&'a Object>,
    /// Custom resources, of which operators may make workloads.
    pub(super) custom: Vec<&'a Object>,
    /// The same by each label that they carry or hand on.
    pub(super) custom_by_label: HashMap<Label<'a>, Vec<&'a Object>>,
    /// Objects by kind and the rarest label that they select by; none where they select by no label.
    pub(super) by_selector: HashMap<(&'a str, Option<Label<'a>>), Vec<&'a Object>>,
    /// Who changes the number of pods, by kind and name of whose.
    by_target: HashMap<(&'a str, &'a str), Vec<&'a Object>>,
    /// Bindings of roles, by the name of each subject.
    by_subject: HashMap<&'a str, Vec<&'a Object>>,
    /// ExternalSecrets, by the name of the Secret that each makes.
    by_secret: HashMap<&'a str, Vec<&'a Object>>,
    /// Names of the ConfigMaps that kustomize makes.
    generated: HashSet<&'a str>,
    /// What kustomize completes, and what it may patch.
    overlays: Overlays<'a>,
    /// What stands in each folder.
    by_folder: HashMap<&'a str, Folder<'a>>,
    /// What the rules did not look at, since it is too much.
    pub(super) passed_over: PassedOver,
}

/// What is known of a folder.
#[derive(Debug, Default)]
struct Folder<'a> {
    /// Its first object that says its namespace.
    says_namespace: Option<&'a Object>,
    /// Its first workload.
    workload: Option<&'a Object>,
}

/// The key and the value of a label.
pub(super) type Label<'a> = (&'a str, String);

/// The selector of pods that an object of some kinds has; none of the others, and of a Service without.
pub(super) fn selector(object: &Object) -> Option<Selector<'_>> {
    match object.identity.kind.as_str() {
        "Service" if object.identity.group.is_empty() => object.at("spec.selector").map(Selector::of_map),
        "PodDisruptionBudget" | "PodMonitor" => object.at("spec.selector").map(Selector::of),
        "NetworkPolicy" if object.identity.group == "networking.k8s.io" => {
            Some(object.at("spec.podSelector").map(Selector::of).unwrap_or_default())
        }
        _ => None,
    }
}

impl<'a> Set<'a> {
    /// Puts the objects of a run together.
    pub fn new(objects: &'a [Object]) -> Self {
        let mut set = Self {
            folders: Folders::of(objects),
            by_name: HashMap::new(),
            by_kind: HashMap::new(),
            by_label: HashMap::new(),
            workloads: Vec::new(),
            custom: Vec::new(),
            custom_by_label: HashMap::new(),
            by_selector: HashMap::new(),
            by_target: HashMap::new(),
            by_subject: HashMap::new(),
            by_secret: HashMap::new(),
            generated: HashSet::new(),
            overlays: Overlays::default(),
            by_folder: HashMap::new(),
            passed_over: PassedOver::default(),
        };
        for object in objects {
            let (kind, name) = (object.identity.kind.as_str(), object.identity.name.as_str());
            set.by_name.entry((kind, name)).or_default().push(object);
            set.by_kind.entry(kind).or_default().push(object);
            let folder = set.by_folder.entry(object.folder()).or_default();
            if object.namespace().is_some() {
                folder.says_namespace.get_or_insert(object);
            }
            if let Some(labels) = pod_labels(object) {
                folder.workload.get_or_insert(object);
                set.workloads.push(object);
                for (key, value) in labels.all() {
                    set.by_label.entry((key, value.into_owned())).or_default().push(object);
                }
            }
            if object.identity.group.contains('.') && !object.identity.group.ends_with(".k8s.io") {
                set.custom.push(object);
                for (key, value) in HANDED_ON.iter().flat_map(|path| Labels(object.at(path)).all()) {
                    set.custom_by_label.entry((key, value.into_owned())).or_default().push(object);
                }
            }
            match kind {
                "HorizontalPodAutoscaler" | "ScaledObject" => {
                    let target = |key: &str| object.text(&format!("spec.scaleTargetRef.{key}"));
                    // KEDA scales a Deployment where no kind is written.
                    let target = (target("kind").unwrap_or("Deployment"), target("name").unwrap_or_default());
                    set.by_target.entry(target).or_default().push(object);
                }
                "RoleBinding" | "ClusterRoleBinding" => {
                    let subjects = object.at("subjects").map(Node::items).unwrap_or_default();
                    for name in subjects.iter().filter_map(|subject| subject.at("name")?.as_str()) {
                        set.by_subject.entry(name).or_default().push(object);
                    }
                }
                "ExternalSecret" => {
                    set.by_secret.entry(object.text("spec.target.name").unwrap_or(name)).or_default().push(object);
                }
                _ => {}
            }
        }
        for object in objects {
            if let Some(selector) = selector(object) {
                let owned = selector.labels.iter().map(|(key, value)| (*key, value.clone().into_owned()));
                let rarest = owned.min_by_key(|label| set.by_label.get(label).map_or(0, Vec::len));
                set.by_selector.entry((object.identity.kind.as_str(), rarest)).or_default().push(object);
            }
        }
        set
    }

    /// The same set, beside which kustomize makes ConfigMaps of these names.
    #[must_use]
    pub fn with_generated(mut self, names: &'a [String]) -> Self {
        self.generated = names.iter().map(String::as_str).collect();
        self
    }

    /// The same set, in which kustomize completes what stands in these folders, and may patch what they build on.
    #[must_use]
    pub fn with_kustomized(mut self, kustomized: &'a [Kustomized]) -> Self {
        self.overlays = Overlays::of(kustomized);
        self
    }

    /// Whether kustomize may add to an object what it does not say itself.
    pub(super) fn is_kustomized(&self, object: &Object) -> bool {
        self.overlays.has(object.folder())
    }

    /// Whether kustomize brings further objects to where an object stands, those of what that builds on.
    pub(super) fn builds_on(&self, object: &Object) -> bool {
        self.overlays.builds_on(object)
    }

    /// Whether kustomize makes a ConfigMap of that name.
    pub(super) fn generates(&self, name: &str) -> bool {
        self.generated.contains(name)
    }

    /// Whether two objects may be applied together, and stand in one namespace as far as that is written.
    pub(super) fn beside(&self, one: &Object, other: &Object) -> bool {
        let same = one.namespace().zip(other.namespace()).is_none_or(|(one, other)| one == other);
        same && self.folders.together(&one.file, &other.file)
    }

    /// Whether two objects are applied as they stand: not where one stands in an overlay of the other, which may patch
    /// it. Only then do they contradict each other; what one needs the other gives in any case.
    pub(super) fn as_written(&self, one: &Object, other: &Object) -> bool {
        !self.overlays.may_patch(one, other)
    }

    /// The objects of that kind and name beside one.
    pub(super) fn named<'s>(
        &'s self,
        from: &'s Object,
        kind: &'s str,
        name: &'s str,
    ) -> impl Iterator<Item = &'a Object> + use<'s, 'a> {
        let found = self.by_name.get(&(kind, name)).map(Vec::as_slice).unwrap_or_default();
        found.iter().copied().filter(move |object| self.beside(from, object))
    }

    /// The object of that kind and name in a namespace, which may be another one than that of who asks.
    pub(super) fn named_in(
        &self,
        from: &Object,
        namespace: Option<&str>,
        kind: &str,
        name: &str,
    ) -> Option<&'a Object> {
        let Some(namespace) = namespace else { return self.named(from, kind, name).next() };
        let found = self.by_name.get(&(kind, name)).map(Vec::as_slice).unwrap_or_default();
        found.iter().copied().find(|object| {
            object.namespace().is_none_or(|own| own == namespace) && self.folders.together(&from.file, &object.file)
        })
    }

    /// The objects of a kind beside one, itself among them.
    pub(super) fn of_kind<'s>(
        &'s self,
        from: &'s Object,
        kind: &'s str,
    ) -> impl Iterator<Item = &'a Object> + use<'s, 'a> {
        let found = self.by_kind.get(kind).map(Vec::as_slice).unwrap_or_default();
        found.iter().copied().filter(move |object| self.beside(from, object))
    }

    /// Whether any workload stands beside an object.
    pub(super) fn has_workloads(&self, from: &Object) -> bool {
        // Mostly one stands in the same folder, and the others need not be asked.
        self.by_folder
            .get(from.folder())
            .is_some_and(|folder| folder.workload.is_some_and(|one| self.beside(from, one)))
            || self.workloads.iter().any(|object| self.beside(from, object))
    }

    /// What changes the number of a workload's pods.
    pub(super) fn autoscaler(&self, workload: &Object) -> Option<&'a Object> {
        let target = (workload.identity.kind.as_str(), workload.identity.name.as_str());
        self.first_beside(workload, self.by_target.get(&target))
    }

    /// A binding that gives a role to an account.
    pub(super) fn binding(&self, from: &Object, account: &str) -> Option<&'a Object> {
        self.first_beside(from, self.by_subject.get(account))
    }

    /// The ExternalSecret that makes a Secret.
    pub(super) fn external_secret(&self, from: &Object, secret: &str) -> Option<&'a Object> {
        self.first_beside(from, self.by_secret.get(secret))
    }

    /// An object of the same folder that says its namespace.
    pub(super) fn says_namespace(&self, object: &Object) -> Option<&'a Object> {
        self.by_folder.get(object.folder())?.says_namespace
    }

    fn first_beside(&self, from: &Object, found: Option<&Vec<&'a Object>>) -> Option<&'a Object> {
        found?.iter().copied().find(|object| self.beside(from, object))
    }
}

/// The labels of a workload's pods; none where the object runs no pods.
pub(super) fn pod_labels(object: &Object) -> Option<Labels<'_>> {
    let path = object.identity.pod_template_path()?;
    let template = path.iter().try_fold(&object.node, |node, key| node.get(key))?;
    Some(Labels(template.at("metadata").and_then(|metadata: &Node| metadata.at("labels"))))
}
