//! `kubewright preset`: the presets that come with the program, and taking one over.

use std::fmt::Write as _;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::preset::{builtin_names, load};
use crate::problem::{Place, Problem};
use crate::spec::Spec;

use super::eject;
use super::failure::Failure;
use super::report;
use super::session::Session;

/// Arguments of `preset`.
#[derive(Debug, Args)]
pub(crate) struct PresetArgs {
    #[command(subcommand)]
    pub(crate) command: PresetCommands,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PresetCommands {
    /// List the presets that come with kubewright
    List,
    /// Print a preset as it is written, reasons included
    Show {
        /// Its name
        name: String,
    },
    /// Copy a preset beside the spec, to be edited
    Eject {
        /// Its name, such as `production`
        name: String,
        /// File for it, relative to the spec's folder [default: presets/NAME.yaml]
        #[arg(long, value_name = "FILE")]
        out: Option<String>,
    },
}

pub(crate) fn run(session: &Session, command: &PresetCommands) -> Result<(), Failure> {
    match command {
        PresetCommands::List => {
            let mut presets = Vec::new();
            for name in builtin_names() {
                presets.extend(load(name, None, &session.project).map_err(Failure::Invalid)?.pop());
            }
            if session.json() {
                let values: Vec<_> = presets
                    .iter()
                    .map(|preset| json!({"name": preset.name, "description": preset.description}))
                    .collect();
                report::print(&format!("{:#}\n", json!({"version": 1, "presets": values})))?;
            } else {
                let lines = presets.iter().fold(String::new(), |mut lines, preset| {
                    let _ = writeln!(lines, "{:<12} {}", preset.name, preset.description);
                    lines
                });
                report::print(&lines)?;
            }
        }
        PresetCommands::Show { name } => {
            let chain = load(name, None, &session.project).map_err(Failure::Invalid)?;
            report::print(&chain.last().map(|preset| preset.text.clone()).unwrap_or_default())?;
        }
        PresetCommands::Eject { name, out } => return take_over(session, name, out.as_deref()),
    }
    Ok(())
}

/// Copies a preset beside the spec, where it counts once an environment names it.
fn take_over(session: &Session, name: &str, out: Option<&str>) -> Result<(), Failure> {
    // The spec must be there before a lock is made beside it.
    let spec = session.spec()?;
    let chain = load(name, None, &session.project).map_err(Failure::Invalid)?;
    let Some(preset) = chain.last().filter(|preset| builtin_names().any(|name| name == preset.name)) else {
        let problem = Problem::new(format!("`{name}` is a preset of yours already"));
        return Err(Failure::invalid(problem.hint("edit it where it stands; `extends` builds another on it")));
    };
    let path = eject::path("--out", out.unwrap_or(&format!("presets/{name}.yaml")))?.to_string();
    if !path.ends_with(".yaml") && !path.ends_with(".yml") {
        let place = Place::new("--out", None);
        let problem = Problem::new(format!("`{path}` is no name of a preset's file")).at(Some(place));
        return Err(Failure::invalid(problem.hint("end it in .yaml: an environment names a preset of its own so")));
    }
    eject::write(session, &path, preset.text.clone(), Some(&next(&spec, name, &path)))
}

/// How the environments that start from a preset come to start from its copy.
fn next(spec: &Spec, preset: &str, path: &str) -> String {
    let starts = |environment: &String| {
        let named = spec.environment(environment).and_then(|entry| entry.preset.as_ref());
        named.map_or(environment.as_str(), |(name, _)| name) == preset
    };
    let names: Vec<String> = spec.environment_names().into_iter().filter(starts).collect();
    let one = names.first().map_or("ENV", String::as_str);
    let all = names.iter().map(|name| format!(" -e {name}")).collect::<String>();
    let all = if all.is_empty() { " -e ENV".to_owned() } else { all };
    format!("`environments: {{{one}: {{preset: {path}}}}}`, by kubewright set --preset {path}{all}")
}
