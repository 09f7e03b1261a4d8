//! Fields that not every Kubernetes version in range has, or has switched on.

use crate::spec::types::KubernetesVersion;
use crate::spec::{Settings, split_key};

use super::report::Report;

/// A field that older versions do not know, or may have switched off.
///
/// Source: `pkg/features/kube_features.go` of k8s.io/kubernetes v1.37.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionedField {
    /// What a spec says to have it: its key and a value.
    pub answer: (&'static str, &'static str),
    /// The kind of the object, and the path of the field in it.
    pub field: (&'static str, &'static str),
    /// The version in which it became stable and cannot be switched off; where it is not stable yet,
    /// that in which it is on by default.
    pub since: KubernetesVersion,
    /// What is written for older clusters.
    pub below: Below,
}

/// What is written in the place of a field that the target version is too old for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// Nothing, with a warning.
    LeftOut,
    /// An older value of the same meaning.
    Older(&'static str),
    /// The answer is refused.
    Refused,
}

const fn field(
    answer: (&'static str, &'static str),
    field: (&'static str, &'static str),
    minor: u8,
    below: Below,
) -> VersionedField {
    VersionedField { answer, field, since: KubernetesVersion::minor(minor), below }
}

/// Every such field.
pub const VERSIONED_FIELDS: &[VersionedField] = &[
    field(
        ("podResources", "{cpu: 500m, memory: 1Gi}"),
        ("Deployment", "spec.template.spec.resources"),
        34,
        Below::LeftOut,
    ),
    field(
        ("runAs.supplementalGroupsPolicy", "Strict"),
        ("Deployment", "spec.template.spec.securityContext.supplementalGroupsPolicy"),
        35,
        Below::LeftOut,
    ),
    field(
        ("resize", "{memory: RestartContainer}"),
        ("Deployment", "spec.template.spec.containers.0.resizePolicy"),
        35,
        Below::LeftOut,
    ),
    field(
        ("service.trafficDistribution", "PreferSameZone"),
        ("Service", "spec.trafficDistribution"),
        35,
        Below::Older("PreferClose"),
    ),
    field(
        ("service.trafficDistribution", "PreferSameNode"),
        ("Service", "spec.trafficDistribution"),
        35,
        Below::LeftOut,
    ),
    // Where its gate is switched off the API drops the field, and the cluster's own tolerance holds: so
    // the version in which it is on by default is enough.
    field(
        ("autoscaling.behavior.scaleUp.tolerance", "5%"),
        ("HorizontalPodAutoscaler", "spec.behavior.scaleUp.tolerance"),
        35,
        Below::LeftOut,
    ),
    field(
        ("autoscaling.behavior.scaleDown.tolerance", "5%"),
        ("HorizontalPodAutoscaler", "spec.behavior.scaleDown.tolerance"),
        35,
        Below::LeftOut,
    ),
    field(("hostUsers", "false"), ("Deployment", "spec.template.spec.hostUsers"), 36, Below::LeftOut),
    field(
        ("rollout.maxUnavailable", "2"),
        ("StatefulSet", "spec.updateStrategy.rollingUpdate.maxUnavailable"),
        37,
        Below::Refused,
    ),
];

/// The field of an answer that the target version of some settings is too old for.
pub(super) fn too_new(settings: &Settings, key: &str, value: &str) -> Option<VersionedField> {
    let target = settings.kubernetes.unwrap_or(KubernetesVersion::OLDEST);
    let mut fields = VERSIONED_FIELDS.iter().filter(|field| field.answer.0 == key && field.since > target);
    // A key with several rows has one for each value that makes a difference.
    let several = VERSIONED_FIELDS.iter().filter(|field| field.answer.0 == key).count() > 1;
    fields.find(|field| !several || field.answer.1 == value).copied()
}

/// Whether an answer can be written for the target version; one that cannot is pointed out.
pub(super) fn allows(settings: &Settings, key: &str, value: &str, report: &mut Report<'_>) -> bool {
    let Some(field) = too_new(settings, key, value).filter(|field| field.below == Below::LeftOut) else { return true };
    let target = settings.kubernetes.unwrap_or(KubernetesVersion::OLDEST);
    let name = split_key(key).pop().unwrap_or_default();
    let since = field.since;
    report.warning(
        key,
        format!("`{name}` is left out: it needs Kubernetes {since}, and the oldest cluster has {target}"),
        format!("say `kubernetes: \"{since}\"` once no cluster is older"),
    );
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_a_key_of_the_spec_and_every_field_is_newer_than_the_oldest_target() {
        for field in VERSIONED_FIELDS {
            let parts: Vec<&str> = field.answer.0.split('.').collect();
            assert!(crate::spec::schema_at(&parts).is_some(), "{}", field.answer.0);
            assert!(field.since > KubernetesVersion::OLDEST, "{}", field.answer.0);
        }
    }
}
