//! How a spec states probes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{Duration, HttpPath, Port};

/// How Kubernetes learns that the app has started, can serve, and still lives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Health {
    /// Can serve now: an http path, or a probe. Without it a port is tried by opening a connection.
    pub readiness: Option<ProbeEntry>,
    /// Still lives; a failure restarts the container. None is invented when it is left out.
    pub liveness: Option<ProbeEntry>,
    /// Time that the app has to start, and its own probe if it has one.
    pub startup: Option<Startup>,
}

/// A probe: an http path on the first port, or a full description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ProbeEntry {
    /// An http path on the first port.
    Path(HttpPath),
    /// A full description.
    Full(Probe),
}

/// A probe: exactly one of http, grpc, tcp, exec, and its pace.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Probe {
    /// An http GET that must answer 200 to 399.
    pub http: Option<HttpProbe>,
    /// The grpc health protocol.
    pub grpc: Option<GrpcProbe>,
    /// A TCP connection that must open.
    pub tcp: Option<TcpProbe>,
    /// A command in the container that must exit with 0.
    pub exec: Option<Vec<String>>,
    /// Time between two tries; 5s for readiness, 10s for liveness.
    pub every: Option<Duration>,
    /// Time that one try may take; 2s when left out.
    pub timeout: Option<Duration>,
    /// Failures in a row before the probe counts as failed; 3 for readiness, 6 for liveness.
    pub failures: Option<u8>,
}

/// An http GET.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HttpProbe {
    /// Path, starting with `/`.
    pub path: HttpPath,
    /// Port; the first one when left out.
    pub port: Option<Port>,
    /// Whether to speak https; the certificate is not checked.
    #[serde(default)]
    pub tls: bool,
}

/// The grpc health protocol.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GrpcProbe {
    /// Port; the first one when left out.
    pub port: Option<Port>,
    /// Name of the service that is asked for; the server as a whole when left out.
    pub service: Option<String>,
}

/// A TCP connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TcpProbe {
    /// Port; the first one when left out.
    pub port: Option<Port>,
}

/// The start-up budget.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Startup {
    /// Time that the slowest acceptable start takes; 60s when left out.
    pub within: Option<Duration>,
    /// A probe of its own; the liveness probe's, else the readiness probe's question when left out.
    pub probe: Option<ProbeEntry>,
}
