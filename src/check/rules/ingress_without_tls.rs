//! Hosts without TLS.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "ingress-without-tls",
    name: "every host is served by TLS",
    item: 23,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "Every host of an Ingress stands in its `tls` as well.",
    why: "What users send, their passwords and sessions among it, can be read and changed on the way.",
    fix: "add the host to `tls`, with the Secret of its certificate",
    bad: "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
    - host: web.example.com
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
",
    good: "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  tls: [{hosts: [web.example.com], secretName: web-tls}]
  rules:
    - host: web.example.com
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
",
    sources: &["https://kubernetes.io/docs/concepts/services-networking/ingress/#tls"],
    check: Check::Object(&["Ingress"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    let list = |path: &str| object.at(path).map(Node::items).unwrap_or_default();
    let tls = list("spec.tls");
    if tls.is_empty() {
        hits.say(keys("spec"), "no host is served by TLS");
        return;
    }
    let hosts: Vec<&str> = tls
        .iter()
        .flat_map(|one| one.at("hosts").map(Node::items).unwrap_or_default())
        .filter_map(Node::as_str)
        .collect();
    for (index, rule) in list("spec.rules").iter().enumerate() {
        let Some(host) = rule.at("host").and_then(Node::as_str) else { continue };
        let wild = host.split_once('.').map(|(_, domain)| format!("*.{domain}")).unwrap_or_default();
        // One that names no hosts serves all of them.
        if !hosts.is_empty() && !hosts.contains(&host) && !hosts.contains(&wild.as_str()) {
            hits.say(keys(&format!("spec.rules.{index}.host")), format!("host `{host}` is not served by TLS"));
        }
    }
}
