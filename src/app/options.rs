//! What is written only on demand, as far as the target version knows it.

use crate::spec::types::{Cpu, Memory};
use crate::spec::{
    PodResources, Resize, ServiceOptions, SessionAffinity, Settings, SupplementalGroupsPolicy, TrafficDistribution,
};

use super::container::{Container, Role};
use super::pod_resources as needs;
use super::report::Report;
use super::resources::ContainerResources;
use super::targets::{self, Below};

/// What is written only on demand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether the pods get a user namespace of their own.
    pub user_namespace: bool,
    /// Whether groups that the image names count.
    pub supplemental_groups: Option<SupplementalGroupsPolicy>,
    /// Requests and limits of a whole pod.
    pub pod_resources: Option<PodResources>,
    /// What a change of resources does to the container.
    pub resize: Option<Resize>,
    /// Which pods a call prefers.
    pub traffic_distribution: Option<&'static str>,
    /// Whether the calls of one client go to one pod.
    pub sticky: bool,
}

impl Options {
    /// The most memory that the main container may use, in bytes: its own limit, or what its whole pod's
    /// leaves beside what the sidecars ask for, where that is less.
    pub(super) fn memory_limit(&self, containers: &[&Container]) -> u64 {
        let of = |role| containers.iter().filter(move |container| container.role == role);
        let own = of(Role::Main).map(|main| main.resources.memory_limit.bytes()).sum();
        let beside: u64 = of(Role::Sidecar).map(|sidecar| sidecar.resources.memory.bytes()).sum();
        let pod = self.pod_resources.and_then(|pod| pod.memory_limit);
        pod.map_or(own, |pod| pod.bytes().saturating_sub(beside).min(own))
    }

    /// What a quota charges for a pod: what is asked for as a whole takes the place of the containers' sum.
    pub(super) fn charged(&self, containers: needs::PodResources) -> needs::PodResources {
        let Some(pod) = self.pod_resources else { return containers };
        needs::PodResources {
            cpu: pod.cpu.map_or(containers.cpu, Cpu::millis),
            memory: pod.memory.map_or(containers.memory, Memory::bytes),
            cpu_limit: pod.cpu_limit.map(Cpu::millis).or(containers.cpu_limit),
            memory_limit: pod.memory_limit.map_or(containers.memory_limit, Memory::bytes),
        }
    }
}

pub(super) fn options(
    settings: &Settings,
    serves: bool,
    (resources, needed): (ContainerResources, needs::PodResources),
    report: &mut Report<'_>,
) -> Options {
    let service = settings.service.clone().unwrap_or_default();
    let ends = settings.kind.unwrap_or_default().ends();
    if service != ServiceOptions::default() && !serves && !ends && report.stated("service") {
        let message = "`service` is set, and without a port there is no Service";
        report.problem("service", message, "declare the `port`, or take `service` out");
    }
    let wanted = service.traffic_distribution.filter(|_| serves);
    Options {
        traffic_distribution: wanted.and_then(|wanted| traffic(settings, wanted, report)),
        sticky: serves && service.session_affinity == Some(SessionAffinity::ClientIp),
        ..of_pods(settings, resources, needed, report)
    }
}

fn of_pods(
    settings: &Settings,
    resources: ContainerResources,
    needed: needs::PodResources,
    report: &mut Report<'_>,
) -> Options {
    let policy = settings.run_as.as_ref().and_then(|run_as| run_as.supplemental_groups_policy);
    let ends = settings.kind.unwrap_or_default().ends();
    let pod_resources = settings.pod_resources.filter(|pod| *pod != PodResources::default());
    if let Some(pod) = pod_resources {
        check_resources(pod, resources, needed, report);
    }
    let mut allowed = |key: &str| targets::allows(settings, key, "", report);
    Options {
        user_namespace: settings.host_users == Some(false) && allowed("hostUsers"),
        supplemental_groups: policy.filter(|_| allowed("runAs.supplementalGroupsPolicy")),
        pod_resources: pod_resources.filter(|_| allowed("podResources")),
        resize: settings.resize.filter(|resize| *resize != Resize::default() && !ends && allowed("resize")),
        ..Options::default()
    }
}

/// The name that the target version has for what is wanted.
fn traffic(settings: &Settings, wanted: TrafficDistribution, report: &mut Report<'_>) -> Option<&'static str> {
    const KEY: &str = "service.trafficDistribution";
    let name = match wanted {
        TrafficDistribution::PreferSameZone => "PreferSameZone",
        TrafficDistribution::PreferSameNode => "PreferSameNode",
        TrafficDistribution::PreferClose => "PreferClose",
    };
    match targets::too_new(settings, KEY, name).map(|field| field.below) {
        Some(Below::Older(older)) => Some(older),
        _ => targets::allows(settings, KEY, name, report).then_some(name),
    }
}

/// The API refuses a pod that asks for less than its containers do.
fn check_resources(
    pod: PodResources,
    container: ContainerResources,
    needed: needs::PodResources,
    report: &mut Report<'_>,
) {
    let (cpu, memory) = (Cpu::from_millis(needed.cpu), Memory::from_mebibytes(needed.memory >> 20));
    let below = [
        ("cpu", pod.cpu.is_some_and(|pod| pod < cpu), cpu.to_string()),
        ("memory", pod.memory.is_some_and(|pod| pod < memory), memory.to_string()),
        (
            "cpuLimit",
            pod.cpu_limit.zip(container.cpu_limit).is_some_and(|(pod, container)| pod < container),
            container.cpu_limit.map(|limit| limit.to_string()).unwrap_or_default(),
        ),
        (
            "memoryLimit",
            pod.memory_limit.is_some_and(|limit| limit < container.memory_limit),
            container.memory_limit.to_string(),
        ),
    ];
    for (key, _, least) in below.into_iter().filter(|(_, below, _)| *below) {
        report.problem(
            &format!("podResources.{key}"),
            format!("`podResources.{key}` is below the {least} of the container"),
            format!("use {least} or more, or lower `resources.{key}`"),
        );
    }
    let crossed = pod.cpu.zip(pod.cpu_limit).is_some_and(|(request, limit)| request > limit)
        || pod.memory.zip(pod.memory_limit).is_some_and(|(request, limit)| request > limit);
    if crossed {
        let message = "a request of `podResources` is above its limit";
        report.problem("podResources", message, "raise the limit or lower the request");
    }
}
