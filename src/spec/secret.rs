//! A reference to a value in an existing Secret.

use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::{DataKey, ObjectName};

/// One key of an existing Secret, as a variable or as a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecretSource {
    /// Name of the Secret.
    pub secret: Option<ObjectName>,
    /// Key in the Secret.
    pub key: Option<DataKey>,
    /// `true`: a variable of this name. `false`: a file /etc/secrets/NAME, and its path in NAME_FILE.
    pub env: Option<bool>,
}

impl FromStr for SecretSource {
    type Err = String;

    /// Reads `SECRET/KEY:env` or `SECRET/KEY:file`.
    fn from_str(text: &str) -> Result<Self, String> {
        let form = || {
            format!(
                "`{text}` is not a secret's reference: write `SECRET/KEY:env` for a variable or `SECRET/KEY:file` for a file"
            )
        };
        let (reference, kind) = text.rsplit_once(':').ok_or_else(form)?;
        let (secret, key) = reference.split_once('/').ok_or_else(form)?;
        let env = match kind {
            "env" => true,
            "file" => false,
            _ => return Err(form()),
        };
        Ok(Self { secret: Some(secret.parse()?), key: Some(key.parse()?), env: Some(env) })
    }
}
