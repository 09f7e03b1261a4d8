//! Settings of the runtime that follow from the container's limits, each with its formula.
//!
//! `docs/runtimes.md` names the source of each name and number.

mod crew;
mod files;
mod variables;

use std::path::Path;

use crate::spec::types::Memory;
use crate::spec::{Load, Runtime, Settings};

use super::config::Configuration;
use super::files::{ConfigFile, Content};
use super::report::Report;
use super::resources::ContainerResources;
use super::rollout::Termination;
use super::secrets::SecretReference;
use crew::{Crew, crew};

/// A variable that the runtime reads, and why it has its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The variable.
    pub variable: &'static str,
    /// The value that follows from the limits.
    pub value: String,
    /// How it follows from them, in one line or more.
    pub formula: String,
    /// Whether the spec's own `config` says something else, which wins.
    pub overruled: bool,
}

/// What a runtime's settings follow from.
struct Basis {
    runtime: Runtime,
    resources: ContainerResources,
    load: Load,
    /// Seconds to finish what has begun.
    drain: u32,
    /// Its processes, where it has a number of them.
    crew: Option<Crew>,
}

/// What follows from the limits for one runtime.
pub(super) struct Derivation {
    basis: Basis,
}

/// What follows from the limits, where a runtime is named.
pub(super) fn derivation(
    settings: &Settings,
    resources: ContainerResources,
    termination: Termination,
    report: &mut Report<'_>,
) -> Option<Derivation> {
    let load = settings.load.clone().unwrap_or_default();
    let crew = crew(settings.runtime, &load, resources, report);
    let runtime = settings.runtime?;
    if runtime == Runtime::Java && variables::has_small_heap(resources) {
        let limit = resources.memory_limit;
        let heap = Memory::from_bytes(limit.bytes() / 2);
        report.warning(
            "runtime",
            format!("a JVM takes half of so small a memory limit as {limit} for its heap, {heap}"),
            "give it 256Mi or more, by `resources.memory` or `size`, or try that it starts and stays",
        );
    }
    Some(Derivation { basis: Basis { runtime, resources, load, drain: termination.drain, crew } })
}

impl Derivation {
    /// Requests that one pod works on at the same moment, where its processes alone decide that.
    pub(super) fn workers(&self) -> Option<u32> {
        let crew = self.basis.crew.as_ref()?;
        crew.busy.then(|| crew.processes.saturating_mul(crew.each))
    }

    /// Its processes and what each works on, where the spec states the workers and they are processes.
    pub(super) fn stated_processes(&self) -> Option<(u32, u32)> {
        let crew = self.basis.crew.as_ref().filter(|crew| crew.busy && crew.processes > 1)?;
        self.basis.load.workers_per_replica.map(|_| (crew.processes, crew.each))
    }

    /// Adds what follows to the configuration, where the spec does not say it itself.
    pub(super) fn apply(&self, configuration: &mut Configuration, secrets: &[SecretReference]) {
        let runtime = self.basis.runtime.name();
        let taken = |name: &str| secrets.iter().any(|secret| secret.variable == name);
        for mut one in variables::variables(&self.basis).into_iter().filter(|one| !taken(one.variable)) {
            one.overruled = configuration.variables.contains_key(one.variable);
            if one.overruled {
                one.formula = format!("The spec's own, which wins; `runtime: {runtime}` would say {}.", one.value);
            } else {
                configuration.variables.insert(one.variable.to_owned(), one.value.clone());
            }
            configuration.derived.push(one);
        }
        let Some((path, text)) = files::file(&self.basis) else { return };
        let own = configuration.files.iter().any(|file| file.path == path)
            || configuration.folders.iter().any(|folder| Path::new(path).starts_with(&folder.path));
        if !own {
            let name = path.rsplit('/').next().unwrap_or(path);
            let taken = configuration.files.iter().any(|file| file.key == name);
            configuration.files.push(ConfigFile {
                key: if taken { format!("{runtime}-{name}") } else { name.to_owned() },
                path: path.to_owned(),
                source: format!("What follows from the limits for `runtime: {runtime}`"),
                content: Content::Text(text),
                in_folder: false,
            });
        }
    }
}

impl Derived {
    fn new(variable: &'static str, value: impl Into<String>, formula: impl Into<String>) -> Self {
        Self { variable, value: value.into(), formula: formula.into(), overruled: false }
    }
}

#[cfg(test)]
mod tests;
