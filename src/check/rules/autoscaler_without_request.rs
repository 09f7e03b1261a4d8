//! Autoscalers that cannot count.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "autoscaler-without-request",
    name: "what an autoscaler measures in percent is requested",
    item: 4,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Every container of a workload that is scaled by the utilization of cpu or memory requests it.",
    why: "Utilization is counted against the request: without one in every container the autoscaler does nothing.",
    fix: "write the request for the container",
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
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 2
  maxReplicas: 6
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
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
          resources: {requests: {cpu: 100m}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 2
  maxReplicas: 6
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
",
    sources: &[
        "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-resource-metrics",
    ],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let Some(autoscaler) = pod.autoscaler().filter(|scales| pod.set.as_written(pod.object, scales)) else { return };
    let metrics = autoscaler.at("spec.metrics").map(Node::items).unwrap_or_default().iter();
    let measured = metrics.filter_map(|metric| metric.at("resource"));
    let measured = measured.filter(|resource| resource.at("target.averageUtilization").is_some());
    for resource in measured.filter_map(|resource| resource.at("name")?.as_str()) {
        let path = format!("resources.requests.{resource}");
        let stated = |container: &Container<'_>| container.at(&path).or_else(|| pod.at(&path)).is_some();
        if let Some(container) = pod.lasting().find(|container| !stated(container)) {
            let (name, by) = (container.name, &autoscaler.identity);
            let message = format!("{by} measures {resource} in percent, and container `{name}` requests none");
            hits.say(container.path("resources"), message);
        }
    }
}
