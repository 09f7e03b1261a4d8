//! The commands that move the traffic in a cluster at once.

use serde_json::{Value, json};

use crate::generate::{Generated, Request, generate};
use crate::manifest::Identity;
use crate::render::{shell_argument, shell_word};
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
    let namespace =
        namespace.as_ref().map(|namespace| format!(" -n {}", shell_argument(namespace))).unwrap_or_default();
    let object = format!("{} {}", shell_argument(&format!("{}{group}", kind.to_lowercase())), shell_argument(name));
    let is_other = !operations.is_empty();
    let patch = shell_word(&Value::Array(operations).to_string());
    is_other.then(|| format!("kubectl{namespace} patch {object} --type=json -p {patch}"))
}

/// A place in an object.
#[derive(Default)]
struct Pointer {
    /// As JSON 6901 writes it.
    text: String,
    /// Whether what stands there has been asked for already.
    is_tested: bool,
}

impl Pointer {
    fn below(&self, key: &str) -> Self {
        Self { text: format!("{}/{}", self.text, key.replace('~', "~0").replace('/', "~1")), ..*self }
    }
}

/// What makes one value of another, by JSON 6902. Where the cluster has something else than what was generated, a test
/// fails, and with it the whole patch, so that nothing is written over.
fn compare(from: &Value, to: &Value, at: &Pointer, found: &mut Vec<Value>) {
    match (from, to) {
        (from, to) if from == to => {}
        (Value::Object(one), Value::Object(other)) => {
            // Of labels that select, all count: with one more of the user's nothing that is led to would have them.
            let selects = at.text.ends_with("/selector");
            if selects {
                found.push(json!({"op": "test", "path": at.text, "value": from}));
            }
            let at = Pointer { text: at.text.clone(), is_tested: at.is_tested || selects };
            for (key, from) in one.iter().filter(|(key, _)| !other.contains_key(*key)) {
                let at = at.below(key);
                expect(from, &at, found);
                found.push(json!({"op": "remove", "path": at.text}));
            }
            for (key, to) in other {
                let at = at.below(key);
                match one.get(key) {
                    Some(from) => compare(from, to, &at, found),
                    None => found.push(json!({"op": "add", "path": at.text, "value": to})),
                }
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (from, to)) in one.iter().zip(other).enumerate() {
                compare(from, to, &at.below(&index.to_string()), found);
            }
        }
        (from, to) => {
            expect(from, at, found);
            found.push(json!({"op": "replace", "path": at.text, "value": to}));
        }
    }
}

/// Tests for what was generated. A server gives maps defaults of its own, so that only what they say is asked for.
fn expect(from: &Value, at: &Pointer, found: &mut Vec<Value>) {
    match from {
        _ if at.is_tested => {}
        Value::Object(map) => map.iter().for_each(|(key, from)| expect(from, &at.below(key), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, from)| expect(from, &at.below(&index.to_string()), found));
        }
        from => found.push(json!({"op": "test", "path": at.text, "value": from})),
    }
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
        let test = json!({"op": "test", "path": "/note", "value": "a"});
        assert_eq!(patch, json!([test, {"op": "replace", "path": "/note", "value": "it's; $(id)"}]));
    }

    #[test]
    fn what_was_absent_is_added_and_what_goes_is_removed() {
        let (_, patch) = patch(&json!({"a/b": {"old": 1}}), &json!({"a/b": {"new": 2}}));
        let test = json!({"op": "test", "path": "/a~1b/old", "value": 1});
        assert_eq!(
            patch,
            json!([test, {"op": "remove", "path": "/a~1b/old"}, {"op": "add", "path": "/a~1b/new", "value": 2}])
        );
    }

    #[test]
    fn in_a_list_the_old_value_must_stand_where_it_was_generated() {
        let (_, patch) = patch(&json!({"refs": [{"name": "a"}]}), &json!({"refs": [{"name": "b"}]}));
        let test = json!({"op": "test", "path": "/refs/0/name", "value": "a"});
        assert_eq!(patch, json!([test, {"op": "replace", "path": "/refs/0/name", "value": "b"}]));
    }

    #[test]
    fn of_a_list_of_another_length_each_old_value_must_be_there_whatever_defaults_stand_beside_it() {
        let (_, patch) = patch(&json!({"refs": [{"name": "a", "port": 80}]}), &json!({"refs": []}));
        let test = |key: &str, value: Value| json!({"op": "test", "path": format!("/refs/0/{key}"), "value": value});
        let replaced = json!({"op": "replace", "path": "/refs", "value": []});
        assert_eq!(patch, json!([test("name", json!("a")), test("port", json!(80)), replaced]));
    }

    #[test]
    fn labels_that_select_must_be_those_that_were_generated_and_no_others() {
        let labels = |instance: &str| json!({"selector": {"name": "web", "instance": instance}});
        let (_, patch) = patch(&labels("web"), &labels("page"));
        let test = json!({"op": "test", "path": "/selector", "value": {"name": "web", "instance": "web"}});
        assert_eq!(patch, json!([test, {"op": "replace", "path": "/selector/instance", "value": "page"}]));
    }
}
