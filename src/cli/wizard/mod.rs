//! The wizard: a few questions, a summary in which every answer can be changed, then the files.

mod answers;
mod guess;
mod interrupt;
mod prompter;
mod questions;
mod summary;

use std::path::Path;

use crate::problem::Problem;

use super::draft::Draft;
use super::failure::Failure;
use super::given::Given;
use super::session::Session;
use answers::{Answers, is_flagged, meaning};
use guess::Guesses;
use prompter::{Prompter, Terminal};
use questions::{Kind, QUESTIONS, Question, size_options};

/// Asks a person at a terminal; what flags have answered is not asked.
///
/// # Errors
/// Whoever stops before the end.
pub(super) fn run(
    session: &Session,
    name: Option<&str>,
    environments: &[String],
    preset: Option<&str>,
    flags: &Given,
) -> Result<Draft, Failure> {
    interrupt::restore_terminal_on_interrupt();
    let mut terminal = Terminal::new();
    Wizard::new(session, name, environments, preset, flags)?.run(&mut terminal)
}

/// What the wizard knows.
struct Wizard<'a> {
    session: &'a Session,
    environments: &'a [String],
    preset: Option<&'a str>,
    flags: &'a Given,
    guesses: Guesses,
    answers: Answers,
}

impl<'a> Wizard<'a> {
    fn new(
        session: &'a Session,
        name: Option<&str>,
        environments: &'a [String],
        preset: Option<&'a str>,
        flags: &'a Given,
    ) -> Result<Self, Failure> {
        let folder = std::path::absolute(session.project.root()).ok();
        let folder = folder
            .as_deref()
            .and_then(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let guesses = guess::guess(&folder, &session.project);
        let mut answers = Answers::default();
        if let Some(name) = name {
            meaning("name", name).map_err(Failure::Invalid)?;
            answers.keep("name", vec![name.to_owned()]);
        }
        Ok(Self { session, environments, preset, flags, guesses, answers })
    }

    fn run(mut self, prompter: &mut dyn Prompter) -> Result<Draft, Failure> {
        prompter.say("A few questions; ? explains one, Enter takes its default, Ctrl-C leaves without a trace.\n\n");
        self.ask_all(prompter, false)?;
        self.take_guesses();
        self.confirm(prompter)
    }

    /// Asks every question of a kind that makes sense and has no answer yet.
    fn ask_all(&mut self, prompter: &mut dyn Prompter, advanced: bool) -> Result<(), Failure> {
        for question in QUESTIONS.iter().filter(|question| question.advanced == advanced) {
            let flagged = is_flagged(question.flag, self.flags);
            if !flagged && !self.answers.is_asked(question.flag) && (question.when)(&self.answers) {
                self.ask(prompter, question)?;
            }
        }
        Ok(())
    }

    /// What the repository says for certain is taken without a question and shown in the summary.
    fn take_guesses(&mut self) {
        for question in QUESTIONS.iter().filter(|question| question.advanced && !matches!(question.kind, Kind::Many)) {
            let free = !self.answers.is_asked(question.flag) && !is_flagged(question.flag, self.flags);
            if let Some((value, _)) = (question.default)(&self.answers, &self.guesses).filter(|_| free) {
                self.answers.keep(question.flag, vec![value]);
            }
        }
    }

    /// Asks one question, and again those whose sense depends on it.
    fn ask(&mut self, prompter: &mut dyn Prompter, question: &'static Question) -> Result<(), Failure> {
        let standing = self.answers.one(question.flag).map(|text| (text.to_owned(), "your answer".to_owned()));
        let default = standing.or_else(|| (question.default)(&self.answers, &self.guesses));
        if let Some((_, reason)) = default.as_ref().filter(|(_, reason)| reason != "your answer") {
            prompter.say(&format!("  {reason}\n"));
        }
        let default = default.map(|(value, _)| value);
        let texts = match question.kind {
            Kind::Required | Kind::Optional => one_line(prompter, question, default.as_deref())?,
            Kind::Many => self.many_lines(prompter, question, default.as_deref())?,
            Kind::YesNo => {
                if prompter.confirm(question.text, default.as_deref() == Some("yes"))? {
                    vec!["true".to_owned()]
                } else {
                    Vec::new()
                }
            }
            Kind::Size => {
                let options = size_options();
                let standing = options.iter().position(|(name, _)| Some(name) == default.as_ref()).unwrap_or(0);
                let labels: Vec<String> = options.iter().map(|(_, label)| label.clone()).collect();
                vec![options[prompter.choose(question.text, &labels, standing)?].0.clone()]
            }
        };
        self.answers.keep(question.flag, texts);
        for other in QUESTIONS {
            if self.answers.is_asked(other.flag) && !(other.when)(&self.answers) {
                self.answers.forget(other.flag);
            }
        }
        Ok(())
    }

    fn many_lines(
        &self,
        prompter: &mut dyn Prompter,
        question: &'static Question,
        default: Option<&str>,
    ) -> Result<Vec<String>, Failure> {
        let mut texts: Vec<String> = Vec::new();
        loop {
            let offered = default.filter(|_| texts.is_empty() && self.answers.all(question.flag).is_empty());
            let prompt = if texts.is_empty() {
                format!("{} (empty: none)", question.text)
            } else {
                format!("{} (empty: no more)", question.text)
            };
            let valid = |text: &str| match (text, question.flag) {
                ("" | "none", _) => Ok(()),
                (text, "secret") if !text.ends_with(":env") && !text.ends_with(":file") => {
                    check(question, &format!("{text}:file"))
                }
                (text, _) => check(question, text),
            };
            let text = prompter.text(&prompt, offered, &valid)?;
            if text.is_empty() || text == "none" {
                return Ok(texts);
            }
            texts.push(if question.flag == "secret" { placed(prompter, text)? } else { text });
        }
    }

    /// The answers as a draft.
    fn draft(&self) -> Result<Draft, Vec<Problem>> {
        let given = self.answers.given(self.flags)?;
        let name =
            self.answers.one("name").unwrap_or_default().parse().map_err(|error: String| vec![Problem::new(error)])?;
        Ok(Draft::new(name, self.environments, self.preset, &given))
    }
}

fn one_line(
    prompter: &mut dyn Prompter,
    question: &'static Question,
    default: Option<&str>,
) -> Result<Vec<String>, Failure> {
    let optional = question.kind == Kind::Optional;
    let prompt = if optional && default.is_some() {
        format!("{} (none: leave it open)", question.text)
    } else if optional {
        format!("{} (empty: none)", question.text)
    } else {
        question.text.to_owned()
    };
    let valid = |text: &str| match text {
        "" | "none" if optional => Ok(()),
        "" => Err("an answer is needed here; ? explains".to_owned()),
        text => check(question, text),
    };
    let text = prompter.text(&prompt, default, &valid)?;
    Ok(if optional && matches!(text.as_str(), "" | "none") { Vec::new() } else { vec![text] })
}

/// A secret is a file or a variable: asked, never picked silently.
fn placed(prompter: &mut dyn Prompter, text: String) -> Result<String, Failure> {
    if text.ends_with(":env") || text.ends_with(":file") {
        return Ok(text);
    }
    let options = [
        "a file: not in crash dumps, follows a rotation".to_owned(),
        "a variable: what most libraries expect".to_owned(),
    ];
    let kind = if prompter.choose("How does the app read it", &options, 0)? == 0 { "file" } else { "env" };
    Ok(format!("{text}:{kind}"))
}

/// Whether a text is a valid answer; `?` asks for help.
fn check(question: &'static Question, text: &str) -> Result<(), String> {
    if text == "?" {
        return Err(question.help.to_owned());
    }
    meaning(question.flag, text).map(|_| ()).map_err(|problems| {
        let tell = |problem: &Problem| {
            problem.hint.as_ref().map_or_else(|| problem.message.clone(), |hint| format!("{}; {hint}", problem.message))
        };
        problems.iter().map(tell).collect::<Vec<_>>().join("; ")
    })
}
