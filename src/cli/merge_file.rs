//! `kubewright merge-file`: the merge of `regenerate`, on any three files.

use serde_json::json;

use crate::io::{IoError, read_text, replace};
use crate::merge::{Prefer, mark, merge};

use super::failure::Failure;
use super::merge_args::MergeFile;
use super::report;
use super::session::Session;

pub(crate) fn run(session: &Session, args: &MergeFile) -> Result<(), Failure> {
    let path = |name: &str| session.project.path(name);
    let read = [&args.base, &args.yours, &args.new].map(|name| read_text(&path(name)));
    let problems: Vec<_> = read.iter().filter_map(|text| text.as_ref().err()).map(IoError::problem).collect();
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    let [base, yours, new] = read.map(Result::unwrap_or_default);
    let prefer = args.prefer.map_or(Prefer::Yours, Into::into);
    let mut merged = merge(&base, &yours, &new, prefer);
    let is_marked = !args.markers || mark(&base, &new, &mut merged);
    if let Some(out) = &args.out {
        replace(&path(out), &merged.text)?;
    }
    let name = args.name.as_ref().or(args.out.as_ref()).unwrap_or(&args.yours);
    if session.json() {
        let text = args.out.is_none().then_some(&merged.text);
        let conflicts = report::conflicts_json(name, &merged.conflicts);
        let notes = report::notes_json(name, &merged.notes);
        let told =
            json!({"version": 1, "conflicts": conflicts, "comments": notes, "deleted": merged.deleted, "text": text});
        report::print(&format!("{told:#}\n"))?;
    } else {
        if args.out.is_none() {
            report::print(&merged.text)?;
        }
        let conflicts = report::conflicts(name, &merged.conflicts);
        match args.prefer {
            None => report::tell(&conflicts),
            Some(_) if merged.conflicts.is_empty() => {}
            Some(_) => {
                session.tell(&conflicts);
                let side = if prefer == Prefer::New { "the new side is taken" } else { "yours stands" };
                session.tell(&format!("{name}: each conflict is settled: {side}\n"));
            }
        }
        session.tell(&report::notes(name, &merged.notes));
        if !is_marked {
            session.tell(&format!("{name}: a line of it looks like a marker, so none is written\n"));
        }
        for object in &merged.deleted {
            session.tell(&format!("{name}: {object} stays deleted\n"));
        }
    }
    // What is preferred decides.
    if merged.conflicts.is_empty() || args.prefer.is_some() { Ok(()) } else { Err(Failure::Left) }
}
