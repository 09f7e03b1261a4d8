//! How many processes a pod has, and how many requests each works on.

use std::num::NonZeroU32;

use crate::spec::types::{Cpu, Memory};
use crate::spec::{Load, Runtime};

use super::super::report::Report;
use super::super::resources::ContainerResources;

/// The processes of one pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Crew {
    /// How many.
    pub(super) processes: u32,
    /// Threads of each.
    pub(super) each: u32,
    /// How the number of processes follows.
    pub(super) formula: String,
    /// Whether each thread works on one request and no more, so that they are the workers.
    pub(super) busy: bool,
}

/// What PHP allows a script where nothing else is said (`memory_limit` of php.ini).
const PHP_MEMORY_LIMIT: u64 = 128 << 20;
/// Threads of a process that Rails suggests in its `config/puma.rb`.
const PUMA_THREADS: u32 = 3;

/// The processes of a runtime that has a number of them.
pub(super) fn crew(
    runtime: Option<Runtime>,
    load: &Load,
    resources: ContainerResources,
    report: &mut Report<'_>,
) -> Option<Crew> {
    let stated = load.workers_per_process.map(NonZeroU32::get);
    let threaded = matches!(runtime, Some(Runtime::Gunicorn | Runtime::Uvicorn | Runtime::Puma));
    if stated.is_some() && !threaded {
        report.problem(
            "load.workersPerProcess",
            "`load.workersPerProcess` has no meaning here: nothing is told how many processes to start",
            "name the runtime, `runtime: gunicorn`, `uvicorn` or `puma`, or take it out",
        );
    }
    let runtime = runtime?;
    let workers = load.workers_per_replica.map(NonZeroU32::get);
    let each = stated.unwrap_or_else(|| usual(runtime, workers));
    let cores = cores(resources);
    let formula = |rule: &str| format!("{rule}, with {}", counted(resources));
    match (runtime, workers) {
        (Runtime::Go | Runtime::Java | Runtime::Node, _) => None,
        (Runtime::Nginx, _) => {
            let formula = format!("One process a cpu, with {}", counted(resources));
            Some(Crew { processes: cores, each: 1, formula, busy: false })
        }
        (Runtime::Uvicorn, _) if stated.is_none() => {
            Some(Crew { processes: cores, each: 1, formula: formula("one event loop a cpu"), busy: false })
        }
        (_, Some(workers)) => {
            if !workers.is_multiple_of(each) {
                let (below, above) = (workers / each * each, (workers / each).saturating_add(1).saturating_mul(each));
                report.problem(
                    "load.workersPerReplica",
                    format!("{workers} workers are no whole number of processes with {each} each"),
                    if below > 0 { format!("use {below} or {above}") } else { format!("use {above}") },
                );
            }
            let parts = if each == 1 { String::new() } else { format!(" / {each} a process") };
            let formula = format!("`load.workersPerReplica` {workers}{parts}");
            Some(Crew { processes: (workers / each).max(1), each, formula, busy: true })
        }
        (Runtime::PhpFpm, None) => {
            let (child, what) = match load.memory_per_worker {
                Some(memory) => (memory.bytes(), "of each"),
                None => (PHP_MEMORY_LIMIT, "that PHP allows a script"),
            };
            let base = load.base_memory.map_or(0, Memory::bytes);
            let children = (resources.memory_limit.bytes().saturating_sub(base) / child.max(1)).max(1);
            let less = load.base_memory.map(|base| format!(" - {base}")).unwrap_or_default();
            let formula =
                format!("(The memory limit {}{less}) / {} {what}", resources.memory_limit, Memory::from_bytes(child));
            Some(Crew { processes: u32::try_from(children).unwrap_or(u32::MAX), each: 1, formula, busy: true })
        }
        (runtime, None) => {
            let (wanted, rule) = match runtime {
                Runtime::Gunicorn => (cores.saturating_mul(2).saturating_add(1), "2 x cpus + 1"),
                _ => (cores, "one process a cpu"),
            };
            let fits = fitting(load, each, resources).unwrap_or(u32::MAX);
            let formula = if fits < wanted { "as many as the memory limit holds".to_owned() } else { formula(rule) };
            Some(Crew { processes: wanted.min(fits), each, formula, busy: true })
        }
    }
}

/// Threads of a process where nobody states them: as many as usual that leave no worker over.
fn usual(runtime: Runtime, workers: Option<u32>) -> u32 {
    let most = if runtime == Runtime::Puma { PUMA_THREADS } else { 1 };
    let divides = |each: &u32| workers.is_none_or(|workers| workers.is_multiple_of(*each));
    (1..=most).rev().find(divides).unwrap_or(1)
}

/// Cpus that the container may use, a part of one counted as one; without a limit those that are its own.
pub(super) fn cores(resources: ContainerResources) -> u32 {
    let cpu = resources.cpu_limit.unwrap_or(resources.cpu);
    u32::try_from(cpu.millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1)
}

/// Where the cpus were read.
fn counted(resources: ContainerResources) -> String {
    let named = |what: &str, cpu: Cpu| {
        let rounded = if cpu.millis().is_multiple_of(1000) { "" } else { ", rounded up" };
        format!("the cpu {what} {cpu}{rounded}")
    };
    resources.cpu_limit.map_or_else(|| named("request", resources.cpu), |limit| named("limit", limit))
}

/// Processes that fit into the memory limit, where it is stated what a worker takes; at least one.
fn fitting(load: &Load, each: u32, resources: ContainerResources) -> Option<u32> {
    let process = load.memory_per_worker?.bytes().saturating_mul(each.into());
    let room = resources.memory_limit.bytes().saturating_sub(load.base_memory.map_or(0, Memory::bytes));
    Some(u32::try_from(room / process.max(1)).unwrap_or(u32::MAX).max(1))
}
