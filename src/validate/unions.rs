//! Fields of which the API takes one, though its types take several.

use serde_json::Value;

use crate::manifest::Document;
use crate::problem::Problem;

use super::problem;
use super::references::list;

/// The handlers of a probe or a hook.
pub(crate) const HANDLERS: [&str; 5] = ["httpGet", "tcpSocket", "grpc", "exec", "sleep"];

/// Whatever of a pod says two things of which one is meant
/// (<https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/>).
pub(super) fn check(document: &Document, problems: &mut Vec<Problem>) {
    for key in ["strategy", "updateStrategy"] {
        let strategy = document.get("spec").and_then(|spec| spec.get(key));
        let rolling = strategy.and_then(|strategy| strategy.get("type")).is_none_or(|kind| kind == "RollingUpdate");
        if !rolling && strategy.is_some_and(|strategy| strategy.get("rollingUpdate").is_some()) {
            let message = format!("`spec.{key}.rollingUpdate` is for the type RollingUpdate alone");
            problems.push(problem(document, &["spec", key], message));
        }
    }
    let Some(path) = document.pod_template_path() else { return };
    let path: Vec<String> = path.iter().chain(&["spec"]).map(|key| (*key).to_owned()).collect();
    let pod = document.pod_template().and_then(|template| template.get("spec")).unwrap_or(&Value::Null);
    let mut one_of = |value: &Value, what: &str, counts: &dyn Fn(&str) -> bool, rest: &[&str]| {
        let found: Vec<&str> =
            value.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).filter(|key| counts(key)).collect();
        if found.len() > 1 {
            let path: Vec<&str> = path.iter().map(String::as_str).chain(rest.iter().copied()).collect();
            problems.push(problem(document, &path, format!("{what} has {} at once", found.join(" and "))));
        }
    };
    let name = |item: &Value| item.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    for (index, volume) in list(pod, "volumes").enumerate() {
        let what = format!("volume `{}`", name(volume));
        one_of(volume, &what, &|key| key != "name", &["volumes", &index.to_string()]);
    }
    for containers in ["containers", "initContainers"] {
        for (index, container) in list(pod, containers).enumerate() {
            let index = index.to_string();
            for (variable, entry) in list(container, "env").enumerate() {
                let what = format!("variable `{}`", name(entry));
                let path = [containers, &index, "env", &variable.to_string()];
                one_of(entry, &what, &|key| key != "name", &path);
            }
            for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
                let value = container.get(probe).unwrap_or(&Value::Null);
                one_of(value, probe, &|key| HANDLERS.contains(&key), &[containers, &index, probe]);
            }
            for hook in ["preStop", "postStart"] {
                let value = container.get("lifecycle").and_then(|hooks| hooks.get(hook)).unwrap_or(&Value::Null);
                one_of(value, hook, &|key| HANDLERS.contains(&key), &[containers, &index, "lifecycle", hook]);
            }
        }
    }
}
