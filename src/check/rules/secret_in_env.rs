//! Secrets in variables.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "secret-in-env",
    name: "secrets come as files",
    item: 8,
    severity: Severity::Warning,
    profile: Profile::Strict,
    what: "No variable is read from a Secret.",
    why: "Variables reach child processes, crash reports and debug pages, and stay as they are when the Secret changes.",
    fix: "mount the Secret as files, and let the app read those",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: web, key: token}}}]
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      env: [{name: TOKEN_FILE, value: /etc/secrets/token}]
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    for (path, variable) in container.list("env") {
        if variable.at("valueFrom.secretKeyRef").is_some() {
            let name = variable.at("name").and_then(Node::as_str).unwrap_or_default();
            hits.say(path, format!("variable `{name}` of container `{}` holds a secret", container.name));
        }
    }
    for (path, _) in container.list("envFrom").filter(|(_, source)| source.at("secretRef").is_some()) {
        hits.say(path, format!("container `{}` takes a whole Secret as variables", container.name));
    }
}
