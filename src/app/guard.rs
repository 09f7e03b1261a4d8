//! What holds for everything in the app's namespace, and whether the app itself fits into it.

use crate::spec::types::{Cpu, Memory};
use crate::spec::{NamespaceRules, Quota, Settings};

use super::pod_resources::PodResources;
use super::report::Report;
use super::workload::Workload;

pub(super) fn rules(
    settings: &Settings,
    workload: &Workload,
    pod: PodResources,
    report: &mut Report<'_>,
) -> NamespaceRules {
    let rules = settings.namespace_rules.clone().unwrap_or_default();
    if rules != NamespaceRules::default() && settings.namespace.is_none() {
        report.problem(
            "namespaceRules",
            "`namespaceRules` is set, and no `namespace` is named",
            "name it: `namespace: shop`",
        );
    }
    if let Some(quota) = &rules.quota {
        check_quota(quota, workload, pod, report);
        check_sides(quota, report);
    }
    if let Some(defaults) = &rules.defaults {
        for (key, request, limit) in above(defaults.cpu, defaults.cpu_limit, defaults.memory, defaults.memory_limit) {
            report.problem(
                &format!("namespaceRules.defaults.{key}"),
                format!("the {key} request {request} of containers that state nothing is above their limit {limit}"),
                format!("raise `{key}Limit` or lower `{key}`"),
            );
        }
    }
    rules
}

/// The pods at their most, those of a rollout among them, must fit into the quota.
fn check_quota(quota: &Quota, workload: &Workload, pod: PodResources, report: &mut Report<'_>) {
    let Some(pods) = most_pods(workload) else { return };
    let cpu = |each: u64| (pods * each, "m");
    let memory = |each: u64| (pods * (each >> 20), "Mi");
    let sums = [
        ("cpu", cpu(pod.cpu), quota.cpu.map(Cpu::millis)),
        ("memory", memory(pod.memory), quota.memory.map(|most| most.bytes() >> 20)),
        ("cpuLimit", cpu(pod.cpu_limit.unwrap_or(0)), quota.cpu_limit.map(Cpu::millis)),
        ("memoryLimit", memory(pod.memory_limit), quota.memory_limit.map(|most| most.bytes() >> 20)),
        ("pods", (pods, " pods"), quota.pods.map(u64::from)),
    ];
    for (key, (needed, unit), most) in sums {
        if let Some(most) = most.filter(|most| *most < needed) {
            report.problem(
                &format!("namespaceRules.quota.{key}"),
                format!("the app alone needs {needed}{unit} during a rollout, and the quota has {most}{unit}"),
                format!("allow {needed}{unit} or more, or fewer pods"),
            );
        }
    }
    if quota.cpu_limit.is_some() && pod.cpu_limit.is_none() {
        report.problem(
            "namespaceRules.quota.cpuLimit",
            "the quota counts cpu limits, and not every container of the app has one: its pods would be refused",
            "take `cpuLimit` out of the quota, or give the app a limit",
        );
    }
}

/// The sum of the requests is never above that of the limits, so a quota that gives more of them contradicts itself,
/// and the API warns of it (`pkg/registry/core/resourcequota/strategy.go` of Kubernetes 1.37.2).
fn check_sides(quota: &Quota, report: &mut Report<'_>) {
    for (key, requests, limits) in above(quota.cpu, quota.cpu_limit, quota.memory, quota.memory_limit) {
        report.problem(
            &format!("namespaceRules.quota.{key}"),
            format!(
                "the quota's {key} requests {requests} are above its limits {limits}, and no container asks for more \
                 than its limit"
            ),
            format!("raise `{key}Limit` or lower `{key}`"),
        );
    }
}

/// The resources of which more is requested than the limit allows, with both.
fn above(
    cpu: Option<Cpu>,
    cpu_limit: Option<Cpu>,
    memory: Option<Memory>,
    memory_limit: Option<Memory>,
) -> impl Iterator<Item = (&'static str, String, String)> {
    let cpu = cpu.zip(cpu_limit).filter(|(request, limit)| request > limit);
    let memory = memory.zip(memory_limit).filter(|(request, limit)| request > limit);
    let cpu = cpu.map(|(request, limit)| ("cpu", request.to_string(), limit.to_string()));
    cpu.into_iter().chain(memory.map(|(request, limit)| ("memory", request.to_string(), limit.to_string())))
}

/// The pods at their most; unknown where the number of nodes decides it.
fn most_pods(workload: &Workload) -> Option<u64> {
    let (replicas, surge) = match workload {
        Workload::Deployment { replicas, update, .. } => (*replicas, update.max_surge),
        Workload::StatefulSet { replicas, .. } => (*replicas, None),
        Workload::DaemonSet { .. } => return None,
        Workload::Job(run) | Workload::CronJob(_, run) => return Some(u64::from(run.parallelism.unwrap_or(1))),
    };
    let wanted = replicas.most();
    Some(u64::from(wanted) + surge.map_or(0, |surge| surge.rounded_up(wanted)))
}
