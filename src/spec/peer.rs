//! The other end of a connection that a NetworkPolicy allows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

use super::peer_text::PeerText;
use super::port::Protocol;
use super::types::{Cidr, Entries, Host, LabelKey, LabelValue, NamespaceName, Port, PortRange};

/// Another app, a namespace, a host or a range of addresses: `shop/cartservice:7070`,
/// `api.example.com:443`, or a map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Peer {
    /// `namespace/app:port`, or `host:port`; a text with a dot and no slash is a host.
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
    /// Parts of `cidr` that are not meant.
    pub except: Option<Vec<Cidr>>,
    /// A host outside the cluster, for `calls` alone, in place of all above: any public address, since
    /// a policy knows no names.
    pub host: Option<Host>,
    /// The port of the called side, or a range such as `8000-8100`; all its ports (for a host: 443, for
    /// `calledBy`: all declared ports) when left out.
    pub port: Option<PeerPort>,
    /// Several ports in place of `port`.
    pub ports: Option<Vec<PeerPort>>,
    /// Transport of the ports: TCP (the default), UDP or SCTP.
    pub protocol: Option<Protocol>,
}

/// A port, or a range of ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PeerPort {
    /// One port.
    One(Port),
    /// Every port from the first to the last.
    Range(PortRange),
}

impl PeerPort {
    /// The first and the last port.
    pub fn bounds(self) -> (u16, u16) {
        match self {
            Self::One(port) => (port.get(), port.get()),
            Self::Range(range) => (range.first().get(), range.last().get()),
        }
    }
}

impl Peer {
    /// The full description.
    ///
    /// # Errors
    /// What is wrong with the combination of keys, and how to mend it.
    pub fn entry(&self) -> Result<PeerEntry, Problem> {
        let entry = match self {
            Self::Short(text) => text.entry().clone(),
            Self::Full(entry) => entry.clone(),
        };
        entry.check().map_or(Ok(entry), Err)
    }
}

impl PeerEntry {
    /// The ports that are named, in whichever of the two ways.
    pub fn named_ports(&self) -> impl Iterator<Item = PeerPort> {
        self.port.iter().chain(self.ports.iter().flatten()).copied()
    }

    /// What is wrong with the combination of keys.
    fn check(&self) -> Option<Problem> {
        let pods = self.app.is_some() || self.labels.is_some() || self.namespace.is_some();
        let wrong = |message: &str, hint: &str| Some(Problem::new(message).hint(hint));
        match [self.cidr.is_some(), self.host.is_some(), pods].into_iter().filter(|named| *named).count() {
            0 => wrong(
                "a peer needs an `app`, `labels`, a `namespace`, a `host` or a `cidr`",
                "write a peer as `namespace/app:port`, or as a map",
            ),
            1 if self.except.is_some() && self.cidr.is_none() => wrong(
                "`except` takes parts of a `cidr` out, and there is none",
                "name the `cidr`, or take `except` out",
            ),
            1 if self.port.is_some() && self.ports.is_some() => {
                wrong("`port` and `ports` are both set", "keep one of the two")
            }
            1 if self.ports.as_ref().is_some_and(Vec::is_empty) => {
                wrong("empty `ports` would allow every port", "name one, or take `ports` out for all of them")
            }
            1 if self.app.as_ref().is_some_and(|app| app.as_str().is_empty()) => {
                wrong("an empty `app` names no pod", "name the app, or leave `app` out and say a `namespace`")
            }
            1 if self.app.is_none() && self.labels.as_ref().is_some_and(|labels| labels.is_empty()) => wrong(
                "empty `labels` would select every pod",
                "name a label; where every pod is meant, say its `namespace` and nothing else",
            ),
            1 => self.check_except().or_else(|| self.check_host()),
            _ => wrong(
                "a peer is a `cidr`, a `host` or pods (`app`, `labels`, `namespace`), and only one of the three",
                "make a peer of each, or keep one",
            ),
        }
    }

    /// The API takes a part of the range only, and nothing else would have a meaning.
    fn check_except(&self) -> Option<Problem> {
        let cidr = self.cidr.as_ref()?;
        let outside = self.except.iter().flatten().find(|except| !cidr.holds(except))?;
        let problem = Problem::new(format!("`except` {outside} is not a smaller part of {cidr}"));
        Some(problem.hint("name a range inside of it, or take `except` out"))
    }

    /// A name of the cluster or of a private network stands for addresses that no public rule allows.
    fn check_host(&self) -> Option<Problem> {
        const PRIVATE: [&str; 5] = [".local", ".internal", ".localhost", ".lan", ".home.arpa"];
        let host = self.host.as_ref()?.as_str();
        let mut labels = host.split('.');
        if let (Some(app), Some(namespace), Some("svc")) = (labels.next(), labels.next(), labels.next()) {
            let problem = Problem::new(format!("{host} is a Service of the cluster, and no public host"));
            return Some(problem.hint(format!("write it as `{namespace}/{app}:port`")));
        }
        let ending = PRIVATE.iter().find(|ending| host.ends_with(**ending))?;
        let problem = Problem::new(format!("{host} is a name of a private network (`{ending}`), and no public host"));
        Some(problem.hint("name its addresses, such as `{cidr: 10.20.0.0/16, port: 5432}`"))
    }
}
