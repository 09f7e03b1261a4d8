//! How the app's logs are written, and who collects them.

use crate::spec::{Collector, LogStyle, Settings};

use super::config::Configuration;
use super::runtime::Derived;
use super::secrets::SecretReference;

/// What is known of the app's logs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Logging {
    /// Whether each line is a JSON object.
    pub json: bool,
    /// The collector that a snippet is for.
    pub collector: Option<Collector>,
}

/// What is known of the app's logs.
pub(super) fn logging(settings: &Settings) -> Logging {
    let asked = settings.logging.clone().unwrap_or_default();
    Logging { json: asked.style.is_some(), collector: asked.collector }
}

/// Sets the variable that makes the app log JSON, where the spec does not say it itself.
pub(super) fn apply(settings: &Settings, configuration: &mut Configuration, secrets: &[SecretReference]) {
    let style = settings.logging.as_ref().and_then(|logging| logging.style);
    let Some((variable, value, formula)) = style.and_then(variable) else { return };
    if secrets.iter().any(|secret| secret.variable == variable) {
        return;
    }
    let overruled = configuration.variables.contains_key(variable);
    let formula = if overruled {
        format!("The spec's own, which wins; `logging.style` would say {value}.")
    } else {
        configuration.variables.insert(variable.to_owned(), value.to_owned());
        formula.to_owned()
    };
    configuration.derived.push(Derived { variable, value: value.to_owned(), formula, overruled });
}

/// The variable of a style, its value, and what it does.
fn variable(style: LogStyle) -> Option<(&'static str, &'static str, &'static str)> {
    match style {
        LogStyle::Json => None,
        LogStyle::SpringBoot => Some((
            "LOGGING_STRUCTURED_FORMAT_CONSOLE",
            "ecs",
            "A JSON object a line, by the Elastic Common Schema; Spring Boot 3.4 or newer.",
        )),
        LogStyle::AspnetCore => {
            Some(("Logging__Console__FormatterName", "json", "A JSON object a line, by the console logger of .NET."))
        }
    }
}
