//! Variables that tell a container what Kubernetes knows of its pod.

use serde::Serialize;

use crate::spec::{Settings, join_key};

use super::report::Report;
use super::secrets::SecretReference;

/// A variable and the field that it tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Downward {
    /// The variable.
    pub variable: String,
    /// The field's path.
    pub field: String,
    /// Whether it is one of the container's requests and limits.
    pub resource: bool,
}

pub(super) fn downward(settings: &Settings, secrets: &[SecretReference], report: &mut Report<'_>) -> Vec<Downward> {
    let mut fields = Vec::new();
    for (name, field) in settings.downward_api.iter().flat_map(|fields| fields.iter()) {
        let configured = settings.config.as_ref().is_some_and(|config| config.contains_key(name));
        let secret = secrets.iter().find(|secret| secret.variable == name.as_str());
        let other = secret.map(|secret| format!("secrets.{}", secret.name));
        if let Some(other) = other.or(configured.then(|| format!("config.{name}"))) {
            report.problem(
                &join_key(&["downwardApi", name.as_str()]),
                format!("`{other}` and `downwardApi.{name}` both set the variable {name}"),
                "keep one of the two",
            );
        }
        fields.push(Downward { variable: name.to_string(), field: field.to_string(), resource: field.is_resource() });
    }
    fields
}
