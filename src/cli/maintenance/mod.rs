//! `kubewright maintenance`: a page in place of the app, or the app again.

mod args;
mod kubectl;
mod words;

use serde_json::Value;

use crate::preset::{environment_layers, resolve};
use crate::problem::{Place, Problem};
use crate::spec::Spec;
use crate::yaml::NodeValue;

use self::args::Shown;
use super::failure::Failure;
use super::mode::Mode;
use super::proposal::{Proposal, Said};
use super::session::{Session, check_environments};
use super::set::standing;

pub(crate) use args::MaintenanceArgs;

pub(crate) fn run(session: &Session, args: &MaintenanceArgs) -> Result<(), Failure> {
    let spec = session.spec()?;
    let environments = environments(&spec, args)?;
    let wanted = args.to == Shown::On;
    if args.kubectl {
        kubectl::print(session, &spec, &environments, wanted)?;
        // What is not as it should be here does not keep anybody from the commands.
        let switched = all_switched(session, &spec, &environments, wanted)?;
        let proposal = Proposal::new(session, switched, Some(&spec.text), Said::default());
        proposal.into_iter().filter(|_| wanted).for_each(|proposal| session.warn(&proposal.unserved));
        return Ok(());
    }
    let mode = Mode { dry_run: args.dry_run, diff: args.diff, ..Mode::default() };
    let _lock = if mode.dry_run { None } else { Some(session.begin()?) };
    let before = session.spec()?;
    let spec = all_switched(session, &before, &environments, wanted)?;
    refuse_pending(session, before.clone())?;
    let proposal = Proposal::new(session, spec, Some(&before.text), Said::default())?;
    if wanted && !proposal.unserved.is_empty() {
        return Err(Failure::Invalid(proposal.unserved));
    }
    proposal.settle(session, mode)
}

/// The spec that says of some environments what their clients get.
fn all_switched(session: &Session, spec: &Spec, environments: &[String], wanted: bool) -> Result<Spec, Failure> {
    environments.iter().try_fold(spec.clone(), |spec, environment| switched(session, &spec, environment, wanted))
}

/// The traffic alone is to move: what else the next run would write is not for the moment of a switch.
fn refuse_pending(session: &Session, spec: Spec) -> Result<(), Failure> {
    let text = spec.text.clone();
    let pending = Proposal::new(session, spec, Some(&text), Said::default())?;
    let Some(first) = pending.plan.writes().next() else { return Ok(()) };
    let message = format!("more than the traffic would change: `{}` is not as the spec has it", first.path);
    let hint = "`kubewright regenerate` first, and apply that; in an emergency `--kubectl` moves the traffic alone";
    Err(Failure::invalid(Problem::new(message).at(Some(Place::new(&pending.spec.source, None))).hint(hint)))
}

/// The environments that are meant.
fn environments(spec: &Spec, args: &MaintenanceArgs) -> Result<Vec<String>, Failure> {
    check_environments(spec, &args.env)?;
    match (args.env.as_slice(), spec.environment_names()) {
        ([], names) if names.len() == 1 => Ok(names),
        ([], names) => {
            let problem = Problem::new("which environment is meant is not said");
            let hint = format!("name it: -e {}", names.join(", -e "));
            Err(Failure::invalid(problem.at(Some(Place::new("--env", None))).hint(hint)))
        }
        (named, _) => Ok(named.to_vec()),
    }
}

/// The spec that says of one environment what its clients get: by as few words as possible, so that what
/// was said of it goes when it is as before.
fn switched(session: &Session, spec: &Spec, environment: &str, wanted: bool) -> Result<Spec, Failure> {
    if is_active(session, spec, environment)? == wanted {
        return Ok(spec.clone());
    }
    let mut path = vec!["maintenance".to_owned()];
    if !spec.environments.is_empty() {
        path.splice(0..0, ["environments".to_owned(), environment.to_owned()]);
    }
    let whole = path.clone();
    path.push("active".to_owned());
    let alone = standing(spec, &whole).is_some_and(|node| node.entries().len() == 1);
    // Braces among lines stood there before.
    let stood = words::is_on_one_line(spec, &whole) && !words::is_on_one_line(spec, &whole[..whole.len() - 1]);
    // What stands for nothing but this goes whole, unless it is what has the page stand ready.
    let fewer = [Some(&whole).filter(|_| alone && !stood), Some(&path).filter(|_| standing(spec, &path).is_some())];
    for path in fewer.into_iter().flatten() {
        let fewer = words::take_out(spec, path)?;
        // A comment of the user's does not go with a word of ours.
        let loses_comment = fewer.text.matches('#').count() < spec.text.matches('#').count();
        if !loses_comment && is_active(session, &fewer, environment).is_ok_and(|active| active == wanted) {
            return Ok(fewer);
        }
    }
    words::put(spec, &path, &Value::Bool(wanted))
}

/// Whether clients get the page; an error where none stands ready.
fn is_active(session: &Session, spec: &Spec, environment: &str) -> Result<bool, Failure> {
    let (layers, _) = environment_layers(Some(spec), environment, None, &session.project).map_err(Failure::Invalid)?;
    let maintenance = resolve(&layers).settings.maintenance.ok_or_else(|| none_ready(spec, environment))?;
    Ok(maintenance.active.unwrap_or(false))
}

/// What has a page stand ready in an environment, which may have taken back what holds in all others.
fn none_ready(spec: &Spec, environment: &str) -> Failure {
    let own = ["environments", environment, "maintenance"].map(str::to_owned);
    let taken_back = standing(spec, &own).filter(|node| node.value == NodeValue::Null);
    let (why, named) = match taken_back {
        Some(_) => (": its `maintenance` says nothing, which takes the page back", format!("-e {environment} ")),
        None => ("", String::new()),
    };
    let problem = Problem::new(format!("no maintenance page stands ready in {environment}{why}"));
    let hint = format!("have one first, and apply it: `kubewright set {named}maintenance={{}}`, then switch");
    let place = Place::new(&spec.source, taken_back.and_then(|node| node.position));
    Failure::invalid(problem.at(Some(place)).hint(hint))
}
