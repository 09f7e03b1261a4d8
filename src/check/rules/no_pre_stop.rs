//! Pods that end while requests still come.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod, Role};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-pre-stop",
    name: "a pod behind a Service waits before it ends",
    item: 11,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Pods that a Service with an address of its own sends traffic to have a preStop hook in at least one of their containers.",
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

/// Seconds within which proxies learn that a pod leaves.
const DELAY: i64 = 5;

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let waits = |container: &Container<'_>| container.at("lifecycle.preStop").is_some();
    // A headless Service names pods, and spreads nothing over them.
    let mut services = pod.services().iter().filter(|service| service.text("spec.clusterIP") != Some("None"));
    let Some(service) = services.next() else { return };
    if !pod.ends() && !pod.containers.iter().any(waits) {
        let message = format!("{} sends traffic, and no container has a preStop hook", service.identity);
        let hit = hits.say(pod.path("containers"), message);
        let main = pod.containers.iter().find(|container| container.role == Role::Main);
        if let Some(main) = main.filter(|_| pod.grace() > 2 * DELAY) {
            hit.mend(main.path("lifecycle.preStop.sleep.seconds"), DELAY);
        }
    }
}
