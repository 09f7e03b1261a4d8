//! Reads the stated load, and says where the pods, their memory or the database fall short of it.

use std::num::NonZeroU32;

use crate::preset::Demand;
use crate::spec::types::Memory;
use crate::spec::{Apart, Exception, Load, Settings, Strategy};

use super::capacity::{Capacity, ConnectionNeed, Fleet, MemoryNeed, memory, workers};
use super::report::Report;
use super::rollout::{self, Replicas};
use super::runtime::Derivation;
use super::workload::Workload;

/// The capacity where a load is stated.
///
/// Production is refused where it falls short; elsewhere, and without the demand, it is a warning.
pub(super) fn capacity(
    environment: &str,
    settings: &Settings,
    demands: &[Demand],
    workload: &Workload,
    memory_limit: u64,
    derivation: Option<&Derivation>,
    report: &mut Report<'_>,
) -> Option<Capacity> {
    let load = settings.load.as_ref()?;
    let fleet = fleet(settings, workload)?;
    let per_replica = load.workers_per_replica.map(NonZeroU32::get).or(derivation.and_then(Derivation::workers));
    check_companions(load, per_replica, report);
    let peak = load.peak_concurrency.map(NonZeroU32::get);
    let capacity = Capacity {
        fleet,
        peak,
        workers_per_replica: per_replica,
        phases: peak.zip(per_replica).map(|(peak, each)| fleet.phases(peak, each)).unwrap_or_default(),
        memory: memory_need(load, per_replica, memory_limit),
        connections: connection_need(load, per_replica, fleet),
    };
    if !settings.excuses(Exception::UnderCapacity) {
        let mut shortfalls = Vec::new();
        shortfalls.extend(workers_short(&capacity));
        shortfalls.extend(memory_short(&capacity, report));
        shortfalls.extend(connections_short(&capacity));
        for Shortfall { key, message, hint } in shortfalls {
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

/// Something that is not carried.
struct Shortfall {
    key: &'static str,
    message: String,
    hint: String,
}

fn fleet(settings: &Settings, workload: &Workload) -> Option<Fleet> {
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
    })
}

fn memory_need(load: &Load, per_replica: Option<u32>, limit: u64) -> Option<MemoryNeed> {
    let (workers, per_worker) = (per_replica?, load.memory_per_worker?.bytes());
    let base = load.base_memory.map_or(0, Memory::bytes);
    let needed = memory(workers, per_worker, base);
    Some(MemoryNeed { workers, per_worker, base, needed, limit })
}

fn connection_need(load: &Load, per_replica: Option<u32>, fleet: Fleet) -> Option<ConnectionNeed> {
    let database = load.database.as_ref()?;
    let each = match (database.connections_per_replica, database.connections_per_worker) {
        (Some(each), _) => each.get().into(),
        (None, Some(each)) => workers(each.get().into(), per_replica?),
        (None, None) => return None,
    };
    let (allowed, reserved) = (database.max_connections?.get(), database.reserved.unwrap_or(0));
    Some(ConnectionNeed::new(fleet.most_at_once(), each, allowed, reserved))
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

fn workers_short(capacity: &Capacity) -> Option<Shortfall> {
    let (fleet, peak, each) = (capacity.fleet, capacity.peak?, capacity.workers_per_replica?);
    let least = capacity.tightest().filter(|phase| !phase.enough())?;
    let message = format!(
        "a peak of {peak} requests at the same moment is more than the pods carry {}: {} x {each} workers = {}",
        least.moment.words(),
        pods(least.replicas),
        least.workers,
    );
    let more = fleet.fewest_for(peak, each).map(|fewest| {
        let key = match fleet.replicas {
            Replicas::Automatic { max, .. } if max > fewest => format!("`autoscaling.min: {fewest}`"),
            Replicas::Automatic { .. } => format!("`autoscaling.min: {fewest}` below a higher `max`"),
            Replicas::Fixed(_) => format!("`replicas: {fewest}`"),
        };
        let pods = Fleet { replicas: Replicas::Fixed(fewest), ..fleet }.most_at_once();
        let crowded = capacity.connections.map(|need| need.of(pods)).filter(|need| !need.enough());
        let crowd = crowded.map(|need| {
            format!(" (whose {} connections are more than the {} of the database)", need.needed, need.available())
        });
        format!("{key}{}", crowd.unwrap_or_default())
    });
    let wider = fleet.workers_for(peak).map(|each| format!("`load.workersPerReplica: {each}`, if one pod can do that"));
    let ways: Vec<String> = more.into_iter().chain(wider).collect();
    let hint = match ways.as_slice() {
        [] if fleet.update.strategy == Strategy::Recreate => {
            "a rollout by Recreate stops every pod before it starts another: use RollingUpdate".to_owned()
        }
        [] => "let fewer pods be missing: `rollout.maxUnavailable` and `disruption.maxUnavailable` say how many"
            .to_owned(),
        ways => format!("the least that would do is {}", ways.join(", or ")),
    };
    Some(Shortfall { key: "load.peakConcurrency", message, hint })
}

fn memory_short(capacity: &Capacity, report: &Report<'_>) -> Option<Shortfall> {
    let need = capacity.memory.filter(|need| !need.enough())?;
    let base = if need.base > 0 { format!(" + {}", shown(need.base)) } else { String::new() };
    let message = format!(
        "{} workers x {}{base} = {} of memory, above the limit of {}: at its busiest the container is killed",
        need.workers,
        shown(need.per_worker),
        shown(need.needed),
        shown(need.limit),
    );
    let key = if report.stated("resources.memoryLimit") { "memoryLimit" } else { "memory" };
    let smallest = Some(need.needed).filter(|needed| *needed <= MOST_MEMORY).map(|needed| {
        let smallest = Memory::from_mebibytes(needed.div_ceil(1 << 20));
        format!("the smallest limit that fits is `resources: {{{key}: {smallest}}}`")
    });
    let fits = Some(need.workers_that_fit()).filter(|fits| *fits > 0);
    let fewer = fits.map(|fits| format!("at most {fits} workers fit into a pod"));
    let ways: Vec<String> = smallest.into_iter().chain(fewer).collect();
    let hint = if ways.is_empty() { "no pod can have so much".to_owned() } else { ways.join(", or ") };
    Some(Shortfall { key: "load.memoryPerWorker", message, hint })
}

fn connections_short(capacity: &Capacity) -> Option<Shortfall> {
    // That all are reserved is told already.
    let need = capacity.connections.filter(|need| !need.enough() && need.available() > 0)?;
    let reserved = if need.reserved > 0 { format!(" of {}", need.allowed) } else { String::new() };
    let message = format!(
        "{} x {} connections = {}, more than the {}{reserved} that the database has for them",
        pods(need.replicas),
        need.per_replica,
        need.needed,
        need.available(),
    );
    let each = u64::from(need.available()) / need.replicas.max(1);
    let fewer = if each > 0 { format!("at most {each} connections a pod, ") } else { String::new() };
    let total = need.needed.saturating_add(need.reserved.into());
    let hint = format!("{fewer}a database that allows {total}, or a pooler before it");
    Some(Shortfall { key: "load.database", message, hint })
}

fn pods(count: u64) -> String {
    if count == 1 { "1 pod".to_owned() } else { format!("{count} pods") }
}

/// More than any amount in a spec.
const MOST_MEMORY: u64 = 1 << 50;

fn shown(bytes: u64) -> String {
    if bytes > MOST_MEMORY { "more than 1024Ti".to_owned() } else { Memory::from_bytes(bytes).to_string() }
}
