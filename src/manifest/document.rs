//! One rendered Kubernetes object.

use std::fmt;

use serde_json::Value;

use crate::problem::{Place, Problem};
use crate::yaml::{self, Node};

/// A Kubernetes object as text and as value.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Name of the template it came from, or of the file.
    pub source: String,
    /// File name, such as `deployment.yaml`.
    pub file: String,
    /// The text, comments included, with a line end.
    pub text: String,
    /// The text's values with their places.
    pub node: Node,
    /// The plain value.
    pub value: Value,
    /// What tells it from all other objects.
    pub identity: Identity,
    /// The fields that a patch set, with the place that did.
    pub patched: Vec<(Vec<String>, Place)>,
}

/// What tells an object from all others: group, kind, namespace, name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// Group of the API, empty for the core.
    pub group: String,
    /// Kind.
    pub kind: String,
    /// Namespace, if one is written.
    pub namespace: Option<String>,
    /// Name.
    pub name: String,
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.kind)?;
        if let Some(namespace) = &self.namespace {
            write!(f, "{namespace}/")?;
        }
        f.write_str(&self.name)
    }
}

impl Document {
    /// Reads the text of one object.
    ///
    /// # Errors
    /// What is not YAML, not unambiguous, or not a Kubernetes object, with its place.
    pub fn parse(source: &str, file: &str, text: String) -> Result<Self, Vec<Problem>> {
        let node = yaml::parse_object(source, &text)?;
        let value = node.to_value();
        let identity =
            Identity::of(&value).map_err(|why| vec![Problem::new(why).at(Some(Place::new(source, node.position)))])?;
        Ok(Self { source: source.to_owned(), file: file.to_owned(), text, node, value, identity, patched: Vec::new() })
    }

    /// The value at a path such as `spec.template`.
    pub fn get(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(&self.value, |value, key| value.get(key))
    }

    /// Where the template of a workload's pods stands; none where the object runs no pods.
    pub fn pod_template_path(&self) -> Option<&'static [&'static str]> {
        self.identity.pod_template_path()
    }

    /// The template of a workload's pods.
    pub fn pod_template(&self) -> Option<&Value> {
        self.pod_template_path()?.iter().try_fold(&self.value, |value, key| value.get(*key))
    }

    /// Where the value of a path stands: keys and list indices, as far as the text has them. What a
    /// patch set stands where the patch does.
    pub fn place(&self, path: &[&str]) -> Place {
        if let Some(place) = self.patched_place(path) {
            return place;
        }
        let position = self.node.along(path).last().map_or(self.node.position, |step| step.position);
        Place::new(&self.source, position)
    }
}

impl Document {
    /// The place of the patch that set a field, or the nearest one above or below it. Not every path
    /// has its indices.
    fn patched_place(&self, path: &[&str]) -> Option<Place> {
        let names = |path: &[&str]| path.iter().filter(|key| key.parse::<usize>().is_err()).count();
        let shared = |patched: &[String]| {
            let mut patched = patched.iter().map(String::as_str).filter(|key| key.parse::<usize>().is_err());
            let wanted = path.iter().copied().filter(|key| key.parse::<usize>().is_err());
            wanted.take_while(|key| patched.next() == Some(key)).count()
        };
        let exact = |patched: &[String]| patched.iter().map(String::as_str).zip(path).all(|(one, other)| one == *other);
        let near = self.patched.iter().filter_map(|(patched, place)| {
            let keys: Vec<&str> = patched.iter().map(String::as_str).collect();
            let shared = shared(patched);
            // One of the two paths leads to the other.
            (shared == names(&keys) || shared == names(path)).then_some((shared, exact(patched), place))
        });
        // Of several that are as near, the first.
        let nearest = near.reduce(|best, next| if (next.0, next.1) > (best.0, best.1) { next } else { best });
        nearest.map(|(.., place)| place.clone())
    }
}

impl Identity {
    /// Where the template of the pods of such an object stands, also of well-known custom resources; none where
    /// it runs no pods. A Pod is its own template.
    pub fn pod_template_path(&self) -> Option<&'static [&'static str]> {
        match (self.group.as_str(), self.kind.as_str()) {
            ("", "Pod") => Some(&[]),
            ("", "PodTemplate") => Some(&["template"]),
            (_, "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "ReplicationController" | "Job")
            | ("argoproj.io", "Rollout")
            | ("serving.knative.dev", "Service" | "Configuration")
            | ("apps.kruise.io", "CloneSet") => Some(&["spec", "template"]),
            (_, "CronJob") => Some(&["spec", "jobTemplate", "spec", "template"]),
            ("keda.sh", "ScaledJob") => Some(&["spec", "jobTargetRef", "template"]),
            _ => None,
        }
    }

    /// What tells a value from other objects.
    ///
    /// # Errors
    /// Why it is no Kubernetes object.
    pub fn of(value: &Value) -> Result<Self, String> {
        let text = |pointer: &str, key: &str| {
            let found = value.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
            found.map(str::to_owned).ok_or_else(|| format!("not a Kubernetes object: `{key}` is missing"))
        };
        let api_version = text("/apiVersion", "apiVersion")?;
        Ok(Self {
            group: api_version.split_once('/').map_or(String::new(), |(group, _)| group.to_owned()),
            kind: text("/kind", "kind")?,
            namespace: text("/metadata/namespace", "metadata.namespace").ok(),
            name: text("/metadata/name", "metadata.name")?,
        })
    }
}
