//! Which traffic a NetworkPolicy lets in and out.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::spec::types::Name;
use crate::spec::{Exception, Kind, Peer, PeerEntry, Protocol, Settings};

use super::labels::NAME;
use super::ports::AppPort;
use super::report::Report;

/// One direction of traffic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Direction {
    /// Whether peers were stated, so that all others are refused.
    pub narrowed: bool,
    /// What is allowed.
    pub rules: Vec<NetworkRule>,
}

/// Peers and ports that are allowed; no peers means everybody, no ports means all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetworkRule {
    /// Why it is there, for the reader of the manifest.
    pub reason: String,
    /// The other end; one at the most.
    pub peer: Option<NetworkPeer>,
    /// The ports of the called side.
    pub ports: Vec<NetworkPort>,
}

/// The other end of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetworkPeer {
    /// Name of its namespace, where it is not the app's own.
    pub namespace: Option<String>,
    /// Labels of its pods; none means all pods of the namespace.
    pub pods: BTreeMap<String, String>,
    /// A range of addresses, in place of all above.
    pub cidr: Option<String>,
}

/// A port of the called side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetworkPort {
    /// Number.
    pub port: u16,
    /// Transport.
    pub protocol: Protocol,
}

/// What is let in and out; none where an exception leaves the policy away.
pub(super) fn network(
    name: &Name,
    settings: &Settings,
    ports: &[AppPort],
    report: &mut Report<'_>,
) -> Option<(Direction, Direction)> {
    let excused = settings.excuses(Exception::NoNetworkPolicy);
    (!excused).then(|| (ingress(name, settings, ports, report), egress(name, settings, ports, report)))
}

/// The pods of a StatefulSet find each other, whoever else is let in.
fn own_pods(reason: &str, name: &Name, ports: Vec<NetworkPort>) -> NetworkRule {
    let pods = BTreeMap::from([(NAME.to_owned(), name.to_string())]);
    NetworkRule { reason: reason.to_owned(), peer: Some(NetworkPeer { namespace: None, pods, cidr: None }), ports }
}

fn ingress(name: &Name, settings: &Settings, ports: &[AppPort], report: &mut Report<'_>) -> Direction {
    let declared: Vec<NetworkPort> =
        ports.iter().map(|port| NetworkPort { port: port.port, protocol: port.protocol }).collect();
    let Some(called_by) = &settings.called_by else {
        let rules = if declared.is_empty() {
            Vec::new()
        } else {
            vec![NetworkRule {
                reason: "From anywhere, to the declared ports only; `calledBy` in the spec narrows it.".to_owned(),
                peer: None,
                ports: declared,
            }]
        };
        return Direction { narrowed: false, rules };
    };
    let mut rules = Vec::new();
    for (index, peer) in called_by.iter().enumerate() {
        let Some(entry) = entry("calledBy", index, peer, report) else { continue };
        let ports = match entry.port {
            None => declared.clone(),
            Some(port) => declared.iter().filter(|declared| declared.port == port.get()).cloned().collect(),
        };
        if let Some(port) = entry.port.filter(|_| ports.is_empty()) {
            report.problem(
                "calledBy",
                format!("`calledBy[{index}]` names port {}, which the app does not declare", port.get()),
                "declare it under `ports`, or leave it out for all declared ports",
            );
            continue;
        }
        rules.push(NetworkRule { reason: format!("From {}.", words(&entry)), peer: Some(network_peer(&entry)), ports });
    }
    if settings.kind == Some(Kind::StatefulSet) && !declared.is_empty() {
        rules.push(own_pods("Among the pods of the app itself.", name, declared.clone()));
    }
    if settings.host.is_some() {
        rules.extend(proxy(settings, &declared, report));
    }
    Direction { narrowed: true, rules }
}

/// The proxies that carry the public host's traffic must get in where callers are named.
fn proxy(settings: &Settings, ports: &[NetworkPort], report: &mut Report<'_>) -> Option<NetworkRule> {
    let namespace = match (&settings.gateway, &settings.ingress) {
        (Some(gateway), _) => {
            gateway.proxy_namespace.as_ref().or(gateway.namespace.as_ref()).or(settings.namespace.as_ref())
        }
        (None, Some(ingress)) => ingress.proxy_namespace.as_ref(),
        (None, None) => return None,
    };
    if let (Some(gateway), Some(namespace)) = (&settings.gateway, namespace)
        && gateway.proxy_namespace.is_none()
    {
        report.warning(
            "calledBy",
            format!("the proxies that serve `host` are let in from namespace {namespace}, the Gateway's"),
            "some implementations run them elsewhere: name it, `gateway: {..., proxyNamespace: ...}`",
        );
    }
    let Some(namespace) = namespace else {
        let key = if settings.gateway.is_some() { "gateway" } else { "ingress" };
        let hint = format!("name the namespace of its pods: `{key}: {{..., proxyNamespace: ...}}`");
        report.problem(
            "calledBy",
            format!(
                "`calledBy` would cut off the proxies that serve `host`: the namespace of the {key}'s pods is not known"
            ),
            hint,
        );
        return None;
    };
    let peer = NetworkPeer { namespace: Some(namespace.to_string()), pods: BTreeMap::new(), cidr: None };
    Some(NetworkRule {
        reason: "From the proxies that serve the public host.".to_owned(),
        peer: Some(peer),
        ports: ports.first().cloned().into_iter().collect(),
    })
}

fn egress(name: &Name, settings: &Settings, ports: &[AppPort], report: &mut Report<'_>) -> Direction {
    let Some(calls) = &settings.calls else {
        let reason = "To anywhere; `calls` in the spec narrows it.".to_owned();
        return Direction { narrowed: false, rules: vec![NetworkRule { reason, peer: None, ports: Vec::new() }] };
    };
    let dns = [Protocol::Udp, Protocol::Tcp].map(|protocol| NetworkPort { port: 53, protocol });
    let reason = "Names: cluster DNS, wherever it runs.".to_owned();
    let mut rules = vec![NetworkRule { reason, peer: None, ports: dns.into() }];
    if settings.kind == Some(Kind::StatefulSet) && !ports.is_empty() {
        let ports = ports.iter().map(|port| NetworkPort { port: port.port, protocol: port.protocol }).collect();
        rules.push(own_pods("Among the pods of the app itself.", name, ports));
    }
    if settings.permissions.as_ref().is_some_and(|permissions| !permissions.is_empty()) {
        let ports = [443, 6443].map(|port| NetworkPort { port, protocol: Protocol::Tcp });
        let reason = "To the Kubernetes API, whose address differs from cluster to cluster.".to_owned();
        rules.push(NetworkRule { reason, peer: None, ports: ports.into() });
    }
    for (index, peer) in calls.iter().enumerate() {
        let Some(entry) = entry("calls", index, peer, report) else { continue };
        let ports =
            entry.port.map(|port| NetworkPort { port: port.get(), protocol: Protocol::Tcp }).into_iter().collect();
        rules.push(NetworkRule { reason: format!("To {}.", words(&entry)), peer: Some(network_peer(&entry)), ports });
    }
    Direction { narrowed: true, rules }
}

fn entry(key: &str, index: usize, peer: &Peer, report: &mut Report<'_>) -> Option<PeerEntry> {
    peer.entry()
        .map_err(|error| {
            let message = format!("`{key}[{index}]`: {}", error.message);
            report.problem(key, message, error.hint.unwrap_or_default());
        })
        .ok()
}

fn network_peer(entry: &PeerEntry) -> NetworkPeer {
    let mut pods: BTreeMap<String, String> = entry
        .labels
        .iter()
        .flat_map(|labels| labels.iter())
        .map(|(key, value)| (key.to_string(), value.to_string()))
        .collect();
    if let Some(app) = &entry.app {
        pods.insert(NAME.to_owned(), app.to_string());
    }
    NetworkPeer {
        namespace: entry.namespace.as_ref().map(ToString::to_string),
        pods,
        cidr: entry.cidr.as_ref().map(ToString::to_string),
    }
}

/// The peer in words, for the comment beside its rule.
fn words(entry: &PeerEntry) -> String {
    let pods = match (&entry.app, &entry.labels) {
        (Some(app), _) => app.to_string(),
        (None, Some(labels)) => {
            let labels: Vec<String> = labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
            format!("pods with {}", labels.join(", "))
        }
        (None, None) => "every pod".to_owned(),
    };
    match (&entry.cidr, &entry.namespace) {
        (Some(cidr), _) => format!("addresses in {cidr}"),
        (None, Some(namespace)) => format!("{pods} in namespace {namespace}"),
        (None, None) => format!("{pods} in this namespace"),
    }
}
