//! `kubewright regenerate`: the manifests as the spec says, and no hand edit lost.

use crate::io::Baseline;
use crate::problem::{Place, Problem};

use super::failure::Failure;
use super::keys::{KEYS, Key};
use super::merge_args::Regenerate;
use super::mode::Mode;
use super::prompt;
use super::proposal::{Proposal, Said};
use super::rename::Renames;
use super::session::Session;

pub(crate) fn run(session: &Session, args: &Regenerate, variables: &[(String, String)]) -> Result<(), Failure> {
    refuse_values(args, variables)?;
    if args.interactive && !session.is_interactive() {
        let problem = Problem::new("`--interactive` asks, and there is no terminal to ask on");
        return Err(Failure::invalid(problem.hint(
            "--prefer yours or --prefer new settles all conflicts, --markers writes both sides into the files",
        )));
    }
    let mode = Mode { dry_run: args.dry_run, diff: args.diff, check: args.check, markers: args.markers };
    // The spec must be there before a lock is made beside it.
    session.spec()?;
    let _lock = if mode.writes() { Some(session.begin()?) } else { None };
    let spec = session.spec()?;
    let before = spec.text.clone();
    let last = if args.rename.is_empty() { None } else { Some(Baseline::read(&session.project)?) };
    let (spec, renames) = match &last {
        Some(last) => Renames::read(spec, &args.rename, last)?,
        None => (spec, Renames::default()),
    };
    let said = Said { prefer: args.prefer.map(Into::into), renames, rebuild: args.rebuild_baseline, last };
    let mut proposal = Proposal::new(session, spec, Some(&before), said)?;
    if args.interactive {
        prompt::on_terminal(|prompter| proposal.ask(prompter))?;
    }
    if args.markers {
        proposal.plan.mark();
    }
    proposal.settle(session, mode)
}

/// What is committed comes from the spec alone.
fn refuse_values(args: &Regenerate, variables: &[(String, String)]) -> Result<(), Failure> {
    let mut problems = Vec::new();
    if let Some(word) = args.rest.first() {
        let flag = word.trim_start_matches("--").split('=').next().unwrap_or_default();
        let known = Key::of_flag(flag).is_some() || matches!(flag, "set" | "preset") || !word.starts_with('-');
        let problem = Problem::new(format!("`regenerate` does not take `{word}`"));
        problems.push(if known {
            problem.hint(format!(
                "what is committed comes from the spec alone: `kubewright set {}` changes it and regenerates",
                args.rest.join(" ")
            ))
        } else {
            problem.hint(
                "it takes --dry-run, --diff, --check, --prefer, --interactive, --markers, --rename and --rebuild-baseline",
            )
        });
    }
    for (name, value) in
        variables.iter().filter(|(name, _)| KEYS.iter().any(|key| key.variable().as_deref() == Some(name)))
    {
        let key = KEYS.iter().find(|key| key.variable().as_deref() == Some(name)).map_or("", |key| key.path);
        let problem = Problem::new("`regenerate` takes no value from a variable").at(Some(Place::new(name, None)));
        problems
            .push(problem.hint(format!("unset it; `kubewright set {key}={value}` changes the spec and regenerates")));
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::Invalid(problems)) }
}
