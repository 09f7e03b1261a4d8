//! What of the Kubernetes API a Role can grant: nothing that stands outside of every namespace.

use k8s_openapi::api::admissionregistration::v1::{
    MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding, MutatingWebhookConfiguration, ValidatingAdmissionPolicy,
    ValidatingAdmissionPolicyBinding, ValidatingWebhookConfiguration,
};
use k8s_openapi::api::authentication::v1::TokenReview;
use k8s_openapi::api::authorization::v1::SubjectAccessReview;
use k8s_openapi::api::certificates::v1::{CertificateSigningRequest, ClusterTrustBundle};
use k8s_openapi::api::core::v1::{Namespace, Node, PersistentVolume};
use k8s_openapi::api::flowcontrol::v1::{FlowSchema, PriorityLevelConfiguration};
use k8s_openapi::api::networking::v1::{IPAddress, IngressClass, ServiceCIDR};
use k8s_openapi::api::node::v1::RuntimeClass;
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding};
use k8s_openapi::api::resource::v1::{DeviceClass, ResourceSlice};
use k8s_openapi::api::scheduling::v1::PriorityClass;
use k8s_openapi::api::storage::v1::{CSIDriver, CSINode, StorageClass, VolumeAttachment, VolumeAttributesClass};
use k8s_openapi::apiextensions_apiserver::pkg::apis::apiextensions::v1::CustomResourceDefinition;
use k8s_openapi::kube_aggregator::pkg::apis::apiregistration::v1::APIService;
use k8s_openapi::{ClusterResourceScope, Resource};

use crate::spec::{Permission, Settings, Verb};

use super::report::Report;

/// Group and plural name of a resource that the API's own types say is the cluster's.
const fn of<T: Resource<Scope = ClusterResourceScope>>() -> (&'static str, &'static str) {
    (T::GROUP, T::URL_PATH_SEGMENT)
}

/// Resources that stand in no namespace.
const OF_THE_CLUSTER: [(&str, &str); 30] = [
    of::<APIService>(),
    of::<CertificateSigningRequest>(),
    of::<ClusterRole>(),
    of::<ClusterRoleBinding>(),
    of::<ClusterTrustBundle>(),
    of::<CSIDriver>(),
    of::<CSINode>(),
    of::<CustomResourceDefinition>(),
    of::<DeviceClass>(),
    of::<FlowSchema>(),
    of::<IngressClass>(),
    of::<IPAddress>(),
    of::<MutatingAdmissionPolicy>(),
    of::<MutatingAdmissionPolicyBinding>(),
    of::<MutatingWebhookConfiguration>(),
    of::<Node>(),
    of::<PersistentVolume>(),
    of::<PriorityClass>(),
    of::<PriorityLevelConfiguration>(),
    of::<ResourceSlice>(),
    of::<RuntimeClass>(),
    of::<ServiceCIDR>(),
    of::<StorageClass>(),
    of::<SubjectAccessReview>(),
    of::<TokenReview>(),
    of::<ValidatingAdmissionPolicy>(),
    of::<ValidatingAdmissionPolicyBinding>(),
    of::<ValidatingWebhookConfiguration>(),
    of::<VolumeAttachment>(),
    of::<VolumeAttributesClass>(),
];

pub(super) fn check(settings: &Settings, report: &mut Report<'_>) {
    for (index, permission) in settings.permissions.iter().flatten().enumerate() {
        if permission.resources.is_empty() || permission.verbs.is_empty() {
            report.problem(
                "permissions",
                "a permission names no resource or no verb, and so allows nothing",
                "such as `{resources: [configmaps], verbs: [get, list, watch]}`",
            );
        }
        let group = permission.group.as_ref().map_or("", |group| group.as_str());
        for (at, resource) in permission.resources.iter().enumerate() {
            let name = resource.as_str();
            let whole = name.split('/').next().unwrap_or(name);
            if !is_of_the_cluster(group, whole, permission) {
                continue;
            }
            report.problem(
                "permissions",
                format!("`permissions[{index}].resources[{at}]`: `{whole}` stand in no namespace, and a Role grants nothing outside of its own"),
                "grant it by a ClusterRole and a ClusterRoleBinding for the app's ServiceAccount, as templates of your own (`templates`) or beside",
            );
        }
    }
}

/// Whether a Role cannot grant it. Of its own namespace it can grant all that names a single one, since the API
/// server counts that as a request inside of it (`NewRequestInfo`).
fn is_of_the_cluster(group: &str, resource: &str, permission: &Permission) -> bool {
    let own = of::<Namespace>();
    if (group, resource) == own {
        let all = [Verb::List, Verb::Watch, Verb::Create, Verb::DeleteCollection];
        return permission.verbs.iter().any(|verb| all.contains(verb));
    }
    OF_THE_CLUSTER.contains(&(group, resource))
}
