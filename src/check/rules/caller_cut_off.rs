//! Callers that a NetworkPolicy keeps out.

use std::collections::BTreeSet;

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::selector::Selector;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "caller-cut-off",
    name: "who is called lets its caller in",
    item: 23,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No workload says that it calls another one, in a NetworkPolicy that lets it out to its pods or in a variable that names its Service, whose NetworkPolicies let it not in.",
    why: "Every call ends in a timeout, in whatever environment enforces policies: mostly in production first.",
    fix: "let the caller's pods in where the called one's policy lists who may",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
          env: [{name: CART_ADDR, value: \"cart:7070\"}]
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{port: 7070}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, image: \"cart:1.4.2\"}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart}
spec:
  podSelector: {matchLabels: {app: cart}}
  policyTypes: [Ingress]
  ingress: [{from: [{podSelector: {matchLabels: {app: checkout}}}]}]
",
    good: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
          env: [{name: CART_ADDR, value: \"cart:7070\"}]
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{port: 7070}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, image: \"cart:1.4.2\"}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart}
spec:
  podSelector: {matchLabels: {app: cart}}
  policyTypes: [Ingress]
  ingress: [{from: [{podSelector: {matchLabels: {app: checkout}}}, {podSelector: {matchLabels: {app: web}}}]}]
",
    sources: &["https://kubernetes.io/docs/concepts/services-networking/network-policies/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let mut told = BTreeSet::new();
    for (path, called) in let_out(pod).into_iter().chain(named(pod)) {
        let Some(called) = Pod::of(called, pod.set) else { continue };
        let itself = std::ptr::eq(called.object, pod.object);
        if let Some(policy) = keeps_out(&called, pod).filter(|_| !itself)
            && told.insert(&called.object.identity)
        {
            let message =
                format!("{} is called, and {} lets its caller not in", called.object.identity, policy.identity);
            hits.say(path, message);
        }
    }
}

/// The workloads beside it whose pods its own policies let it out to.
fn let_out<'a>(pod: &Pod<'a>) -> Vec<(Vec<String>, &'a Object)> {
    let policies = pod.set.selecting(pod, "NetworkPolicy");
    let rules = policies.iter().flat_map(|policy| policy.at("spec.egress").map(Node::items).unwrap_or_default());
    let peers = rules.flat_map(|rule| rule.at("to").map(Node::items).unwrap_or_default());
    let selectors =
        peers.filter(|peer| peer.at("namespaceSelector").is_none()).filter_map(|peer| peer.at("podSelector"));
    let selectors = selectors.map(Selector::of).filter(|selector| !selector.is_empty());
    let called = selectors.filter_map(|selector| pod.set.few_selected(pod.object, &selector)).flatten();
    called.map(|called| (keys("metadata.name"), called)).collect()
}

/// The workloads behind the Services that its variables name.
fn named<'a>(pod: &Pod<'a>) -> Vec<(Vec<String>, &'a Object)> {
    let mut called = Vec::new();
    for (path, variable) in pod.containers.iter().flat_map(|container| container.list("env")) {
        let Some((name, namespace)) = variable.at("value").and_then(Node::as_str).and_then(service) else { continue };
        let namespace = namespace.or(pod.object.namespace());
        let Some(service) = pod.set.named_in(pod.object, namespace, "Service", name) else { continue };
        let Some(selector) = service.at("spec.selector").map(Selector::of_map) else { continue };
        let selected = pod.set.few_selected(service, &selector).unwrap_or_default();
        called.extend(selected.into_iter().map(|one| (path.clone(), one)));
    }
    called
}

/// The name and the namespace of the Service that an address is of: `cart:7070`, `http://cart.shop.svc/path`. A name
/// alone may be anything.
fn service(value: &str) -> Option<(&str, Option<&str>)> {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let mut labels = host.split('.');
    let (name, namespace) = (labels.next()?, labels.next());
    let in_cluster = labels.next().is_none_or(|label| label == "svc");
    let is_address = rest != value || !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    (is_address && in_cluster && !name.is_empty()).then_some((name, namespace))
}

/// The first of a workload's policies on who may call it, if none of them lets a caller in.
fn keeps_out<'a>(called: &Pod<'a>, caller: &Pod<'_>) -> Option<&'a Object> {
    let narrows = |policy: &&Object| {
        let types = policy.at("spec.policyTypes").map(Node::items).unwrap_or_default();
        types.is_empty() || types.iter().any(|kind| kind.as_str() == Some("Ingress"))
    };
    let policies: Vec<&Object> = called.set.selecting(called, "NetworkPolicy").into_iter().filter(narrows).collect();
    let mut rules = policies.iter().flat_map(|policy| policy.at("spec.ingress").map(Node::items).unwrap_or_default());
    let lets_in = rules.any(|rule| {
        let peers = rule.at("from").map(Node::items).unwrap_or_default();
        peers.is_empty() || peers.iter().any(|peer| may_be(peer, called, caller))
    });
    let as_written = policies.iter().all(|policy| called.set.as_written(called.object, policy));
    policies.first().copied().filter(|_| !lets_in && as_written)
}

/// Whether a peer of a policy is, or may be, the caller.
fn may_be(peer: &Node, called: &Pod<'_>, caller: &Pod<'_>) -> bool {
    if peer.at("ipBlock").is_some() {
        return true;
    }
    let pods = peer.at("podSelector").map(Selector::of).unwrap_or_default();
    let (own, other) = (called.object.namespace(), caller.object.namespace());
    let namespace = match peer.at("namespaceSelector").map(Selector::of) {
        None => own.zip(other).is_none_or(|(own, other)| own == other),
        // What other labels a namespace carries is not known here.
        Some(selector) => selector
            .labels
            .iter()
            .all(|(key, value)| *key != "kubernetes.io/metadata.name" || other.is_none_or(|other| other == value)),
    };
    namespace && pods.matches(caller.labels())
}
