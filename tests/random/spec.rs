//! Random specs, mended until they are valid.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use kubewright::problem::Problem;
use kubewright::spec::spec_schema;
use serde_json::{Map, Value, json};

use crate::made::made;
use crate::sample::companions;
use crate::tape::Tape;
use crate::value::value;

/// Keys that stand at the top of a spec alone, or that name files.
const LEFT_OUT: [&str; 5] = ["version", "name", "environments", "kubernetes", "templates"];
/// The environments of every random spec; each takes the preset of its name.
const ENVIRONMENTS: [&str; 3] = ["development", "production", "hardened"];

/// A spec: what it is for all environments, and for each.
#[derive(Clone)]
pub(crate) struct RandomSpec {
    keys: Map<String, Value>,
    /// What must stay for the spec to be valid at all.
    least: Map<String, Value>,
    environments: Vec<(&'static str, Map<String, Value>)>,
}

/// The keys that a random spec may have.
pub(crate) fn keys() -> impl Iterator<Item = (&'static str, &'static Value)> {
    let properties = spec_schema()["properties"].as_object().expect("the spec is an object");
    properties.iter().map(|(key, schema)| (key.as_str(), schema)).filter(|(key, _)| !LEFT_OUT.contains(key))
}

impl RandomSpec {
    /// A valid spec: what does not fit to the rest is taken out.
    pub(crate) fn valid(bytes: &[u8]) -> Self {
        let mut spec = Self::random(&mut Tape::new(bytes));
        while let Err(problems) = made(&spec.text()) {
            // From the last line up, since a key that goes moves those below it.
            let lines: BTreeSet<usize> = problems.iter().filter_map(line).collect();
            if lines.into_iter().rev().filter(|line| spec.mend(*line)).count() == 0 {
                spec.shorten(&problems);
            }
        }
        spec
    }

    fn random(tape: &mut Tape<'_>) -> Self {
        let least = least(tape);
        let environments = ENVIRONMENTS.map(|name| (name, Map::new())).to_vec();
        let mut spec = Self { keys: least.clone(), least, environments };
        for (key, schema) in keys() {
            if tape.once_in(4) && spec.takes(&companions(key)) {
                let given = value(schema, tape);
                let place = if tape.once_in(4) { tape.below(ENVIRONMENTS.len()) + 1 } else { 0 };
                match place.checked_sub(1) {
                    Some(environment) => spec.environments[environment].1.insert(key.to_owned(), given),
                    None => spec.keys.insert(key.to_owned(), given),
                };
            }
        }
        spec
    }

    /// Whether what must stand beside a key fits to what is there; if it does, it is there afterwards.
    fn takes(&mut self, companions: &Value) -> bool {
        let companions = companions.as_object().cloned().unwrap_or_default();
        let other =
            |(key, value): (&String, &Value)| key == "kind" && self.keys.get("kind").is_some_and(|kind| kind != value);
        let fits = !companions.iter().any(other);
        if fits {
            for (key, value) in companions {
                if value.is_null() {
                    self.keys.remove(&key);
                } else {
                    self.keys.entry(key).or_insert(value);
                }
            }
        }
        fits
    }

    /// The spec as it is written: a line each key, then a line each environment.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for (key, value) in &self.keys {
            let _ = writeln!(text, "{key}: {}", kubewright::yaml::inline(value));
        }
        text.push_str("environments:\n");
        for (name, values) in &self.environments {
            let _ = writeln!(text, "  {name}: {}", kubewright::yaml::inline(&Value::Object(values.clone())));
        }
        text
    }

    /// Every key that it states somewhere.
    pub(crate) fn stated(&self) -> impl Iterator<Item = &String> {
        self.keys.keys().chain(self.environments.iter().flat_map(|(_, values)| values.keys()))
    }

    /// The names of its environments.
    pub(crate) fn environments(&self) -> impl Iterator<Item = &'static str> {
        self.environments.iter().map(|(name, _)| *name)
    }

    /// The same spec without one of its environments.
    pub(crate) fn without(&self, environment: &str) -> Self {
        let mut spec = self.clone();
        spec.environments.retain(|(name, _)| *name != environment);
        spec
    }

    /// The same spec with another answer in one of its environments; that it is valid is not said.
    pub(crate) fn with(&self, environment: &str, key: &str, value: Value) -> Self {
        let mut spec = self.clone();
        let own = spec.environments.iter_mut().find(|(name, _)| *name == environment);
        own.expect("it has the environment").1.insert(key.to_owned(), value);
        spec
    }

    /// Takes out what a line says; whether that was anything.
    fn mend(&mut self, line: usize) -> bool {
        let index = line - 1;
        match index.checked_sub(self.keys.len() + 1) {
            Some(environment) => self.environments.get_mut(environment).is_some_and(|(_, values)| {
                let stated = !values.is_empty();
                values.clear();
                stated
            }),
            None => self.keys.keys().nth(index).cloned().is_some_and(|key| self.take_back(&key)),
        }
    }

    /// Takes a key out, or back to what the least spec says; whether that changed anything.
    fn take_back(&mut self, key: &str) -> bool {
        match self.least.get(key) {
            Some(value) => self.keys.insert(key.to_owned(), value.clone()).as_ref() != Some(value),
            None => self.keys.remove(key).is_some(),
        }
    }

    /// Takes the last answer out, where the problems speak of what must stay.
    fn shorten(&mut self, problems: &[Problem]) {
        let gone: Vec<String> = self.least.keys().filter(|key| !self.keys.contains_key(*key)).cloned().collect();
        let keys: Vec<String> = self.keys.keys().rev().cloned().collect();
        if gone.iter().chain(&keys).any(|key| self.take_back(key)) {
            return;
        }
        let stated = self.environments.iter().any(|(_, values)| !values.is_empty()) || self.keys != self.least;
        assert!(stated, "not even the least is valid: {problems:?}\n{}", self.text());
        self.environments.iter_mut().for_each(|(_, values)| values.clear());
        self.keys = self.least.clone();
    }
}

/// The line that a problem speaks of.
fn line(problem: &Problem) -> Option<usize> {
    let place = problem.place.as_ref().filter(|place| place.source == "kubewright.yaml")?;
    usize::try_from(place.position?.line).ok().filter(|line| *line > 0)
}

/// The least that each kind needs.
fn least(tape: &mut Tape<'_>) -> Map<String, Value> {
    let kind = tape.one_of(&["Deployment", "Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job"]);
    let mut keys = json!({
        "version": 1,
        "kubernetes": tape.one_of(&["1.35", "1.33", "1.34", "1.36", "1.37"]),
        "name": "web",
        "image": "ghcr.io/acme/web:1.4.2",
        "kind": kind,
    });
    match kind {
        "CronJob" => keys["schedule"] = "17 3 * * *".into(),
        "Job" => {}
        _ if tape.once_in(5) => keys["exceptions"] = json!({"no-probe": "a worker"}),
        _ => {
            keys["port"] = 8080.into();
            keys["health"] = json!({"readiness": "/readyz", "liveness": "/livez"});
        }
    }
    keys.as_object().cloned().unwrap_or_default()
}
