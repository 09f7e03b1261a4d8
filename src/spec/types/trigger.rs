//! What KEDA's triggers and their parameters are called.

use super::name::shown;
use super::{TextType, kept_text};

/// The type of a trigger, such as `rabbitmq`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerType(String);

/// The name of a parameter of a trigger, such as `queueName`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parameter(String);

kept_text!(TriggerType, Parameter);

impl TextType for TriggerType {
    const FORMAT: &'static str = "trigger-type";
    const WHAT: &'static str = "a type of trigger such as rabbitmq";
    const PATTERN: Option<&'static str> = Some("^[a-z][a-z0-9-]*$");

    fn parse(text: &str) -> Result<Self, String> {
        let inside = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.len() <= 63 && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(inside) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a type of trigger: use lower-case letters, digits and dashes, as `rabbitmq`",
            shown(text)
        ))
    }
}

impl TextType for Parameter {
    const FORMAT: &'static str = "parameter";
    const WHAT: &'static str = "a name such as queueName: letters, digits, dashes, underscores and dots";

    fn parse(text: &str) -> Result<Self, String> {
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if text.len() <= 63 && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(inside) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not the name of a parameter: use letters, digits, `-`, `_` and `.`, as in `queueName`",
            shown(text)
        ))
    }
}
