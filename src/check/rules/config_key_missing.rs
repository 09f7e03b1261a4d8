//! Keys that no ConfigMap or Secret has.

use crate::check::hits::Hits;
use crate::check::object::Object;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::problem::did_you_mean;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "config-key-missing",
    name: "every key that a pod asks for is there",
    item: 8,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "Every key that a variable or a volume asks of a ConfigMap or a Secret that stands beside it, also of one that an ExternalSecret or a SealedSecret makes, is one of its keys, unless it is optional.",
    why: "The container cannot start: it waits for ever for the key.",
    fix: "add the key, or name the one that is there",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      env: [{name: LEVEL, valueFrom: {configMapKeyRef: {name: web, key: LEVEL}}}]
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
      env: [{name: LEVEL, valueFrom: {configMapKeyRef: {name: web, key: LOG_LEVEL}}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {LOG_LEVEL: info}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/configmap/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    for container in &pod.containers {
        for (path, variable) in container.list("env") {
            for (reference, kind) in [("valueFrom.configMapKeyRef", "ConfigMap"), ("valueFrom.secretKeyRef", "Secret")]
            {
                let Some(reference) = variable.at(reference) else { continue };
                let name = reference.at("name").and_then(Node::as_str);
                ask(pod, (kind, name), reference, reference.at("key"), path.clone(), hits);
            }
        }
    }
    for (path, volume) in pod.list("volumes") {
        let projected = volume.at("projected.sources").map(Node::items).unwrap_or_default();
        for source in std::iter::once(volume).chain(projected) {
            for (key, kind) in [("configMap", "ConfigMap"), ("secret", "Secret")] {
                let Some(source) = source.at(key) else { continue };
                let name = source.at("name").or_else(|| source.at("secretName")).and_then(Node::as_str);
                for item in source.at("items").map(Node::items).unwrap_or_default() {
                    ask(pod, (kind, name), source, item.at("key"), path.clone(), hits);
                }
            }
        }
    }
}

/// Asks an object for a key that must be there.
fn ask(
    pod: &Pod<'_>,
    (kind, name): (&str, Option<&str>),
    reference: &Node,
    key: Option<&Node>,
    path: Vec<String>,
    hits: &mut Hits,
) {
    let optional = reference.at("optional").and_then(Node::as_bool) == Some(true);
    let (Some(name), Some(key)) = (name, key.and_then(Node::as_str)) else { return };
    let Some(keys) = config_keys(pod, kind, name).filter(|_| !optional) else { return };
    if !keys.contains(&key) {
        let hint = did_you_mean(key, keys.iter().copied());
        let hit = hits.say(path, format!("the {kind} `{name}` has no key `{key}`"));
        hint.into_iter().for_each(|hint| _ = hit.fix(hint));
    }
}

/// The keys of a ConfigMap or a Secret beside the pods; none where that is not there, or where its keys are
/// known elsewhere alone.
fn config_keys<'a>(pod: &Pod<'a>, kind: &str, name: &str) -> Option<Vec<&'a str>> {
    let keys = |object: &'a Object, paths: &[&str]| {
        let maps = paths.iter().filter_map(|path| object.at(path));
        maps.flat_map(|map| map.entries().iter().map(|(key, ..)| key.as_str())).collect::<Vec<_>>()
    };
    let known = |object: &&'a Object| pod.set.as_written(pod.object, object);
    let named = |kind: &str| pod.set.named(pod.object, kind, name).next().filter(known);
    if let Some(object) = named(kind) {
        return Some(keys(object, &["data", "stringData", "binaryData"]));
    }
    if kind == "Secret"
        && let Some(sealed) = named("SealedSecret")
    {
        return Some(keys(sealed, &["spec.encryptedData", "spec.template.data"]));
    }
    let maker = pod.set.external_secret(pod.object, name).filter(known).filter(|_| kind == "Secret")?;
    let known = maker.at("spec.dataFrom").is_none() && maker.at("spec.target.template").is_none();
    let data = maker.at("spec.data").map(Node::items).unwrap_or_default();
    known.then(|| data.iter().filter_map(|value| value.at("secretKey")?.as_str()).collect())
}
