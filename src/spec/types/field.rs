//! What Kubernetes knows of a pod, by the name of its field.

use crate::problem::did_you_mean;

use super::name::shown;
use super::{LabelKey, TextType, kept_text};

/// A field that the downward API tells a container
/// (<https://kubernetes.io/docs/concepts/workloads/pods/downward-api/>).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath(String);

kept_text!(FieldPath);

/// Fields of the pod.
const FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

/// Fields of the container.
const RESOURCES: [&str; 6] = [
    "requests.cpu",
    "requests.memory",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
];

impl FieldPath {
    /// Whether it is one of the container's requests and limits.
    pub fn is_resource(&self) -> bool {
        RESOURCES.contains(&self.0.as_str())
    }
}

impl TextType for FieldPath {
    const FORMAT: &'static str = "field-path";
    const WHAT: &'static str =
        "a field of the downward API such as metadata.name, status.podIP, limits.memory or metadata.labels['tier']";

    fn parse(text: &str) -> Result<Self, String> {
        let keyed = ["metadata.labels['", "metadata.annotations['"].iter().find_map(|start| text.strip_prefix(start));
        let key = keyed.and_then(|rest| rest.strip_suffix("']"));
        if FIELDS.contains(&text) || RESOURCES.contains(&text) || key.is_some_and(|key| LabelKey::parse(key).is_ok()) {
            return Ok(Self(text.to_owned()));
        }
        let near = did_you_mean(text, FIELDS.into_iter().chain(RESOURCES)).unwrap_or_else(|| {
            "use one such as metadata.name, status.podIP, limits.memory or metadata.labels['tier']".to_owned()
        });
        Err(format!("{} is not a field that the downward API tells: {near}", shown(text)))
    }
}
