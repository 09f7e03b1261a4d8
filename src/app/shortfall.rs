//! Where the pods, their memory or the database fall short of the stated load, and what would do.

use crate::spec::Strategy;
use crate::spec::types::Memory;

use super::capacity::{Capacity, Fleet, LEAST_PROCESS, Processes};
use super::report::Report;
use super::rollout::Replicas;

const SAY_MEMORY: &str = "say `load.memoryPerWorker`, as measured at its busiest";

/// Something that is not carried.
pub(super) struct Shortfall {
    pub(super) key: &'static str,
    pub(super) message: String,
    pub(super) hint: String,
}

/// All that is not carried.
pub(super) fn shortfalls(capacity: &Capacity, report: &Report<'_>) -> Vec<Shortfall> {
    let workers = workers_short(capacity).into_iter().chain(canary_short(capacity));
    let pod = memory_short(capacity, report).into_iter().chain(processes_short(capacity));
    workers.chain(pod).chain(connections_short(capacity)).collect()
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
    let fits = |each: &u64| {
        capacity.memory.is_none_or(|need| need.of(*each).enough())
            && capacity.processes.is_none_or(|processes| processes.of(*each).may_fit())
    };
    let wider = fleet
        .workers_for(peak)
        .filter(fits)
        .map(|each| format!("`load.workersPerReplica: {each}`, if one pod can do that"));
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

fn canary_short(capacity: &Capacity) -> Option<Shortfall> {
    let (phase, each) = (capacity.canary().filter(|phase| !phase.enough())?, capacity.workers_per_replica?);
    let message = format!(
        "the canary's share of the peak is {} requests at the same moment, more than its pods carry: {} x {each} workers = {}",
        phase.peak,
        pods(phase.replicas),
        phase.workers,
    );
    let hint = format!(
        "the least that would do is `canary.replicas: {}`; left out, it is as many as the share asks for",
        phase.peak.div_ceil(u64::from(each).max(1))
    );
    Some(Shortfall { key: "canary.replicas", message, hint })
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

/// What is said of processes whose memory nobody states, and the next step.
pub(super) fn memory_unknown(processes: Processes) -> (String, &'static str) {
    let Processes { count, limit, .. } = processes;
    let message = format!(
        "the memory of {count} processes is not stated, so nothing says whether {} for each, of the limit {}, will do",
        share(processes),
        shown(limit),
    );
    (message, SAY_MEMORY)
}

fn processes_short(capacity: &Capacity) -> Option<Shortfall> {
    let need = capacity.processes.filter(|processes| !processes.may_fit())?;
    let message = format!(
        "{} processes share the memory limit of {}: {} for each, where less than {} is taken only if it is stated",
        need.count,
        shown(need.limit),
        share(need),
        shown(LEAST_PROCESS),
    );
    let hint = format!("take more pods with fewer workers each, or more memory; or {SAY_MEMORY}");
    Some(Shortfall { key: "load.workersPerReplica", message, hint })
}

fn connections_short(capacity: &Capacity) -> Option<Shortfall> {
    // That all are reserved is told already.
    let need = capacity.connections.filter(|need| !need.enough() && need.available() > 0)?;
    let reserved = if need.reserved > 0 { format!(" of {}", need.allowed) } else { String::new() };
    let overlap = if capacity.fleet.overlaps() { " (old and new, since the drain outlasts a start)" } else { "" };
    let message = format!(
        "{}{overlap} x {} connections = {}, more than the {}{reserved} that the database has for them",
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

/// In whole Mi, rounded down.
fn share(processes: Processes) -> String {
    let whole = processes.share() >> 20;
    if whole == 0 { "less than 1Mi".to_owned() } else { Memory::from_mebibytes(whole).to_string() }
}
