//! What a whole pod asks for, as the scheduler and quotas count it.

use crate::spec::types::Cpu;

use super::container::{Container, Role};
use super::resources::ContainerResources;

/// Requests and limits of a pod; cpu in thousandths, memory in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PodResources {
    /// Requested cpu.
    pub(super) cpu: u64,
    /// Requested memory.
    pub(super) memory: u64,
    /// Most cpu; none where a container has no limit.
    pub(super) cpu_limit: Option<u64>,
    /// Most memory.
    pub(super) memory_limit: u64,
}

impl PodResources {
    /// The sum over containers in the order in which they start, the main one last.
    pub(super) fn of(containers: &[&Container]) -> Self {
        let limited = containers.iter().all(|container| container.resources.cpu_limit.is_some());
        let cpu_limit = |one: &ContainerResources| one.cpu_limit.map_or(0, Cpu::millis);
        Self {
            cpu: most(containers, |one| one.cpu.millis()),
            memory: most(containers, |one| one.memory.bytes()),
            cpu_limit: limited.then(|| most(containers, cpu_limit)),
            memory_limit: most(containers, |one| one.memory_limit.bytes()),
        }
    }
}

/// The most that run at once: an init container runs beside the sidecars that started before it
/// (<https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers>).
fn most(containers: &[&Container], amount: impl Fn(&ContainerResources) -> u64) -> u64 {
    let sum =
        |(running, most), container: &&Container| counted(container.role, amount(&container.resources), running, most);
    containers.iter().fold((0, 0), sum).1
}

/// What runs on, and the most so far, once another container has started.
fn counted(role: Role, own: u64, running: u64, most: u64) -> (u64, u64) {
    let now = running + own;
    (if role == Role::Init { running } else { now }, most.max(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_init_container_counts_beside_the_sidecars_before_it_and_not_beside_the_app() {
        let sum = |roles: &[(Role, u64)]| {
            roles.iter().fold((0, 0), |(running, most), (role, own)| counted(*role, *own, running, most)).1
        };
        assert_eq!(sum(&[(Role::Sidecar, 1), (Role::Init, 5), (Role::Main, 2)]), 6);
        assert_eq!(sum(&[(Role::Init, 5), (Role::Sidecar, 1), (Role::Main, 2)]), 5);
        assert_eq!(sum(&[(Role::Init, 1), (Role::Sidecar, 1), (Role::Sidecar, 1), (Role::Main, 2)]), 4);
    }
}
