//! What a change of a manifest does to what runs.

use std::fmt;

use serde_json::Value;

use crate::spec::types::Memory;

use super::breaks::Break;
use super::document::Document;

/// What applying a change does, mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// No pod is replaced.
    NoRestart,
    /// No pod is replaced, and requests go elsewhere, or in other shares.
    MovesTraffic,
    /// A Job of another name runs beside the one that is done.
    RunsAgain,
    /// Pods are replaced one by one.
    RollsPods,
    /// The API refuses the change, or something is lost on the way.
    Breaking(Break),
}

/// Fields that the API does not let change on a live object, and what follows from trying.
///
/// Sources: <https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates>,
/// <https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#required-fields>,
/// <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#clusterrolebinding-example>,
/// <https://kubernetes.io/docs/concepts/services-networking/service/#headless-services>,
/// <https://kubernetes.io/docs/concepts/workloads/controllers/job/>.
const FIXED: &[(&str, &str, Break)] = &[
    ("Deployment", "spec.selector", Break::Selector),
    ("DaemonSet", "spec.selector", Break::Selector),
    ("StatefulSet", "spec.selector", Break::Selector),
    ("StatefulSet", "spec.volumeClaimTemplates", Break::ClaimTemplates),
    ("Service", "spec.clusterIP", Break::ClusterIp),
    ("Job", "spec.selector", Break::Job),
    ("Job", "spec.template", Break::Job),
    ("Job", "spec.completionMode", Break::Job),
    ("RoleBinding", "roleRef", Break::RoleRef),
    ("ClusterRoleBinding", "roleRef", Break::RoleRef),
];

/// What of a StatefulSet's spec can change, as the API's own message lists it.
const STATEFUL_SET_CHANGES: [&str; 7] = [
    "replicas",
    "ordinals",
    "template",
    "updateStrategy",
    "revisionHistoryLimit",
    "persistentVolumeClaimRetentionPolicy",
    "minReadySeconds",
];

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRestart => "no restart",
            Self::MovesTraffic => "moves traffic",
            Self::RunsAgain => "runs again",
            Self::RollsPods => "rolls pods",
            Self::Breaking(_) => "breaking",
        })
    }
}

impl Effect {
    /// The effect of replacing `old` by `new`.
    pub fn between(old: &Document, new: &Document) -> Self {
        if old.identity != new.identity {
            let next = if new.identity.kind == "Job" { Self::RunsAgain } else { Self::RollsPods };
            return match old.identity.kind.as_str() {
                _ if is_next(old, new) => next,
                // What is in it does not come along.
                _ if old.identity.kind == new.identity.kind && holds_data(old) => Self::Breaking(Break::ClaimRemoved),
                "Namespace" if new.identity.kind == "Namespace" => Self::Breaking(Break::NamespaceRemoved),
                _ => Self::Breaking(Break::Identity),
            };
        }
        if let Some(why) = broken(old, new) {
            return Self::Breaking(why);
        }
        // A CronJob's change waits for its next run.
        let rolls = new.pod_template_path().is_some() && old.get("spec.template") != new.get("spec.template");
        let leads = |(kind, path): &(&str, &str)| new.identity.kind == *kind && old.get(path) != new.get(path);
        match rolls {
            true => Self::RollsPods,
            false if LEADING.iter().any(leads) => Self::MovesTraffic,
            false => Self::NoRestart,
        }
    }
}

/// Fields that say which pods requests go to.
const LEADING: [(&str, &str); 4] = [
    ("HTTPRoute", "spec.rules"),
    ("Ingress", "spec.rules"),
    ("Ingress", "spec.defaultBackend"),
    ("Service", "spec.selector"),
];

impl Effect {
    /// The effect of taking an object out of the files, where that is not plain.
    pub fn of_removal(old: &Document) -> Option<Self> {
        match old.identity.kind.as_str() {
            _ if holds_data(old) => Some(Self::Breaking(Break::ClaimRemoved)),
            "Namespace" => Some(Self::Breaking(Break::NamespaceRemoved)),
            "ExternalSecret" | "SealedSecret" => Some(Self::Breaking(Break::SecretRemoved)),
            "Deployment" | "StatefulSet" | "DaemonSet" | "CronJob" | "Rollout" => {
                Some(Self::Breaking(Break::WorkloadRemoved))
            }
            "Service" | "Ingress" | "HTTPRoute" => Some(Self::Breaking(Break::WayRemoved)),
            "HorizontalPodAutoscaler" => Some(Self::Breaking(Break::AutoscalerRemoved)),
            "ScaledObject" => Some(Self::Breaking(Break::ScaledObjectRemoved)),
            _ => None,
        }
    }
}

/// Whether data go with an object: a claim, a database or a broker that owns its claims
/// (`docs/src/labels_annotations.md` of github.com/cloudnative-pg/cloudnative-pg, `internal/resource/statefulset.go` of
/// github.com/rabbitmq/cluster-operator), or a topic. The volumes of Strimzi's brokers stay, but nobody serves them.
fn holds_data(document: &Document) -> bool {
    let identity = &document.identity;
    matches!(
        (identity.group.as_str(), identity.kind.as_str()),
        ("", "PersistentVolumeClaim")
            | ("postgresql.cnpg.io", "Cluster")
            | ("rabbitmq.com", "RabbitmqCluster")
            | ("kafka.strimzi.io", "Kafka" | "KafkaNodePool" | "KafkaTopic")
    )
}

/// Whether an object whose name changes with its content is the next one of its kind: a Job runs beside
/// the finished one, and pods roll from one ConfigMap that never changes to another, while the old one
/// stays for a rollback.
fn is_next(old: &Document, new: &Document) -> bool {
    let same = old.identity.kind == new.identity.kind && old.identity.namespace == new.identity.namespace;
    same && match new.identity.kind.as_str() {
        "Job" => true,
        "ConfigMap" => stem(old) == stem(new),
        _ => false,
    }
}

/// The name, without the hash of its content where the object never changes.
fn stem(document: &Document) -> &str {
    let name = document.identity.name.as_str();
    let immutable = document.get("immutable") == Some(&Value::Bool(true));
    let is_hash = |text: &str| text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
    match name.rsplit_once('-') {
        Some((stem, hash)) if immutable && is_hash(hash) => stem,
        _ => name,
    }
}

/// What a change of one object breaks.
fn broken(old: &Document, new: &Document) -> Option<Break> {
    let kind = new.identity.kind.as_str();
    let changed = |path: &str| old.get(path) != new.get(path);
    let templates = [old, new].map(|document| document.get("spec.volumeClaimTemplates"));
    if let ("StatefulSet", [Some(before), Some(after)]) = (kind, templates)
        && shrinks(before, after)
    {
        return Some(Break::ClaimTemplatesShrunk);
    }
    let fixed = FIXED.iter().find(|(fixed, path, _)| *fixed == kind && changed(path)).map(|(.., why)| *why);
    let other = || match kind {
        "StatefulSet" => {
            let spec =
                |document: &Document| document.get("spec").and_then(Value::as_object).cloned().unwrap_or_default();
            let (old, new) = (spec(old), spec(new));
            let mut keys = old.keys().chain(new.keys()).filter(|key| !STATEFUL_SET_CHANGES.contains(&key.as_str()));
            keys.any(|key| old.get(key) != new.get(key)).then_some(Break::StatefulSet)
        }
        "PersistentVolumeClaim" => {
            let size = |document: &Document| size(document.get("spec")?);
            let fixed = ["accessModes", "storageClassName", "volumeName", "volumeMode", "selector"];
            let moved = fixed.iter().any(|key| changed(&format!("spec.{key}")));
            (moved || size(new) < size(old)).then_some(Break::Claim)
        }
        "ConfigMap" | "Secret" => {
            let immutable = old.get("immutable") == Some(&Value::Bool(true));
            let differs = ["data", "binaryData", "stringData", "immutable"].iter().any(|key| changed(key));
            (immutable && differs).then_some(Break::ImmutableData)
        }
        _ => None,
    };
    let dropped = || {
        let scaled = matches!(kind, "Deployment" | "StatefulSet" | "Rollout");
        let several = old.get("spec.replicas").and_then(Value::as_u64).is_some_and(|replicas| replicas > 1);
        // <https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling>,
        // <https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership>
        (scaled && several && new.get("spec.replicas").is_none()).then_some(Break::ReplicasDropped)
    };
    fixed.or_else(other).or_else(dropped)
}

/// Whether one of a StatefulSet's claims is to be smaller.
fn shrinks(old: &Value, new: &Value) -> bool {
    let claims = |templates: &Value| templates.as_array().cloned().unwrap_or_default();
    let named = |claim: &Value| claim["metadata"]["name"].clone();
    let old = claims(old);
    let before = |claim: &Value| size(&old.iter().find(|old| named(old) == named(claim))?["spec"]);
    claims(new)
        .iter()
        .any(|claim| before(claim).is_some_and(|before| size(&claim["spec"]).is_some_and(|now| now < before)))
}

/// How much a claim asks for, in bytes.
fn size(spec: &Value) -> Option<u64> {
    let size = spec["resources"]["requests"]["storage"].as_str()?;
    size.parse::<Memory>().ok().map(Memory::bytes)
}

#[cfg(test)]
mod tests;
