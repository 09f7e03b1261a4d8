//! The wizard: a few questions, a summary in which every answer can be changed, then the files.

mod advanced;
mod answers;
mod ask;
mod components;
mod delivery;
mod guess;
mod load;
mod monitoring;
mod question;
mod questions;
#[cfg(test)]
mod script;
mod summary;
#[cfg(test)]
mod tests;
mod usual;

use std::collections::BTreeSet;
use std::path::Path;

use crate::problem::Problem;
use crate::spec::types::Name;

use super::draft::Draft;
use super::failure::Failure;
use super::given::Given;
use super::keys::{Key, Shape};
use super::prompt::{self, Prompter};
use super::session::Session;
use answers::{Answers, By, meaning, sets};
use guess::Guesses;
use questions::all;
use usual::Usual;

/// Asks a person at a terminal; what flags have answered is not asked.
///
/// # Errors
/// Whoever stops before the end, and what no answer could mend.
pub(super) fn run(
    session: &Session,
    name: Option<&str>,
    environments: &[String],
    flags: &Given,
) -> Result<Draft, Failure> {
    let wizard = Wizard::new(session, name, environments, flags)?;
    prompt::on_terminal(|prompter| wizard.run(prompter))
}

/// What the wizard knows.
struct Wizard<'a> {
    session: &'a Session,
    environments: &'a [String],
    flags: &'a Given,
    usual: Usual,
    guesses: Guesses,
    answers: Answers,
}

impl<'a> Wizard<'a> {
    fn new(
        session: &'a Session,
        name: Option<&str>,
        environments: &'a [String],
        flags: &'a Given,
    ) -> Result<Self, Failure> {
        // A stand-in lets the environments be judged before the name is known.
        let stand_in: Name = "app".parse().expect("a valid name");
        let draft = Draft::new(stand_in, environments, flags, &session.project);
        let usual = Usual::read(&draft, &session.project).map_err(Failure::Invalid)?;
        let folder = std::path::absolute(session.project.root()).ok();
        let folder = folder
            .as_deref()
            .and_then(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let guesses = guess::guess(&folder, &session.project);
        let pools = !usual.pools().is_empty() || sets(flags, "pools", |environment| usual.is_target(environment));
        let mut answers = Answers::beside(flagged(flags, &usual), kind(flags), pools);
        if let Some(name) = name {
            meaning("name", name).map_err(Failure::Invalid)?;
            answers.keep("name", vec![name.to_owned()], By::Person);
        }
        Ok(Self { session, environments, flags, usual, guesses, answers })
    }

    fn run(mut self, prompter: &mut dyn Prompter) -> Result<Draft, Failure> {
        prompter.say(
            "A few questions. Enter takes the default in brackets,\n? explains a question, Ctrl-C leaves without a trace.\n\n",
        );
        self.ask_basics(prompter)?;
        self.take_guesses();
        self.confirm(prompter)
    }

    /// The answers as the draft that is written: finished, so that the summary shows just that.
    fn draft(&self) -> Result<Draft, Vec<Problem>> {
        let given = self.answers.given(self.flags)?;
        let name =
            self.answers.one("name").unwrap_or_default().parse().map_err(|error: String| vec![Problem::new(error)])?;
        let mut draft = Draft::new(name, self.environments, &given, &self.session.project);
        draft.finish(&self.session.project)?;
        Ok(draft)
    }
}

/// The kind of workload that a flag or a variable names.
fn kind(flags: &Given) -> Option<String> {
    let named = flags.assignments.iter().rev().find(|(_, assignment)| assignment.keys() == ["kind"]);
    named.and_then(|(_, assignment)| assignment.value.as_str()).map(str::to_owned)
}

/// The questions that flags and variables have answered.
fn flagged(flags: &Given, usual: &Usual) -> BTreeSet<&'static str> {
    let everywhere = |path: &str| sets(flags, path, |_| false);
    let answered = |flag: &str| match flag {
        "name" => false,
        "layout" => flags.layout.is_some(),
        "port" => everywhere("port") || everywhere("ports"),
        "check" => ["health.readiness", "health.liveness", "exceptions.no-probe"].into_iter().any(everywhere),
        "serving-kind" => everywhere("kind"),
        "no-probe" => everywhere("exceptions.no-probe"),
        "reach" => everywhere("gateway") || everywhere("ingress"),
        flag => Key::of_flag(flag).is_some_and(|key| {
            let one = matches!(key.shape, Shape::One | Shape::Switch);
            one && sets(flags, key.path, |environment| key.per_environment && usual.is_target(environment))
        }),
    };
    all().map(|question| question.flag).filter(|flag| answered(flag)).collect()
}
