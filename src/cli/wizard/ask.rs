//! Asking one question: its default, what a text means as its answer, and what else that changes.

use crate::cli::failure::Failure;
use crate::cli::prompt::{Objection, Prompt, Prompter};
use crate::problem::Problem;

use super::Wizard;
use super::advanced::ADVANCED;
use super::answers::{By, meaning};
use super::question::{Basis, Kind, Offer, Question};
use super::questions::{BASIC, all, size_options};

impl Wizard<'_> {
    /// Asks every basic question that makes sense and has no answer yet.
    ///
    /// # Errors
    /// Whoever stops.
    pub(super) fn ask_basics(&mut self, prompter: &mut dyn Prompter) -> Result<(), Failure> {
        // An answer may take back an earlier one, so each question looks at what then stands.
        for question in BASIC {
            if self.makes_sense(question) && self.answers.get(question.flag).is_none() {
                self.ask(prompter, question)?;
            }
        }
        Ok(())
    }

    /// What the folder says is taken without a question where nobody asked; the summary shows it.
    pub(super) fn take_guesses(&mut self) {
        for question in ADVANCED {
            let free = self.makes_sense(question) && self.answers.get(question.flag).is_none();
            if let Some(offer) = self.default(question).filter(|offer| free && !offer.texts.is_empty()) {
                self.answers.keep(question.flag, offer.texts, By::Folder(offer.reason));
            }
        }
    }

    /// Whether a question is open to a person: no flag has answered it, and the answers call for it.
    pub(super) fn makes_sense(&self, question: &Question) -> bool {
        !self.answers.is_flagged(question.flag) && (question.when)(&self.answers)
    }

    fn basis(&self) -> Basis<'_> {
        Basis { answers: &self.answers, guesses: &self.guesses, usual: &self.usual, flags: self.flags }
    }

    /// What Enter answers to a question that was not asked before; only what is valid.
    pub(super) fn default(&self, question: &Question) -> Option<Offer> {
        let basis = self.basis();
        let valid = |offer: &Offer| offer.texts.iter().all(|text| meaning(question.flag, text).is_ok());
        (question.offer)(&basis).filter(valid)
    }

    /// Asks one question; then what no longer makes sense is forgotten, and what was a default follows.
    ///
    /// # Errors
    /// Whoever stops.
    pub(super) fn ask(&mut self, prompter: &mut dyn Prompter, question: &'static Question) -> Result<(), Failure> {
        let title = question.title(&self.usual);
        let default = self.default(question);
        let standing = self.answers.get(question.flag).filter(|answer| !answer.texts.is_empty());
        let offer = match standing {
            Some(answer) => Some(Offer {
                texts: answer.texts.clone(),
                shown: shown(question, &answer.texts),
                reason: "your answer so far".to_owned(),
                begun: false,
            }),
            None => default,
        };
        let basis = self.basis();
        let said = match question.kind {
            Kind::Size => Some(choose_size(prompter, &title, question, offer.as_ref())?),
            Kind::Many => many_lines(prompter, &title, question, offer.as_ref())?,
            Kind::Required | Kind::Optional | Kind::YesNo => {
                one_line(prompter, &title, question, &basis, offer.as_ref())?
            }
        };
        match (said, offer) {
            (Some(texts), _) => self.answers.keep(question.flag, texts, By::Person),
            (None, offer) => {
                let by = self.answers.get(question.flag).map_or(By::Default, |answer| answer.by.clone());
                self.answers.keep(question.flag, offer.map(|offer| offer.texts).unwrap_or_default(), by);
            }
        }
        if question.flag == "reach" && !self.answers.is_given("reach") {
            self.answers.keep("host", Vec::new(), By::Person);
        }
        self.settle();
        Ok(())
    }

    fn settle(&mut self) {
        for question in all() {
            match self.answers.get(question.flag) {
                Some(_) if !(question.when)(&self.answers) => self.answers.forget(question.flag),
                Some(answer) if answer.by == By::Default => {
                    let texts = self.default(question).map(|offer| offer.texts).unwrap_or_default();
                    self.answers.keep(question.flag, texts, By::Default);
                }
                _ => {}
            }
        }
        self.take_guesses();
    }
}

/// An answer as it is shown.
pub(super) fn shown(question: &Question, texts: &[String]) -> String {
    match (question.kind, texts) {
        (Kind::YesNo, []) => "no".to_owned(),
        (Kind::YesNo, _) => "yes".to_owned(),
        (_, []) => "none".to_owned(),
        (_, texts) => texts.join(", "),
    }
}

/// A line, or nothing where Enter takes what is offered.
fn one_line(
    prompter: &mut dyn Prompter,
    title: &str,
    question: &'static Question,
    basis: &Basis<'_>,
    offer: Option<&Offer>,
) -> Result<Option<Vec<String>>, Failure> {
    let fits = |texts: Vec<String>| match texts.iter().find_map(|text| (question.misfit)(basis, text)) {
        Some(why) => Err(Objection::Wrong(why)),
        None => Ok(shown(question, &texts)),
    };
    let judge = |text: &str| match (text, offer) {
        ("", Some(offer)) if !offer.begun => Ok(offer.shown.clone()),
        (text, _) => texts_of(question, text).and_then(fits),
    };
    let text = prompter.text(&prompt(title, offer), &judge)?;
    Ok(texts_of(question, &text).ok())
}

/// Lines until an empty one, or nothing where the first is empty and takes what is offered.
fn many_lines(
    prompter: &mut dyn Prompter,
    title: &str,
    question: &'static Question,
    offer: Option<&Offer>,
) -> Result<Option<Vec<String>>, Failure> {
    let mut texts: Vec<String> = Vec::new();
    loop {
        let first = prompt(title, offer);
        let another = Prompt {
            title: "Another one",
            default: Some("no more"),
            reason: None,
            begun: None,
            stays: true,
            back: None,
        };
        let asked = if texts.is_empty() { first } else { another };
        let judge = |text: &str| match text {
            "" => Ok(asked.default.unwrap_or_default().to_owned()),
            text => texts_of(question, text).map(|texts| shown(question, &texts)),
        };
        let text = prompter.text(&asked, &judge)?;
        match text.as_str() {
            "" if texts.is_empty() => return Ok(None),
            "" | "none" => return Ok(Some(texts)),
            text if question.flag == "secret" => texts.push(placed(prompter, text)?),
            text => texts.push(text.to_owned()),
        }
    }
}

fn choose_size(
    prompter: &mut dyn Prompter,
    title: &str,
    question: &'static Question,
    offer: Option<&Offer>,
) -> Result<Vec<String>, Failure> {
    let options = size_options();
    let at = options.iter().position(|(name, _)| offer.is_some_and(|offer| offer.shown == *name)).unwrap_or(0);
    let labels: Vec<String> = options.iter().map(|(_, label)| label.clone()).collect();
    // No `?` can be typed at a list, so its help is told at once.
    let reason = offer.map(|offer| format!("{}. {}", offer.reason, question.help));
    let prompt = Prompt { reason: reason.as_deref(), stays: true, ..Prompt::menu(title) };
    Ok(vec![options[prompter.choose(&prompt, &labels, at)?].0.clone()])
}

/// A secret is a file or a variable: asked, never picked silently.
fn placed(prompter: &mut dyn Prompter, text: &str) -> Result<String, Failure> {
    if is_placed(text) {
        return Ok(text.to_owned());
    }
    let (name, _) = text.split_once('=').unwrap_or((text, ""));
    let options = [format!("as a file that {name}_FILE names"), format!("as the variable {name}")];
    let reason = "A file follows a rotation, and stays out of crash dumps and child processes; a variable is what most libraries expect.";
    let prompt = Prompt { reason: Some(reason), stays: true, ..Prompt::menu("How the app reads it") };
    let kind = if prompter.choose(&prompt, &options, 0)? == 0 { "file" } else { "env" };
    Ok(format!("{text}:{kind}"))
}

fn is_placed(text: &str) -> bool {
    text.ends_with(":env") || text.ends_with(":file")
}

fn prompt<'a>(title: &'a str, offer: Option<&'a Offer>) -> Prompt<'a> {
    let text = |begun: bool| offer.filter(|offer| offer.begun == begun).map(|offer| offer.shown.as_str());
    Prompt {
        title,
        default: text(false),
        begun: text(true),
        reason: offer.map(|offer| offer.reason.as_str()).filter(|reason| !reason.is_empty()),
        stays: true,
        back: None,
    }
}

/// What a text says as an answer: its texts, none where it leaves the question open.
fn texts_of(question: &'static Question, text: &str) -> Result<Vec<String>, Objection> {
    let takes_none = question.kind != Kind::Required || question.flag == "reach";
    match (text, question.kind) {
        ("?", _) => Err(Objection::Help(question.help.to_owned())),
        ("", _) => Err(Objection::Wrong("an answer is needed here; ? explains".to_owned())),
        ("y" | "yes", Kind::YesNo) => Ok(vec!["true".to_owned()]),
        ("n" | "no" | "none", Kind::YesNo) => Ok(Vec::new()),
        (text, Kind::YesNo) => Err(Objection::Wrong(format!("`{text}` is neither yes nor no"))),
        ("none", _) if takes_none => Ok(Vec::new()),
        (text, _) if question.flag == "secret" && !is_placed(text) => {
            let reading = |why: String| why.replace(":file`", "`");
            meaning(question.flag, &format!("{text}:file"))
                .map_err(|problems| Objection::Wrong(reading(told(&problems))))?;
            Ok(vec![text.to_owned()])
        }
        (text, _) => {
            meaning(question.flag, text).map_err(|problems| Objection::Wrong(told(&problems)))?;
            Ok(vec![text.to_owned()])
        }
    }
}

fn told(problems: &[Problem]) -> String {
    let tell = |problem: &Problem| {
        problem.hint.as_ref().map_or_else(|| problem.message.clone(), |hint| format!("{}; {hint}", problem.message))
    };
    problems.iter().map(tell).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests;
