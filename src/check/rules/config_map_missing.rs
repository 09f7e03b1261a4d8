//! ConfigMaps that are not there.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::problem::did_you_mean;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "config-map-missing",
    name: "every ConfigMap that a pod asks for is there",
    item: 8,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Every ConfigMap that a variable, `envFrom` or a volume of a pod names stands beside it where any ConfigMap does, unless it is optional.",
    why: "The container cannot start: it waits for ever for the ConfigMap.",
    fix: "add the ConfigMap, or name the one that is there",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      envFrom: [{configMapRef: {name: wbe}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {LOG_LEVEL: info}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      envFrom: [{configMapRef: {name: web}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {LOG_LEVEL: info}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/configmap/"],
    check: Check::Pod(check),
};

/// The ConfigMaps that the cluster itself, and a mesh, put into every namespace.
const OF_THE_CLUSTER: [&str; 2] = ["kube-root-ca.crt", "istio-ca-root-cert"];

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let others = || pod.set.of_kind(pod.object, "ConfigMap").map(|object| object.identity.name.as_str());
    let mut asked = Vec::new();
    for container in &pod.containers {
        asked.extend(container.list("envFrom").filter_map(|(path, source)| Some((path, source.at("configMapRef")?))));
        let variables = container.list("env");
        asked.extend(variables.filter_map(|(path, one)| Some((path, one.at("valueFrom.configMapKeyRef")?))));
    }
    for (path, volume) in pod.list("volumes") {
        let projected = volume.at("projected.sources").map(Node::items).unwrap_or_default();
        let sources = std::iter::once(volume).chain(projected).filter_map(|source| source.at("configMap"));
        asked.extend(sources.map(|source| (path.clone(), source)));
    }
    for (path, reference) in asked {
        let optional = reference.at("optional").and_then(Node::as_bool) == Some(true);
        let Some(name) = reference.at("name").and_then(Node::as_str) else { continue };
        let known = || pod.set.generates(name) || pod.set.named(pod.object, "ConfigMap", name).next().is_some();
        if !optional && !OF_THE_CLUSTER.contains(&name) && !known() && others().next().is_some() {
            let hint = did_you_mean(name, others());
            let hit = hits.say(path, format!("the ConfigMap `{name}` is not there"));
            hint.into_iter().for_each(|hint| _ = hit.fix(hint));
        }
    }
}
