//! Peers of the spec as the rules of a NetworkPolicy.

use crate::spec::types::Entries;
use crate::spec::{Peer, PeerEntry, PeerPort};

use super::labels::NAME;
use super::network::{IpBlock, NetworkPeer, NetworkPort, NetworkRule};
use super::report::Report;

/// All public addresses: everything but what RFC 1918, 6598, 3927, 4193 and 4291 (private, shared,
/// link-local, unique local) set aside; the node's metadata service is link-local, too.
const PUBLIC: [(&str, &[&str]); 2] = [
    ("0.0.0.0/0", &["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]),
    ("::/0", &["fc00::/7", "fe80::/10"]),
];

/// What is said beside a host, which a policy cannot name.
const NAMELESS: &str =
    "A policy knows addresses and no names: any public address will do, and the port is what narrows it.";

/// The port of a host that names none.
const HTTPS: u16 = 443;

/// A rule for each callee; hosts of the same ports share one.
pub(super) fn calls(called: &[Peer], report: &mut Report<'_>) -> Vec<NetworkRule> {
    let mut rules: Vec<NetworkRule> = Vec::new();
    for (index, peer) in called.iter().enumerate() {
        let Some(entry) = entry("calls", index, peer, report) else { continue };
        let ports = ports_of(&entry);
        let Some(host) = &entry.host else {
            rules.push(NetworkRule::new(format!("To {}.", words(&entry)), Some(network_peer(&entry)), ports));
            continue;
        };
        match rules.iter_mut().find(|rule| rule.note.is_some() && rule.ports == ports) {
            Some(rule) => rule.reason = format!("{}, {host}.", rule.reason.trim_end_matches('.')),
            None => rules.push(NetworkRule {
                reason: format!("To {host}."),
                note: Some(NAMELESS),
                peer: Some(network_peer(&entry)),
                ports,
            }),
        }
    }
    rules
}

/// The ports of a callee.
fn ports_of(entry: &PeerEntry) -> Vec<NetworkPort> {
    let protocol = entry.protocol.unwrap_or_default();
    let ports: Vec<NetworkPort> = entry
        .named_ports()
        .map(PeerPort::bounds)
        .map(|(first, last)| NetworkPort { end: (last > first).then_some(last), ..NetworkPort::one(first, protocol) })
        .collect();
    match (ports.is_empty(), entry.host.is_some(), entry.protocol) {
        (true, true, _) => vec![NetworkPort::one(HTTPS, protocol)],
        (true, false, Some(protocol)) => vec![NetworkPort { port: None, end: None, protocol }],
        _ => ports,
    }
}

/// The full description of a peer, or a problem where it has none.
pub(super) fn entry(key: &str, index: usize, peer: &Peer, report: &mut Report<'_>) -> Option<PeerEntry> {
    peer.entry()
        .map_err(|error| {
            let message = format!("`{key}[{index}]`: {}", error.message);
            report.problem(key, message, error.hint.unwrap_or_default());
        })
        .ok()
}

/// The other end of the rule.
pub(super) fn network_peer(entry: &PeerEntry) -> NetworkPeer {
    let mut pods = entry.labels.as_ref().map(Entries::texts).unwrap_or_default();
    if let Some(app) = &entry.app {
        pods.insert(NAME.to_owned(), app.to_string());
    }
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let blocks = match (&entry.cidr, &entry.host) {
        (Some(cidr), _) => {
            let except = entry.except.iter().flatten().map(ToString::to_string).collect();
            vec![IpBlock { cidr: cidr.to_string(), except }]
        }
        (None, Some(_)) => PUBLIC.map(|(cidr, except)| IpBlock { cidr: cidr.to_owned(), except: texts(except) }).into(),
        (None, None) => Vec::new(),
    };
    NetworkPeer { namespace: entry.namespace.as_ref().map(ToString::to_string), pods, blocks }
}

/// The peer in words, for the comment beside its rule.
pub(super) fn words(entry: &PeerEntry) -> String {
    let pods = match (&entry.app, &entry.labels) {
        (Some(app), _) => app.to_string(),
        (None, Some(labels)) => {
            let labels: Vec<String> = labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
            format!("pods with {}", labels.join(", "))
        }
        (None, None) => "every pod".to_owned(),
    };
    let excepted = if entry.except.as_ref().is_some_and(|except| !except.is_empty()) { ", in part" } else { "" };
    match (&entry.cidr, &entry.namespace) {
        (Some(cidr), _) => format!("addresses in {cidr}{excepted}"),
        (None, Some(namespace)) => format!("{pods} in namespace {namespace}"),
        (None, None) => format!("{pods} in this namespace"),
    }
}
