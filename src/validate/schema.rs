//! Each document against the types of the Kubernetes API: unknown fields, missing required ones,
//! values of another type.

use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, StatefulSet};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{
    ConfigMap, LimitRange, Namespace, PersistentVolumeClaim, ResourceQuota, Service, ServiceAccount,
};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use k8s_openapi::api::rbac::v1::{Role, RoleBinding};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::manifest::Document;
use crate::problem::{Problem, did_you_mean};

use super::problem;
use super::reading::Unknown;

/// Reads the value into the API's type and back; what comes out otherwise was not right.
pub(super) fn check(document: &Document, problems: &mut Vec<Problem>) {
    let Some(round_trip) = reader(document) else { return };
    let unknown = Unknown::default();
    match round_trip(&document.value, &unknown) {
        Ok(back) => {
            let mut comparison = Comparison { document, unknown: &unknown, problems };
            comparison.compare(&document.value, &back, &mut Vec::new());
        }
        Err((path, message)) => {
            let keys: Vec<&str> = path.split(['.', '[', ']']).filter(|key| !key.is_empty()).collect();
            problems.push(problem(document, &keys, format!("`{path}`: {message}")));
        }
    }
}

type RoundTrip = for<'a> fn(&'a Value, &Unknown<'a>) -> Result<Value, (String, String)>;

/// The API's type for a document; custom resources have none here.
fn reader(document: &Document) -> Option<RoundTrip> {
    let api_version = document.value.get("apiVersion")?.as_str()?;
    Some(match (api_version, document.identity.kind.as_str()) {
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

/// A document's value beside what its type made of it.
struct Comparison<'a> {
    document: &'a Document,
    unknown: &'a Unknown<'a>,
    problems: &'a mut Vec<Problem>,
}

impl Comparison<'_> {
    /// A key that was lost is unknown, one that was gained is required, another value was coerced.
    fn compare(&mut self, given: &Value, back: &Value, path: &mut Vec<String>) {
        match (given, back) {
            (Value::Object(given), Value::Object(back)) => {
                for (key, value) in given {
                    path.push(key.clone());
                    match back.get(key) {
                        Some(back) => self.compare(value, back, path),
                        None => {
                            let known = self.unknown.known(given).iter().copied();
                            self.report(path, "is not a field of the API", did_you_mean(key, known));
                        }
                    }
                    path.pop();
                }
                for key in back.keys().filter(|key| !given.contains_key(*key)) {
                    self.report(path, &format!("misses the required field `{key}`"), None);
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
            _ => self.report(path, &format!("is read by the API as {back}, not as {given}"), None),
        }
    }

    fn report(&mut self, path: &[String], message: &str, hint: Option<String>) {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        let problem = problem(self.document, &keys, format!("`{}` {message}", path.join(".")));
        self.problems.push(Problem { hint, ..problem });
    }
}
