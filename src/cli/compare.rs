//! `kubewright compare`: how two environments differ in meaning.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::generate::{Request, generate};
use crate::manifest::{Difference, Document, Effect, differences};
use crate::yaml::inline;

use super::args::Compare;
use super::failure::Failure;
use super::report;
use super::session::{Session, check_environments, plural};

/// An object that is not the same in both environments.
struct Change<'a> {
    /// The object, or the one environment's where both have it.
    object: &'a Document,
    state: State,
    /// What going from the one to the other does to what runs.
    effect: Option<Effect>,
    differences: Vec<Difference>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Changed,
    OnlyFrom,
    OnlyTo,
}

pub(crate) fn run(session: &Session, args: &Compare) -> Result<(), Failure> {
    let spec = session.spec()?;
    let names = [args.from.clone(), args.to.clone()];
    check_environments(&spec, &names)?;
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    let generated = generate(&request, &names, &session.project)?;
    let [from, to] = generated.as_slice() else { return Ok(()) };
    let namespace = |index: usize| generated[index].app.namespace.as_ref().map(ToString::to_string);
    let namespaces = Some((namespace(0), namespace(1))).filter(|(from, to)| from != to);
    let changes = changes(&from.documents, &to.documents);
    if session.json() {
        let namespace = namespaces.map(|(from, to)| json!({"from": from, "to": to}));
        let objects: Vec<Value> = changes.iter().map(as_json).collect();
        let told = json!({"version": 1, "from": args.from, "to": args.to, "namespace": namespace, "objects": objects});
        report::print(&format!("{told:#}\n"))?;
    } else {
        let mut text = format!("{} -> {}\n", args.from, args.to);
        if let Some((from, to)) = namespaces {
            let named = |name: Option<String>| name.unwrap_or_else(|| "-".to_owned());
            let _ = writeln!(text, "namespace: {} -> {}", named(from), named(to));
        }
        for change in &changes {
            tell(&mut text, change, args);
        }
        let count = changes.len();
        let _ = writeln!(text, "\n{count} object{} differ{}", plural(count), if count == 1 { "s" } else { "" });
        report::print(&text)?;
    }
    Ok(())
}

/// What is not the same, in the order in which the one's objects are applied, then the other's.
fn changes<'a>(from: &'a [Document], to: &'a [Document]) -> Vec<Change<'a>> {
    let mut pairs: Vec<(Option<&Document>, Option<&Document>)> = Vec::new();
    let mut rest: Vec<&Document> = to.iter().collect();
    let key = |document: &Document| {
        let identity = &document.identity;
        (identity.group.clone(), identity.kind.clone(), identity.name.clone())
    };
    let take = |rest: &mut Vec<&'a Document>, is: &dyn Fn(&Document) -> bool| {
        rest.iter().position(|other| is(other)).map(|index| rest.remove(index))
    };
    let twins: Vec<_> = from.iter().map(|one| take(&mut rest, &|other| key(one) == key(other))).collect();
    for (one, twin) in from.iter().zip(twins) {
        // A name that carries a hash of the content is another in each environment.
        let of_file = |other: &Document| one.identity.kind == other.identity.kind && one.file == other.file;
        pairs.push((Some(one), twin.or_else(|| take(&mut rest, &of_file))));
    }
    pairs.extend(rest.into_iter().map(|other| (None, Some(other))));
    pairs.into_iter().filter_map(|pair| change(pair.0, pair.1)).collect()
}

fn change<'a>(from: Option<&'a Document>, to: Option<&'a Document>) -> Option<Change<'a>> {
    let (Some(from), Some(to)) = (from, to) else {
        let state = if from.is_some() { State::OnlyFrom } else { State::OnlyTo };
        let effect = from.and_then(Effect::of_removal);
        return Some(Change { object: from.or(to)?, state, effect, differences: Vec::new() });
    };
    let mut differences = differences(&from.identity.kind, &from.value, &to.value);
    // Said once for all of them.
    differences.retain(|difference| difference.path != "metadata.namespace");
    let mut there = to.clone();
    there.identity.namespace.clone_from(&from.identity.namespace);
    let effect = Some(Effect::between(from, &there));
    (!differences.is_empty()).then_some(Change { object: from, state: State::Changed, effect, differences })
}

fn steps(change: &Change<'_>) -> Option<&'static str> {
    match change.effect {
        Some(Effect::Breaking(why)) => Some(why.steps()),
        _ => None,
    }
}

fn tell(text: &mut String, change: &Change<'_>, args: &Compare) {
    let only = match change.state {
        State::Changed => None,
        State::OnlyFrom => Some(&args.from),
        State::OnlyTo => Some(&args.to),
    };
    let identity = &change.object.identity;
    let notes: Vec<String> = only
        .map(|environment| format!("only in {environment}"))
        .into_iter()
        .chain(change.effect.map(|effect| effect.to_string()))
        .chain(steps(change).map(str::to_owned))
        .collect();
    let note = if notes.is_empty() { String::new() } else { format!("  {}", notes.join(": ")) };
    let _ = writeln!(text, "\n{} {}{note}", identity.kind, identity.name);
    for difference in &change.differences {
        let side = |value: &Option<Value>| value.as_ref().map_or_else(|| "-".to_owned(), inline);
        let _ = writeln!(text, "  {}: {} -> {}", difference.path, side(&difference.from), side(&difference.to));
    }
}

fn as_json(change: &Change<'_>) -> Value {
    let identity = &change.object.identity;
    let differences: Vec<Value> = change
        .differences
        .iter()
        .map(|difference| json!({"path": difference.path, "from": difference.from, "to": difference.to}))
        .collect();
    json!({
        "group": identity.group,
        "kind": identity.kind,
        "name": identity.name,
        "state": match change.state {
            State::Changed => "changed",
            State::OnlyFrom => "only in from",
            State::OnlyTo => "only in to",
        },
        "effect": change.effect.map(|effect| effect.to_string()),
        "steps": steps(change),
        "differences": differences,
    })
}
