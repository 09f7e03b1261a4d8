//! What NetworkPolicies allow, as the API defines it
//! (<https://kubernetes.io/docs/concepts/services-networking/network-policies/>), in as much as
//! kubewright writes of it; anything else ends the test.

use std::collections::BTreeMap;
use std::net::IpAddr;

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// One end of a connection.
#[derive(Debug, Clone)]
pub(crate) struct End {
    /// Its namespace; none outside the cluster.
    pub(crate) namespace: Option<String>,
    /// The pod's labels.
    pub(crate) labels: BTreeMap<String, String>,
    /// Its address.
    pub(crate) address: IpAddr,
}

/// Whether the policies of both ends allow a connection from one to a port of the other.
pub(crate) fn allows(policies: &[NetworkPolicy], from: &End, to: &End, port: u16, protocol: &str) -> bool {
    let (mut out, mut into) = (Vec::new(), Vec::new());
    for policy in policies {
        let spec = policy.spec.as_ref().expect("a policy has a spec");
        let types = spec.policy_types.as_ref().expect("both directions are written");
        let speaks_of = |end: &End, direction: &str| {
            policy.metadata.namespace == end.namespace
                && selects(spec.pod_selector.as_ref().expect("a policy selects pods"), &end.labels)
                && types.iter().any(|name| name == direction)
        };
        if speaks_of(from, "Egress") {
            out.push(spec);
        }
        if speaks_of(to, "Ingress") {
            into.push(spec);
        }
    }
    let egress = |spec: &&NetworkPolicySpec| {
        spec.egress
            .iter()
            .flatten()
            .any(|rule| meets(rule.to.as_deref(), from, to) && covers(rule.ports.as_deref(), port, protocol))
    };
    let ingress = |spec: &&NetworkPolicySpec| {
        spec.ingress
            .iter()
            .flatten()
            .any(|rule| meets(rule.from.as_deref(), to, from) && covers(rule.ports.as_deref(), port, protocol))
    };
    // A pod that no policy speaks of is open; what several say adds up.
    (out.is_empty() || out.iter().any(egress)) && (into.is_empty() || into.iter().any(ingress))
}

/// Whether one of a rule's peers is the other end; a rule without any means everybody.
fn meets(peers: Option<&[NetworkPolicyPeer]>, own: &End, other: &End) -> bool {
    let peers = peers.unwrap_or_default();
    peers.is_empty() || peers.iter().any(|peer| is(peer, own, other))
}

fn is(peer: &NetworkPolicyPeer, own: &End, other: &End) -> bool {
    if let Some(block) = &peer.ip_block {
        return is_in(block, other.address);
    }
    let Some(namespace) = &other.namespace else { return false };
    let home = match &peer.namespace_selector {
        // The one label that every namespace has.
        Some(selector) => {
            selects(selector, &BTreeMap::from([("kubernetes.io/metadata.name".to_owned(), namespace.clone())]))
        }
        None => own.namespace == other.namespace,
    };
    home && peer.pod_selector.as_ref().is_none_or(|selector| selects(selector, &other.labels))
}

fn is_in(block: &IPBlock, address: IpAddr) -> bool {
    holds(&block.cidr, address) && !block.except.iter().flatten().any(|except| holds(except, address))
}

fn holds(cidr: &str, address: IpAddr) -> bool {
    let (network, bits) = cidr.split_once('/').expect("a range has a mask");
    let bits: u32 = bits.parse().expect("a mask is a number");
    match (network.parse().expect("a range has an address"), address) {
        (IpAddr::V4(network), IpAddr::V4(address)) => {
            (u32::from(network) ^ u32::from(address)).checked_shr(32 - bits).unwrap_or(0) == 0
        }
        (IpAddr::V6(network), IpAddr::V6(address)) => {
            (u128::from(network) ^ u128::from(address)).checked_shr(128 - bits).unwrap_or(0) == 0
        }
        _ => false,
    }
}

fn selects(selector: &LabelSelector, labels: &BTreeMap<String, String>) -> bool {
    assert!(selector.match_expressions.is_none(), "expressions are not understood: {selector:?}");
    selector.match_labels.iter().flatten().all(|(key, value)| labels.get(key) == Some(value))
}

fn covers(ports: Option<&[NetworkPolicyPort]>, port: u16, protocol: &str) -> bool {
    let ports = ports.unwrap_or_default();
    ports.is_empty()
        || ports.iter().any(|stated| {
            let number = stated.port.as_ref().map(|port| match port {
                IntOrString::Int(number) => *number,
                IntOrString::String(name) => panic!("port {name}: names are not understood"),
            });
            let last = stated.end_port.or(number);
            stated.protocol.as_deref().unwrap_or("TCP") == protocol
                && number.is_none_or(|first| first <= i32::from(port))
                && last.is_none_or(|last| i32::from(port) <= last)
        })
}
