//! Pods that may all stand on one node.

use serde_json::json;

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::selector::Selector;

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-spread",
    name: "the pods of a workload stand apart",
    item: 7,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "A workload of several pods has a pod anti-affinity or a topology spread constraint. One whose autoscaler keeps one pod at the most is passed over.",
    why: "All pods may land on one node or in one zone: when that is lost, so is the app, for all its replicas.",
    fix: "spread the pods over hosts and zones, by preference at least",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
    good: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}]
      containers:
        - name: web
          image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let apart = pod.at("affinity.podAntiAffinity").is_some() || pod.at("topologySpreadConstraints").is_some();
    if pod.scales() && pod.is_several() && !apart {
        let hit = hits.say(pod.path(""), "nothing keeps the pods apart");
        // A selector that misses the pods would keep nothing apart.
        let selector = pod.object.at("spec.selector").filter(|selector| Selector::of(selector).matches(pod.labels()));
        if let Some(selector) = selector.and_then(|selector| selector.at("matchLabels")) {
            let even = |topology: &str| {
                json!({
                    "maxSkew": 1,
                    "topologyKey": topology,
                    "whenUnsatisfiable": "ScheduleAnyway",
                    "labelSelector": {"matchLabels": selector.to_value()},
                })
            };
            let constraints = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(even);
            hit.mend(pod.path("topologySpreadConstraints"), constraints.to_vec());
        }
    }
}
