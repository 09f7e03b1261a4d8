//! What holds for everything in the app's namespace, and whether the app itself fits into it.

use crate::spec::types::Cpu;
use crate::spec::{NamespaceRules, Quota, Settings, Share};

use super::report::Report;
use super::resources::ContainerResources;
use super::workload::Workload;

pub(super) fn rules(
    settings: &Settings,
    workload: &Workload,
    resources: ContainerResources,
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
        check_quota(quota, workload, resources, report);
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
fn check_quota(quota: &Quota, workload: &Workload, resources: ContainerResources, report: &mut Report<'_>) {
    let Some(pods) = most_pods(workload) else { return };
    let cpu = |each: u64| (pods * each, "m");
    let memory = |each: u64| (pods * (each >> 20), "Mi");
    let sums = [
        ("cpu", cpu(resources.cpu.millis()), quota.cpu.map(Cpu::millis)),
        ("memory", memory(resources.memory.bytes()), quota.memory.map(|most| most.bytes() >> 20)),
        ("cpuLimit", cpu(resources.cpu_limit.map_or(0, Cpu::millis)), quota.cpu_limit.map(Cpu::millis)),
        ("memoryLimit", memory(resources.memory_limit.bytes()), quota.memory_limit.map(|most| most.bytes() >> 20)),
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
    if quota.cpu_limit.is_some() && resources.cpu_limit.is_none() {
        report.problem(
            "namespaceRules.quota.cpuLimit",
            "the quota counts cpu limits, and the app has none: its pods would be refused",
            "take `cpuLimit` out of the quota, or give the app a limit",
        );
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
    Some(u64::from(wanted) + surge.map_or(0, |surge| share_of(surge, wanted)))
}

/// A share of pods as the API counts a surge: rounded up.
fn share_of(share: Share, pods: u16) -> u64 {
    match share {
        Share::Count(count) => u64::from(count),
        Share::Percent(percent) => (u64::from(pods) * u64::from(percent.get())).div_ceil(100),
    }
}
