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
    let pods = most_pods(workload);
    let sum = |each: u64| pods.saturating_mul(each);
    let cpu = |each: u64| format!("{} cpu", Cpu::from_millis(sum(each)));
    let memory = |each: u64| format!("{} memory", Memory::from_bytes(sum(each)));
    let [cpus, cpu_limits] = [quota.cpu, quota.cpu_limit].map(|most| most.map(Cpu::millis));
    let [memories, memory_limits] = [quota.memory, quota.memory_limit].map(|most| most.map(Memory::bytes));
    let cpu_limit = pod.cpu_limit.unwrap_or(0);
    let sums = [
        ("cpu", sum(pod.cpu), cpu(pod.cpu), cpus, told(quota.cpu)),
        ("memory", sum(pod.memory), memory(pod.memory), memories, told(quota.memory)),
        ("cpuLimit", sum(cpu_limit), cpu(cpu_limit), cpu_limits, told(quota.cpu_limit)),
        ("memoryLimit", sum(pod.memory_limit), memory(pod.memory_limit), memory_limits, told(quota.memory_limit)),
        ("pods", pods, format!("{pods} pods"), quota.pods.map(u64::from), told(quota.pods) + " pods"),
    ];
    for (key, needed, shown, most, has) in sums {
        if most.is_some_and(|most| most < needed) {
            report.problem(
                &format!("namespaceRules.quota.{key}"),
                format!("the app alone needs {shown} during a rollout, and the quota has {has}"),
                format!("allow {shown} or more, or fewer pods"),
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

/// An amount as it was stated.
fn told(amount: Option<impl ToString>) -> String {
    amount.map_or_else(String::new, |amount| amount.to_string())
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

/// The pods at their most; one where the number of nodes decides it, of which there is one at least.
fn most_pods(workload: &Workload) -> u64 {
    let (replicas, surge) = match workload {
        Workload::Deployment { replicas, update, .. } => (*replicas, update.max_surge),
        Workload::StatefulSet { replicas, .. } => (*replicas, None),
        Workload::DaemonSet { .. } => return 1,
        Workload::Job(run) | Workload::CronJob(_, run) => return u64::from(run.parallelism.unwrap_or(1)),
    };
    let wanted = replicas.most();
    u64::from(wanted) + surge.map_or(0, |surge| surge.rounded_up(wanted))
}
