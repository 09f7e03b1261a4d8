//! `kubewright capacity`: whether the pods carry the load that the spec states.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::app::build;
use crate::app::capacity::{Capacity, ConnectionNeed, Fleet, MemoryNeed, Phase, Processes};
use crate::preset::{Demand, environment_layers, resolve};
use crate::problem::{Place, Problem};
use crate::spec::types::Memory;
use crate::spec::{Apart, Exception, Kind, Spec};

use super::args::CapacityArgs;
use super::failure::Failure;
use super::report;
use super::session::{Session, check_environments};

/// The capacity of one environment.
struct Counted {
    environment: String,
    capacity: Capacity,
    /// Why it may fall short.
    excepted: Option<String>,
}

impl Counted {
    fn verdict(&self) -> &'static str {
        match (self.capacity.enough(), &self.excepted) {
            (true, _) if self.capacity.processes.is_some() => "enough, memory unknown",
            (true, _) => "enough",
            (false, Some(_)) => "short, by exception",
            (false, None) => "short",
        }
    }
}

pub(crate) fn run(session: &Session, args: &CapacityArgs) -> Result<(), Failure> {
    let spec = session.spec()?;
    let known = spec.environment_names();
    check_environments(&spec, &args.env)?;
    let (mut counted, mut problems, mut silent) = (Vec::new(), Vec::new(), Vec::new());
    for environment in if args.env.is_empty() { &known } else { &args.env } {
        match count(session, &spec, environment) {
            Ok(Some(one)) => counted.push(one),
            Ok(None) => silent.push(environment.clone()),
            Err(found) => {
                problems.extend(found.into_iter().filter(|problem| !problems.contains(problem)).collect::<Vec<_>>())
            }
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    if counted.is_empty() || !args.env.is_empty() && !silent.is_empty() {
        return Err(Failure::invalid(no_load(&spec, &silent)));
    }
    if session.json() {
        let environments: Vec<Value> = counted.iter().map(value).collect();
        report::print(&format!("{:#}\n", json!({"version": 1, "environments": environments})))?;
    } else {
        let texts: Vec<String> = counted.iter().map(text).collect();
        report::print(&texts.join("\n"))?;
        for environment in silent {
            session.tell(&format!("{environment}: no load is stated\n"));
        }
    }
    let short = |one: &Counted| !one.capacity.enough() && one.excepted.is_none();
    if counted.iter().any(short) { Err(Failure::Short) } else { Ok(()) }
}

/// The capacity of one environment; none where it states no load.
fn count(session: &Session, spec: &Spec, environment: &str) -> Result<Option<Counted>, Vec<Problem>> {
    let (layers, mut demands) = environment_layers(Some(spec), environment, None, &session.project)?;
    // What falls short is to be shown here, not refused.
    demands.retain(|demand| *demand != Demand::StatedLoad);
    let resolved = resolve(&layers);
    let built = build(&spec.name, environment, &resolved, &demands, &session.project)?;
    let counts = |capacity: &Capacity| {
        !capacity.phases.is_empty()
            || capacity.memory.is_some()
            || capacity.processes.is_some()
            || capacity.connections.is_some()
    };
    let exceptions = resolved.settings.exceptions.as_ref();
    let excepted = exceptions.and_then(|exceptions| exceptions.get(&Exception::UnderCapacity)).cloned();
    let environment = environment.to_owned();
    Ok(built.app.capacity.filter(counts).map(|capacity| Counted { environment, capacity, excepted }))
}

fn no_load(spec: &Spec, environments: &[String]) -> Problem {
    let place = Place::new(&spec.source, spec.values.position);
    let message = format!("{}: no load is stated, so there is nothing to count", environments.join(", "));
    Problem::new(message).at(Some(place)).hint(
        "say what is asked of all pods at the busiest time and what one carries: \
         `load: {peakConcurrency: 500, workersPerReplica: 25}`, with `memoryPerWorker: 12Mi` for the memory, and \
         `database: {maxConnections: 200, connectionsPerReplica: 10}` for the connections",
    )
}

fn text(one: &Counted) -> String {
    let capacity = &one.capacity;
    let mut text = format!("{}: {}\n", one.environment, one.verdict());
    if let Some(reason) = one.excepted.as_ref().filter(|_| !capacity.enough()) {
        let _ = writeln!(text, "  under-capacity: {reason}");
    }
    if !capacity.phases.is_empty() {
        let _ = writeln!(text, "  {:<31} {:>8} {:>8} {:>8} {:>9}", "", "replicas", "workers", "peak", "headroom");
    }
    for phase in &capacity.phases {
        let Phase { moment, replicas, workers, peak } = phase;
        let (headroom, verdict) = (phase.headroom(), verdict(phase.enough()));
        let _ =
            writeln!(text, "  {:<31} {replicas:>8} {workers:>8} {peak:>8} {headroom:>+9}  {verdict}", moment.words());
    }
    if let Some(need) = &capacity.memory {
        let MemoryNeed { workers, per_worker, base, needed, limit } = *need;
        let base = if base > 0 { format!(" + {}", memory(base)) } else { String::new() };
        let sum = format!("{workers} x {}{base} = {} of {}", memory(per_worker), memory(needed), memory(limit));
        let _ = writeln!(text, "  memory of a pod: {sum}  {}", verdict(need.enough()));
    }
    if let Some(processes) = &capacity.processes {
        let Processes { count, limit, .. } = *processes;
        let verdict = if processes.may_fit() { "unknown: say `load.memoryPerWorker`" } else { "short" };
        let share =
            format!("{count} processes, {} of {} for each", memory(processes.share() >> 20 << 20), memory(limit));
        let _ = writeln!(text, "  memory of a pod: {share}  {verdict}");
    }
    if let Some(need) = &capacity.connections {
        let ConnectionNeed { replicas, per_replica, needed, allowed, reserved } = *need;
        let kept = if reserved > 0 { format!(" ({allowed}, {reserved} reserved)") } else { String::new() };
        let sum = format!("{replicas} pods x {per_replica} = {needed} of {}{kept}", need.available());
        let _ = writeln!(text, "  connections: {sum}  {}", verdict(need.enough()));
    }
    for assumption in assumptions(capacity) {
        let _ = writeln!(text, "  assumed: {assumption}");
    }
    text
}

/// What the sums rest on that nobody can know beforehand.
fn assumptions(capacity: &Capacity) -> Vec<&'static str> {
    let mut assumptions = Vec::new();
    if !capacity.phases.is_empty() {
        let Fleet { kind, apart_by_host, .. } = capacity.fleet;
        assumptions.extend(match (apart_by_host, kind) {
            (Apart::Required, _) => None,
            (Apart::Preferred, Kind::StatefulSet) => {
                Some("no node holds two of the pods: the scheduler prefers it where nodes have room")
            }
            (Apart::Preferred, _) => {
                Some("no node holds two pods of one version: the scheduler prefers it where nodes have room")
            }
            (Apart::None, _) => {
                Some("no node holds two pods of one version, which nothing sees to: `spread.hosts` is none")
            }
        });
    }
    if capacity.connections.is_some() {
        assumptions.push(if capacity.fleet.overlaps() {
            "during a rollout every pod that leaves still holds its connections while all new ones open theirs: \
             the drain may outlast a start"
        } else if capacity.fleet.kind == Kind::Deployment {
            "a pod that leaves has closed its connections before yet another new one opens its own: \
             a start takes longer than the drain"
        } else {
            "a pod that leaves has closed its connections before its successor opens its own"
        });
    }
    assumptions
}

fn verdict(enough: bool) -> &'static str {
    if enough { "enough" } else { "short" }
}

fn memory(bytes: u64) -> String {
    // A sum may be beyond every amount that a spec can say.
    if bytes > 1 << 50 { "more than 1024Ti".to_owned() } else { Memory::from_bytes(bytes).to_string() }
}

fn value(one: &Counted) -> Value {
    let capacity = &one.capacity;
    let phase = |phase: &Phase| {
        json!({
            "phase": phase.moment.id(), "replicas": phase.replicas, "workers": phase.workers, "peak": phase.peak,
            // A number that JSON readers take exactly; sums of valid specs are far below it.
            "headroom": i64::try_from(phase.headroom()).unwrap_or(i64::MAX), "enough": phase.enough(),
        })
    };
    let memory = capacity.memory.map(|need| {
        json!({
            "workers": need.workers, "perWorker": need.per_worker, "base": need.base, "needed": need.needed,
            "limit": need.limit, "enough": need.enough(),
        })
    });
    let processes = capacity.processes.map(|processes| {
        json!({
            "processes": processes.count, "perProcess": processes.share(), "limit": processes.limit,
            "enough": if processes.may_fit() { None } else { Some(false) },
        })
    });
    let connections = capacity.connections.map(|need| {
        json!({
            "replicas": need.replicas, "perReplica": need.per_replica, "needed": need.needed,
            "maxConnections": need.allowed, "reserved": need.reserved, "available": need.available(),
            "enough": need.enough(),
        })
    });
    let replicas = capacity.peak.zip(capacity.workers_per_replica);
    json!({
        "environment": one.environment, "enough": capacity.enough(), "excepted": one.excepted,
        "peakConcurrency": capacity.peak, "workersPerReplica": capacity.workers_per_replica,
        "replicasNeeded": replicas.and_then(|(peak, each)| capacity.fleet.fewest_for(peak, each)),
        "phases": capacity.phases.iter().map(phase).collect::<Vec<_>>(),
        "memory": memory, "memoryUnknown": processes, "connections": connections, "assumptions": assumptions(capacity),
    })
}
