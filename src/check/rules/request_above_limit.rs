//! Requests above their limits.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::manifest::millis_of_node;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "request-above-limit",
    name: "no request is above its limit",
    item: 5,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No request of a container is greater than the limit of the same resource.",
    why: "The server refuses the pod, and a rollout stands still.",
    fix: "raise the limit, or lower the request",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {requests: {cpu: 500m}, limits: {cpu: 250m}}
",
    good: r#"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      resources: {requests: {cpu: 500m}, limits: {cpu: "1"}}
"#,
    sources: &["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    for (resource, _, request) in container.at("resources.requests").map(Node::entries).unwrap_or_default() {
        let limit = container.at("resources.limits").and_then(|limits| limits.get(resource));
        let above =
            millis_of_node(request).zip(limit.and_then(millis_of_node)).is_some_and(|(request, limit)| request > limit);
        if above {
            let message = format!("container `{}` requests more {resource} than its limit", container.name);
            hits.say(container.path(&format!("resources.requests.{resource}")), message);
        }
    }
}
