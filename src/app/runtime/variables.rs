//! The variables that each runtime reads.

use crate::spec::Runtime;

use super::super::resources::ContainerResources;
use super::crew::cores;
use super::{Basis, Derived};

/// Every variable that follows from the limits.
pub(super) fn variables(basis: &Basis) -> Vec<Derived> {
    match basis.runtime {
        Runtime::Go => go(basis),
        Runtime::Java => java(basis),
        Runtime::Node => node(basis),
        Runtime::Gunicorn => gunicorn(basis),
        Runtime::Uvicorn => uvicorn(basis),
        Runtime::Puma => puma(basis),
        // They read files.
        Runtime::PhpFpm | Runtime::Nginx => Vec::new(),
    }
}

/// A percentage of the memory limit in whole mebibytes, rounded down.
fn mebibytes(basis: &Basis, percent: u64) -> u64 {
    (basis.resources.memory_limit.bytes().saturating_mul(percent) / 100) >> 20
}

fn go(basis: &Basis) -> Vec<Derived> {
    let limit = basis.resources.memory_limit;
    let formula =
        format!("90 % of the memory limit {limit}: the collector works harder before the kernel kills the container.");
    let mut derived = vec![Derived::new("GOMEMLIMIT", format!("{}MiB", mebibytes(basis, 90).max(1)), formula)];
    if let Some(cpu) = basis.resources.cpu_limit {
        let formula = format!(
            "The cpu limit {cpu} in whole cpus, rounded up: more threads would only be throttled.
\
             Go 1.25 and later follow the limit by themselves, but never go below 2."
        );
        derived.push(Derived::new("GOMAXPROCS", cores(basis.resources).to_string(), formula));
    }
    derived
}

fn java(basis: &Basis) -> Vec<Derived> {
    let share = if has_small_heap(basis.resources) { "half" } else { "75 %" };
    let formula = format!(
        "A heap of {share} of the memory limit {}; the rest is for classes, code and threads.
\
         A full heap ends the process, so that the container is restarted.",
        basis.resources.memory_limit
    );
    vec![Derived::new("JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=75.0 -XX:+ExitOnOutOfMemoryError", formula)]
}

/// Memory below which a JVM takes `MinRAMPercentage`, half, for its heap, in bytes; see `docs/runtimes.md`.
const SMALL_JVM: u64 = 250_000_000;

/// Whether a JVM takes but half of the memory limit for its heap, whatever `MaxRAMPercentage` says.
pub(super) fn has_small_heap(resources: ContainerResources) -> bool {
    resources.memory_limit.bytes() < SMALL_JVM
}

fn node(basis: &Basis) -> Vec<Derived> {
    let formula = format!(
        "75 % of the memory limit {} in MiB for the old generation; the rest is for buffers, code and stacks.",
        basis.resources.memory_limit
    );
    vec![Derived::new("NODE_OPTIONS", format!("--max-old-space-size={}", mebibytes(basis, 75).max(1)), formula)]
}

fn gunicorn(basis: &Basis) -> Vec<Derived> {
    let Some(crew) = &basis.crew else { return Vec::new() };
    let threads = if crew.each > 1 { format!(" --threads={}", crew.each) } else { String::new() };
    let value =
        format!("--workers={}{threads} --worker-tmp-dir=/dev/shm --graceful-timeout={}", crew.processes, basis.drain);
    let formula = format!(
        "Workers: {}.
\
         The heartbeat is in memory, since a slow disk would block a worker.
\
         `shutdown.drain` is the time to finish requests.",
        crew.formula
    );
    vec![Derived::new("GUNICORN_CMD_ARGS", value, formula)]
}

fn uvicorn(basis: &Basis) -> Vec<Derived> {
    let Some(crew) = &basis.crew else { return Vec::new() };
    vec![
        Derived::new("WEB_CONCURRENCY", crew.processes.to_string(), format!("Processes: {}.", crew.formula)),
        Derived::new(
            "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN",
            basis.drain.to_string(),
            "`shutdown.drain`, in seconds: uvicorn would wait for ever, and be killed with what is left.",
        ),
    ]
}

fn puma(basis: &Basis) -> Vec<Derived> {
    let Some(crew) = &basis.crew else { return Vec::new() };
    let (processes, formula) = match crew.processes {
        // Puma's cluster mode with one worker would be two processes for the work of one.
        1 => (0, format!("One process ({}), which puma calls 0 workers: none beside it to watch it.", crew.formula)),
        processes => (processes, format!("Processes: {}.", crew.formula)),
    };
    let threads = "Threads of a process; Rails sizes each process's pool of database connections by it as well.";
    vec![
        Derived::new("WEB_CONCURRENCY", processes.to_string(), formula),
        Derived::new("RAILS_MAX_THREADS", crew.each.to_string(), threads),
        Derived::new(
            "PUMA_MAX_THREADS",
            crew.each.to_string(),
            "Threads of a process, for a puma without Rails' own configuration.",
        ),
    ]
}
