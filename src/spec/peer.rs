//! The other end of a connection that a NetworkPolicy allows.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

use super::types::{Cidr, Entries, LabelKey, LabelValue, Name, NamespaceName, Port, TextType};

/// Another app, a namespace, or a range of addresses: `shop/cartservice:7070`, or a map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Peer {
    /// `namespace/app:port`; namespace and port may be left out.
    Short(PeerText),
    /// A full description.
    Full(PeerEntry),
}

/// One peer in full.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PeerEntry {
    /// Its `app.kubernetes.io/name` label.
    pub app: Option<LabelValue>,
    /// Its labels, where it does not carry `app.kubernetes.io/name`.
    pub labels: Option<Entries<LabelKey, LabelValue>>,
    /// Its namespace; the app's own when left out. Alone: every pod there.
    pub namespace: Option<NamespaceName>,
    /// A range of addresses outside the cluster, in place of all above.
    pub cidr: Option<Cidr>,
    /// The port of the called side; all its ports (for `calledBy`: all declared ports) when left out.
    pub port: Option<Port>,
}

impl Peer {
    /// The full description.
    ///
    /// # Errors
    /// What is wrong with the combination of keys, and how to mend it.
    pub fn entry(&self) -> Result<PeerEntry, Problem> {
        let entry = match self {
            Self::Short(text) => text.0.clone(),
            Self::Full(entry) => entry.clone(),
        };
        let pods = entry.app.is_some() || entry.labels.is_some() || entry.namespace.is_some();
        let wrong = |message: &str, hint: &str| Err(Problem::new(message).hint(hint));
        match (entry.cidr.is_some(), pods) {
            (true, true) => wrong(
                "a peer is either a `cidr` or pods (`app`, `labels`, `namespace`), not both",
                "make two peers of it, or keep one of the two",
            ),
            (false, false) => wrong(
                "a peer needs an `app`, `labels`, a `namespace` or a `cidr`",
                "write a peer as `namespace/app:port`, or as a map",
            ),
            _ if entry.app.as_ref().is_some_and(|app| app.as_str().is_empty()) => {
                wrong("an empty `app` names no pod", "name the app, or leave `app` out and say a `namespace`")
            }
            _ if entry.app.is_none() && entry.labels.as_ref().is_some_and(|labels| labels.is_empty()) => wrong(
                "empty `labels` would select every pod",
                "name a label; where every pod is meant, say its `namespace` and nothing else",
            ),
            _ => Ok(entry),
        }
    }
}

/// The short form of a peer: `namespace/app:port`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerText(PeerEntry);

impl fmt::Display for PeerText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(namespace) = &self.0.namespace {
            write!(f, "{namespace}/")?;
        }
        if let Some(app) = &self.0.app {
            write!(f, "{app}")?;
        }
        if let Some(port) = self.0.port {
            write!(f, ":{}", port.get())?;
        }
        Ok(())
    }
}

impl TextType for PeerText {
    const FORMAT: &'static str = "peer";
    const WHAT: &'static str = "another app as namespace/app:port; namespace and port may be left out";

    fn parse(text: &str) -> Result<Self, String> {
        let with = |error: String| format!("{error}; write a peer as `namespace/app:port`");
        let (target, port) = text.split_once(':').map_or((text, None), |(target, port)| (target, Some(port)));
        let (namespace, app) = target.split_once('/').map_or((None, target), |(namespace, app)| (Some(namespace), app));
        let number =
            |port: &str| port.parse::<u64>().map_err(|_| format!("`{port}` is not a port")).and_then(Port::try_from);
        Ok(Self(PeerEntry {
            app: Some(Name::parse(app).map_err(with)?.as_str().parse()?),
            namespace: namespace.map(NamespaceName::parse).transpose().map_err(with)?,
            port: port.map(number).transpose().map_err(with)?,
            ..PeerEntry::default()
        }))
    }
}
