//! `kubewright restore`: gives one file back as it is generated.

use crate::problem::{Place, Problem, did_you_mean};

use super::failure::Failure;
use super::merge_args::Restore;
use super::proposal::Proposal;
use super::session::Session;

pub(crate) fn run(session: &Session, args: &Restore) -> Result<(), Failure> {
    session.spec()?;
    let _lock = session.begin()?;
    let spec = session.spec()?;
    let before = spec.text.clone();
    let proposal = Proposal::new(session, spec, Some(&before), None)?;
    let path = args.file.strip_prefix("./").unwrap_or(&args.file);
    let Some(file) = proposal.plan.files.iter().find(|file| file.path == path && file.new.is_some()) else {
        let gone = proposal.plan.files.iter().any(|file| file.path == path);
        let message = if gone { "is no longer generated" } else { "is no generated file" };
        let known = proposal.plan.files.iter().filter(|file| file.new.is_some()).map(|file| file.path.as_str());
        let hint = did_you_mean(path, known).unwrap_or_else(|| {
            "`kubewright status` lists what was edited; version control has what was never generated".to_owned()
        });
        let place = Place::new(&args.file, None);
        return Err(Failure::invalid(Problem::new(message).at(Some(place)).hint(hint)));
    };
    if file.yours == file.new && file.conflicts.is_empty() {
        session.tell(&format!("{path} is as it is generated\n"));
        return Ok(());
    }
    proposal.restore(session, file)?;
    session.tell(&format!("{path} is as it is generated again\n"));
    Ok(())
}
