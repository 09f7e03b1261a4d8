//! Each document against the types of the Kubernetes API: unknown fields, missing required ones,
//! values of another type, and values that the API does not take.

use std::borrow::Cow;

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
use serde_path_to_error::Segment;

use crate::manifest::{Document, millis_of};
use crate::problem::{Problem, did_you_mean};

use super::fields::fields;
use super::kinds::unserved;
use super::names::wrong_name;
use super::problem;
use super::reading::Types;
use super::takes::Refused;

/// What of an object is none of the API's.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// The keys and indices that lead to it.
    pub(crate) path: Vec<String>,
    /// What is wrong.
    pub(crate) message: String,
    /// What kind of thing is.
    pub(crate) wrong: Wrong,
    /// The name that was most likely meant.
    pub(crate) hint: Option<String>,
}

/// What is none of the API's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// A field that it does not know.
    Field,
    /// A field that it demands and that is not there.
    Missing,
    /// A name that it does not take.
    Name,
    /// A value that it does not take.
    Value,
}

pub(super) fn check(document: &Document, problems: &mut Vec<Problem>) {
    let api_version = document.value.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    if let Some(unserved) = unserved(api_version, &document.identity.kind) {
        problems.push(Problem { hint: unserved.hint, ..problem(document, &[unserved.key], unserved.message) });
    }
    for Misfit { path, message, hint, .. } in misfits(api_version, &document.identity.kind, &document.value) {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        problems.push(Problem { hint, ..problem(document, &keys, message) });
    }
}

/// Reads the value into the API's type and back; what comes out otherwise was not right, nor is what the API does not
/// take of it. Of custom resources nothing is known.
pub(crate) fn misfits(api_version: &str, kind: &str, value: &Value) -> Vec<Misfit> {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let mut misfits = Misfits::default();
    let name = value.pointer("/metadata/name").and_then(Value::as_str);
    if let Some(why) = name.and_then(|name| wrong_name(group, kind, name)) {
        misfits.say(&["metadata".to_owned(), "name".to_owned()], Wrong::Name, &format!(": {why}"), None);
    }
    let Some(round_trip) = reader(api_version, kind) else { return misfits.found };
    // A type's reader stops at the first value that is of another type; without that one it comes to the next.
    let mut value = Cow::Borrowed(value);
    loop {
        misfits.types = Types::default();
        let (path, message) = match round_trip(&value, &misfits.types) {
            Ok(back) => {
                misfits.compare(&value, &back, &mut Vec::new());
                break;
            }
            Err(wrong) => wrong,
        };
        misfits.found.push(Misfit { path: path.clone(), message, wrong: Wrong::Value, hint: None });
        if !take_out(value.to_mut(), &path) {
            return misfits.found;
        }
        misfits.taken_out.push(path);
    }
    misfits.judge(&value, &mut Vec::new());
    misfits.found
}

/// Takes a value out of the map that it stands in, or leaves null in its list; false where there is none to take.
fn take_out(value: &mut Value, path: &[String]) -> bool {
    let Some((last, above)) = path.split_last() else { return false };
    let parent = above.iter().try_fold(value, |value, key| match value {
        Value::Object(map) => map.get_mut(key),
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    });
    match parent {
        Some(Value::Object(map)) => map.shift_remove(last).is_some(),
        Some(Value::Array(items)) => {
            let item = last.parse().ok().and_then(|index: usize| items.get_mut(index));
            item.is_some_and(|item| !std::mem::take(item).is_null())
        }
        _ => false,
    }
}

type RoundTrip = fn(&Value, &Types) -> Result<Value, (Vec<String>, String)>;

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

fn round_trip<T: DeserializeOwned + Serialize>(value: &Value, types: &Types) -> Result<Value, (Vec<String>, String)> {
    let typed: T = serde_path_to_error::deserialize(types.reader(value)).map_err(|error| {
        let keys = error.path().iter().map(|segment| match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } | Segment::Enum { variant: key } => key.clone(),
            Segment::Unknown => String::new(),
        });
        (keys.collect(), format!("`{}`: {}", error.path(), error.inner()))
    })?;
    serde_json::to_value(typed).map_err(|error| (Vec::new(), error.to_string()))
}

/// What was found of an object so far, and the types that its parts were read as.
#[derive(Default)]
struct Misfits {
    types: Types,
    found: Vec<Misfit>,
    /// Values of another type, which are told.
    taken_out: Vec<Vec<String>>,
}

impl Misfits {
    /// A key that was lost is unknown, one that was gained is required, another value was coerced.
    fn compare(&mut self, given: &Value, back: &Value, path: &mut Vec<String>) {
        match (given, back) {
            (Value::Object(map), Value::Object(back)) => {
                for (key, value) in map {
                    path.push(key.clone());
                    match back.get(key) {
                        // What is null is not there, as the API has it.
                        _ if value.is_null() => {}
                        Some(back) => self.compare(value, back, path),
                        None => {
                            let hint = did_you_mean(key, self.types.known(given).iter().copied());
                            self.say(path, Wrong::Field, " is not a field of the API", hint);
                        }
                    }
                    path.pop();
                }
                for key in back.keys().filter(|key| map.get(*key).is_none_or(Value::is_null)) {
                    let is_told = |taken: &Vec<String>| taken.split_last() == Some((key, path.as_slice()));
                    if !self.taken_out.iter().any(is_told) {
                        self.say(path, Wrong::Missing, &format!(" misses the required field `{key}`"), None);
                    }
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
            _ => self.say(path, Wrong::Value, &format!(" is read by the API as {back}, not as {given}"), None),
        }
    }

    /// Whatever is of a type, and is not taken by it.
    fn judge(&mut self, value: &Value, path: &mut Vec<String>) {
        let of = self.types.of(value).map_or("", |found| found.name);
        if of == "Quantity" && millis_of(value).is_none_or(|amount| amount < 0) {
            self.say(path, Wrong::Value, &format!(" is {value}, which is no quantity"), None);
        }
        for (field, takes) in fields(of) {
            let Some(value) = value.get(field) else { continue };
            path.push((*field).to_owned());
            for Refused { below, why, hint } in takes.refused(value) {
                let wrong = if takes.is_name() { Wrong::Name } else { Wrong::Value };
                self.say(path, wrong, &why, hint);
                if let (Some(below), Some(misfit)) = (below, self.found.last_mut()) {
                    misfit.path.push(below);
                }
            }
            path.pop();
        }
        let mut each = |key: String, value: &Value| {
            path.push(key);
            self.judge(value, path);
            path.pop();
        };
        match value {
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| each(index.to_string(), item)),
            Value::Object(map) => map.iter().for_each(|(key, value)| each(key.clone(), value)),
            _ => {}
        }
    }

    fn say(&mut self, path: &[String], wrong: Wrong, what: &str, hint: Option<String>) {
        let message = format!("`{}`{what}", path.join("."));
        self.found.push(Misfit { path: path.to_vec(), message, wrong, hint });
    }
}
