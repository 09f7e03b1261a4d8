//! Annotations that tell a linter what it cannot see, where the preset asks for them.

use serde::Serialize;

use super::container::Container;
use super::network::Direction;
use super::rollout::Replicas;
use super::workload::Workload;

/// An annotation by which a linter passes over one of its checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exemption {
    /// Its key.
    pub annotation: &'static str,
    /// Why the check does not hold here.
    pub reason: &'static str,
}

/// The check that a Deployment says its number of pods.
const MISSING_REPLICAS: &str = "polaris.fairwinds.com/deploymentMissingReplicas-exempt";

/// Whether an exemption holds also where the number of pods is written.
pub(super) fn is_of_any_number(exemption: &Exemption) -> bool {
    exemption.annotation != MISSING_REPLICAS
}

/// Checks of polaris (<https://polaris.docs.fairwinds.com/customization/exemptions/>) that contradict
/// another linter, or that read a path for a value.
pub(super) fn exemptions(
    workload: &Workload,
    containers: &[&Container],
    network: Option<&(Direction, Direction)>,
) -> Vec<Exemption> {
    let mut exemptions = Vec::new();
    if matches!(workload.replicas(), Some(Replicas::Automatic { .. })) {
        exemptions.push(Exemption {
            annotation: MISSING_REPLICAS,
            reason: "An autoscaler owns the number of pods, so none is written.",
        });
    }
    if containers.iter().flat_map(|one| &one.secrets).any(|secret| secret.path.is_some()) {
        exemptions.push(Exemption {
            annotation: "polaris.fairwinds.com/sensitiveContainerEnvVar-exempt",
            reason: "The variables of secrets hold the paths of their files, no value.",
        });
    }
    if network.is_some_and(|(ingress, _)| ingress.rules.is_empty()) {
        exemptions.push(Exemption {
            annotation: "polaris.fairwinds.com/missingNetworkPolicy-exempt",
            reason: "The NetworkPolicy lets nobody in, which a linter takes for none.",
        });
    }
    exemptions
}
