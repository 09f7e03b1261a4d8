//! Each document against the types of the Kubernetes API: unknown fields, missing required ones,
//! values of another type.

use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, ReplicaSet, StatefulSet};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{
    ConfigMap, LimitRange, Namespace, PersistentVolume, PersistentVolumeClaim, Pod, ReplicationController,
    ResourceQuota, Secret, Service, ServiceAccount,
};
use k8s_openapi::api::networking::v1::{Ingress, IngressClass, NetworkPolicy};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding};
use k8s_openapi::api::scheduling::v1::PriorityClass;
use k8s_openapi::api::storage::v1::StorageClass;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::manifest::Document;
use crate::problem::{Problem, did_you_mean};

use super::problem;
use super::reading::Unknown;

/// What of an object is none of the API's.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// The keys and indices that lead to it.
    pub(crate) path: Vec<String>,
    /// What is wrong.
    pub(crate) message: String,
    /// Whether a field is missing, and nothing is wrong that stands there.
    pub(crate) is_missing: bool,
    /// The name that was most likely meant.
    pub(crate) hint: Option<String>,
}

pub(super) fn check(document: &Document, problems: &mut Vec<Problem>) {
    let api_version = document.value.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    for Misfit { path, message, hint, .. } in misfits(api_version, &document.identity.kind, &document.value) {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        problems.push(Problem { hint, ..problem(document, &keys, message) });
    }
}

/// Reads the value into the API's type and back; what comes out otherwise was not right. Of custom resources nothing
/// is known.
pub(crate) fn misfits(api_version: &str, kind: &str, value: &Value) -> Vec<Misfit> {
    let Some(round_trip) = reader(api_version, kind) else { return Vec::new() };
    let unknown = Unknown::default();
    match round_trip(value, &unknown) {
        Ok(back) => {
            let mut comparison = Comparison { unknown: &unknown, misfits: Vec::new() };
            comparison.compare(value, &back, &mut Vec::new());
            comparison.misfits
        }
        Err((path, message)) => {
            let keys = path.split(['.', '[', ']']).filter(|key| !key.is_empty()).map(str::to_owned);
            vec![Misfit {
                path: keys.collect(),
                message: format!("`{path}`: {message}"),
                is_missing: false,
                hint: None,
            }]
        }
    }
}

type RoundTrip = for<'a> fn(&'a Value, &Unknown<'a>) -> Result<Value, (String, String)>;

/// The API's type for a document; custom resources have none here.
fn reader(api_version: &str, kind: &str) -> Option<RoundTrip> {
    Some(match (api_version, kind) {
        ("v1", "ConfigMap") => round_trip::<ConfigMap>,
        ("v1", "LimitRange") => round_trip::<LimitRange>,
        ("v1", "ResourceQuota") => round_trip::<ResourceQuota>,
        ("v1", "Namespace") => round_trip::<Namespace>,
        ("v1", "PersistentVolumeClaim") => round_trip::<PersistentVolumeClaim>,
        ("v1", "Service") => round_trip::<Service>,
        ("v1", "ServiceAccount") => round_trip::<ServiceAccount>,
        ("apps/v1", "DaemonSet") => round_trip::<DaemonSet>,
        ("apps/v1", "Deployment") => round_trip::<Deployment>,
        ("apps/v1", "StatefulSet") => round_trip::<StatefulSet>,
        ("batch/v1", "CronJob") => round_trip::<CronJob>,
        ("batch/v1", "Job") => round_trip::<Job>,
        ("autoscaling/v2", "HorizontalPodAutoscaler") => round_trip::<HorizontalPodAutoscaler>,
        ("networking.k8s.io/v1", "Ingress") => round_trip::<Ingress>,
        ("networking.k8s.io/v1", "NetworkPolicy") => round_trip::<NetworkPolicy>,
        ("rbac.authorization.k8s.io/v1", "Role") => round_trip::<Role>,
        ("rbac.authorization.k8s.io/v1", "RoleBinding") => round_trip::<RoleBinding>,
        ("policy/v1", "PodDisruptionBudget") => round_trip::<PodDisruptionBudget>,
        ("v1", "Pod") => round_trip::<Pod>,
        ("v1", "Secret") => round_trip::<Secret>,
        ("v1", "PersistentVolume") => round_trip::<PersistentVolume>,
        ("v1", "ReplicationController") => round_trip::<ReplicationController>,
        ("apps/v1", "ReplicaSet") => round_trip::<ReplicaSet>,
        ("networking.k8s.io/v1", "IngressClass") => round_trip::<IngressClass>,
        ("rbac.authorization.k8s.io/v1", "ClusterRole") => round_trip::<ClusterRole>,
        ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding") => round_trip::<ClusterRoleBinding>,
        ("scheduling.k8s.io/v1", "PriorityClass") => round_trip::<PriorityClass>,
        ("storage.k8s.io/v1", "StorageClass") => round_trip::<StorageClass>,
        _ => return None,
    })
}

fn round_trip<'a, T: DeserializeOwned + Serialize>(
    value: &'a Value,
    unknown: &Unknown<'a>,
) -> Result<Value, (String, String)> {
    let typed: T = serde_path_to_error::deserialize(unknown.reader(value))
        .map_err(|error| (error.path().to_string(), error.inner().to_string()))?;
    serde_json::to_value(typed).map_err(|error| (String::new(), error.to_string()))
}

/// How it is said that a field is missing.
const MISSES: &str = "misses the required field";

/// An object's value beside what its type made of it.
struct Comparison<'a> {
    unknown: &'a Unknown<'a>,
    misfits: Vec<Misfit>,
}

impl Comparison<'_> {
    /// A key that was lost is unknown, one that was gained is required, another value was coerced.
    fn compare(&mut self, given: &Value, back: &Value, path: &mut Vec<String>) {
        match (given, back) {
            (Value::Object(given), Value::Object(back)) => {
                for (key, value) in given {
                    path.push(key.clone());
                    match back.get(key) {
                        // What is null is not there, as the API has it.
                        _ if value.is_null() => {}
                        Some(back) => self.compare(value, back, path),
                        None => {
                            let known = self.unknown.known(given).iter().copied();
                            self.report(path, "is not a field of the API", did_you_mean(key, known));
                        }
                    }
                    path.pop();
                }
                for key in back.keys().filter(|key| given.get(*key).is_none_or(Value::is_null)) {
                    self.report(path, &format!("{MISSES} `{key}`"), None);
                }
            }
            (Value::Array(given), Value::Array(back)) if given.len() == back.len() => {
                for (index, (value, back)) in given.iter().zip(back).enumerate() {
                    path.push(index.to_string());
                    self.compare(value, back, path);
                    path.pop();
                }
            }
            _ if given == back => {}
            // A quantity may be a number, as in `cpu: 1`.
            (Value::Number(number), Value::String(text)) if number.to_string() == *text => {}
            _ => self.report(path, &format!("is read by the API as {back}, not as {given}"), None),
        }
    }

    fn report(&mut self, path: &[String], message: &str, hint: Option<String>) {
        let is_missing = message.starts_with(MISSES);
        self.misfits.push(Misfit {
            path: path.to_vec(),
            message: format!("`{}` {message}", path.join(".")),
            is_missing,
            hint,
        });
    }
}
