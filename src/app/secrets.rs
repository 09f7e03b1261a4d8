//! References to values in existing Secrets.

use serde::Serialize;

use crate::spec::{Settings, join_key};

use super::report::Report;

/// Where secrets that are files are mounted.
pub const SECRETS_FOLDER: &str = "/etc/secrets";

/// One key of an existing Secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecretReference {
    /// Its name in the spec, and that of the file.
    pub name: String,
    /// Name of the Secret.
    pub secret: String,
    /// Key in it.
    pub key: String,
    /// The variable that the container sees: the value itself, or the path of its file.
    pub variable: String,
    /// The file, if it is one.
    pub path: Option<String>,
}

pub(super) fn secrets(settings: &Settings, report: &mut Report<'_>) -> Vec<SecretReference> {
    let configured =
        |name: &str| settings.config.iter().flat_map(|config| config.keys()).any(|key| key.as_str() == name);
    let mut references: Vec<SecretReference> = Vec::new();
    for (name, source) in settings.secrets.iter().flat_map(|secrets| secrets.iter()) {
        let place = join_key(&["secrets", name.as_str()]);
        let (Some(secret), Some(key)) = (&source.secret, &source.key) else {
            let missing = if source.secret.is_none() { "secret" } else { "key" };
            let hint =
                format!("name an existing Secret and its key: `{name}: {{secret: web-db, key: password, env: false}}`");
            report.problem(&place, format!("`secrets.{name}.{missing}` is missing"), hint);
            continue;
        };
        let env = source.env.unwrap_or_else(|| {
            let hint = format!(
                "say `secrets: {{{name}: {{env: false}}}}` to keep it so, or `env: true` for a variable {name}"
            );
            report.warning(
                &place,
                format!("secret {name} is mounted as the file {SECRETS_FOLDER}/{name}, its path in {name}_FILE"),
                hint,
            );
            false
        });
        let variable = if env { name.to_string() } else { format!("{name}_FILE") };
        if configured(&variable) {
            report.problem(
                &place,
                format!("`config.{variable}` and `secrets.{name}` both set the variable {variable}"),
                "keep one of the two",
            );
        }
        if let Some(other) = references.iter().find(|other| other.variable == variable) {
            let message = format!("`secrets.{}` and `secrets.{name}` both set the variable {variable}", other.name);
            report.problem(&place, message, "give one of the two another name");
        }
        references.push(SecretReference {
            name: name.to_string(),
            secret: secret.to_string(),
            key: key.to_string(),
            variable,
            path: (!env).then(|| format!("{SECRETS_FOLDER}/{name}")),
        });
    }
    references
}
