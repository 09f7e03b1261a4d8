//! What holds for everything in the app's namespace, and whether the app itself fits into it.

use crate::spec::types::Cpu;
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
        let above = defaults.cpu.zip(defaults.cpu_limit).is_some_and(|(request, limit)| request > limit)
            || defaults.memory.zip(defaults.memory_limit).is_some_and(|(request, limit)| request > limit);
        if above {
            report.problem(
                "namespaceRules.defaults",
                "a request of `namespaceRules.defaults` is above its limit",
                "raise the limit or lower the request",
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
    let cpu = quota.cpu.zip(quota.cpu_limit).filter(|(requests, limits)| requests > limits);
    let memory = quota.memory.zip(quota.memory_limit).filter(|(requests, limits)| requests > limits);
    let told = [
        ("cpu", cpu.map(|(requests, limits)| format!("cpu requests {requests} are above its limits {limits}"))),
        (
            "memory",
            memory.map(|(requests, limits)| format!("memory requests {requests} are above its limits {limits}")),
        ),
    ];
    for (key, told) in told {
        if let Some(told) = told {
            report.problem(
                &format!("namespaceRules.quota.{key}"),
                format!("the quota's {told}, and no container asks for more than its limit"),
                format!("raise `{key}Limit` or lower `{key}`"),
            );
        }
    }
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
