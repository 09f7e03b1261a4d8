//! `kubewright status`: what of the tree is edited, deleted, added, out of date or in conflict.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::manifest::Effect;
use crate::merge::{Action, FilePlan};

use super::failure::Failure;
use super::proposal::{Proposal, Said};
use super::report;
use super::session::Session;

pub(crate) fn run(session: &Session) -> Result<(), Failure> {
    let spec = session.spec()?;
    let before = spec.text.clone();
    let proposal = Proposal::new(session, spec, Some(&before), Said::default())?;
    let plan = &proposal.plan;
    // What else stands in the folders of other tools is no business of the manifests.
    let mut added = session.project.files_below("deploy")?;
    added.retain(|path| !plan.files.iter().any(|file| file.path == *path));
    let told = plan.files.iter().map(|file| (file, states(file))).filter(|(_, states)| !states.is_empty());
    let told: Vec<(&FilePlan, Vec<&str>)> = told.collect();
    if session.json() {
        let file = |(file, states): &(&FilePlan, Vec<&str>)| {
            let conflicts = report::conflicts_json(&file.path, &file.conflicts);
            json!({"path": file.path, "states": states, "deleted": file.deleted, "conflicts": conflicts})
        };
        let by_hand =
            added.iter().map(|path| json!({"path": path, "states": ["added"], "deleted": [], "conflicts": []}));
        let files: Vec<Value> = told.iter().map(file).chain(by_hand).collect();
        report::print(&format!("{:#}\n", json!({"version": 1, "maintenance": proposal.maintained, "files": files})))?;
    } else {
        let mut text = String::new();
        for (file, states) in &told {
            let _ = writeln!(text, "{}: {}", file.path, states.join(", "));
            for object in &file.deleted {
                let _ = writeln!(text, "  {object}: deleted");
            }
            if let Some(Effect::Breaking(why)) = plan.effect_of_edits(file, proposal.spec.layout()) {
                let _ = writeln!(text, "  breaking: {}", why.steps());
            }
        }
        added.iter().for_each(|path| _ = writeln!(text, "{path}: added"));
        let maintained = proposal.maintained.iter().map(|name| format!("{name}: switched to the maintenance page\n"));
        let text = if text.is_empty() { "as generated\n" } else { &text };
        report::print(&(maintained.collect::<String>() + text))?;
        told.iter().for_each(|(file, _)| report::tell(&report::conflicts(&file.path, &file.conflicts)));
    }
    if plan.is_settled() { Ok(()) } else { Err(Failure::Left) }
}

/// What is worth saying of a file.
fn states(file: &FilePlan) -> Vec<&'static str> {
    let found = [
        ("edited", file.is_edited()),
        ("deleted", file.action == Action::StayDeleted),
        ("out of date", file.action.writes()),
        ("no longer generated", file.action == Action::LeftRemoved),
        ("not written by kubewright", file.action == Action::LeftForeign),
        ("no YAML any more", file.is_broken()),
        ("not readable", matches!(file.action, Action::LeftUnread(_))),
        ("has conflict markers", matches!(file.action, Action::LeftMarked(_))),
        ("in conflict", !file.conflicts.is_empty()),
    ];
    found.into_iter().filter(|(_, is)| *is).map(|(state, _)| state).collect()
}
