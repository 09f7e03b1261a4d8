//! API versions that no cluster serves any more.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "removed-api",
    name: "every object is of an API version that is served",
    item: 16,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No object has an `apiVersion` that every supported version of Kubernetes has removed.",
    why: "The server does not know the kind: the deploy fails, or after an upgrade of the cluster the next one does.",
    fix: "write the object in the version that replaced it",
    bad: "apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow}
",
    good: "apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow}
",
    sources: &["https://kubernetes.io/docs/reference/using-api/deprecation-guide/"],
    check: Check::Object(&[], check),
};

/// An API version with some of its kinds, all where none is named; the version that removed it, and what to
/// write in its place.
pub(super) type Removed = (&'static str, &'static [&'static str], &'static str, &'static str);

const REMOVED: [Removed; 24] = [
    ("extensions/v1beta1", &["Deployment", "DaemonSet", "ReplicaSet"], "1.16", "apps/v1"),
    ("extensions/v1beta1", &["NetworkPolicy"], "1.16", "networking.k8s.io/v1"),
    ("extensions/v1beta1", &["Ingress"], "1.22", "networking.k8s.io/v1"),
    ("extensions/v1beta1", &["PodSecurityPolicy"], "1.16", "labels of Pod Security on the Namespace"),
    ("apps/v1beta1", &[], "1.16", "apps/v1"),
    ("apps/v1beta2", &[], "1.16", "apps/v1"),
    (
        "admissionregistration.k8s.io/v1beta1",
        &["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"],
        "1.22",
        "admissionregistration.k8s.io/v1",
    ),
    ("apiextensions.k8s.io/v1beta1", &[], "1.22", "apiextensions.k8s.io/v1"),
    ("apiregistration.k8s.io/v1beta1", &[], "1.22", "apiregistration.k8s.io/v1"),
    ("certificates.k8s.io/v1beta1", &["CertificateSigningRequest"], "1.22", "certificates.k8s.io/v1"),
    ("coordination.k8s.io/v1beta1", &["Lease"], "1.22", "coordination.k8s.io/v1"),
    ("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"], "1.22", "networking.k8s.io/v1"),
    ("rbac.authorization.k8s.io/v1beta1", &[], "1.22", "rbac.authorization.k8s.io/v1"),
    ("scheduling.k8s.io/v1beta1", &["PriorityClass"], "1.22", "scheduling.k8s.io/v1"),
    (
        "storage.k8s.io/v1beta1",
        &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
        "1.22",
        "storage.k8s.io/v1",
    ),
    ("storage.k8s.io/v1beta1", &["CSIStorageCapacity"], "1.27", "storage.k8s.io/v1"),
    ("batch/v1beta1", &["CronJob"], "1.25", "batch/v1"),
    ("discovery.k8s.io/v1beta1", &["EndpointSlice"], "1.25", "discovery.k8s.io/v1"),
    ("autoscaling/v2beta1", &[], "1.25", "autoscaling/v2"),
    ("autoscaling/v2beta2", &[], "1.26", "autoscaling/v2"),
    ("policy/v1beta1", &["PodDisruptionBudget"], "1.25", "policy/v1"),
    ("policy/v1beta1", &["PodSecurityPolicy"], "1.25", "labels of Pod Security on the Namespace"),
    ("node.k8s.io/v1beta1", &["RuntimeClass"], "1.25", "node.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta3", &[], "1.32", "flowcontrol.apiserver.k8s.io/v1"),
];

/// The API version of an object, where no supported version of Kubernetes serves it any more.
pub(super) fn removed(object: &Object) -> Option<&'static Removed> {
    let is = |(version, kinds, ..): &&Removed| {
        *version == object.api_version && (kinds.is_empty() || kinds.contains(&object.identity.kind.as_str()))
    };
    REMOVED.iter().find(is)
}

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    if let Some((version, _, since, instead)) = removed(object) {
        let message = format!("{} of `{version}` is served no more since Kubernetes {since}", object.identity.kind);
        hits.say(keys("apiVersion"), message).fix(format!("write it as {instead}"));
    }
}
