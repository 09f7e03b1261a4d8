//! `kubewright maintenance`: a page in place of the app, or the app again.

mod args;
mod kubectl;
mod words;

use serde_json::Value;

use crate::preset::{environment_layers, resolve};
use crate::problem::{Place, Problem};
use crate::spec::Spec;

use self::args::Shown;
use super::failure::Failure;
use super::mode::Mode;
use super::proposal::{Proposal, Said};
use super::session::{Session, check_environments};
use super::set::standing;

pub(crate) use args::MaintenanceArgs;

pub(crate) fn run(session: &Session, args: &MaintenanceArgs) -> Result<(), Failure> {
    let environments = environments(&session.spec()?, args)?;
    let wanted = args.to == Shown::On;
    if args.kubectl {
        let spec = session.spec()?;
        return kubectl::print(session, &spec, &environments, wanted);
    }
    let mode = Mode { dry_run: args.dry_run, diff: args.diff, ..Mode::default() };
    let _lock = if mode.dry_run { None } else { Some(session.begin()?) };
    let before = session.spec()?;
    let mut spec = before.clone();
    for environment in &environments {
        spec = switched(session, &spec, environment, wanted)?;
    }
    refuse_pending(session, before.clone())?;
    Proposal::new(session, spec, Some(&before.text), Said::default())?.settle(session, mode)
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
    let maintenance = resolve(&layers).settings.maintenance.ok_or_else(|| {
        let problem = Problem::new(format!("no maintenance page stands ready in {environment}"));
        let hint = "have one first, and apply it: `kubewright set maintenance={}`, then switch";
        Failure::invalid(problem.at(Some(Place::new(&spec.source, None))).hint(hint))
    })?;
    Ok(maintenance.active.unwrap_or(false))
}
