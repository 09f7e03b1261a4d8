//! `kubewright new`: answers in, spec, manifests and baseline out.

use crate::generate::{GenerateError, Request, generate};
use crate::io::Project;
use crate::merge::Action;
use crate::preset::Layer;
use crate::problem::{Place, Problem};
use crate::spec::types::{EnvironmentName, Name};
use crate::spec::{Layout, Spec};
use crate::yaml::NodeValue;

use super::args::New;
use super::draft::{Draft, DraftEnvironment, USUAL_ENVIRONMENTS};
use super::failure::Failure;
use super::given::Given;
use super::mode::Mode;
use super::proposal::{Proposal, Said};
use super::session::Session;

pub(crate) fn run(session: &Session, args: &New, variables: &[(String, String)]) -> Result<(), Failure> {
    refuse_existing(session)?;
    let environments = environments(args);
    let mut problems = Vec::new();
    let given = Given::read(&args.values, variables, &mut problems);
    problems.extend(environment_problems(&environments, &given));
    let interactive = !args.yes && session.is_interactive();
    let draft = if interactive && !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    } else if interactive {
        super::wizard::run(session, args.name.as_deref(), &environments, &given)?
    } else {
        from_flags(session, args, &environments, &given, problems)?
    };
    let proposal = propose(session, &draft)?;
    let mode = Mode { dry_run: args.dry_run, ..Mode::default() };
    let _lock = if mode.writes() { Some(session.begin()?) } else { None };
    refuse_existing(session)?;
    proposal.settle(session, mode)?;
    if mode.writes() {
        farewell(session, &draft, &proposal.spec);
    }
    Ok(())
}

/// Generates everything that a draft stands for, and compares it with the disk.
pub(crate) fn propose(session: &Session, draft: &Draft) -> Result<Proposal, Failure> {
    let spec = Spec::parse(&session.shown(Project::SPEC), &draft.spec_text()).map_err(Failure::Invalid)?;
    let proposal = Proposal::new(session, spec, None, Said::default())?;
    let foreign: Vec<Problem> = proposal
        .plan
        .left()
        .filter(|file| file.action == Action::LeftForeign)
        .map(|file| {
            Problem::new("stands where a new file belongs")
                .at(Some(Place::new(session.shown(&file.path), None)))
                .hint("move it away; `new` overwrites nothing that kubewright did not write")
        })
        .collect();
    if !foreign.is_empty() {
        return Err(Failure::Invalid(foreign));
    }
    Ok(proposal)
}

fn environments(args: &New) -> Vec<String> {
    let mut environments: Vec<String> = Vec::new();
    for name in &args.env {
        if !environments.contains(name) {
            environments.push(name.clone());
        }
    }
    if environments.is_empty() { USUAL_ENVIRONMENTS.map(str::to_owned).to_vec() } else { environments }
}

fn refuse_existing(session: &Session) -> Result<(), Failure> {
    if session.project.spec()?.is_none() {
        return Ok(());
    }
    let problem = Problem::new("there is a spec already").at(Some(Place::new(session.shown(Project::SPEC), None)));
    Err(Failure::invalid(
        problem.hint("`kubewright set` changes it, `kubewright regenerate` follows an edit; -C names another folder"),
    ))
}

/// The flags as a draft, once everything about them is right.
fn from_flags(
    session: &Session,
    args: &New,
    environments: &[String],
    given: &Given,
    mut problems: Vec<Problem>,
) -> Result<Draft, Failure> {
    let name = match &args.name {
        Some(name) => name.parse::<Name>().map_err(|error| Problem::new(error).at(Some(Place::new("NAME", None)))),
        None => Err(Problem::new("the app's name is missing").hint("`kubewright new NAME ...`")),
    };
    let name = name.map_err(|problem| problems.push(problem)).ok();
    // A stand-in lets the rest be judged where the name itself is wrong.
    let stand_in: Name = name.clone().unwrap_or_else(|| "app".parse().expect("a valid name"));
    let mut draft = Draft::new(stand_in, environments, given, &session.project);
    if !given.is_of_no_kind {
        problems.extend(judge(session, &draft, given)?);
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    draft.finish(&session.project).map_err(Failure::Invalid)?;
    Ok(draft)
}

/// Environments that have no valid name, or that a flag speaks of and nobody named.
fn environment_problems(environments: &[String], given: &Given) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (source, name) in given.environments().filter(|(_, name)| !environments.contains(name)) {
        if let Err(error) = name.parse::<EnvironmentName>() {
            problems.push(Problem::new(error).at(Some(Place::new(source, None))));
            continue;
        }
        let problem = Problem::new(format!("there is no environment `{name}`")).at(Some(Place::new(source, None)));
        problems.push(problem.hint(format!("name it with --env {name}, beside: {}", environments.join(", "))));
    }
    for environment in environments {
        if let Err(error) = environment.parse::<EnvironmentName>() {
            problems.push(Problem::new(error).at(Some(Place::new("--env", None))));
        }
    }
    problems
}

/// What is wrong with the answers as a whole, told by the flags that gave them.
fn judge(session: &Session, draft: &Draft, given: &Given) -> Result<Vec<Problem>, Failure> {
    let mut problems: Vec<Problem> = Vec::new();
    let organisation = given.organisation(&session.project).unwrap_or_else(|found| {
        problems.extend(found);
        None
    });
    let any_production = draft.environments.iter().any(|environment| environment.production);
    let valid = |environment: &&DraftEnvironment| environment.name.parse::<EnvironmentName>().is_ok();
    for environment in draft.environments.iter().filter(valid) {
        let given = given.layers(&environment.name, environment.production || !any_production);
        let layers: Vec<Layer> = organisation.iter().cloned().chain(given).collect();
        let preset = environment.preset.as_deref();
        let request = Request { name: &draft.name, spec: None, preset, given: &layers };
        match generate(&request, std::slice::from_ref(&environment.name), &session.project) {
            Ok(_) => {}
            Err(GenerateError::Invalid(found)) => {
                let fresh: Vec<Problem> = found.into_iter().filter(|problem| !problems.contains(problem)).collect();
                problems.extend(fresh);
            }
            Err(bug) => return Err(bug.into()),
        }
    }
    Ok(problems)
}

/// What comes next, and the same thing as one command.
fn farewell(session: &Session, draft: &Draft, spec: &Spec) {
    let environment = spec.environment_names().pop().unwrap_or_default();
    let shown = |path: &str| session.shown(&format!("deploy/{path}"));
    let values = &spec.values;
    let created = values.get("createNamespace").is_some_and(|node| node.value == NodeValue::Bool(true));
    let namespace = values.get("namespace").and_then(|node| match &node.value {
        NodeValue::String(namespace) => Some(namespace.as_str()),
        _ => None,
    });
    let apply = match spec.layout() {
        Layout::Plain => format!("kubectl apply -f {}", shown(&environment)),
        Layout::Kustomize => format!("kubectl apply -k {}", shown(&format!("overlays/{environment}"))),
        Layout::Helm => format!(
            "helm upgrade --install {} {} -f {}{}{}",
            spec.name,
            shown("chart"),
            shown(&format!("chart/values-{environment}.yaml")),
            // A release is where it is told to be; its own notes stand there before its Namespace does.
            namespace.map(|namespace| format!(" -n {namespace}")).unwrap_or_default(),
            if created { " --create-namespace --take-ownership" } else { "" }
        ),
    };
    let first = match namespace.filter(|_| !created) {
        Some(namespace) => format!(" (namespace {namespace} must be there)"),
        None => String::new(),
    };
    session.tell(&format!("\nread the files, commit them, then: {apply}{first}\n"));
    session.tell(&format!("\nthe same as one command:\n  {}\n", draft.command(&session.common.directory)));
}
