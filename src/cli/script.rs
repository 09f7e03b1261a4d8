//! The same answers as one command that a script can run.

use std::path::Path;

use serde_json::Value;

use crate::render::shell_argument;
use crate::spec::{Layout, join_key};

use super::draft::{Draft, USUAL_ENVIRONMENTS, leaves};
use super::keys::{KEYS, Key, Shape};

impl Draft {
    /// The same answers as one command, for the same folder.
    pub(crate) fn command(&self, directory: &Path) -> String {
        let mut words = vec!["kubewright".to_owned(), "new".to_owned(), self.name.to_string(), "--yes".to_owned()];
        if directory != Path::new(".") {
            words.extend(["--directory".to_owned(), shell_argument(&directory.to_string_lossy())]);
        }
        let names: Vec<&str> = self.environments.iter().map(|environment| environment.name.as_str()).collect();
        if names != USUAL_ENVIRONMENTS {
            words.extend(names.iter().flat_map(|name| ["--env".to_owned(), shell_argument(name)]));
        }
        words.extend(self.organisation.iter().flat_map(|path| ["--organisation".to_owned(), shell_argument(path)]));
        if self.layout != Layout::default() {
            words.extend(["--layout".to_owned(), self.layout.to_string()]);
        }
        for (path, value) in leaves(&self.values) {
            words.extend(flag_words(&path, &value));
        }
        for environment in &self.environments {
            let set = |key: &str, value: &Value| {
                ["--set".to_owned(), shell_argument(&format!("{}:{key}={}", environment.name, plain(value)))]
            };
            words.extend(environment.preset.iter().flat_map(|preset| set("preset", &preset.as_str().into())));
            let alone = environment.production
                && self.environments.iter().filter(|environment| environment.production).count() == 1;
            for (path, value) in leaves(&environment.values) {
                let keys: Vec<&str> = path.iter().map(String::as_str).collect();
                match Key::of_path(&path.join(".")).filter(|key| key.per_environment && alone) {
                    Some(key) => words.extend([format!("--{}", key.flag), shell_argument(&plain(&value))]),
                    None => words.extend(set(&join_key(&keys), &value)),
                }
            }
        }
        words.join(" ")
    }
}

/// A top-level value with its flag, or with `--set` where it has none.
fn flag_words(path: &[String], value: &Value) -> Vec<String> {
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let set = || vec!["--set".to_owned(), shell_argument(&format!("{}={}", join_key(&keys), plain(value)))];
    if let Some(key) = Key::of_path(&path.join(".")).filter(|key| !key.per_environment) {
        return match (key.shape, value) {
            (Shape::Switch, Value::Bool(true)) => vec![format!("--{}", key.flag)],
            (Shape::Switch, other) => vec![format!("--{}={other}", key.flag)],
            (Shape::Item, Value::Array(items)) => {
                items.iter().flat_map(|item| [format!("--{}", key.flag), shell_argument(&plain(item))]).collect()
            }
            (Shape::One, Value::String(_) | Value::Number(_)) => {
                vec![format!("--{}", key.flag), shell_argument(&plain(value))]
            }
            _ => set(),
        };
    }
    let entry = KEYS
        .iter()
        .find(|key| key.shape == Shape::Entry && path.len() == 2 && key.path == path[0] && !path[1].contains('='));
    match (entry, value) {
        (Some(key), Value::Object(secret)) if key.path == "secrets" => {
            let (name, secret_key) =
                (secret["secret"].as_str().unwrap_or_default(), secret["key"].as_str().unwrap_or_default());
            match secret.get("env").and_then(Value::as_bool) {
                Some(env) => vec![
                    format!("--{}", key.flag),
                    shell_argument(&format!("{}={name}/{secret_key}:{}", path[1], if env { "env" } else { "file" })),
                ],
                None => set(),
            }
        }
        (Some(key), Value::String(_)) => {
            vec![format!("--{}", key.flag), shell_argument(&format!("{}={}", path[1], plain(value)))]
        }
        _ => set(),
    }
}

/// A value as a flag's text.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
