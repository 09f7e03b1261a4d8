//! The one table of the names that Helm's users know: which field of which object has which value.

use serde_json::Value;

use super::about::ABOUT;

/// Whose field it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// A workload, below `spec`.
    Workload,
    /// A pod, below its `spec`.
    Pod,
    /// The container of the app itself.
    Container,
    /// A container beside it.
    Beside,
    /// An object of this key, below `spec`.
    Object(&'static str),
}

const FIXED: &[(Of, &[&str], &[&str])] = &[
    (Of::Workload, &["strategy"], &["strategy"]),
    (Of::Workload, &["updateStrategy"], &["updateStrategy"]),
    (Of::Workload, &["schedule"], &["schedule"]),
    (Of::Workload, &["timeZone"], &["timeZone"]),
    (Of::Workload, &["suspend"], &["suspend"]),
    (Of::Workload, &["concurrencyPolicy"], &["concurrencyPolicy"]),
    (Of::Pod, &["imagePullSecrets"], &["imagePullSecrets"]),
    (Of::Pod, &["priorityClassName"], &["priorityClassName"]),
    (Of::Pod, &["terminationGracePeriodSeconds"], &["terminationGracePeriodSeconds"]),
    (Of::Pod, &["securityContext"], &["podSecurityContext"]),
    (Of::Pod, &["nodeSelector"], &["nodeSelector"]),
    (Of::Pod, &["tolerations"], &["tolerations"]),
    (Of::Container, &["imagePullPolicy"], &["image", "pullPolicy"]),
    (Of::Container, &["command"], &["command"]),
    (Of::Container, &["args"], &["args"]),
    (Of::Container, &["resources"], &["resources"]),
    (Of::Container, &["startupProbe"], &["startupProbe"]),
    (Of::Container, &["readinessProbe"], &["readinessProbe"]),
    (Of::Container, &["livenessProbe"], &["livenessProbe"]),
    (Of::Container, &["lifecycle"], &["lifecycle"]),
    (Of::Container, &["securityContext"], &["securityContext"]),
    (Of::Beside, &["imagePullPolicy"], &["image", "pullPolicy"]),
    (Of::Beside, &["resources"], &["resources"]),
    (Of::Object("service"), &["type"], &["type"]),
    (Of::Object("podDisruptionBudget"), &["maxUnavailable"], &["maxUnavailable"]),
    (Of::Object("autoscaling"), &["minReplicas"], &["minReplicas"]),
    (Of::Object("autoscaling"), &["maxReplicas"], &["maxReplicas"]),
    (Of::Object("autoscaling"), &["metrics"], &["metrics"]),
    (Of::Object("autoscaling"), &["behavior"], &["behavior"]),
    (Of::Object("keda"), &["minReplicaCount"], &["minReplicaCount"]),
    (Of::Object("keda"), &["maxReplicaCount"], &["maxReplicaCount"]),
    (Of::Object("networkPolicy"), &["ingress"], &["ingress"]),
    (Of::Object("networkPolicy"), &["egress"], &["egress"]),
    (Of::Object("ingress"), &["ingressClassName"], &["className"]),
    (Of::Object("ingress"), &["tls"], &["tls"]),
    (Of::Object("httpRoute"), &["parentRefs"], &["parentRefs"]),
    (Of::Object("httpRoute"), &["hostnames"], &["hostnames"]),
    (Of::Object("httpRouteRedirect"), &["parentRefs"], &["parentRefs"]),
    (Of::Object("podMonitor"), &["podMetricsEndpoints"], &["podMetricsEndpoints"]),
    (Of::Object("externalCheck"), &["prober", "url"], &["prober"]),
    (Of::Object("externalCheck"), &["module"], &["module"]),
    (Of::Object("externalCheck"), &["targets", "staticConfig", "static"], &["targets"]),
    (Of::Object("persistence"), &["resources", "requests", "storage"], &["size"]),
    (Of::Object("persistence"), &["storageClassName"], &["storageClass"]),
    (Of::Object("persistence"), &["accessModes"], &["accessModes"]),
    (Of::Object("resourceQuota"), &["hard"], &["hard"]),
    (Of::Object("limitRange"), &["limits"], &["limits"]),
];

/// The name of a field's value, below what stands for its object or container.
pub(super) fn fixed(of: Of, path: &[&str]) -> Option<&'static [&'static str]> {
    FIXED.iter().find(|(owner, field, _)| *owner == of && *field == path).map(|(.., name)| *name)
}

/// The key of an object's values as the table has it.
pub(super) fn object_key(key: &[String]) -> Option<&'static str> {
    let first = key.first()?;
    FIXED.iter().find_map(|(of, ..)| if let Of::Object(known) = of { (known == first).then_some(*known) } else { None })
}

/// What stands for an object in values: a name, and the key that turns it on and off. The second is
/// known from the start where a Helm user looks for it.
pub(super) struct Known {
    /// The name of its values.
    pub(super) key: &'static str,
    /// The key that turns it on.
    pub(super) switch: &'static str,
    /// Whether every chart that has the object has the switch.
    pub(super) always: bool,
}

const KINDS: &[(&str, Known)] = &[
    ("Namespace", Known { key: "namespace", switch: "create", always: true }),
    ("ServiceAccount", Known { key: "serviceAccount", switch: "create", always: true }),
    ("Role", Known { key: "rbac", switch: "create", always: true }),
    ("RoleBinding", Known { key: "rbac", switch: "create", always: true }),
    ("Service", Known { key: "service", switch: "enabled", always: false }),
    ("HorizontalPodAutoscaler", Known { key: "autoscaling", switch: "enabled", always: true }),
    ("ScaledObject", Known { key: "keda", switch: "enabled", always: true }),
    ("PodDisruptionBudget", Known { key: "podDisruptionBudget", switch: "enabled", always: true }),
    ("NetworkPolicy", Known { key: "networkPolicy", switch: "enabled", always: true }),
    ("Ingress", Known { key: "ingress", switch: "enabled", always: true }),
    ("HTTPRoute", Known { key: "httpRoute", switch: "enabled", always: true }),
    ("PodMonitor", Known { key: "podMonitor", switch: "enabled", always: true }),
    ("Probe", Known { key: "externalCheck", switch: "enabled", always: true }),
    ("ResourceQuota", Known { key: "resourceQuota", switch: "enabled", always: true }),
    ("LimitRange", Known { key: "limitRange", switch: "enabled", always: true }),
];

/// What Helm's users know an object of a kind by.
pub(super) fn known(kind: &str) -> Option<&'static Known> {
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, known)| known)
}

/// The order in which people look for values; others follow in the order of the objects.
const ORDER: &[&str] = &[
    "replicaCount",
    "image",
    "imagePullSecrets",
    "nameOverride",
    "fullnameOverride",
    "commonLabels",
    "namespace",
    "serviceAccount",
    "rbac",
    "podAnnotations",
    "podLabels",
    "podSecurityContext",
    "securityContext",
    "command",
    "args",
    "config",
    "configFiles",
    "configFilesBinary",
    "env",
    "extraEnv",
    "resources",
    "startupProbe",
    "readinessProbe",
    "livenessProbe",
    "lifecycle",
    "terminationGracePeriodSeconds",
    "strategy",
    "updateStrategy",
    "schedule",
    "timeZone",
    "suspend",
    "concurrencyPolicy",
    "containers",
    "service",
    "ingress",
    "httpRoute",
    "httpRouteRedirect",
    "canary",
    "maintenance",
    "autoscaling",
    "keda",
    "podDisruptionBudget",
    "networkPolicy",
    "podMonitor",
    "externalCheck",
    "dashboard",
    "persistence",
    "extraVolumes",
    "extraVolumeMounts",
    "nodeSelector",
    "tolerations",
    "affinity",
    "nodeAffinity",
    "podAntiAffinity",
    "topologySpreadConstraints",
    "priorityClassName",
];

/// Values that no object can do without: what the API has no default for, or takes for everything.
const NEEDED: [&str; 9] = [
    "image.repository",
    "containers.*.image.repository",
    "schedule",
    "service.port",
    "ingress.host",
    "autoscaling.maxReplicas",
    "externalCheck.prober",
    "externalCheck.targets",
    "persistence.*.size",
];

/// Whether no object can do without a value.
pub(super) fn is_needed(path: &[String]) -> bool {
    NEEDED.iter().any(|pattern| is_named(pattern, path))
}

/// Where a value stands among the others.
pub(super) fn rank(name: &str) -> usize {
    match name {
        "tests" => ORDER.len() + 1,
        "extraObjects" => ORDER.len() + 2,
        _ => ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len()),
    }
}

/// Whether a name stands for something in every chart.
pub(super) fn is_reserved(name: &str) -> bool {
    ORDER.contains(&name) || name == "global" || ABOUT.iter().any(|(known, _)| known.split('.').next() == Some(name))
}

/// What a value is, in a sentence.
pub(super) fn about(path: &[String]) -> Option<&'static str> {
    ABOUT.iter().find(|(pattern, _)| is_named(pattern, path)).map(|(_, about)| *about)
}

/// Whether a path is one of a pattern, in which `*` is any name.
fn is_named(pattern: &str, path: &[String]) -> bool {
    let mut parts = pattern.split('.');
    path.iter().all(|name| parts.next().is_some_and(|part| part == "*" || part == name)) && parts.next().is_none()
}

/// The largest integer that a 64-bit float and all below it hold exactly.
const EXACT: u64 = 1 << 53;

/// Characters that are line ends, or nothing at all, to the writer of YAML that Helm has.
const LINE_ENDS: [char; 4] = ['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'];

/// Why a value cannot stand in a values file; none where it can. Helm reads numbers as 64-bit floats, takes
/// what is null out of maps, and writes texts inside of maps and lists by itself, if templates do not
/// have them `quoted`.
pub(super) fn lost(value: &Value, quoted: bool) -> Option<&'static str> {
    match value {
        Value::Array(items) => items.iter().find_map(|item| lost_inside(item, quoted)),
        Value::Object(map) => map.values().find_map(|item| lost_inside(item, quoted)),
        other => lost_inside(other, true),
    }
}

fn lost_inside(value: &Value, quoted: bool) -> Option<&'static str> {
    match value {
        Value::String(text) if !quoted && text.contains(LINE_ENDS) => {
            Some("Helm does not keep line ends of other alphabets in texts")
        }
        Value::Null => Some("Helm takes an empty value for one that is taken back"),
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            size.is_some_and(|size| size > EXACT).then_some("Helm reads numbers as 64-bit floats, which do not hold it")
        }
        Value::Array(items) => items.iter().find_map(|item| lost_inside(item, quoted)),
        Value::Object(map) => map.values().find_map(|item| lost_inside(item, quoted)),
        _ => None,
    }
}
