//! Pods that may run in a pool, and need not.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "toleration-without-selector",
    name: "pods that may run on tainted nodes are sent there",
    item: 6,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "A workload that tolerates a taint of a pool of nodes has a node selector or a node affinity, unless it runs on every node.",
    why: "A toleration lets pods in, and does not draw them: they land on the nodes of everybody else as well.",
    fix: "add a `nodeSelector` with the label of the pool",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      tolerations: [{key: pool, operator: Equal, value: critical}]
      containers:
        - name: web
          image: web:1.4.2
",
    good: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      nodeSelector: {pool: critical}
      tolerations: [{key: pool, operator: Equal, value: critical}]
      containers:
        - name: web
          image: web:1.4.2
",
    sources: &["https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let drawn = ["nodeSelector", "affinity.nodeAffinity", "nodeName"].iter().any(|path| pod.at(path).is_some());
    if drawn || matches!(pod.object.identity.kind.as_str(), "DaemonSet" | "Pod") {
        return;
    }
    for (path, toleration) in pod.list("tolerations") {
        // Taints that the cluster itself sets say how a node is, not for whom.
        let key = toleration.at("key").and_then(Node::as_str).unwrap_or_default();
        if !key.is_empty() && !key.contains("kubernetes.io/") {
            hits.say(path, format!("the pods tolerate the taint `{key}`, and nothing sends them to its nodes"));
        }
    }
}
