//! The kinds that Kubernetes serves, and an object that is of none of them.

use crate::problem::{did_you_mean, nearest};

/// Each version of a group with its kinds, the one to write first: those of Kubernetes 1.33 to 1.37, as the crate
/// `k8s-openapi` lists them.
pub(super) const SERVED: &[(&str, &[&str])] = &[
    (
        "v1",
        &[
            "Binding",
            "ConfigMap",
            "Endpoints",
            "Event",
            "LimitRange",
            "Namespace",
            "Node",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "Pod",
            "PodTemplate",
            "ReplicationController",
            "ResourceQuota",
            "Secret",
            "Service",
            "ServiceAccount",
        ],
    ),
    (
        "admissionregistration.k8s.io/v1",
        &[
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
            "MutatingWebhookConfiguration",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "ValidatingWebhookConfiguration",
        ],
    ),
    ("admissionregistration.k8s.io/v1alpha1", &["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"]),
    (
        "admissionregistration.k8s.io/v1beta1",
        &[
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
        ],
    ),
    ("apiextensions.k8s.io/v1", &["CustomResourceDefinition"]),
    ("apiregistration.k8s.io/v1", &["APIService"]),
    ("apps/v1", &["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"]),
    ("authentication.k8s.io/v1", &["SelfSubjectReview", "TokenRequest", "TokenReview"]),
    (
        "authorization.k8s.io/v1",
        &["LocalSubjectAccessReview", "SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"],
    ),
    ("autoscaling/v2", &["HorizontalPodAutoscaler"]),
    ("autoscaling/v1", &["HorizontalPodAutoscaler"]),
    ("batch/v1", &["CronJob", "Job"]),
    ("certificates.k8s.io/v1", &["CertificateSigningRequest", "ClusterTrustBundle", "PodCertificateRequest"]),
    ("certificates.k8s.io/v1alpha1", &["ClusterTrustBundle", "PodCertificateRequest"]),
    ("certificates.k8s.io/v1beta1", &["ClusterTrustBundle", "PodCertificateRequest"]),
    ("coordination.k8s.io/v1", &["Lease"]),
    ("coordination.k8s.io/v1alpha2", &["LeaseCandidate"]),
    ("coordination.k8s.io/v1beta1", &["LeaseCandidate"]),
    ("discovery.k8s.io/v1", &["EndpointSlice"]),
    ("events.k8s.io/v1", &["Event"]),
    ("flowcontrol.apiserver.k8s.io/v1", &["FlowSchema", "PriorityLevelConfiguration"]),
    ("internal.apiserver.k8s.io/v1alpha1", &["StorageVersion"]),
    ("lifecycle.k8s.io/v1alpha1", &["Eviction", "EvictionRequest"]),
    ("networking.k8s.io/v1", &["IPAddress", "Ingress", "IngressClass", "NetworkPolicy", "ServiceCIDR"]),
    ("networking.k8s.io/v1beta1", &["IPAddress", "ServiceCIDR"]),
    ("node.k8s.io/v1", &["RuntimeClass"]),
    ("policy/v1", &["Eviction", "PodDisruptionBudget"]),
    ("rbac.authorization.k8s.io/v1", &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]),
    (
        "resource.k8s.io/v1",
        &["DeviceClass", "DeviceTaintRule", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"],
    ),
    (
        "resource.k8s.io/v1alpha3",
        &[
            "DeviceClass",
            "DeviceTaintRule",
            "ResourceClaim",
            "ResourceClaimTemplate",
            "ResourcePoolStatusRequest",
            "ResourceSlice",
        ],
    ),
    (
        "resource.k8s.io/v1beta2",
        &["DeviceClass", "DeviceTaintRule", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"],
    ),
    ("resource.k8s.io/v1beta1", &["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"]),
    ("scheduling.k8s.io/v1", &["PriorityClass"]),
    ("scheduling.k8s.io/v1alpha3", &["CompositePodGroup", "PodGroup", "Workload"]),
    ("scheduling.k8s.io/v1alpha2", &["PodGroup", "Workload"]),
    ("scheduling.k8s.io/v1alpha1", &["Workload"]),
    ("scheduling.k8s.io/v1beta1", &["PodGroup", "Workload"]),
    (
        "storage.k8s.io/v1",
        &["CSIDriver", "CSINode", "CSIStorageCapacity", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
    ),
    ("storage.k8s.io/v1alpha1", &["VolumeAttributesClass"]),
    ("storage.k8s.io/v1beta1", &["VolumeAttributesClass"]),
    ("storagemigration.k8s.io/v1", &["StorageVersionMigration"]),
    ("storagemigration.k8s.io/v1alpha1", &["StorageVersionMigration"]),
    ("storagemigration.k8s.io/v1beta1", &["StorageVersionMigration"]),
];

/// Kinds of the core's version that tools take as they are: `oc process` makes objects of a template.
const OF_TOOLS: [&str; 1] = ["Template"];
/// Labels in the groups of the project's own custom resources, such as `scheduling.x-k8s.io`.
const OF_SUBPROJECTS: [&str; 2] = ["x-k8s", "sigs"];

/// Why no cluster knows an object.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unserved {
    /// The key that is most likely wrong.
    pub(crate) key: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// What was most likely meant.
    pub(crate) hint: Option<String>,
}

/// Whether a group is one of Kubernetes' own, the core's being empty.
pub(crate) fn is_own_group(group: &str) -> bool {
    SERVED.iter().any(|(version, _)| self::group(version) == group)
}

/// Whether a server may hold objects of that group and kind: of the core's only those that it serves, since its version
/// stands in many a tool's own files; of other groups those of custom resources, whose names have a dot. Files that
/// configure a component, and those of Backstage's catalog, are not sent to any.
pub(super) fn may_be_held(group: &str, kind: &str) -> bool {
    let is_file = group.ends_with(".config.k8s.io") || group == "backstage.io";
    match group {
        "" => SERVED.iter().any(|(version, kinds)| self::group(version).is_empty() && kinds.contains(&kind)),
        _ => is_own_group(group) || (group.contains('.') && !is_file),
    }
}

/// Why no cluster knows an object of that version and kind; none where one may. Of the groups of custom resources
/// nothing is known but that their names have a dot
/// (<https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/>).
pub(crate) fn unserved(api_version: &str, kind: &str) -> Option<Unserved> {
    let is_served = SERVED.iter().any(|(version, kinds)| *version == api_version && kinds.contains(&kind));
    if is_served || kind.ends_with("List") || OF_TOOLS.contains(&kind) {
        return None;
    }
    let group = group(api_version);
    let homes = || SERVED.iter().filter(|(_, kinds)| kinds.contains(&kind)).map(|(version, _)| *version);
    let write = |version: &str| Some(format!("write `apiVersion: {version}`"));
    if !is_own_group(group) {
        // A misspelt group is told by the kind that it has.
        let mut meant = homes();
        let home = if group.contains('.') {
            let is_near = group.ends_with("k8s.io") && !group.split('.').any(|label| OF_SUBPROJECTS.contains(&label));
            let near = nearest(group, homes().map(self::group)).filter(|_| is_near)?;
            meant.find(|version| self::group(version) == near)?
        } else {
            meant.next()?
        };
        let message = format!("Kubernetes has no group `{group}`, and {kind} is of `{home}`");
        return Some(Unserved { key: "apiVersion", message, hint: write(home) });
    }
    if let Some(home) = homes().find(|version| self::group(version) == group).or_else(|| homes().next()) {
        let message = format!("{kind} is of `{home}`, not of `{api_version}`");
        return Some(Unserved { key: "apiVersion", message, hint: write(home) });
    }
    let kinds = SERVED.iter().filter(|(version, _)| self::group(version) == group).flat_map(|(_, kinds)| *kinds);
    let hint = did_you_mean(kind, kinds.copied());
    // The core's version is that of many a tool's own files.
    (hint.is_some() || !group.is_empty()).then(|| {
        let message = format!("`{kind}` is no kind of `{api_version}`");
        Unserved { key: "kind", message, hint }
    })
}

/// The group of a version, the core's being empty.
pub(super) fn group(api_version: &str) -> &str {
    api_version.split_once('/').map_or("", |(group, _)| group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_misspelt_is_told_with_what_was_meant() {
        for (api_version, kind, key, hint) in [
            ("apps/v1", "deployment", "kind", "did you mean `Deployment`?"),
            ("app/v1", "Deployment", "apiVersion", "write `apiVersion: apps/v1`"),
            ("v1", "Deployment", "apiVersion", "write `apiVersion: apps/v1`"),
            ("apps/v2", "Deployment", "apiVersion", "write `apiVersion: apps/v1`"),
            ("apps/v1", "Service", "apiVersion", "write `apiVersion: v1`"),
            ("v1", "Servise", "kind", "did you mean `Service`?"),
            ("network.k8s.io/v1", "Ingress", "apiVersion", "write `apiVersion: networking.k8s.io/v1`"),
            ("batch/v2alpha1", "CronJob", "apiVersion", "write `apiVersion: batch/v1`"),
        ] {
            let found = unserved(api_version, kind).map(|found| (found.key, found.hint));
            assert_eq!(found, Some((key, Some(hint.to_owned()))), "{api_version} {kind}");
        }
        assert_eq!(unserved("apps/v1", "Banana").map(|found| found.hint), Some(None));
    }

    #[test]
    fn what_another_api_may_serve_is_let_through() {
        for (api_version, kind) in [
            ("apps/v1", "Deployment"),
            ("argoproj.io/v1alpha1", "Rollout"),
            ("serving.knative.dev/v1", "Service"),
            ("gateway.networking.k8s.io/v1", "HTTPRoute"),
            ("snapshot.storage.k8s.io/v1", "VolumeSnapshot"),
            ("networking.gke.io/v1", "NetworkPolicy"),
            ("scheduling.x-k8s.io/v1alpha1", "PodGroup"),
            ("scheduling.sigs.k8s.io/v1alpha1", "PodGroup"),
            ("v1", "Template"),
            ("v1", "Project"),
            ("v1", "ConfigMapList"),
            ("tool/v1", "Pipeline"),
        ] {
            assert_eq!(unserved(api_version, kind), None, "{api_version} {kind}");
        }
    }

    #[test]
    fn files_of_tools_are_held_by_no_server() {
        for (group, kind) in [("", "Service"), ("apps", "Deployment"), ("gateway.networking.k8s.io", "HTTPRoute")] {
            assert!(may_be_held(group, kind), "{group} {kind}");
        }
        for (group, kind) in [
            ("", "Project"),
            ("", "Template"),
            ("tool", "Pipeline"),
            ("kustomize.config.k8s.io", "Kustomization"),
            ("backstage.io", "Component"),
        ] {
            assert!(!may_be_held(group, kind), "{group} {kind}");
        }
    }
}
