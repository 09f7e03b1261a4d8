//! Which traffic a NetworkPolicy lets in and out.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::spec::types::Name;
use crate::spec::{Exception, Kind, PeerEntry, PeerPort, Protocol, Settings};

use super::labels::NAME;
use super::metrics::{self, Scrape};
use super::peers::{calls, entry, network_peer, words};
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

impl Direction {
    /// The rules of named peers, each once: `calledBy` and `calls` may name the app itself, which `own_pods` lets in anyway.
    fn narrowed(rules: Vec<NetworkRule>) -> Self {
        let mut once: Vec<NetworkRule> = Vec::with_capacity(rules.len());
        for rule in rules {
            if !once.iter().any(|other| (&other.peer, &other.ports) == (&rule.peer, &rule.ports)) {
                once.push(rule);
            }
        }
        Self { narrowed: true, rules: once }
    }
}

/// Peers and ports that are allowed; no peers means everybody, no ports means all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetworkRule {
    /// Why it is there, for the reader of the manifest.
    pub reason: String,
    /// What a policy cannot say of it, where that matters.
    pub note: Option<&'static str>,
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
    /// Ranges of addresses, in place of all above.
    pub blocks: Vec<IpBlock>,
}

/// A range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IpBlock {
    /// The range.
    pub cidr: String,
    /// Parts of it that are not meant.
    pub except: Vec<String>,
}

/// A port of the called side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetworkPort {
    /// Number; none means every port of the transport.
    pub port: Option<u16>,
    /// The last port, where it is a range.
    pub end: Option<u16>,
    /// Transport.
    pub protocol: Protocol,
}

impl NetworkPort {
    /// One port.
    pub(super) fn one(port: u16, protocol: Protocol) -> Self {
        Self { port: Some(port), end: None, protocol }
    }

    /// The ports of an app.
    pub(super) fn declared(ports: &[AppPort]) -> Vec<Self> {
        ports.iter().map(|port| Self::one(port.port, port.protocol)).collect()
    }
}

impl NetworkRule {
    /// A rule whose reason says it all.
    pub(super) fn new(reason: impl Into<String>, peer: Option<NetworkPeer>, ports: Vec<NetworkPort>) -> Self {
        Self { reason: reason.into(), note: None, peer, ports }
    }
}

/// What is let in and out; none where an exception leaves the policy away.
pub(super) fn network(
    name: &Name,
    settings: &Settings,
    ports: &[AppPort],
    scrape: Option<&Scrape>,
    report: &mut Report<'_>,
) -> Option<(Direction, Direction)> {
    let excused = settings.excuses(Exception::NoNetworkPolicy);
    (!excused).then(|| (ingress(name, settings, ports, scrape, report), egress(name, settings, ports, report)))
}

/// The pods of a StatefulSet find each other, whoever else is let in; a single one has nobody to find.
fn own_pods(name: &Name, settings: &Settings, ports: &[AppPort]) -> Option<NetworkRule> {
    let pods = BTreeMap::from([(NAME.to_owned(), name.to_string())]);
    let peer = NetworkPeer { namespace: None, pods, blocks: Vec::new() };
    let single = settings.replicas == Some(1) && settings.autoscaling.is_none();
    let named = settings.kind == Some(Kind::StatefulSet) && !ports.is_empty() && !single;
    named.then(|| NetworkRule::new("Among the pods of the app itself.", Some(peer), NetworkPort::declared(ports)))
}

fn ingress(
    name: &Name,
    settings: &Settings,
    ports: &[AppPort],
    scrape: Option<&Scrape>,
    report: &mut Report<'_>,
) -> Direction {
    let Some(called_by) = &settings.called_by else {
        let reason = "From anywhere, to the declared ports only; `calledBy` in the spec narrows it.";
        let rules = (!ports.is_empty()).then(|| NetworkRule::new(reason, None, NetworkPort::declared(ports)));
        return Direction { narrowed: false, rules: rules.into_iter().collect() };
    };
    let mut rules = Vec::new();
    for (index, peer) in called_by.iter().enumerate() {
        let Some(entry) = entry("calledBy", index, peer, report) else { continue };
        if let Some(host) = &entry.host {
            report.problem(
                "calledBy",
                format!(
                    "`calledBy[{index}]`: a policy knows addresses and no names, so {host} cannot be told from others"
                ),
                "name its addresses, such as `{cidr: 203.0.113.0/24}`; who comes by the public `host` is let in anyway",
            );
            continue;
        }
        let Some(ports) = called(index, &entry, ports, scrape, report) else { continue };
        rules.push(NetworkRule::new(format!("From {}.", words(&entry)), Some(network_peer(&entry)), ports));
    }
    rules.extend(own_pods(name, settings, ports));
    rules.extend(metrics::scraper(settings, scrape, called_by, report));
    if settings.host.is_some() {
        rules.extend(proxy(settings, ports, report));
    }
    Direction::narrowed(rules)
}

/// The declared ports that a caller may use.
fn called(
    index: usize,
    entry: &PeerEntry,
    ports: &[AppPort],
    scrape: Option<&Scrape>,
    report: &mut Report<'_>,
) -> Option<Vec<NetworkPort>> {
    let spoken = |port: &&AppPort| entry.protocol.is_none_or(|protocol| protocol == port.protocol);
    let named: Vec<(u16, u16)> = entry.named_ports().map(PeerPort::bounds).collect();
    if named.is_empty() {
        let own = ports.iter().filter(spoken).filter(|port| !scrape.is_some_and(|scrape| scrape.alone(port)));
        let own: Vec<NetworkPort> = own.map(|port| NetworkPort::one(port.port, port.protocol)).collect();
        // A rule without a port would open all of them.
        if own.is_empty() {
            report.problem(
                "calledBy",
                format!("`calledBy[{index}]` finds no port that it could use"),
                "declare it under `ports`, name the one that is meant, or take the caller out",
            );
            return None;
        }
        return Some(own);
    }
    let within = |(first, last): &(u16, u16), port: &AppPort| (*first..=*last).contains(&port.port);
    let found = |bounds: &(u16, u16)| ports.iter().filter(spoken).any(|port| within(bounds, port));
    if let Some((first, last)) = named.iter().find(|bounds| !found(bounds)) {
        let port = if first == last { first.to_string() } else { format!("{first}-{last}") };
        let spoken = entry.protocol.map_or_else(String::new, |protocol| format!(" by {}", protocol.name()));
        report.problem(
            "calledBy",
            format!("`calledBy[{index}]` names port {port}{spoken}, which the app does not declare"),
            "declare it under `ports`, or leave it out for all declared ports",
        );
        return None;
    }
    let chosen = ports.iter().filter(spoken).filter(|port| named.iter().any(|bounds| within(bounds, port)));
    Some(chosen.map(|port| NetworkPort::one(port.port, port.protocol)).collect())
}

/// The proxies that carry the public host's traffic must get in where callers are named.
fn proxy(settings: &Settings, ports: &[AppPort], report: &mut Report<'_>) -> Option<NetworkRule> {
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
    let peer = NetworkPeer { namespace: Some(namespace.to_string()), pods: BTreeMap::new(), blocks: Vec::new() };
    let main = NetworkPort::declared(&ports[..ports.len().min(1)]);
    Some(NetworkRule::new("From the proxies that serve the public host.", Some(peer), main))
}

fn egress(name: &Name, settings: &Settings, ports: &[AppPort], report: &mut Report<'_>) -> Direction {
    let Some(called) = &settings.calls else {
        let anywhere = NetworkRule::new("To anywhere; `calls` in the spec narrows it.", None, Vec::new());
        return Direction { narrowed: false, rules: vec![anywhere] };
    };
    let dns = [Protocol::Udp, Protocol::Tcp].map(|protocol| NetworkPort::one(53, protocol));
    let mut rules = vec![NetworkRule::new("Names: cluster DNS, wherever it runs.", None, dns.into())];
    rules.extend(own_pods(name, settings, ports));
    if settings.permissions.as_ref().is_some_and(|permissions| !permissions.is_empty()) {
        let ports = [443, 6443].map(|port| NetworkPort::one(port, Protocol::Tcp));
        let reason = "To the Kubernetes API, whose address differs from cluster to cluster.";
        rules.push(NetworkRule::new(reason, None, ports.into()));
    }
    rules.extend(calls(called, report));
    Direction::narrowed(rules)
}
