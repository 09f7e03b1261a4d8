//! Ports that are open on every node.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "node-port",
    name: "no Service opens a port on every node",
    item: 23,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "No Service has the type NodePort.",
    why: "The port is open on every node of the cluster, past the proxy, its certificates and its limits.",
    fix: "take ClusterIP, and expose it by an Ingress or a Gateway",
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
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80}]
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
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: ClusterIP
  selector: {app: web}
  ports: [{port: 80}]
",
    sources: &["https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport"],
    check: Check::Object(&["Service"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    if object.text("spec.type") == Some("NodePort") {
        hits.say(keys("spec.type"), "opens a port on every node");
    }
}
