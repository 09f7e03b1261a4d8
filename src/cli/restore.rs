//! `kubewright restore`: gives one file back as it is generated.

use crate::problem::{Place, Problem, did_you_mean};

use super::failure::Failure;
use super::merge_args::Restore;
use super::proposal::{Proposal, Said};
use super::session::Session;

pub(crate) fn run(session: &Session, args: &Restore) -> Result<(), Failure> {
    session.spec()?;
    let _lock = session.begin()?;
    let spec = session.spec()?;
    let before = spec.text.clone();
    let proposal = Proposal::new(session, spec, Some(&before), Said::default())?;
    let path = session.project.relative(&args.file);
    let plan = &proposal.plan;
    if let keepers @ [_, ..] = plan.keepers(&path).as_slice() {
        let problem = Problem::new(format!("you keep what is generated for it in {}", keepers.join(", ")));
        let hint = "take it out of there, and run again: it would stand in both";
        return Err(Failure::invalid(problem.at(Some(Place::new(&args.file, None))).hint(hint)));
    }
    let file = plan.files.iter().find(|file| file.path == path);
    let (Some(file), Some(text)) = (file, plan.pristine.get(&path)) else {
        let message = if file.is_some() { "is no longer generated" } else { "is no generated file" };
        let hint = did_you_mean(&path, plan.pristine.keys().map(String::as_str)).unwrap_or_else(|| {
            "`kubewright status` lists what was edited; version control has what was never generated".to_owned()
        });
        let place = Place::new(&args.file, None);
        return Err(Failure::invalid(Problem::new(message).at(Some(place)).hint(hint)));
    };
    if file.yours.as_ref() == Some(text) && file.conflicts.is_empty() {
        session.tell(&format!("{path} is as it is generated\n"));
        return Ok(());
    }
    proposal.restore(session, file, text)?;
    session.tell(&format!("{path} is as it is generated again\n"));
    Ok(())
}
