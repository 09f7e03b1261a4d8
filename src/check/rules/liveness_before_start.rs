//! Liveness that is faster than a start.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "liveness-before-start",
    name: "liveness waits until the app has started",
    item: 10,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "A container with a liveness probe has a startup probe, or at least half a minute until the liveness probe has failed for good.",
    why: "A start that takes longer than usual, with cold caches or on a busy node, is killed again and again: the app never comes up.",
    fix: "add a startup probe whose period times failures covers the slowest start",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      livenessProbe: {httpGet: {path: /livez, port: 8080}, periodSeconds: 5, failureThreshold: 2}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      startupProbe: {httpGet: {path: /livez, port: 8080}, failureThreshold: 12}
      livenessProbe: {httpGet: {path: /livez, port: 8080}, periodSeconds: 5, failureThreshold: 2}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#startup-probe"],
    check: Check::Container(check),
};

/// Seconds within which an app that nothing is known of may be expected to start: what the API's own
/// defaults leave it.
const START: i64 = 30;

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    let Some(liveness) = container.at("livenessProbe") else { return };
    if container.at("startupProbe").is_some() {
        return;
    }
    let number = |key: &str, default: i64| liveness.at(key).and_then(Node::as_i64).unwrap_or(default);
    let budget = number("initialDelaySeconds", 0) + number("periodSeconds", 10) * number("failureThreshold", 3);
    if budget < START {
        let message = format!("liveness kills container `{}` when it takes {budget}s to start", container.name);
        hits.say(container.path("livenessProbe"), message);
    }
}
