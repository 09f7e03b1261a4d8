//! Secrets that are written out.

use crate::app::{secret_argument, secrets_within};
use crate::check::hits::Hits;
use crate::check::object::Object;
use crate::check::placeholder::is_placeholder;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "literal-secret",
    name: "no secret is written out",
    item: 8,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "No value of a variable, no argument and no value of a ConfigMap looks like a secret: by its name, as a token of a well-known issuer, a private key, a signed token, or an address with a password.",
    why: "Whoever reads the repository, its copies and its history, or may list pods, has the secret; it can be taken back only by making a new one.",
    fix: "keep it in a Secret that does not stand in the repository, and refer to that",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      env: [{name: DB_PASSWORD, value: hunter2}]
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: web-db, key: password}}}]
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/secret/"],
    check: Check::Object(&[], check),
};

fn check(object: &Object, set: &Set<'_>, hits: &mut Hits) {
    let pod = Pod::of(object, set);
    if pod.is_none() && !object.is("", "ConfigMap") {
        return;
    }
    for secret in secrets_within(&object.node, &[]) {
        let value = secret.path.iter().try_fold(&object.node, |node, key| below(node, key)).and_then(Node::as_str);
        if value.is_some_and(is_placeholder) {
            continue;
        }
        hits.say(secret.path, format!("`{}` looks like a secret: {}", secret.name, secret.why));
    }
    for container in pod.iter().flat_map(|pod| &pod.containers) {
        for list in ["command", "args"] {
            let words = container.at(list).map(Node::items).unwrap_or_default().iter();
            let words: Vec<String> =
                words.map(|word| without_placeholders(word.as_str().unwrap_or_default())).collect();
            if let Some((index, why)) = secret_argument(&words) {
                let path = container.path(&format!("{list}.{index}"));
                hits.say(path, format!("an argument of container `{}` looks like a secret: {why}", container.name));
            }
        }
    }
}

/// The value below a key of a map, or an index of a list.
fn below<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.get(key).or_else(|| node.items().get(key.parse::<usize>().ok()?))
}

/// An argument without the words that stand for what is filled in elsewhere.
fn without_placeholders(argument: &str) -> String {
    let is_one = |word: &&str| is_placeholder(word.split_once('=').map_or(word, |(_, value)| value));
    argument.split_inclusive(char::is_whitespace).filter(|word| !is_one(&word.trim())).collect()
}
