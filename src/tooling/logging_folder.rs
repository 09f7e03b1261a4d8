//! `deploy/logging`: what a collector of logs must know of the app, in its own words.

use serde::Serialize;

use crate::layout::Objects;
use crate::spec::Collector;
use crate::spec::types::NamespaceName;

use super::{File, Subject};

/// The folder of the snippets.
const FOLDER: &str = "deploy/logging";

/// Each collector, how the name of its file ends, and its template.
const COLLECTORS: [(Collector, &str, &str); 4] = [
    (Collector::Alloy, "alloy", "tooling/logging/config.alloy.tera"),
    (Collector::FluentBit, "fluent-bit.yaml", "tooling/logging/fluent-bit.yaml.tera"),
    (Collector::Opentelemetry, "opentelemetry.yaml", "tooling/logging/opentelemetry.yaml.tera"),
    (Collector::Vector, "vector.yaml", "tooling/logging/vector.yaml.tera"),
];

/// What a snippet is told.
#[derive(Serialize)]
struct Snippet<'a> {
    environment: &'a str,
    name: &'a str,
    /// The name and the environment where only letters, digits and underscores may stand: a collector may read several
    /// environments, each by its own file.
    identifier: String,
    namespace: Option<&'a str>,
    /// The namespace in a pattern of paths.
    namespaces: &'a str,
    /// The labels of the pods.
    selector: String,
    containers: Vec<&'a str>,
    /// Whether the app's lines are JSON.
    json: bool,
    /// How the name of the step ends that hands the lines on.
    last: &'static str,
}

/// The snippets; none where no environment asks for one.
pub(super) fn files(subject: &Subject<'_>) -> Vec<File> {
    let snippet = |one: &Objects<'_>| {
        let collector = one.app.logging.collector?;
        let (_, ending, template) = COLLECTORS.iter().find(|(known, ..)| *known == collector)?;
        Some(File::new(format!("{FOLDER}/{}.{ending}", one.environment()), template, &told(one)))
    };
    subject.environments.iter().filter_map(snippet).collect()
}

fn told<'a>(one: &Objects<'a>) -> Snippet<'a> {
    let app = one.app;
    let namespace = app.namespace.as_ref().map(NamespaceName::as_str);
    let selector: Vec<String> = app.labels.selector.iter().map(|(key, value)| format!("{key}={value}")).collect();
    Snippet {
        environment: &app.environment,
        name: app.name.as_str(),
        identifier: identifier(&format!("app_{}_{}", app.name.as_str(), app.environment)),
        namespace,
        namespaces: namespace.unwrap_or("*"),
        selector: selector.join(","),
        containers: app.main_first().map(|container| container.name.as_str()).collect(),
        json: app.logging.json,
        last: if app.logging.json { "_parsed" } else { "_pods" },
    }
}

fn identifier(text: &str) -> String {
    text.replace(|sign: char| !sign.is_ascii_alphanumeric(), "_")
}

/// The path of an environment's snippet once it has another name.
pub(super) fn renamed(path: &str, from: &str, to: &str) -> Option<String> {
    let ending = path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_prefix(from)?.strip_prefix('.')?;
    let is_ours = COLLECTORS.iter().any(|(_, known, _)| *known == ending);
    is_ours.then(|| format!("{FOLDER}/{to}.{ending}"))
}
