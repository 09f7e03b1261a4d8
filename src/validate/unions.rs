//! What of a value the API does not take together, though its types take each part.

use serde_json::Value;

use crate::spec::types::{Cidr, TextType as _, shown};

use super::clash::Clash;
use super::references::{list, text};

/// The handlers of a probe or a hook.
pub(crate) const HANDLERS: [&str; 5] = ["httpGet", "tcpSocket", "grpc", "exec", "sleep"];

/// Parts of a value of a type that say two things of which one is meant, or none of several of which one must be said
/// (`pkg/apis/*/validation` of Kubernetes 1.37.2).
pub(super) fn clashes(of: &str, value: &Value) -> Vec<Clash> {
    match of {
        "Volume" => one_of(value, &|key| key != "name"),
        "EnvVar" => one_of(value, &|key| key != "name"),
        "Probe" | "LifecycleHandler" => one_of(value, &|key| HANDLERS.contains(&key)),
        "IngressBackend" => one_of(value, &|key| ["resource", "service"].contains(&key)),
        "ServiceBackendPort" => one_of(value, &|key| ["name", "number"].contains(&key)),
        "PodDisruptionBudgetSpec" => one_of(value, &|key| ["maxUnavailable", "minAvailable"].contains(&key)),
        "NetworkPolicyPeer" => peer(value),
        "DeploymentStrategy" | "DaemonSetUpdateStrategy" | "StatefulSetUpdateStrategy" => strategy(value),
        "IngressSpec" if list(value, "rules").next().is_none() && value.get("defaultBackend").is_none() => {
            vec![Clash::at([], " has neither rules nor a defaultBackend, and the API takes one that has")]
        }
        "HorizontalPodAutoscalerSpec" => bounds(value),
        "IPBlock" => exceptions(value),
        "HTTPIngressPath" => path(value),
        _ => Vec::new(),
    }
}

fn one_of(value: &Value, counts: &dyn Fn(&str) -> bool) -> Vec<Clash> {
    let found: Vec<&str> = said(value).filter(|key| counts(key)).collect();
    if found.len() > 1 { vec![Clash::at([], format!(" has {} at once", found.join(" and ")))] } else { Vec::new() }
}

/// The keys that say something: an empty text stands for nothing, as does null.
fn said(value: &Value) -> impl Iterator<Item = &str> {
    let says = |value: &Value| !value.is_null() && *value != "";
    value.as_object().into_iter().flatten().filter(move |(_, value)| says(value)).map(|(key, _)| key.as_str())
}

/// Addresses stand alone, and whoever names nobody is refused.
fn peer(value: &Value) -> Vec<Clash> {
    match said(value).collect::<Vec<_>>()[..] {
        [] => vec![Clash::at([], " names nobody").hint("write `podSelector: {}` for all pods of the namespace")],
        [_] => Vec::new(),
        _ if value.get("ipBlock").is_none() => Vec::new(),
        ref keys => vec![Clash::at([], format!(" has {} at once", keys.join(" and "))).hint("make two peers of it")],
    }
}

fn strategy(value: &Value) -> Vec<Clash> {
    let rolling = text(value, "/type").is_none_or(|kind| kind == "RollingUpdate");
    if rolling || value.get("rollingUpdate").is_none_or(Value::is_null) {
        return Vec::new();
    }
    vec![Clash::at(["rollingUpdate"], " is for the type RollingUpdate alone")]
}

fn bounds(value: &Value) -> Vec<Clash> {
    let number = |key: &str| value.get(key).and_then(Value::as_i64);
    let (Some(fewest), Some(most)) = (number("minReplicas"), number("maxReplicas")) else { return Vec::new() };
    let why = || format!(" is {most}, below `minReplicas`, which is {fewest}");
    if most < fewest && most > 0 { vec![Clash::at(["maxReplicas"], why())] } else { Vec::new() }
}

/// What is excepted from a range of addresses is a smaller part of it.
fn exceptions(value: &Value) -> Vec<Clash> {
    let Some(range) = text(value, "/cidr").and_then(|range| Cidr::parse(range).ok()) else { return Vec::new() };
    let outside = list(value, "except").enumerate().filter_map(|(index, except)| {
        let except = Cidr::parse(except.as_str()?).ok().filter(|except| !range.holds(except))?;
        let why = format!(" is `{except}`, which is no smaller part of `{range}`");
        Some(Clash::at(["except", &index.to_string()], why))
    });
    outside.collect()
}

/// What a path that is compared letter by letter, or from its start, may not hold or end in.
const NOT_IN_PATH: [&str; 5] = ["//", "/./", "/../", "%2f", "%2F"];
const NOT_AT_END: [&str; 2] = ["/..", "/."];

fn path(value: &Value) -> Vec<Clash> {
    let (path, kind) = (text(value, "/path").unwrap_or_default(), text(value, "/pathType"));
    let is_compared = matches!(kind, Some("Exact" | "Prefix"));
    let say = |why: String| vec![Clash::at(["path"], format!(" is {}{why}", shown(path)))];
    if !path.starts_with('/') && (is_compared || !path.is_empty()) && kind.is_some() {
        return say(", and the API takes a path from `/` on".to_owned());
    }
    let within = NOT_IN_PATH.iter().find(|part| path.contains(**part));
    let wrong = within.or_else(|| NOT_AT_END.iter().find(|end| path.ends_with(**end)));
    wrong.filter(|_| is_compared).map(|part| say(format!(", in which the API takes no `{part}`"))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn says_what_is_not_taken_together_and_nothing_of_what_is() {
        for (of, good, bad, why) in [
            (
                "Volume",
                json!({"name": "a", "emptyDir": {}}),
                json!({"name": "a", "emptyDir": {}, "secret": {}}),
                " has emptyDir and secret at once",
            ),
            (
                "EnvVar",
                json!({"name": "A", "value": "", "valueFrom": {}}),
                json!({"value": "a", "valueFrom": {}}),
                " has value and valueFrom at once",
            ),
            (
                "Probe",
                json!({"exec": {}, "periodSeconds": 1}),
                json!({"exec": {}, "grpc": {}}),
                " has exec and grpc at once",
            ),
            (
                "IngressBackend",
                json!({"service": {}}),
                json!({"service": {}, "resource": {}}),
                " has service and resource at once",
            ),
            (
                "ServiceBackendPort",
                json!({"name": "http"}),
                json!({"name": "http", "number": 80}),
                " has name and number at once",
            ),
            (
                "PodDisruptionBudgetSpec",
                json!({"maxUnavailable": 1, "selector": {}}),
                json!({"maxUnavailable": 0, "minAvailable": 1}),
                " has maxUnavailable and minAvailable at once",
            ),
            (
                "NetworkPolicyPeer",
                json!({"podSelector": {}, "namespaceSelector": {}}),
                json!({"podSelector": {}, "ipBlock": {}}),
                " has podSelector and ipBlock at once",
            ),
            ("NetworkPolicyPeer", json!({"podSelector": {}}), json!({}), " names nobody"),
            (
                "DeploymentStrategy",
                json!({"rollingUpdate": {}}),
                json!({"type": "Recreate", "rollingUpdate": {}}),
                " is for the type RollingUpdate alone",
            ),
            (
                "IngressSpec",
                json!({"defaultBackend": {}}),
                json!({"rules": []}),
                " has neither rules nor a defaultBackend, and the API takes one that has",
            ),
            (
                "HorizontalPodAutoscalerSpec",
                json!({"minReplicas": 2, "maxReplicas": 2}),
                json!({"minReplicas": 2, "maxReplicas": 1}),
                " is 1, below `minReplicas`, which is 2",
            ),
            (
                "IPBlock",
                json!({"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}),
                json!({"cidr": "10.0.0.0/8", "except": ["11.0.0.0/16"]}),
                " is `11.0.0.0/16`, which is no smaller part of `10.0.0.0/8`",
            ),
            (
                "HTTPIngressPath",
                json!({"path": "/a.b/c", "pathType": "Prefix"}),
                json!({"path": "a", "pathType": "Prefix"}),
                " is `a`, and the API takes a path from `/` on",
            ),
            (
                "HTTPIngressPath",
                json!({"pathType": "ImplementationSpecific"}),
                json!({"pathType": "Exact"}),
                " is ``, and the API takes a path from `/` on",
            ),
            (
                "HTTPIngressPath",
                json!({"path": "/a//b", "pathType": "ImplementationSpecific"}),
                json!({"path": "/a//b", "pathType": "Exact"}),
                " is `/a//b`, in which the API takes no `//`",
            ),
        ] {
            assert_eq!(clashes(of, &good), [], "{of} {good}");
            let told: Vec<String> = clashes(of, &bad).into_iter().map(|clash| clash.why).collect();
            assert_eq!(told, [why], "{of} {bad}");
        }
    }
}
