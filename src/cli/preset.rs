//! `kubewright preset`: the presets that come with the program.

use std::fmt::Write as _;

use serde_json::json;

use crate::preset::{builtin_names, load};

use super::args::PresetCommands;
use super::failure::Failure;
use super::report;
use super::session::Session;

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
                report::print(&format!("{:#}\n", json!({"version": 1, "presets": values})));
            } else {
                let lines = presets.iter().fold(String::new(), |mut lines, preset| {
                    let _ = writeln!(lines, "{:<12} {}", preset.name, preset.description);
                    lines
                });
                report::print(&lines);
            }
        }
        PresetCommands::Show { name } => {
            let chain = load(name, None, &session.project).map_err(Failure::Invalid)?;
            report::print(&chain.last().map(|preset| preset.text.clone()).unwrap_or_default());
        }
    }
    Ok(())
}
