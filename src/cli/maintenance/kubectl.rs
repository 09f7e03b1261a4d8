//! The commands that move the traffic in a cluster at once.

use serde_json::{Value, json};

use crate::generate::{Generated, Request, generate};
use crate::manifest::Identity;
use crate::render::shell_word;
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
            commands.extend(from.and_then(|from| command(&to.identity, &from.value, &to.value)));
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
fn command(identity: &Identity, from: &Value, to: &Value) -> Option<String> {
    let mut operations = Vec::new();
    compare(from, to, &Pointer::default(), &mut operations);
    let Identity { group, kind, namespace, name } = identity;
    let group = if group.is_empty() { String::new() } else { format!(".{group}") };
    let namespace = namespace.as_ref().map(|namespace| format!(" -n {}", word(namespace))).unwrap_or_default();
    let object = format!("{} {}", word(&format!("{}{group}", kind.to_lowercase())), word(name));
    let is_other = !operations.is_empty();
    let patch = shell_word(&Value::Array(operations).to_string());
    is_other.then(|| format!("kubectl{namespace} patch {object} --type=json -p {patch}"))
}

/// A word of the shell, in quotes where it is more than plain letters.
fn word(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    if is_plain { text.to_owned() } else { shell_word(text) }
}

/// A place in an object.
#[derive(Default)]
struct Pointer {
    /// As JSON 6901 writes it.
    text: String,
    /// Whether it counts the items of a list, in whose place another may stand in the cluster.
    counts: bool,
}

impl Pointer {
    fn key(&self, key: &str) -> Self {
        Self { text: format!("{}/{}", self.text, key.replace('~', "~0").replace('/', "~1")), ..*self }
    }

    fn item(&self, index: usize) -> Self {
        Self { text: format!("{}/{index}", self.text), counts: true }
    }
}

/// What makes one value of another, by JSON 6902.
fn compare(from: &Value, to: &Value, at: &Pointer, found: &mut Vec<Value>) {
    match (from, to) {
        (from, to) if from == to => {}
        (Value::Object(one), Value::Object(other)) => {
            for (key, from) in one.iter().filter(|(key, _)| !other.contains_key(*key)) {
                let at = at.key(key);
                found.extend(expectation(from, &at));
                found.push(json!({"op": "remove", "path": at.text}));
            }
            for (key, to) in other {
                let at = at.key(key);
                match one.get(key) {
                    Some(from) => compare(from, to, &at, found),
                    None => found.push(json!({"op": "add", "path": at.text, "value": to})),
                }
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (from, to)) in one.iter().zip(other).enumerate() {
                compare(from, to, &at.item(index), found);
            }
        }
        (from, to) => {
            found.extend(expectation(from, at));
            found.push(json!({"op": "replace", "path": at.text, "value": to}));
        }
    }
}

/// What the cluster must have where items are counted, so that nothing else is written over.
fn expectation(from: &Value, at: &Pointer) -> Option<Value> {
    at.counts.then(|| json!({"op": "test", "path": at.text, "value": from}))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The command between two objects of one name, whose patch is read as the shell hands it over.
    fn patch(from: &Value, to: &Value) -> (String, Value) {
        let identity = Identity {
            group: "example.com".to_owned(),
            kind: "Thing".to_owned(),
            namespace: Some("shop".to_owned()),
            name: "web".to_owned(),
        };
        let command = command(&identity, from, to).expect("they differ");
        let (head, patch) = command.split_once(" -p ").expect("a patch is handed over");
        let quoted = patch.strip_prefix('\'').and_then(|patch| patch.strip_suffix('\'')).expect("one word");
        let patch = serde_json::from_str(&quoted.replace(r"'\''", "'")).expect("valid JSON");
        (head.to_owned(), patch)
    }

    #[test]
    fn a_quote_stays_in_the_patch() {
        let (head, patch) = patch(&json!({"note": "a"}), &json!({"note": "it's; $(id)"}));
        assert_eq!(head, "kubectl -n shop patch thing.example.com web --type=json");
        assert_eq!(patch, json!([{"op": "replace", "path": "/note", "value": "it's; $(id)"}]));
        assert_eq!(
            (word("it's"), word("-n"), word("web.io")),
            (r"'it'\''s'".to_owned(), "'-n'".to_owned(), "web.io".to_owned())
        );
    }

    #[test]
    fn what_was_absent_is_added_and_what_goes_is_removed() {
        let (_, patch) = patch(&json!({"a/b": {"old": 1}}), &json!({"a/b": {"new": 2}}));
        assert_eq!(
            patch,
            json!([{"op": "remove", "path": "/a~1b/old"}, {"op": "add", "path": "/a~1b/new", "value": 2}])
        );
    }

    #[test]
    fn where_items_are_counted_the_old_value_must_be_there() {
        let (_, patch) = patch(&json!({"refs": [{"name": "a"}]}), &json!({"refs": [{"name": "b"}]}));
        let test = json!({"op": "test", "path": "/refs/0/name", "value": "a"});
        assert_eq!(patch, json!([test, {"op": "replace", "path": "/refs/0/name", "value": "b"}]));
    }
}
