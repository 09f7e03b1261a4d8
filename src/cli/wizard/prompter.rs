//! How a question reaches a person: on a terminal, or from a script in tests.

use crate::cli::failure::Failure;

/// Asks one thing at a time.
pub(super) trait Prompter {
    /// A line of text that `judge` takes, empty where Enter takes the default; what is wrong is told
    /// at once, and the question repeated.
    fn text(&mut self, prompt: &Prompt<'_>, judge: Judge<'_>) -> Result<String, Failure>;
    /// One of several, by its index.
    fn choose(&mut self, prompt: &Prompt<'_>, options: &[String], at: usize) -> Result<usize, Failure>;
    /// Says something, in lines that fit.
    fn say(&mut self, text: &str);
    /// Shows a file as it is.
    fn show(&mut self, text: &str);
}

/// Says of a text how it is shown as an answer, or why it is none.
pub(super) type Judge<'a> = &'a dyn Fn(&str) -> Result<String, Objection>;

/// What stands before an answer.
pub(super) struct Prompt<'a> {
    /// The question.
    pub(super) title: &'a str,
    /// What Enter answers.
    pub(super) default: Option<&'a str>,
    /// The beginning of the answer, which may be changed.
    pub(super) begun: Option<&'a str>,
    /// Why.
    pub(super) reason: Option<&'a str>,
    /// Whether question and answer stay to be read; a menu's do not.
    pub(super) stays: bool,
}

impl<'a> Prompt<'a> {
    /// What to do next.
    pub(super) fn menu(title: &'a str) -> Self {
        Self { title, default: None, begun: None, reason: None, stays: false }
    }
}

/// Why a text is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Objection {
    /// It asks for help, which is this.
    Help(String),
    /// It is wrong, and how to mend it.
    Wrong(String),
}
