//! References to values in existing Secrets.

use serde::Serialize;

use crate::spec::{Settings, join_key};

use super::report::Report;

/// One key of an existing Secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecretReference {
    /// Name of the variable, or of the file.
    pub variable: String,
    /// Name of the Secret.
    pub secret: String,
    /// Key in it.
    pub key: String,
    /// Whether it becomes a variable; else a file, and its path a variable.
    pub env: bool,
}

impl SecretReference {
    /// The variable that the container sees: the value itself, or the path of its file.
    fn name_of_variable(&self) -> String {
        variable(&self.variable, self.env)
    }
}

fn variable(name: &str, env: bool) -> String {
    if env { name.to_owned() } else { format!("{name}_FILE") }
}

/// Where secrets that are files are mounted.
pub(super) const SECRETS_FOLDER: &str = "/etc/secrets";

pub(super) fn secrets(settings: &Settings, report: &mut Report<'_>) -> Vec<SecretReference> {
    let configured =
        |name: &str| settings.config.iter().flat_map(|config| config.keys()).any(|key| key.as_str() == name);
    let mut references: Vec<SecretReference> = Vec::new();
    for (name, source) in settings.secrets.iter().flat_map(|secrets| secrets.iter()) {
        let place = join_key(&["secrets", name.as_str()]);
        let env = source.env.unwrap_or_else(|| {
            let hint = format!("say `env: false` to keep it so, or `env: true` for a variable {name}");
            report.warning(
                &place,
                format!("secret {name} is mounted as the file {SECRETS_FOLDER}/{name}, its path in {name}_FILE"),
                hint,
            );
            false
        });
        let variable = variable(name.as_str(), env);
        if configured(&variable) {
            report.problem(
                &place,
                format!("`config.{variable}` and `secrets.{name}` both set the variable {variable}"),
                "keep one of the two",
            );
        }
        let same = |other: &SecretReference| other.name_of_variable() == variable;
        if let Some(other) = references.iter().find(|other| same(other)) {
            let message = format!("`secrets.{}` and `secrets.{name}` both set the variable {variable}", other.variable);
            report.problem(&place, message, "give one of the two another name");
        }
        references.push(SecretReference {
            variable: name.to_string(),
            secret: source.secret.to_string(),
            key: source.key.to_string(),
            env,
        });
    }
    references
}
