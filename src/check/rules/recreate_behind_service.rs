//! Releases that are outages.

use crate::check::hits::Hits;
use crate::check::object::keys;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "recreate-behind-service",
    name: "a release leaves no gap",
    item: 17,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "A Deployment whose pods a Service sends traffic to, and that mounts no claim, does not say `strategy: {type: Recreate}`.",
    why: "All old pods end before the first new one starts: each release is an outage as long as a start.",
    fix: "say `type: RollingUpdate`",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  strategy: {type: Recreate}
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
  strategy: {type: RollingUpdate}
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
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let claims = pod.list("volumes").any(|(_, volume)| volume.at("persistentVolumeClaim").is_some());
    if pod.object.text("spec.strategy.type") == Some("Recreate") && !pod.services().is_empty() && !claims {
        hits.say(keys("spec.strategy.type"), "each release is an outage: all old pods end before a new one starts");
    }
}
