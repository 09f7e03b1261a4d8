//! Reads the stated load, and counts what the pods, their memory and the database can carry of it.

use std::num::NonZeroU32;

use crate::preset::Demand;
use crate::spec::types::Memory;
use crate::spec::{Apart, Exception, Load, Settings};

use super::canary::Planned;
use super::capacity::{Capacity, ConnectionNeed, Fleet, MemoryNeed, Phase, Processes, memory, workers};
use super::pod::Pod;
use super::report::Report;
use super::rollout::{self, Replicas};
use super::runtime::Derivation;
use super::shortfall::{self, Shortfall, shortfalls};
use super::workload::Workload;

/// The capacity where a load is stated.
///
/// Production is refused where it falls short; elsewhere, and without the demand, it is a warning.
pub(super) fn capacity(
    environment: &str,
    settings: &Settings,
    demands: &[Demand],
    (workload, canary): (&Workload, Option<&Planned>),
    (pod, limit): (&Pod, u64),
    report: &mut Report<'_>,
) -> Option<Capacity> {
    let load = settings.load.as_ref()?;
    let fleet = fleet(settings, workload, pod)?;
    let derivation = pod.derivation.as_ref();
    let per_replica = load.workers_per_replica.map(NonZeroU32::get).or(derivation.and_then(Derivation::workers));
    check_companions(load, per_replica, report);
    let peak = load.peak_concurrency.map(NonZeroU32::get);
    let beside = canary.map(|canary| Fleet { replicas: Replicas::Fixed(canary.replicas), ..fleet });
    let phases = peak.zip(per_replica).map(|(peak, each)| {
        let share = canary.map(|canary| Phase::of_canary(canary.replicas, each, peak, canary.weight));
        fleet.phases(peak, each).into_iter().chain(share).collect()
    });
    let capacity = Capacity {
        fleet,
        peak,
        workers_per_replica: per_replica,
        phases: phases.unwrap_or_default(),
        memory: memory_need(load, per_replica, limit),
        processes: unknown_processes(load, derivation, limit),
        connections: connection_need(
            load,
            per_replica,
            fleet.most_at_once() + beside.map_or(0, |beside| beside.most_at_once()),
        ),
    };
    if !settings.excuses(Exception::UnderCapacity) {
        if let Some(processes) = capacity.processes.filter(Processes::may_fit) {
            let (message, hint) = shortfall::memory_unknown(processes);
            report.warning("load.workersPerReplica", message, hint);
        }
        for Shortfall { key, message, hint } in shortfalls(&capacity, report) {
            if demands.contains(&Demand::StatedLoad) {
                // Several environments may state one load at one place, and carry it or not.
                let message = format!("{environment}: {message}");
                report.problem(key, message, format!("{hint}; or say why it is so: {EXCEPTION}"));
            } else {
                report.warning(key, message, hint);
            }
        }
    }
    Some(capacity)
}

const EXCEPTION: &str = "`exceptions: {under-capacity: \"...\"}`";

fn fleet(settings: &Settings, workload: &Workload, pod: &Pod) -> Option<Fleet> {
    let (Workload::Deployment { replicas, update, .. } | Workload::StatefulSet { replicas, update, .. }) = workload
    else {
        return None;
    };
    let hosts = settings.spread.as_ref().and_then(|spread| spread.hosts);
    Some(Fleet {
        kind: workload.kind(),
        replicas: *replicas,
        update: *update,
        drained: rollout::drained(settings),
        apart_by_host: hosts.unwrap_or(Apart::None),
        lingers: pod.termination.delay.saturating_add(pod.termination.drain) > pod.main.probes.startup_budget,
    })
}

fn memory_need(load: &Load, per_replica: Option<u32>, limit: u64) -> Option<MemoryNeed> {
    let (workers, per_worker) = (per_replica?, load.memory_per_worker?.bytes());
    let base = load.base_memory.map_or(0, Memory::bytes);
    let needed = memory(workers, per_worker, base);
    Some(MemoryNeed { workers, per_worker, base, needed, limit })
}

fn unknown_processes(load: &Load, derivation: Option<&Derivation>, limit: u64) -> Option<Processes> {
    let (count, each) = derivation.and_then(Derivation::stated_processes)?;
    load.memory_per_worker.is_none().then_some(Processes { count, each, limit })
}

fn connection_need(load: &Load, per_replica: Option<u32>, most: u64) -> Option<ConnectionNeed> {
    let database = load.database.as_ref()?;
    let each = match (database.connections_per_replica, database.connections_per_worker) {
        (Some(each), _) => each.get().into(),
        (None, Some(each)) => workers(each.get().into(), per_replica?),
        (None, None) => return None,
    };
    let (allowed, reserved) = (database.max_connections?.get(), database.reserved.unwrap_or(0));
    Some(ConnectionNeed::new(most, each, allowed, reserved))
}

/// Half an answer counts nothing.
fn check_companions(load: &Load, per_replica: Option<u32>, report: &mut Report<'_>) {
    let workers = "say how many requests one pod works on at the same moment: `workersPerReplica: 25`";
    let database = load.database.clone().unwrap_or_default();
    for (key, stated) in [
        ("load.peakConcurrency", load.peak_concurrency.is_some()),
        ("load.memoryPerWorker", load.memory_per_worker.is_some()),
        ("load.database.connectionsPerWorker", database.connections_per_worker.is_some()),
    ] {
        if stated && per_replica.is_none() {
            let message = format!("`{key}` is stated and `load.workersPerReplica` is not, so nothing can be counted");
            report.problem(key, message, workers);
        }
    }
    if load.base_memory.is_some() && load.memory_per_worker.is_none() {
        let message = "`load.baseMemory` is stated and `load.memoryPerWorker` is not, so nothing can be counted";
        report.problem("load.baseMemory", message, "say what each worker takes: `memoryPerWorker: 12Mi`");
    }
    if load.database.is_none() {
        return;
    }
    if database.max_connections.is_none() {
        let message = "`load.database.maxConnections` is missing";
        report.problem("load.database", message, "say what the database allows: `maxConnections: 100`");
    }
    match (database.connections_per_replica, database.connections_per_worker) {
        (None, None) => report.problem(
            "load.database",
            "`load.database` does not say how many connections a pod opens",
            "say the size of its pool, `connectionsPerReplica: 10`, or `connectionsPerWorker: 1` where there is none",
        ),
        (Some(_), Some(_)) => report.contradiction(
            "load.database.connectionsPerWorker",
            "load.database.connectionsPerReplica",
            "`connectionsPerReplica` and `connectionsPerWorker` both say how many connections a pod opens",
        ),
        _ => {}
    }
    if let (Some(allowed), Some(reserved)) = (database.max_connections, database.reserved)
        && reserved >= allowed.get()
    {
        let message = format!("all {allowed} connections of the database are reserved");
        report.problem("load.database.reserved", message, "leave some for the app");
    }
}
