//! How a question reaches a person: on a terminal, or from a script in tests.

mod interrupt;
mod line;
#[cfg(test)]
mod script;
mod terminal;

use super::failure::Failure;

#[cfg(test)]
pub(in crate::cli) use script::Script;

/// Asks a person at the terminal; an interrupt ends the asking, and nothing is written.
///
/// # Errors
/// Those of `ask`, and whoever stops.
pub(in crate::cli) fn on_terminal<T>(ask: impl FnOnce(&mut dyn Prompter) -> Result<T, Failure>) -> Result<T, Failure> {
    interrupt::guarded(|| ask(&mut terminal::Terminal::new()))
}

/// Asks one thing at a time.
pub(in crate::cli) trait Prompter {
    /// A line of text that `judge` takes, empty where Enter takes the default; what is wrong is told
    /// at once, and the question repeated.
    fn text(&mut self, prompt: &Prompt<'_>, judge: Judge<'_>) -> Result<String, Failure>;
    /// One of several, by its index.
    fn choose(&mut self, prompt: &Prompt<'_>, options: &[String], at: usize) -> Result<usize, Failure>;
    /// A text as it is after an editor; nothing where it was not saved, or no editor runs.
    fn edit(&mut self, text: &str) -> Result<Option<String>, Failure>;
    /// Says something, in lines that fit.
    fn say(&mut self, text: &str);
    /// Shows a file as it is.
    fn show(&mut self, text: &str);
}

/// Says of a text how it is shown as an answer, or why it is none.
pub(in crate::cli) type Judge<'a> = &'a dyn Fn(&str) -> Result<String, Objection>;

/// What stands before an answer.
pub(in crate::cli) struct Prompt<'a> {
    /// The question.
    pub(in crate::cli) title: &'a str,
    /// What Enter answers.
    pub(in crate::cli) default: Option<&'a str>,
    /// The beginning of the answer, which may be changed.
    pub(in crate::cli) begun: Option<&'a str>,
    /// Why.
    pub(in crate::cli) reason: Option<&'a str>,
    /// Whether question and answer stay to be read; a menu's do not.
    pub(in crate::cli) stays: bool,
    /// The option of a list that Esc chooses, on whatever page of it.
    pub(in crate::cli) back: Option<usize>,
}

impl<'a> Prompt<'a> {
    /// What to do next.
    pub(in crate::cli) fn menu(title: &'a str) -> Self {
        Self { title, default: None, begun: None, reason: None, stays: false, back: None }
    }

    /// The same, where Esc chooses one of the options.
    #[must_use]
    pub(in crate::cli) fn back(self, option: usize) -> Self {
        Self { back: Some(option), ..self }
    }
}

/// Why a text is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Objection {
    /// It asks for help, which is this.
    Help(String),
    /// It is wrong, and how to mend it.
    Wrong(String),
}
