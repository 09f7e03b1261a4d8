//! Pods that end while requests still come.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-pre-stop",
    name: "a pod behind a Service waits before it ends",
    item: 11,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Pods that a Service sends traffic to have a preStop hook in at least one of their containers.",
    why: "A pod gets SIGTERM at the moment when its endpoint is taken out, and proxies learn of that later: requests in between fail at every rollout.",
    fix: "add `lifecycle: {preStop: {sleep: {seconds: 5}}}`",
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
          ports: [{name: http, containerPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: http}]
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
          ports: [{name: http, containerPort: 8080}]
          lifecycle: {preStop: {sleep: {seconds: 5}}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: http}]
",
    sources: &["https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let waits = |container: &Container<'_>| container.at("lifecycle.preStop").is_some();
    let Some(service) = pod.services().first() else { return };
    if !pod.ends() && !pod.containers.iter().any(waits) {
        let message = format!("{} sends traffic, and no container has a preStop hook", service.identity);
        hits.say(pod.path("containers"), message);
    }
}
