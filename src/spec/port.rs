//! Ports that a spec declares.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{LabelKey, Port, PortName};

/// A port of the container and of the Service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PortEntry {
    /// Name, by which Service, probes and routes refer to it.
    pub name: PortName,
    /// Number, the same in container and Service.
    pub port: Port,
    /// Transport: TCP (the default), UDP or SCTP.
    #[serde(default)]
    pub protocol: Protocol,
    /// Application protocol, such as `http`, `grpc` or `kubernetes.io/h2c`.
    pub app_protocol: Option<LabelKey>,
    /// Used inside of the pod and by probes alone: the Service leaves it out, and nobody is let in.
    #[serde(default)]
    pub inside: bool,
}

/// Transport protocol of a port.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

impl Protocol {
    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        }
    }
}
