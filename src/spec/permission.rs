//! What an app may do with the Kubernetes API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{ApiGroup, ObjectName, ResourceName};

/// Verbs on resources of the app's own namespace, granted by a Role
/// (<https://kubernetes.io/docs/reference/access-authn-authz/rbac/>).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Permission {
    /// Group of the API, such as `apps`; the core group when left out.
    pub group: Option<ApiGroup>,
    /// Resources in the plural, such as `configmaps` or `pods/log`.
    pub resources: Vec<ResourceName>,
    /// The only objects that are meant, by name; all when left out.
    pub names: Option<Vec<ObjectName>>,
    /// What the app may do with them.
    pub verbs: Vec<Verb>,
}

/// What can be done with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// Read one.
    Get,
    /// Read all.
    List,
    /// Be told of changes.
    Watch,
    /// Make one.
    Create,
    /// Replace one.
    Update,
    /// Change a part of one.
    Patch,
    /// Delete one.
    Delete,
    /// Delete many.
    DeleteCollection,
}
