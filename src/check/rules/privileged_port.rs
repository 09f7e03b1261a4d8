//! Ports below 1024.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "privileged-port",
    name: "no container listens on a port below 1024",
    item: 15,
    severity: Severity::Warning,
    profile: Profile::Strict,
    what: "The ports that containers declare are 1024 or above, but where a container keeps NET_BIND_SERVICE, which is what lets it listen there (`capability` asks why).",
    why: "On some nodes a process that is not root may not listen there; a Service can offer any port in its place.",
    fix: "let the app listen on a port such as 8080, and the Service map to it",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      ports: [{containerPort: 80}]
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
    sources: &["https://kubernetes.io/docs/concepts/services-networking/service/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    let kept = container.at("securityContext.capabilities.add").map(Node::items).unwrap_or_default();
    if kept.iter().any(|one| one.as_str() == Some("NET_BIND_SERVICE")) {
        return;
    }
    for (mut path, port) in container.list("ports") {
        if let Some(number) = port.at("containerPort").and_then(Node::as_i64).filter(|number| *number < 1024) {
            path.push("containerPort".to_owned());
            hits.say(path, format!("container `{}` listens on port {number}", container.name));
        }
    }
}
