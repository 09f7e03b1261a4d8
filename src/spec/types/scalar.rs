//! A configuration value as a person writes it: text, number or boolean.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The value of a configuration key; ConfigMaps hold texts, so numbers and booleans become text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ConfigValue(String);

impl ConfigValue {
    /// The text that the app will see.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for ConfigValue {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for ConfigValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ConfigValue {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(text) => Ok(Self(text)),
            serde_json::Value::Number(number) => Ok(Self(number.to_string())),
            serde_json::Value::Bool(bool) => Ok(Self(bool.to_string())),
            _ => Err(serde::de::Error::custom("a configuration value is a text, a number or a boolean")),
        }
    }
}

impl JsonSchema for ConfigValue {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "configValue".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "boolean"], "description": "a text, number or boolean; the app sees text"})
    }
}
