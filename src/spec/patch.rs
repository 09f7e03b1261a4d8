//! A patch of a rendered object, for the one field that no key speaks of.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::types::{ApiGroup, ObjectKind, ObjectName};

/// A strategic merge patch, and the objects that it is laid over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Patch {
    /// Which of the app's objects are meant.
    pub target: PatchTarget,
    /// What is laid over them, in the shape of the object; `null` takes a field away.
    pub patch: Map<String, Value>,
}

/// Which of the app's objects a patch is laid over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PatchTarget {
    /// Kind, such as `Deployment`.
    pub kind: ObjectKind,
    /// Name; every object of the kind when left out.
    pub name: Option<ObjectName>,
    /// Group of the API, such as `apps`; any when left out.
    pub group: Option<ApiGroup>,
}

impl fmt::Display for PatchTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(group) = &self.group {
            write!(f, "{group}/")?;
        }
        write!(f, "{}", self.kind)?;
        match &self.name {
            Some(name) => write!(f, " {name}"),
            None => Ok(()),
        }
    }
}
