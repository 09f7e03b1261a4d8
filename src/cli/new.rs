//! `kubewright new`: answers in, spec, manifests and baseline out.

use std::io::IsTerminal as _;

use crate::generate::{GenerateError, Request, generate, tree, warnings};
use crate::io::{Baseline, Change, Project, apply};
use crate::merge::{Action, Plan};
use crate::problem::{Place, Problem};
use crate::spec::Spec;
use crate::spec::types::Name;
use crate::yaml::NodeValue;

use super::args::New;
use super::draft::{Draft, USUAL_ENVIRONMENTS};
use super::failure::Failure;
use super::given::Given;
use super::report;
use super::session::{Session, plural};

pub(crate) fn run(session: &Session, args: &New, variables: &[(String, String)]) -> Result<(), Failure> {
    refuse_existing(session)?;
    let environments = environments(args);
    let mut problems = Vec::new();
    let given = Given::read(&args.values, variables, &mut problems);
    problems.extend(environment_problems(&environments, &given));
    let interactive = !args.yes && !session.json() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let draft = if interactive && !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    } else if interactive {
        super::wizard::run(session, args.name.as_deref(), &environments, args.values.preset.as_deref(), &given)?
    } else {
        from_flags(session, args, &environments, &given, problems)?
    };
    let proposal = propose(session, &draft)?;
    if args.dry_run {
        show(session, &proposal, true);
        return Ok(());
    }
    write(session, &proposal)?;
    show(session, &proposal, false);
    farewell(session, &draft, &proposal);
    Ok(())
}

/// What `new` would write.
pub(crate) struct Proposal {
    pub(crate) spec: Spec,
    pub(crate) plan: Plan,
    pub(crate) warnings: Vec<Problem>,
}

/// Generates everything that a draft stands for, and compares it with the disk.
pub(crate) fn propose(session: &Session, draft: &Draft) -> Result<Proposal, Failure> {
    let spec = Spec::parse(&session.shown(Project::SPEC), &draft.spec_text()).map_err(Failure::Invalid)?;
    let generated = session.generate(&spec)?;
    let new = tree(&generated);
    let baseline = Baseline::read(&session.project)?;
    let disk = session.project.texts(new.keys().chain(baseline.files.keys()))?;
    let plan = Plan::new(&baseline.files, &disk, &new);
    let foreign: Vec<Problem> = plan
        .left()
        .filter(|file| file.action == Action::LeftForeign || file.action == Action::LeftEdited)
        .map(|file| {
            Problem::new("stands where a new file belongs")
                .at(Some(Place::new(session.shown(&file.path), None)))
                .hint("move it away; `new` overwrites nothing that kubewright did not write")
        })
        .collect();
    if !foreign.is_empty() {
        return Err(Failure::Invalid(foreign));
    }
    Ok(Proposal { spec, plan, warnings: warnings(&generated) })
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
    let mut draft = Draft::new(stand_in, environments, args.values.preset.as_deref(), given);
    problems.extend(judge(session, &draft, given)?);
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    draft.finish(&session.project).map_err(Failure::Invalid)?;
    Ok(draft)
}

/// Environments that have no valid name, or that a flag speaks of and nobody named.
fn environment_problems(environments: &[String], given: &Given) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, assignment) in &given.assignments {
        if let Some(name) = assignment.environment.as_ref().filter(|name| !environments.contains(name)) {
            let problem = Problem::new(format!("there is no environment `{name}`"))
                .at(Some(Place::new(&assignment.source, None)));
            problems.push(problem.hint(format!("name it with --env {name}, beside: {}", environments.join(", "))));
        }
    }
    for environment in environments {
        if let Err(error) = environment.parse::<crate::spec::types::EnvironmentName>() {
            problems.push(Problem::new(error).at(Some(Place::new("--env", None))));
        }
    }
    problems
}

/// What is wrong with the answers as a whole, told by the flags that gave them.
fn judge(session: &Session, draft: &Draft, given: &Given) -> Result<Vec<Problem>, Failure> {
    let mut problems: Vec<Problem> = Vec::new();
    let any_production = draft.environments.iter().any(super::draft::DraftEnvironment::is_production);
    for environment in &draft.environments {
        let layers = given.layers(&environment.name, environment.is_production() || !any_production);
        let preset = environment.preset.as_deref().unwrap_or(&environment.name);
        let request = Request { name: &draft.name, spec: None, preset: Some(preset), given: &layers };
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

fn write(session: &Session, proposal: &Proposal) -> Result<(), Failure> {
    let _lock = session.begin()?;
    refuse_existing(session)?;
    let baseline = Baseline::read(&session.project)?;
    let mut changes = vec![Change::write(Project::SPEC, proposal.spec.text.clone())];
    changes.extend(
        proposal
            .plan
            .writes()
            .map(|(path, text)| text.map_or_else(|| Change::delete(path), |text| Change::write(path, text.to_owned()))),
    );
    changes.extend(baseline.changes(&proposal.plan.next_baseline(), &proposal.spec.text));
    changes.extend(session.schema_change()?);
    Ok(apply(&session.project, &changes)?)
}

fn show(session: &Session, proposal: &Proposal, dry_run: bool) {
    if session.json() {
        report::print(&report::plan_json(&proposal.plan, &proposal.warnings));
        return;
    }
    session.tell(&report::warnings(&proposal.warnings));
    session.tell(&format!("  create    {}\n", Project::SPEC));
    session.tell(&report::plan(&proposal.plan, session.common.verbose));
    let count = proposal.plan.writes().count() + 1;
    session.tell(&format!("{count} file{} {}written\n", plural(count), if dry_run { "would be " } else { "" }));
}

/// What comes next, and the same thing as one command.
fn farewell(session: &Session, draft: &Draft, proposal: &Proposal) {
    let environment = proposal.spec.environments.last().map_or("production", |environment| environment.name.as_str());
    let folder = session.shown(&format!("deploy/{environment}"));
    let values = &proposal.spec.values;
    let created = values.get("createNamespace").is_some_and(|node| node.value == NodeValue::Bool(true));
    let namespace = values.get("namespace").map(|node| &node.value).filter(|_| !created);
    let first = match namespace {
        Some(NodeValue::String(namespace)) => format!(" (namespace {namespace} must be there)"),
        _ => String::new(),
    };
    session.tell(&format!("\nread the files, commit them, then: kubectl apply -f {folder}{first}\n"));
    session.tell(&format!("\nthe same as one command:\n  {}\n", draft.command(&session.common.directory)));
}
