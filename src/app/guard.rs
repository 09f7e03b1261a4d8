//! What holds for everything in the app's namespace, and whether the app itself fits into it.

use std::fmt::Display;

use crate::spec::types::{Cpu, Memory};
use crate::spec::{NamespaceRules, Quota, Settings};

use super::pod_resources::PodResources;
use super::report::Report;
use super::workload::Workload;

pub(super) fn rules(
    settings: &Settings,
    running: &[(&Workload, PodResources)],
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
        check_quota(quota, running, report);
        check_sides(quota, report);
    }
    if let Some(defaults) = &rules.defaults {
        let above =
            [above("cpu", defaults.cpu, defaults.cpu_limit), above("memory", defaults.memory, defaults.memory_limit)];
        for (key, request, limit) in above.into_iter().flatten() {
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
fn check_quota(quota: &Quota, running: &[(&Workload, PodResources)], report: &mut Report<'_>) {
    let sum = |each: &dyn Fn(&PodResources) -> u64| {
        let all = running.iter().map(|(workload, pod)| most_pods(workload).saturating_mul(each(pod)));
        all.fold(0, u64::saturating_add)
    };
    let cpu = |each: &dyn Fn(&PodResources) -> u64| Cpu::from_millis(sum(each));
    let memory = |each: &dyn Fn(&PodResources) -> u64| Memory::from_bytes(sum(each));
    let short = [
        short("cpu", quota.cpu, cpu(&|pod| pod.cpu), " cpu"),
        short("memory", quota.memory, memory(&|pod| pod.memory), " memory"),
        short("cpuLimit", quota.cpu_limit, cpu(&|pod| pod.cpu_limit.unwrap_or(0)), " cpu"),
        short("memoryLimit", quota.memory_limit, memory(&|pod| pod.memory_limit), " memory"),
        short("pods", quota.pods.map(u64::from), sum(&|_| 1), " pods"),
    ];
    for (key, needed, has) in short.into_iter().flatten() {
        report.problem(
            &format!("namespaceRules.quota.{key}"),
            format!("the app alone needs {needed} during a rollout, and the quota has {has}"),
            format!("allow {needed} or more, or fewer pods"),
        );
    }
    if quota.cpu_limit.is_some() && running.iter().any(|(_, pod)| pod.cpu_limit.is_none()) {
        report.problem(
            "namespaceRules.quota.cpuLimit",
            "the quota counts cpu limits, and not every container of the app has one: its pods would be refused",
            "take `cpuLimit` out of the quota, or give the app a limit",
        );
    }
}

/// A resource of which more is needed than there is, with both amounts.
fn short<T: PartialOrd + Display + Copy>(
    key: &'static str,
    has: Option<T>,
    needed: T,
    unit: &str,
) -> Option<(&'static str, String, String)> {
    let has = has.filter(|has| *has < needed)?;
    Some((key, format!("{needed}{unit}"), has.to_string()))
}

/// The sum of the requests is never above that of the limits, so a quota that gives more of them contradicts itself,
/// and the API warns of it (`pkg/registry/core/resourcequota/strategy.go` of Kubernetes 1.37.2).
fn check_sides(quota: &Quota, report: &mut Report<'_>) {
    let above = [above("cpu", quota.cpu, quota.cpu_limit), above("memory", quota.memory, quota.memory_limit)];
    for (key, requests, limits) in above.into_iter().flatten() {
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

/// A resource of which more is requested than the limit allows, with both amounts.
fn above<T: PartialOrd + Display + Copy>(
    key: &'static str,
    request: Option<T>,
    limit: Option<T>,
) -> Option<(&'static str, String, String)> {
    let (request, limit) = request.zip(limit).filter(|(request, limit)| request > limit)?;
    Some((key, request.to_string(), limit.to_string()))
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
