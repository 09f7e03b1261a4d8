//! Traffic to pods that are not ready.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-readiness",
    name: "a pod gets traffic only once it is ready",
    item: 10,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "Pods that a Service sends traffic to have a readiness probe in at least one of their containers.",
    why: "Each rollout and each new pod of an autoscaler gets requests before the app listens: users see errors.",
    fix: "add a readiness probe on the port that the Service sends to",
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
          readinessProbe: {httpGet: {path: /readyz, port: http}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: http}]
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let probed = |container: &Container<'_>| container.at("readinessProbe").is_some();
    let Some(service) = pod.services().first() else { return };
    if !pod.ends() && !pod.containers.iter().any(probed) {
        let message = format!("{} sends traffic, and no container has a readiness probe", service.identity);
        hits.say(pod.path("containers"), message);
    }
}
