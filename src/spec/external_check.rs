//! A check of the app from outside, where its users are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Duration, Entries, HttpPath, LabelKey, LabelValue, ModuleName, NamespaceName, ObjectName, Port};

/// A check of the public host by the blackbox exporter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExternalCheck {
    /// The Service of the blackbox exporter, which asks.
    pub prober: Option<Prober>,
    /// The exporter's module: how it asks, and what must be in the answer; `http_2xx` when left out.
    pub module: Option<ModuleName>,
    /// Path that it asks for; `/` when left out.
    pub path: Option<HttpPath>,
    /// Time between two checks; what the Prometheus usually takes when left out.
    pub interval: Option<Duration>,
    /// Labels by which a Prometheus selects its Probes, such as `release`.
    pub labels: Option<Entries<LabelKey, LabelValue>>,
}

/// The Service of a blackbox exporter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Prober {
    /// Its name.
    pub name: Option<ObjectName>,
    /// Its namespace.
    pub namespace: Option<NamespaceName>,
    /// Its port; 9115 when left out.
    pub port: Option<Port>,
}
