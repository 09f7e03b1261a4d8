//! `kubewright add`: a third-party component into the spec, then everything that follows from it.

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::catalog::component;
use crate::problem::Problem;
use crate::spec::{ComponentName, Install, Spec, join_key};
use crate::yaml::Node;

use super::args::Set;
use super::failure::Failure;
use super::session::Session;
use super::set;
use super::values::Values;

/// Add a third-party component, such as a database, to the spec, then regenerate
///
/// It comes from its own project's chart or operator, at a version that is pinned, with production values: files
/// below deploy/components that install it, the objects that are made of it for the app, and what follows for
/// the app itself: references to its Secrets, the app's policy, the connections that `capacity` counts, alerts.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The component
    #[arg(value_name = "COMPONENT", value_parser = PossibleValuesParser::new(ComponentName::ALL))]
    pub(crate) name: String,
    /// What differs from its defaults; docs/components.md lists the options of each
    #[arg(value_name = "OPTION=VALUE")]
    pub(crate) options: Vec<String>,
    /// How its charts get into the cluster [default: helm]
    #[arg(long = "as", value_name = "HOW", value_parser = PossibleValuesParser::new(Install::ALL.map(Install::name)))]
    pub(crate) install: Option<String>,
    /// Add it to this environment only; may be repeated
    #[arg(short, long, value_name = "ENV")]
    pub(crate) env: Vec<String>,
    /// Show what would happen, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Show the changed lines
    #[arg(long)]
    pub(crate) diff: bool,
}

pub(crate) fn run(session: &Session, args: &Add) -> Result<(), Failure> {
    let spec = session.spec()?;
    let key = |parts: &[&str]| join_key(&[&["components", args.name.as_str()], parts].concat());
    let how = args.install.iter().map(|how| format!("{}={how}", key(&["as"])));
    let (mut assignments, mut problems) = (how.collect::<Vec<_>>(), Vec::new());
    for option in &args.options {
        match option.split_once('=').filter(|(name, _)| !name.is_empty()) {
            Some((name, value)) => assignments.push(format!("{}={value}", key(&["options", name]))),
            None => {
                let problem = Problem::new(format!("`{option}` is not of the form OPTION=VALUE"));
                problems.push(problem.hint("such as `storage=50Gi`; docs/components.md lists the options"));
            }
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    if assignments.is_empty() {
        if said(&spec, args).is_some() {
            let problem = Problem::new(format!("the spec has the component `{}` already", args.name));
            let hint = format!("to change it, name an option, as in `kubewright add {} OPTION=VALUE`", args.name);
            return Err(Failure::invalid(problem.hint(hint)));
        }
        assignments.push(format!("{}={{}}", key(&[])));
    }
    let (env, dry_run, diff) = (args.env.clone(), args.dry_run, args.diff);
    set::run(session, &Set { assignments, env, unset: Vec::new(), dry_run, diff, values: Values::default() })?;
    if !dry_run {
        session.tell(&next(&session.spec()?, args));
    }
    Ok(())
}

/// What the spec says of the component, where the arguments look.
fn said<'a>(spec: &'a Spec, args: &Add) -> Option<&'a Node> {
    let values = args.env.iter().filter_map(|name| spec.environment(name)).map(|environment| &environment.values);
    let all = if args.env.is_empty() { vec![&spec.values] } else { values.collect() };
    all.into_iter().find_map(|values| values.get("components")?.get(&args.name))
}

/// What a person does with the files next.
fn next(spec: &Spec, args: &Add) -> String {
    let Ok(name) = args.name.parse::<ComponentName>() else { return String::new() };
    let how = said(spec, args).and_then(|said| said.get("as")).and_then(Node::as_str);
    let how = Install::ALL.into_iter().find(|known| Some(known.name()) == how).unwrap_or_default();
    let data = component(&name);
    let first = match how {
        Install::Helm if data.charts.is_empty() => format!("deploy/components/ENV/install/{name}.sh"),
        Install::Helm => format!("as deploy/components/ENV/install/{name}/Chart.yaml says at its head"),
        Install::ArgoCd | Install::Flux => format!("kubectl apply -f deploy/components/ENV/install/{name}.yaml"),
        Install::None => "nothing, since it is there already".to_owned(),
    };
    let made = !data.manifests.is_empty() || !data.alerts.is_empty();
    let then = if made { "\n  then      kubectl apply -f deploy/components/ENV/resources" } else { "" };
    format!("{}\n  install   {first}{then}\n  app       deploy it as ever, once the component is there\n", data.title)
}
