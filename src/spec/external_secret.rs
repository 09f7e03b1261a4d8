//! Secrets that the External Secrets Operator makes from what a store holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{DataKey, Duration, Entries, ObjectName};

/// A Secret that the External Secrets Operator makes (<https://external-secrets.io/latest/api/externalsecret/>).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct ExternalSecret {
    /// Name of the store, which must exist in the cluster.
    pub store: Option<ObjectName>,
    /// Kind of the store: SecretStore, that of the app's namespace (the default), or ClusterSecretStore.
    pub store_kind: Option<StoreKind>,
    /// How often the store is asked again; 1h when left out.
    pub refresh: Option<Duration>,
    /// Keys of the Secret, each from an entry of the store.
    pub data: Option<Entries<DataKey, StoreEntry>>,
    /// Entries of the store, all of whose keys become keys of the Secret.
    pub data_from: Option<Vec<StoreExtract>>,
}

/// Kind of a store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum StoreKind {
    /// For one namespace.
    #[default]
    SecretStore,
    /// For all namespaces.
    ClusterSecretStore,
}

/// Where in the store a value stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StoreEntry {
    /// Name or path of the entry.
    pub key: Option<String>,
    /// Part of the entry, where it has several.
    pub property: Option<String>,
    /// Version of the entry; the newest when left out.
    pub version: Option<String>,
}

/// An entry of the store that is taken whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StoreExtract {
    /// Name or path of the entry.
    pub extract: String,
    /// Version of the entry; the newest when left out.
    pub version: Option<String>,
}
