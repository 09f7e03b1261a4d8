//! Services that send to ports that are not there.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::check::set::selector;
use crate::problem::did_you_mean;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "service-port-missing",
    name: "a Service sends to ports that its pods declare",
    item: 23,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Every named `targetPort` of a Service is a port of some container of the pods that it selects.",
    why: "The Service has no endpoints for that port: every connection is refused.",
    fix: "name a port of the container, or declare it",
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
          ports: [{name: web, containerPort: 8080}]
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
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: http}]
",
    sources: &["https://kubernetes.io/docs/concepts/services-networking/service/"],
    check: Check::Object(&["Service"], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let Some(selector) = selector(object).filter(|selector| !selector.is_empty()) else { return };
    let Some(workloads) = set.few_selected(object, &selector) else { return };
    if !workloads.iter().all(|workload| set.as_written(object, workload)) {
        return;
    }
    let pods: Vec<Pod<'_>> = workloads.into_iter().filter_map(|workload| Pod::of(workload, set)).collect();
    for (index, port) in object.at("spec.ports").map(Node::items).unwrap_or_default().iter().enumerate() {
        let Some(target) = port.at("targetPort") else { continue };
        let Some(name) = target.as_str().filter(|name| name.parse::<u16>().is_err()) else { continue };
        let declares = |pod: &Pod<'_>| pod.containers.iter().any(|container| container.declares(target));
        if !pods.is_empty() && !pods.iter().any(declares) {
            let ports = pods.iter().flat_map(|pod| &pod.containers).flat_map(|container| container.list("ports"));
            let near = did_you_mean(name, ports.filter_map(|(_, port)| port.at("name")?.as_str()));
            let path = keys(&format!("spec.ports.{index}.targetPort"));
            let hit = hits.say(path, format!("sends to port `{name}`, which no container of its pods declares"));
            near.into_iter().for_each(|near| _ = hit.fix(near));
        }
    }
}
