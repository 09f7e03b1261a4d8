//! Every question, flag and variable, each tied to its key in the spec: the one place for all three.

use serde_json::Value;

use crate::problem::{Problem, nearest, valid_keys};
use crate::spec::{alternatives, join_key, schema_at, settings_schema, spec_schema, split_key, takes_text};

/// A key that has a flag of its own.
#[derive(Debug)]
pub(crate) struct Key {
    /// Its path in the spec, such as `health.readiness`.
    pub(crate) path: &'static str,
    /// Its flag without dashes; the variable is `KUBEWRIGHT_` and the flag in capitals.
    pub(crate) flag: &'static str,
    /// How many values it takes.
    pub(crate) shape: Shape,
    /// Whether a bare flag of `new` speaks of production alone: what sizes and exposes the app.
    pub(crate) per_environment: bool,
    /// What stands for the value in help.
    pub(crate) value_name: &'static str,
}

/// How many values a flag takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One.
    One,
    /// One of a list; may be repeated.
    Item,
    /// `NAME=VALUE` of a map; may be repeated.
    Entry,
    /// None: the flag alone means true.
    Switch,
}

const fn one(path: &'static str, flag: &'static str, value_name: &'static str) -> Key {
    Key { path, flag, shape: Shape::One, per_environment: false, value_name }
}

const fn sized(path: &'static str, flag: &'static str, value_name: &'static str) -> Key {
    Key { path, flag, shape: Shape::One, per_environment: true, value_name }
}

const fn many(path: &'static str, flag: &'static str, shape: Shape, value_name: &'static str) -> Key {
    Key { path, flag, shape, per_environment: false, value_name }
}

/// Every key with a flag, in the order of help.
pub(crate) const KEYS: &[Key] = &[
    one("image", "image", "IMAGE"),
    one("kind", "kind", "KIND"),
    one("schedule", "schedule", "SCHEDULE"),
    one("timeZone", "time-zone", "ZONE"),
    one("port", "port", "PORT"),
    sized("replicas", "replicas", "N"),
    sized("autoscaling.min", "min-replicas", "N"),
    sized("autoscaling.max", "max-replicas", "N"),
    sized("autoscaling.cpu", "target-cpu", "PERCENT"),
    sized("size", "size", "SIZE"),
    sized("resources.cpu", "cpu", "CPU"),
    sized("resources.memory", "memory", "MEMORY"),
    sized("resources.cpuLimit", "cpu-limit", "CPU"),
    sized("resources.memoryLimit", "memory-limit", "MEMORY"),
    sized("load.peakConcurrency", "peak-concurrency", "N"),
    sized("load.workersPerReplica", "workers-per-replica", "N"),
    sized("load.memoryPerWorker", "memory-per-worker", "MEMORY"),
    one("runtime", "runtime", "RUNTIME"),
    sized("host", "host", "HOST"),
    one("gateway.name", "gateway", "[NAMESPACE/]NAME"),
    one("gateway.namespace", "gateway-namespace", "NAMESPACE"),
    one("gateway.section", "gateway-section", "SECTION"),
    one("gateway.redirectSection", "redirect-section", "SECTION"),
    one("ingress.class", "ingress-class", "CLASS"),
    one("ingress.tlsSecret", "tls-secret", "SECRET"),
    one("namespace", "namespace", "NAMESPACE"),
    many("createNamespace", "create-namespace", Shape::Switch, ""),
    one("health.readiness", "readiness", "PATH"),
    one("health.liveness", "liveness", "PATH"),
    one("health.startup.within", "startup-within", "TIME"),
    one("runAs.user", "user", "UID"),
    one("runAs.group", "group", "GID"),
    many("config", "config", Shape::Entry, "NAME=VALUE"),
    many("configFiles", "config-file", Shape::Entry, "PATH=FILE"),
    many("immutableConfig", "immutable-config", Shape::Switch, ""),
    many("secrets", "secret", Shape::Entry, "NAME=SECRET/KEY:env|file"),
    many("components", "component", Shape::Entry, "NAME=HOW"),
    many("writable", "writable", Shape::Entry, "PATH=SIZE"),
    many("storage", "storage", Shape::Entry, "NAME=PATH:SIZE"),
    many("calls", "calls", Shape::Item, "PEER"),
    many("calledBy", "called-by", Shape::Item, "PEER"),
    one("metrics.port", "metrics-port", "PORT"),
    one("metrics.path", "metrics-path", "PATH"),
    one("metrics.scrapedBy.namespace", "scraped-by", "NAMESPACE"),
    many("metrics.monitor.labels", "monitor-label", Shape::Entry, "KEY=VALUE"),
    one("metrics.style", "metrics-style", "STYLE"),
    one("alerts.objective", "objective", "PERCENT"),
    one("alerts.latency.within", "latency", "TIME"),
    one("alerts.runbook", "runbook", "LINK"),
    many("alerts.labels", "alert-label", Shape::Entry, "KEY=VALUE"),
    many("dashboard", "dashboard", Shape::Switch, ""),
    one("externalCheck.prober.name", "prober", "NAME"),
    one("externalCheck.prober.namespace", "prober-namespace", "NAMESPACE"),
    one("externalCheck.module", "prober-module", "MODULE"),
    one("externalCheck.path", "external-path", "PATH"),
    one("logging.style", "log-style", "STYLE"),
    one("logging.collector", "log-collector", "COLLECTOR"),
    one("tests.path", "test-path", "PATH"),
    sized("canary.tag", "canary-tag", "TAG"),
    sized("canary.weight", "canary-weight", "PERCENT"),
    one("maintenance.retryAfter", "retry-after", "TIME"),
    one("maintenance.page", "maintenance-page", "FILE"),
    one("shutdown.delay", "delay", "TIME"),
    one("shutdown.drain", "drain", "TIME"),
    one("shutdown.grace", "grace", "TIME"),
    one("pullPolicy", "pull-policy", "POLICY"),
    many("pullSecrets", "pull-secret", Shape::Item, "SECRET"),
    one("pool", "pool", "POOL"),
    one("priorityClass", "priority-class", "CLASS"),
    one("partOf", "part-of", "NAME"),
    many("labels", "label", Shape::Entry, "KEY=VALUE"),
    many("syncWaves", "sync-waves", Shape::Switch, ""),
    many("exceptions", "exception", Shape::Entry, "RULE=REASON"),
    one("dockerfile.language", "dockerfile", "LANGUAGE"),
    one("dockerfile.target", "dockerfile-target", "TARGET"),
    many("dockerfile.command", "dockerfile-command", Shape::Item, "WORD"),
    one("delivery.deploy", "deploy", "HOW"),
    one("delivery.ci", "ci", "CI"),
    one("delivery.repository", "repository", "URL"),
    one("delivery.branch", "branch", "BRANCH"),
    many("delivery.test", "unit-test", Shape::Item, "COMMAND"),
    many("delivery.integrationTest", "integration-test", Shape::Item, "COMMAND"),
    one("delivery.testImage", "test-image", "IMAGE"),
    one("delivery.deployImage", "deploy-image", "IMAGE"),
    one("updates", "updates", "BOT"),
    one("kubernetes", "kubernetes", "VERSION"),
    one("templates", "templates", "DIR"),
];

impl Key {
    /// The key of a flag.
    pub(crate) fn of_flag(flag: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.flag == flag)
    }

    /// The key of a path.
    pub(crate) fn of_path(path: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.path == path)
    }

    /// The path's parts.
    pub(crate) fn parts(&self) -> Vec<&'static str> {
        self.path.split('.').collect()
    }

    /// The variable that sets it, where it takes one value.
    pub(crate) fn variable(&self) -> Option<String> {
        matches!(self.shape, Shape::One | Shape::Switch)
            .then(|| format!("KUBEWRIGHT_{}", self.flag.replace('-', "_").to_uppercase()))
    }

    /// What it means: the first sentence of the spec's own documentation.
    pub(crate) fn help(&self) -> String {
        let description =
            schema_at(&self.parts()).and_then(|schema| schema["description"].as_str()).unwrap_or_default();
        description.trim_end_matches('.').to_owned()
    }
}

/// Whether the value at a path is a whole number, or true or false, and must be typed as such.
pub(crate) fn typed(path: &[&str], text: &str) -> Value {
    let kinds: Vec<&str> = schema_at(path).map(kinds).unwrap_or_default();
    let structured = kinds.contains(&"array") || kinds.contains(&"object");
    if structured
        && text.starts_with(['[', '{'])
        && let Ok(value) = serde_json::from_str(text)
    {
        return value;
    }
    let number = kinds.contains(&"integer") || kinds.contains(&"number") && !kinds.contains(&"string");
    if number && let Ok(number) = text.parse::<u64>() {
        return number.into();
    }
    if kinds.contains(&"number")
        && !kinds.contains(&"string")
        && let Some(number) = text.parse::<f64>().ok().and_then(serde_json::Number::from_f64)
    {
        return number.into();
    }
    // A text may be called null; anything else is taken back by it.
    if text == "null" && !kinds.is_empty() && !is_text(path, text) {
        return Value::Null;
    }
    match text {
        "true" | "false" if kinds.contains(&"boolean") && !kinds.contains(&"string") => (text == "true").into(),
        _ => text.into(),
    }
}

/// Whether a key takes a text as what it says.
fn is_text(path: &[&str], text: &str) -> bool {
    let options = schema_at(path).map(|schema| alternatives(schema, settings_schema())).unwrap_or_default();
    options.iter().any(|option| takes_text(option, text))
}

/// The JSON types that a schema allows.
fn kinds(schema: &'static Value) -> Vec<&'static str> {
    let root = settings_schema();
    let options = alternatives(schema, root);
    options
        .iter()
        .flat_map(|option| match &option["type"] {
            Value::String(kind) => vec![kind.as_str()],
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        })
        .collect()
}

/// The problem of a key that does not exist: the nearest one beside it, at the level that is wrong.
pub(crate) fn unknown(key: &str) -> Problem {
    let problem = Problem::new(format!("there is no key `{key}`"));
    if let Some(description) = spec_schema()["properties"][key]["description"].as_str() {
        return problem.hint(format!("`{key}` is the same in every environment: {description}"));
    }
    let parts = split_key(key);
    let keys: Vec<&str> = parts.iter().map(String::as_str).collect();
    let known = (0..keys.len()).rev().find(|known| *known == 0 || schema_at(&keys[..*known]).is_some()).unwrap_or(0);
    let names: Vec<&str> = keys_below(&keys[..known]);
    let near = keys.get(known).and_then(|wrong| nearest(wrong, names.iter().copied()));
    let full = |name: &str| join_key(&keys[..known].iter().copied().chain([name]).collect::<Vec<_>>());
    match near {
        Some(near) => problem.hint(format!("did you mean `{}`?", full(near))),
        None if names.is_empty() => problem.hint(format!("`{}` has no keys", keys[..known].join("."))),
        None => {
            let names: Vec<String> = names.iter().map(|name| full(name)).collect();
            problem.hint(valid_keys(key, &names.iter().map(String::as_str).collect::<Vec<_>>()))
        }
    }
}

/// The keys that the schema knows below a path.
fn keys_below(path: &[&str]) -> Vec<&'static str> {
    let root = settings_schema();
    let Some(schema) = (if path.is_empty() { Some(root) } else { schema_at(path) }) else { return Vec::new() };
    let maps = alternatives(schema, root).into_iter().filter_map(|form| form["properties"].as_object());
    maps.flat_map(|map| map.keys()).map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_is_in_the_schema_and_says_what_it_means() {
        for key in KEYS {
            assert!(schema_at(&key.parts()).is_some(), "`{}` is not in the schema", key.path);
            assert!(!key.help().is_empty(), "`{}` has no description", key.path);
        }
    }

    #[test]
    fn flags_and_paths_are_unique() {
        let flags: BTreeSet<&str> = KEYS.iter().map(|key| key.flag).collect();
        let paths: BTreeSet<&str> = KEYS.iter().map(|key| key.path).collect();
        assert_eq!((flags.len(), paths.len()), (KEYS.len(), KEYS.len()));
    }

    #[test]
    fn values_take_the_type_that_the_schema_asks_for() {
        assert_eq!(typed(&["port"], "8080"), 8080);
        assert_eq!(typed(&["image"], "8080"), "8080");
        assert_eq!(typed(&["createNamespace"], "true"), true);
        assert_eq!(typed(&["config", "A"], "8080"), "8080");
        assert_eq!(typed(&["rollout", "maxSurge"], "2"), 2);
        assert_eq!(typed(&["rollout", "maxSurge"], "25%"), "25%");
        assert_eq!(typed(&["alerts", "objective"], "99.9"), 99.9);
        assert_eq!(typed(&["alerts", "objective"], "99"), 99);
        assert_eq!(typed(&["calledBy"], "null"), Value::Null);
        assert_eq!(typed(&["host"], "null"), Value::Null);
        assert_eq!(typed(&["health", "liveness"], "null"), Value::Null);
        assert_eq!(
            (typed(&["config", "A"], "null"), typed(&["priorityClass"], "null")),
            ("null".into(), "null".into())
        );
        assert_eq!(typed(&["args"], "[\"-v\"]"), serde_json::json!(["-v"]));
        assert_eq!(typed(&["health", "readiness"], "{\"grpc\": {}}"), serde_json::json!({"grpc": {}}));
    }
}
