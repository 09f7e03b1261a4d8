//! The kinds that apps are made of, and what reads an object as the API's type of it.

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

use super::reading::Types;

/// Reads into a type and back; else the keys and indices of what is not of its type, and why.
pub(super) type RoundTrip = fn(&Value, &Types) -> Result<Value, (Vec<String>, String)>;

/// What reads an object of that version and kind; none of custom resources, and of what no app is made of.
pub(super) fn reader(api_version: &str, kind: &str) -> Option<RoundTrip> {
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
        let keys = error.path().iter().filter_map(|segment| match segment {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { .. } | Segment::Unknown => None,
        });
        (keys.collect(), format!("`{}`: {}", error.path(), error.inner()))
    })?;
    serde_json::to_value(typed).map_err(|error| (Vec::new(), error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::reader;
    use crate::validate::kinds::SERVED;

    #[test]
    fn the_docs_list_the_kinds_that_are_read() {
        let page = include_str!("../../docs/check.md");
        let (_, list) = page.split_once("that apps are made of:").expect("the kinds are listed");
        let (list, _) = list.split_once('.').expect("the list ends");
        let listed: BTreeSet<&str> = list.split('`').skip(1).step_by(2).collect();
        let each = SERVED.iter().flat_map(|(version, kinds)| kinds.iter().map(move |kind| (version, kind)));
        let read: BTreeSet<&str> =
            each.filter(|(version, kind)| reader(version, kind).is_some()).map(|(_, kind)| *kind).collect();
        assert_eq!(listed, read);
    }
}
