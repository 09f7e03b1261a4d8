//! Ports of the node.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "host-port",
    name: "no container takes a port of its node",
    item: 15,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "No port of a container has a `hostPort`.",
    why: "Two such pods never fit on one node, a rollout may find no room, and the port is open past every Service and most policies.",
    fix: "take `hostPort` out, and reach the pod through a Service",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      ports: [{containerPort: 8080, hostPort: 8080}]
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      ports: [{containerPort: 8080}]
",
    sources: &["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    // In the node's network every port is the node's, and the server writes it so.
    if pod.at("hostNetwork").and_then(Node::as_bool) == Some(true) {
        return;
    }
    for (mut path, port) in container.list("ports") {
        if let Some(number) = port.at("hostPort").and_then(Node::as_i64).filter(|number| *number != 0) {
            path.push("hostPort".to_owned());
            hits.say(path, format!("container `{}` takes port {number} of its node", container.name));
        }
    }
}
