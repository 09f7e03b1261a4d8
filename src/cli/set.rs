//! `kubewright set`: edits the spec, its comments kept, then regenerates.

use serde_json::Value;

use crate::problem::{Place, Problem};
use crate::spec::types::EnvironmentName;
use crate::spec::{Spec, schema_at, split_key};
use crate::yaml::{Node, NodeValue, remove_value, set_value};

use super::args::Set;
use super::assignment::assignment;
use super::failure::Failure;
use super::given::Given;
use super::keys::unknown;
use super::mode::Mode;
use super::proposal::{Proposal, Said};
use super::session::{Session, no_environment};

pub(crate) fn run(session: &Session, args: &Set) -> Result<(), Failure> {
    session.spec()?;
    let mode = Mode { dry_run: args.dry_run, diff: args.diff, ..Mode::default() };
    let _lock = if mode.dry_run { None } else { Some(session.begin()?) };
    let spec = session.spec()?;
    let wanted = wanted(&spec, args)?;
    let mut text = spec.text.clone();
    for (source, path, value) in &wanted {
        text = edited(&text, path, value.as_ref(), source)?;
    }
    let edited = Spec::parse(&spec.source, &text).map_err(Failure::Invalid)?;
    let proposal = Proposal::new(session, edited, Some(&spec.text), Said::default());
    let mut proposal = proposal.map_err(|failure| needed(failure, &args.unset))?;
    let speaks = |(_, path, _): &Edit| {
        let is_new = || spec.environment(&path[1]).is_none();
        path.last().is_some_and(|key| key == "namespace")
            || path.len() > 1 && path[0] == "environments" && (path.len() == 2 || is_new())
    };
    proposal.warnings.extend(proposal.shared.clone().filter(|_| wanted.iter().any(speaks)));
    proposal
        .warnings
        .extend(wanted.iter().filter_map(|(source, path, value)| dropped(&spec, source, path, value.as_ref()?)));
    proposal.warnings.extend(wanted.iter().filter_map(|edit| kept(&proposal.spec, edit)));
    proposal.settle(session, mode)
}

/// The text of a spec with a value set, or taken out; `source` is who wants that.
pub(super) fn edited(text: &str, path: &[String], value: Option<&Value>, source: &str) -> Result<String, Failure> {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let edited = value.map_or_else(|| remove_value(text, &keys), |value| set_value(text, &keys, value));
    edited.map_err(|error| {
        Failure::invalid(
            Problem::new(format!("the spec cannot be edited: {error}"))
                .at(Some(Place::new(source, None)))
                .hint("edit the file by hand, then run `kubewright regenerate`"),
        )
    })
}

/// What is missing since it was taken out is given back by another value.
fn needed(failure: Failure, unset: &[String]) -> Failure {
    let Failure::Invalid(problems) = failure else { return failure };
    let told = |problem: Problem| match unset.iter().find(|key| problem.message == format!("`{key}` is missing")) {
        Some(key) => problem.hint(format!("no app does without: `kubewright set {key}=...` says another")),
        None => problem,
    };
    Failure::Invalid(problems.into_iter().map(told).collect())
}

/// A map that is set takes the place of the one that stands there: tells which of its entries go.
fn dropped(spec: &Spec, source: &str, path: &[String], value: &Value) -> Option<Problem> {
    let map = value.as_object()?;
    let gone = standing(spec, path)?.entries().iter().map(|(key, ..)| key).filter(|key| !map.contains_key(*key));
    let gone: Vec<String> = gone.map(|key| format!("`{key}`")).collect();
    let (keys, first) = (path.join("."), gone.first()?.trim_matches('`').to_owned());
    let problem = Problem::new(format!("replaces the whole of `{keys}`; {} went", gone.join(", ")));
    let hint = format!("to keep the others, set one entry alone: `{keys}.KEY=VALUE`, as in `{keys}.{first}=...`");
    Some(problem.at(Some(Place::new(source, None))).hint(hint))
}

/// What is taken back for all stays where an environment says it itself: tells which these are.
fn kept(spec: &Spec, (source, path, value): &Edit) -> Option<Problem> {
    let is_back = value.as_ref().is_none_or(Value::is_null) && path.first().is_some_and(|key| key != "environments");
    let says = |name: &&String| {
        let own = ["environments".to_owned(), (*name).clone()].into_iter().chain(path.iter().cloned());
        standing(spec, &own.collect::<Vec<_>>()).is_some_and(|node| node.value != NodeValue::Null)
    };
    let names = spec.environment_names();
    let own: Vec<&str> = names.iter().filter(|name| is_back && says(name)).map(String::as_str).collect();
    own.first()?;
    let key = path.join(".");
    let problem = Problem::new(format!("`{key}` stays where an environment says it of its own: {}", own.join(", ")));
    let hint = format!("take it out there, too: `kubewright set -e {} --unset {key}`", own.join(" -e "));
    Some(problem.at(Some(Place::new(source, None))).hint(hint))
}

type Edit = (String, Vec<String>, Option<Value>);

/// The edits that the words and flags ask for, as paths of the spec.
fn wanted(spec: &Spec, args: &Set) -> Result<Vec<Edit>, Failure> {
    let mut problems = Vec::new();
    let mut given = Given::read(&args.values, &[], &mut problems);
    let mut edits: Vec<Edit> = Vec::new();
    for text in &args.assignments {
        match entry(text) {
            Some(entry) => edits.extend(entry.map_err(|problem| problems.push(problem)).ok()),
            None => given.add(crate::preset::LayerKind::Flag, assignment("", text), &mut problems),
        }
    }
    let mut names = spec.environment_names();
    names.extend(edits.iter().filter_map(|(_, path, _)| path.get(1).cloned()));
    names.extend(
        given
            .presets
            .iter()
            .flat_map(|choice| choice.environment.as_ref().map_or(&args.env[..], std::slice::from_ref))
            .cloned(),
    );
    for name in args.env.iter().chain(given.environments().map(|(_, name)| name)) {
        let problem = no_environment(spec, name);
        // One that is near another is a slip.
        let problem = match &problem.hint {
            Some(hint) if hint.starts_with("it has") => {
                let add = format!("`kubewright set -e {name} --preset PRESET` adds one that starts from a preset");
                let hint = format!("{hint}; {add}");
                problem.hint(hint)
            }
            _ => problem,
        };
        if !names.contains(name) && !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    if let Some(choice) = given.presets.iter().find(|choice| choice.environment.is_none() && args.env.is_empty()) {
        problems.push(
            Problem::new("a preset belongs to an environment")
                .at(Some(Place::new(&choice.source, None)))
                .hint("name it: -e production"),
        );
    }
    if let Some(choice) = given.layout.as_ref().filter(|_| !args.env.is_empty()) {
        problems.push(
            Problem::new("all environments have one layout")
                .at(Some(Place::new(&choice.source, None)))
                .hint("leave --env out"),
        );
    }
    if given.assignments.is_empty()
        && edits.is_empty()
        && given.presets.is_empty()
        && given.organisation.is_none()
        && given.layout.is_none()
        && args.unset.is_empty()
        && problems.is_empty()
    {
        problems.push(
            Problem::new("there is nothing to set")
                .hint("such as `kubewright set image=ghcr.io/acme/web:1.5.0`, -e ENV for one environment"),
        );
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    // A spec that names no environment has one, which stays beside what is added.
    let usual = Spec::DEFAULT_ENVIRONMENT;
    let is_added = |name: &String| name != usual;
    if spec.environment(usual).is_none() && spec.environment_names() == [usual] && names.iter().any(is_added) {
        let path = ["environments", usual].map(str::to_owned).to_vec();
        edits.insert(0, (usual.to_owned(), path, Some(Value::Object(serde_json::Map::new()))));
    }
    for (_, assignment) in given.assignments {
        for prefix in prefixes(assignment.environment.as_ref(), &args.env) {
            let path: Vec<String> = prefix.into_iter().chain(assignment.path.iter().cloned()).collect();
            let value = if assignment.append {
                appended(spec, &edits, &path, &assignment.value)
            } else {
                assignment.value.clone()
            };
            edits.retain(|(_, earlier, _)| *earlier != path);
            edits.push((assignment.source.clone(), path, Some(value)));
        }
    }
    for choice in given.presets {
        for prefix in prefixes(choice.environment.as_ref(), &args.env) {
            let path: Vec<String> = prefix.into_iter().chain(["preset".to_owned()]).collect();
            edits.retain(|(_, earlier, _)| *earlier != path);
            edits.push((choice.source.clone(), path, Some(choice.preset.as_str().into())));
        }
    }
    if let Some(path) = given.organisation {
        edits.push(("--organisation".to_owned(), vec!["organisation".to_owned()], Some(path.into())));
    }
    if let Some(choice) = given.layout {
        edits.push((choice.source, vec!["layout".to_owned()], Some(choice.layout.name().into())));
    }
    for key in &args.unset {
        for prefix in prefixes(None, &args.env) {
            let path: Vec<String> = prefix.into_iter().chain(split_key(key)).collect();
            if standing(spec, &path).is_none() {
                let place = Some(Place::new(format!("--unset {key}"), None));
                let parts = split_key(key);
                let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
                let structural = ["preset", "organisation", "layout"].map(|key| parts == [key]).contains(&true);
                let known = structural || schema_at(&parts).is_some();
                let problem = if known {
                    Problem::new(format!("the spec does not set `{}`", path.join(".")))
                        .hint(format!("`kubewright explain {key}` says where its value comes from"))
                } else {
                    unknown(key)
                };
                problems.push(problem.at(place));
            }
            edits.retain(|(_, earlier, _)| *earlier != path);
            edits.push(("--unset".to_owned(), path, None));
        }
    }
    if problems.is_empty() { Ok(edits) } else { Err(Failure::Invalid(problems)) }
}

/// What `environments.NAME={...}` says: the whole entry of an environment; none where a text says something else.
fn entry(text: &str) -> Option<Result<Edit, Problem>> {
    let (left, value) = text.split_once('=')?;
    let path = split_key(left);
    let [first, name] = path.as_slice() else { return None };
    if first != "environments" {
        return None;
    }
    let place = || Some(Place::new(left, None));
    if let Err(error) = name.parse::<EnvironmentName>() {
        return Some(Err(Problem::new(error).at(place())));
    }
    let map = serde_json::from_str(value).ok().filter(Value::is_object);
    let problem = || Problem::new(format!("`{value}` is no entry of an environment")).at(place());
    Some(map.map(|map| (left.to_owned(), path.clone(), Some(map))).ok_or_else(|| {
        problem().hint(format!("write it as JSON: `environments.{name}={{}}`, or `{{\"preset\": \"production\"}}`"))
    }))
}

/// Where an assignment stands: at the top level, or below each of the environments it speaks of.
fn prefixes(own: Option<&String>, all: &[String]) -> Vec<Vec<String>> {
    let below = |name: &String| vec!["environments".to_owned(), name.clone()];
    match own {
        Some(name) => vec![below(name)],
        None if all.is_empty() => vec![Vec::new()],
        None => all.iter().map(below).collect(),
    }
}

/// A list of the spec, or of an edit before this one, with one more item.
fn appended(spec: &Spec, edits: &[Edit], path: &[String], item: &Value) -> Value {
    let earlier = edits.iter().find(|(_, earlier, _)| earlier == path).and_then(|(_, _, value)| value.clone());
    // What an environment says replaces the whole list, so its own begins with the one that held there.
    let held = standing(spec, path).or_else(|| match path {
        [first, _, rest @ ..] if first == "environments" => standing(spec, rest),
        _ => None,
    });
    let mut items = match earlier.or_else(|| held.map(Node::to_value)) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    if !items.contains(item) {
        items.push(item.clone());
    }
    Value::Array(items)
}

/// What the spec says at a path of its own.
pub(super) fn standing<'a>(spec: &'a Spec, path: &[String]) -> Option<&'a Node> {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let (values, keys) = match keys.as_slice() {
        // The preset is kept apart from the values.
        ["environments", name, "preset"] => return spec.environment(name)?.preset.as_ref().map(|_| &spec.values),
        ["environments", name, rest @ ..] => (&spec.environment(name)?.values, rest),
        ["organisation"] => return spec.organisation.as_ref().map(|_| &spec.values),
        ["layout"] => return spec.layout.map(|_| &spec.values),
        keys => (&spec.values, keys),
    };
    keys.iter().try_fold(values, |node, key| node.get(key))
}
