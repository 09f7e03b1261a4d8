//! Runtimes that take more than they may.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::manifest::millis_of_node;
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "memory-over-limit",
    name: "no runtime is told to use more memory than its container may",
    item: 9,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "What `GOMEMLIMIT`, `-Xmx` in a variable or an argument, or `--max-old-space-size` says is below the memory limit of the container.",
    why: "The runtime sees no reason to give memory back before the kernel kills the container, again and again under load.",
    fix: "leave the runtime three quarters of the limit, or raise the limit",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx1g}]
      resources: {limits: {memory: 512Mi}}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx384m}]
      resources: {limits: {memory: 512Mi}}
",
    sources: &[
        "https://go.dev/doc/gc-guide#Memory_limit",
        "https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/",
    ],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, _: &Pod<'_>, hits: &mut Hits) {
    let Some(limit) = container.at("resources.limits.memory").and_then(millis_of_node) else { return };
    let mut said: Vec<(Vec<String>, String)> = Vec::new();
    for (path, variable) in container.list("env") {
        let text = |key: &str| variable.at(key).and_then(Node::as_str);
        let Some((name, value)) = text("name").zip(text("value")) else { continue };
        let prefix = if name == "GOMEMLIMIT" { "GOMEMLIMIT=" } else { "" };
        said.push((path, format!("{prefix}{value}")));
    }
    for list in ["command", "args"] {
        said.extend(container.list(list).filter_map(|(path, word)| Some((path, word.as_str()?.to_owned()))));
    }
    for (path, text) in said {
        for word in text.split_whitespace() {
            if bytes(word).is_some_and(|bytes| bytes * 1000 >= limit) {
                let message = format!("`{word}` of container `{}` is not below its memory limit", container.name);
                hits.say(path.clone(), message);
            }
        }
    }
}

/// The bytes that a word lets a runtime use: of Go with its units, of Java, or of Node in mebibytes.
fn bytes(word: &str) -> Option<i128> {
    let options = ["GOMEMLIMIT=", "-Xmx", "--max-old-space-size=", "--max_old_space_size="];
    let (option, amount) = options.iter().find_map(|option| Some((*option, word.strip_prefix(option)?)))?;
    let end = amount.find(|c: char| !c.is_ascii_digit()).unwrap_or(amount.len());
    let (number, unit) = amount.split_at(end);
    let shift = match (option.starts_with("--max"), unit.to_ascii_lowercase().as_str()) {
        (true, "") | (_, "m" | "mib") => 20,
        (_, "" | "b") => 0,
        (_, "k" | "kib") => 10,
        (_, "g" | "gib") => 30,
        (_, "t" | "tib") => 40,
        _ => return None,
    };
    Some(number.parse::<i128>().ok()? << shift)
}
