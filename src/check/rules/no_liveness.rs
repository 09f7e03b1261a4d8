//! Apps that nobody restarts.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-liveness",
    name: "an app that hangs is restarted",
    item: 10,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "A workload whose pods do not end, and are asked for their health at all, has a liveness probe in at least one of its containers; `no-probe` is about the others.",
    why: "A process that hangs, in a deadlock or without memory, stays until somebody sees it.",
    fix: "add a liveness probe that fails only when a restart helps",
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
          readinessProbe: {tcpSocket: {port: 8080}}
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
          livenessProbe: {httpGet: {path: /livez, port: 8080}}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let has = |probe: &str| pod.containers.iter().any(|container| container.at(probe).is_some());
    if !pod.ends() && !has("livenessProbe") && (has("readinessProbe") || has("startupProbe")) {
        hits.say(pod.path("containers"), "no container has a liveness probe");
    }
}
