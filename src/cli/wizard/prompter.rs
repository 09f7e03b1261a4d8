//! How a question reaches a person: on a terminal, or from a script in tests.

use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Input, Select};

use crate::cli::failure::Failure;
use crate::cli::report;

/// Asks one thing at a time.
pub(super) trait Prompter {
    /// A line of text that passes `valid`; what is wrong is told at once and the question repeated.
    fn text(
        &mut self,
        question: &str,
        default: Option<&str>,
        valid: &dyn Fn(&str) -> Result<(), String>,
    ) -> Result<String, Failure>;
    /// One of several, by its index.
    fn choose(&mut self, question: &str, options: &[String], default: usize) -> Result<usize, Failure>;
    /// Yes or no.
    fn confirm(&mut self, question: &str, default: bool) -> Result<bool, Failure>;
    /// Says something.
    fn say(&mut self, text: &str);
}

/// A person at a terminal.
pub(super) struct Terminal {
    theme: ColorfulTheme,
}

impl Terminal {
    pub(super) fn new() -> Self {
        Self { theme: ColorfulTheme::default() }
    }
}

impl Prompter for Terminal {
    fn text(
        &mut self,
        question: &str,
        default: Option<&str>,
        valid: &dyn Fn(&str) -> Result<(), String>,
    ) -> Result<String, Failure> {
        let input = Input::<String>::with_theme(&self.theme).with_prompt(question).allow_empty(true);
        let input = match default {
            Some(default) => input.default(default.to_owned()),
            None => input,
        };
        input
            .validate_with(|text: &String| valid(text.trim()))
            .interact_text()
            .map(|text| text.trim().to_owned())
            .map_err(stopped)
    }

    fn choose(&mut self, question: &str, options: &[String], default: usize) -> Result<usize, Failure> {
        Select::with_theme(&self.theme)
            .with_prompt(question)
            .items(options)
            .default(default)
            .interact_opt()
            .map_err(stopped)?
            .ok_or(Failure::Interrupted)
    }

    fn confirm(&mut self, question: &str, default: bool) -> Result<bool, Failure> {
        Confirm::with_theme(&self.theme).with_prompt(question).default(default).interact().map_err(stopped)
    }

    fn say(&mut self, text: &str) {
        report::tell(text);
    }
}

/// Whatever ends a prompt before its answer (Ctrl-C, a closed terminal) ends the wizard.
fn stopped(_: dialoguer::Error) -> Failure {
    Failure::Interrupted
}
