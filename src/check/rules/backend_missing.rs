//! Routes that lead nowhere.

use crate::check::hits::Hits;
use crate::check::object::Object;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "backend-missing",
    name: "every route leads to a port of a Service",
    item: 23,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "Every Service that an Ingress, an HTTPRoute or a GRPCRoute sends to stands beside it, and has the port. Where neither a workload nor a Service stands beside it, it is taken for an overlay, whose base has them.",
    why: "Users get an error of the proxy, while each object by itself looks right.",
    fix: "name the Service and its port as they are called",
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
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  tls: [{hosts: [web.example.com], secretName: web-tls}]
  rules:
    - host: web.example.com
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 8080}}}}
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
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  tls: [{hosts: [web.example.com], secretName: web-tls}]
  rules:
    - host: web.example.com
      http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
",
    sources: &["https://kubernetes.io/docs/concepts/services-networking/ingress/"],
    check: Check::Object(&["Ingress", "HTTPRoute", "GRPCRoute"], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let mut backends = Vec::new();
    collect(&object.node, &mut Vec::new(), &mut backends);
    // No workload beside it, and no Service but an overlay's own: the base has them, maybe in another namespace.
    let alone = || set.of_kind(object, "Service").next().is_none();
    let elsewhere = !set.has_workloads(object) && (set.builds_on(object) || alone());
    for (path, name, namespace, port) in backends {
        let Some(service) = set.named_in(object, namespace.or(object.namespace()), "Service", name) else {
            if !elsewhere {
                hits.say(path, format!("sends to the Service `{name}`, which is not there"));
            }
            continue;
        };
        let Some(port) = port else { continue };
        let ports = service.at("spec.ports").map(Node::items).unwrap_or_default();
        let is = |declared: &Node, key: &str| declared.at(key).is_some_and(|declared| declared.value == port.value);
        if !ports.iter().any(|declared| is(declared, "port") || is(declared, "name")) {
            let port = port.to_value();
            hits.say(path, format!("sends to port {port} of {}, which has no such port", service.identity));
        }
    }
}

/// A path, the Service that is named there, its namespace and port.
type Backend<'a> = (Vec<String>, &'a str, Option<&'a str>, Option<&'a Node>);

/// Every backend that is a Service, wherever it stands in a route.
fn collect<'a>(node: &'a Node, path: &mut Vec<String>, backends: &mut Vec<Backend<'a>>) {
    let text = |node: &'a Node, key: &str| node.at(key).and_then(Node::as_str);
    for (key, _, value) in node.entries() {
        path.push(key.clone());
        match key.as_str() {
            "service" => {
                let port = value.at("port.name").or_else(|| value.at("port.number"));
                backends.extend(text(value, "name").map(|name| (path.clone(), name, None, port)));
            }
            "backendRefs" | "backendRef" => {
                let list = if value.items().is_empty() { std::slice::from_ref(value) } else { value.items() };
                for reference in list.iter().filter(|one| text(one, "kind").is_none_or(|kind| kind == "Service")) {
                    let name = text(reference, "name");
                    let found =
                        name.map(|name| (path.clone(), name, text(reference, "namespace"), reference.at("port")));
                    backends.extend(found);
                }
            }
            _ => collect(value, path, backends),
        }
        path.pop();
    }
    for (index, item) in node.items().iter().enumerate() {
        path.push(index.to_string());
        collect(item, path, backends);
        path.pop();
    }
}
