//! The evaluator itself can tell what is allowed from what is not.

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};

use crate::policy::{End, allows};
use crate::{host, pod};

/// A policy of all pods of namespace shop that are called web.
fn policy(spec: &Value) -> Vec<NetworkPolicy> {
    let selector = json!({"matchLabels": {"app.kubernetes.io/name": "web"}});
    let mut policy = json!({"metadata": {"namespace": "shop"}, "spec": {"podSelector": selector}});
    for (key, value) in spec.as_object().expect("a map") {
        policy["spec"][key] = value.clone();
    }
    vec![serde_json::from_value(policy).expect("a policy")]
}

fn web() -> End {
    pod("shop", "web")
}

#[test]
fn a_direction_is_open_until_a_policy_speaks_of_it() {
    let one = policy(&json!({"policyTypes": ["Ingress"], "ingress": []}));
    assert!(allows(&one, &web(), &pod("shop", "cart"), 80, "TCP"));
    assert!(!allows(&one, &pod("shop", "cart"), &web(), 80, "TCP"));
    assert!(allows(&one, &pod("shop", "cart"), &pod("shop", "other"), 80, "TCP"));
    assert!(allows(&one, &pod("shop", "cart"), &pod("elsewhere", "web"), 80, "TCP"));
}

#[test]
fn an_empty_rule_allows_everything_and_rules_add_up() {
    let closed = policy(&json!({"policyTypes": ["Egress"], "egress": []}));
    let open = policy(&json!({"policyTypes": ["Egress"], "egress": [{}]}));
    assert!(!allows(&closed, &web(), &host("203.0.113.7"), 80, "TCP"));
    assert!(allows(&open, &web(), &host("203.0.113.7"), 80, "TCP"));
    assert!(allows(&[closed, open].concat(), &web(), &host("203.0.113.7"), 80, "TCP"));
}

#[test]
fn both_ends_must_agree() {
    let to_cart = json!([{"to": [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "cart"}}}]}]);
    let one = policy(&json!({"policyTypes": ["Egress", "Ingress"], "egress": to_cart, "ingress": []}));
    assert!(allows(&one, &web(), &pod("shop", "cart"), 80, "TCP"));
    assert!(!allows(&one, &web(), &web(), 80, "TCP"));
}

#[test]
fn pods_are_those_of_the_own_namespace_unless_another_is_named() {
    let cart = json!({"matchLabels": {"app.kubernetes.io/name": "cart"}});
    let away = json!({"matchLabels": {"kubernetes.io/metadata.name": "away"}});
    let to = |peer: Value| policy(&json!({"policyTypes": ["Egress"], "egress": [{"to": [peer]}]}));
    let (here, both, every) = (
        to(json!({"podSelector": cart})),
        to(json!({"podSelector": cart, "namespaceSelector": away})),
        to(json!({"namespaceSelector": away})),
    );
    for (policies, namespace, app, expected) in [
        (&here, "shop", "cart", true),
        (&here, "away", "cart", false),
        (&here, "shop", "other", false),
        (&both, "away", "cart", true),
        (&both, "away", "other", false),
        (&both, "shop", "cart", false),
        (&every, "away", "other", true),
        (&every, "shop", "cart", false),
    ] {
        let allowed = allows(policies, &web(), &pod(namespace, app), 80, "TCP");
        assert_eq!(allowed, expected, "{namespace}/{app} by {policies:?}");
    }
    assert!(!allows(&every, &web(), &host("203.0.113.7"), 80, "TCP"), "a host is in no namespace");
}

#[test]
fn a_range_of_addresses_is_without_its_exceptions() {
    let public = json!({"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "172.16.0.0/12"]});
    let six = json!({"cidr": "::/0", "except": ["fc00::/7"]});
    let one = policy(&json!({"policyTypes": ["Egress"], "egress": [{"to": [{"ipBlock": public}, {"ipBlock": six}]}]}));
    for (address, expected) in [
        ("203.0.113.7", true),
        ("10.1.2.3", false),
        ("172.31.0.1", false),
        ("172.32.0.1", true),
        ("2001:db8::7", true),
        ("fd00::7", false),
    ] {
        assert_eq!(allows(&one, &web(), &host(address), 443, "TCP"), expected, "{address}");
    }
}

#[test]
fn ports_count_with_their_transport_and_their_range() {
    let ports =
        json!([{"port": 80}, {"port": 53, "protocol": "UDP"}, {"port": 8000, "endPort": 8100}, {"protocol": "SCTP"}]);
    let one = policy(&json!({"policyTypes": ["Egress"], "egress": [{"ports": ports}]}));
    for (port, protocol, expected) in [
        (80, "TCP", true),
        (80, "UDP", false),
        (81, "TCP", false),
        (53, "UDP", true),
        (53, "TCP", false),
        (7999, "TCP", false),
        (8000, "TCP", true),
        (8100, "TCP", true),
        (8101, "TCP", false),
        (9, "SCTP", true),
    ] {
        assert_eq!(allows(&one, &web(), &pod("shop", "cart"), port, protocol), expected, "{port}/{protocol}");
    }
}
