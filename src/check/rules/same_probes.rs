//! Liveness that is readiness.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "same-probes",
    name: "readiness and liveness ask different things",
    item: 10,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Where the readiness and the liveness probe of a container ask the same, liveness takes at least three times as long to fail.",
    why: "A database that is slow for a moment takes all pods out of traffic, and restarts them as well: what would have passed becomes an outage.",
    fix: "let liveness ask something that depends on nothing else, or give it three times the failures",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      readinessProbe: {httpGet: {path: /healthz, port: 8080}}
      livenessProbe: {httpGet: {path: /healthz, port: 8080}}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      readinessProbe: {httpGet: {path: /readyz, port: 8080}}
      livenessProbe: {httpGet: {path: /livez, port: 8080}}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
    check: Check::Container(check),
};

const HANDLERS: [&str; 4] = ["httpGet", "tcpSocket", "grpc", "exec"];

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    let Some((readiness, liveness)) = container.at("readinessProbe").zip(container.at("livenessProbe")) else { return };
    let asked = |probe: &Node| HANDLERS.iter().find_map(|handler| Some((*handler, probe.at(handler)?.to_value())));
    let same = asked(readiness).is_some() && asked(readiness) == asked(liveness);
    if same && budget(liveness) < 3 * budget(readiness) {
        let message = format!("the readiness and liveness of container `{}` ask the same", container.name);
        hits.say(container.path("livenessProbe"), message);
    }
}

/// Seconds until a probe has failed for good; 10 and 3 are what the API takes where nothing is written.
fn budget(probe: &Node) -> i64 {
    let number = |key: &str, default: i64| probe.at(key).and_then(Node::as_i64).unwrap_or(default);
    number("periodSeconds", 10) * number("failureThreshold", 3)
}
