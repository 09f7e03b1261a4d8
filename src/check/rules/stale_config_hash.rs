//! Pods whose hash of their configuration is that of another one.

use serde_json::Value;

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::manifest::{CONFIG_HASH, config_hash, config_maps, configured_as};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "stale-config-hash",
    name: "the pods carry the hash of the configuration that they have",
    item: 8,
    severity: Severity::Warning,
    profile: Profile::Recommended,
    what: "The annotation `kubewright.dev/config-hash` of pods is the hash of the ConfigMaps of their app, where those stand beside them. Charts count it themselves, in another way, and are passed over.",
    why: "The pods do not roll: those that run keep the old configuration, and those that are started later have the new one.",
    fix: "run `kubewright regenerate`, which counts it anew",
    bad: "apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app.kubernetes.io/instance: web}
  annotations: {kubewright.dev/config-hash: \"0123456789abcdef\"}
spec:
  containers:
    - name: web
      image: web:1.4.2
      envFrom: [{configMapRef: {name: web-config}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web-config}
data: {LOG_LEVEL: info}
",
    good: "apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app.kubernetes.io/instance: web}
  annotations: {kubewright.dev/config-hash: 7e0ad8358feae584}
spec:
  containers:
    - name: web
      image: web:1.4.2
      envFrom: [{configMapRef: {name: web-config}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web-config}
data: {LOG_LEVEL: info}
",
    sources: &["https://helm.sh/docs/howto/charts_tips_and_tricks/#automatically-roll-deployments"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let label = |labels: Option<&Node>, key: &str| Some(labels?.get(key)?.as_str()?.to_owned());
    let labels = pod.template.at("metadata.labels");
    let annotation =
        pod.template.at("metadata.annotations").and_then(|annotations| annotations.get(CONFIG_HASH)?.as_str());
    let (Some(instance), Some(hash)) = (label(labels, "app.kubernetes.io/instance"), annotation) else { return };
    if label(labels, "app.kubernetes.io/managed-by").as_deref() == Some("Helm") {
        return;
    }
    let containers: Vec<&str> = pod.containers.iter().map(|container| container.name).collect();
    let name = label(labels, "app.kubernetes.io/name");
    let app = configured_as(&instance, name.as_deref(), &containers);
    let Some(found) = configuration(pod, app, &containers) else { return };
    let find = |name: &str| found.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let Some(counted) = config_hash(app, &containers, find).filter(|counted| counted != hash) else { return };
    let template = pod.object.identity.pod_template_path().unwrap_or_default().iter().copied();
    let path: Vec<String> = template.chain(["metadata", "annotations", CONFIG_HASH]).map(str::to_owned).collect();
    hits.say(
        path.clone(),
        format!("the hash of the configuration is `{hash}`, and that of the ConfigMaps is `{counted}`"),
    )
    .mend(path, counted);
}

/// The ConfigMaps of an app by their names; none where one that the pods read is not there, is there more than once, or
/// is not what is applied.
fn configuration(pod: &Pod<'_>, app: &str, containers: &[&str]) -> Option<Vec<(String, Value)>> {
    let mut found = Vec::new();
    for name in containers.iter().flat_map(|container| config_maps(app, container)) {
        let mut beside = pod.set.named(pod.object, "ConfigMap", &name);
        match (beside.next(), beside.next()) {
            (Some(one), None) if pod.set.as_written(pod.object, one) => {
                let value = one.node.to_value();
                drop(beside);
                found.push((name, value));
            }
            (None, None) if !is_read(pod, &name) => {}
            _ => return None,
        }
    }
    Some(found)
}

/// Whether pods have variables or files of a ConfigMap.
fn is_read(pod: &Pod<'_>, name: &str) -> bool {
    let is_it = |source: &Node| source.at("name").and_then(Node::as_str) == Some(name);
    let variables = pod.containers.iter().flat_map(|container| container.list("envFrom"));
    let mut variables = variables.filter_map(|(_, source)| source.at("configMapRef"));
    let mut volumes = pod.list("volumes").filter_map(|(_, volume)| volume.at("configMap"));
    variables.any(is_it) || volumes.any(is_it)
}
