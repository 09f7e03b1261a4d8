//! The commands that move the traffic in a cluster at once.

use serde_json::{Value, json};

use crate::generate::{Generated, Request, generate};
use crate::manifest::{Document, Identity};
use crate::spec::Spec;

use super::super::failure::Failure;
use super::super::report;
use super::super::session::Session;
use super::switched;

/// Prints a command for each object that leads to something else.
pub(super) fn print(session: &Session, spec: &Spec, environments: &[String], wanted: bool) -> Result<(), Failure> {
    let mut commands = Vec::new();
    for environment in environments {
        let made = |active: bool| -> Result<Generated, Failure> {
            let spec = switched(session, spec, environment, active)?;
            let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
            let names = std::slice::from_ref(environment);
            Ok(generate(&request, names, &session.project)?.remove(0))
        };
        let (from, to) = (made(!wanted)?, made(wanted)?);
        for to in &to.documents {
            let from = from.documents.iter().find(|from| from.identity == to.identity);
            commands.extend(from.and_then(|from| command(from, to)));
        }
    }
    if session.json() {
        return report::print(&format!("{:#}\n", json!({"version": 1, "commands": commands})));
    }
    report::print(&commands.iter().map(|command| format!("{command}\n")).collect::<String>())?;
    let state = if wanted { "on" } else { "off" };
    session.tell(&format!("the next apply takes it back: `kubewright maintenance {state}` says it in the spec, too\n"));
    Ok(())
}

/// The command that makes one object of another; none where they are the same.
fn command(from: &Document, to: &Document) -> Option<String> {
    let mut operations = Vec::new();
    replacements(&from.value, &to.value, "", &mut operations);
    let Identity { group, kind, namespace, name } = &to.identity;
    let group = if group.is_empty() { String::new() } else { format!(".{group}") };
    let namespace = namespace.as_ref().map(|namespace| format!(" -n {namespace}")).unwrap_or_default();
    let patch = Value::Array(operations.clone());
    (!operations.is_empty())
        .then(|| format!("kubectl{namespace} patch {}{group} {name} --type=json -p '{patch}'", kind.to_lowercase()))
}

/// What is another value in both, by JSON 6902: the traffic moves by names alone, which both have.
fn replacements(from: &Value, to: &Value, path: &str, found: &mut Vec<Value>) {
    match (from, to) {
        (from, to) if from == to => {}
        (Value::Object(one), Value::Object(other)) => {
            for (key, to) in other {
                let path = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
                replacements(one.get(key).unwrap_or(&Value::Null), to, &path, found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (from, to)) in one.iter().zip(other).enumerate() {
                replacements(from, to, &format!("{path}/{index}"), found);
            }
        }
        (_, to) => found.push(json!({"op": "replace", "path": path, "value": to})),
    }
}
