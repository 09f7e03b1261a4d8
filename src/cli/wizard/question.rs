//! A question: what is asked and how, what Enter answers, and when it makes sense.

use crate::cli::given::Given;
use crate::cli::keys::Key;

use super::answers::{Answers, said};
use super::guess::{Guess, Guesses};
use super::usual::Usual;

/// One question.
pub(super) struct Question {
    /// The flag that gives the same answer; `name`, `reach`, `check`, `no-probe` and `serving-kind` stand
    /// for what is not one flag alone.
    pub(super) flag: &'static str,
    /// The question: its name, and after a comma the form of its answer.
    pub(super) text: &'static str,
    /// What is told to whoever types `?`.
    pub(super) help: &'static str,
    /// How it is asked.
    pub(super) kind: Kind,
    /// What Enter answers, and why.
    pub(super) offer: fn(&Basis<'_>) -> Option<Offer>,
    /// Whether it makes sense after the answers so far.
    pub(super) when: fn(&Answers) -> bool,
    /// Why a valid answer does not fit to what is known so far, with the next step.
    pub(super) misfit: fn(&Basis<'_>, &str) -> Option<String>,
}

impl Question {
    /// A question that always makes sense, and to which Enter is no answer.
    pub(super) const fn new(flag: &'static str, text: &'static str, kind: Kind, help: &'static str) -> Self {
        Self { flag, text, help, kind, offer: |_| None, when: |_| true, misfit: |_, _| None }
    }

    /// The question as it is asked: what sizes or exposes the app speaks of certain environments.
    pub(super) fn title(&self, usual: &Usual) -> String {
        format!("{}{}", self.text, self.whereabouts(usual))
    }

    /// The question as it stands before its answer, without the form.
    pub(super) fn label(&self, usual: &Usual) -> String {
        let name = self.text.split_once(", ").map_or(self.text, |(name, _)| name);
        format!("{name}{}", self.whereabouts(usual))
    }

    fn whereabouts(&self, usual: &Usual) -> String {
        let sized = Key::of_flag(self.flag).is_some_and(|key| key.per_environment);
        if sized { usual.whereabouts() } else { String::new() }
    }
}

/// How a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One line; must not be left empty.
    Required,
    /// One line, or `none`.
    Optional,
    /// Lines until an empty one.
    Many,
    /// Yes or no.
    YesNo,
    /// A named size.
    Size,
}

/// What the offers rest on.
pub(super) struct Basis<'a> {
    /// The answers so far.
    pub(super) answers: &'a Answers,
    /// What the folder says.
    pub(super) guesses: &'a Guesses,
    /// What the presets say.
    pub(super) usual: &'a Usual,
    /// What flags and variables say.
    pub(super) flags: &'a Given,
}

impl Basis<'_> {
    /// What holds for a question's key as things stand: the answer, else a flag's value, else the presets'.
    pub(super) fn stands(&self, flag: &str) -> Option<String> {
        let flagged = || {
            let value = said(self.flags, Key::of_flag(flag)?.path, |environment| self.usual.is_target(environment))?;
            Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        };
        let answer = self.answers.one(flag).map(str::to_owned);
        answer.or_else(flagged).or_else(|| self.usual.of(flag).map(|(value, _)| value))
    }

    /// The pools of nodes that are known, those that flags speak of as well.
    pub(super) fn pools(&self) -> Vec<&str> {
        let flagged = said(self.flags, "pools", |environment| self.usual.is_target(environment));
        let flagged = flagged.and_then(|pools| pools.as_object()).into_iter().flat_map(|pools| pools.keys());
        let mut pools: Vec<&str> = self.usual.pools();
        pools.extend(flagged.map(String::as_str));
        pools
    }

    /// A number that holds as things stand.
    pub(super) fn number(&self, flag: &str) -> Option<u16> {
        self.stands(flag)?.parse().ok()
    }

    /// The value that holds anyway, with its reason; it is not an answer, so that each environment
    /// keeps its own. `reason` is told where nobody says a value.
    pub(super) fn leave(&self, flag: &str, value: &str, reason: &str) -> Option<Offer> {
        let (shown, reason) = self.usual.of(flag).unwrap_or_else(|| (value.to_owned(), reason.to_owned()));
        Some(Offer { shown, reason, ..Offer::default() })
    }
}

/// What Enter answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offer {
    /// The answer; none leaves the question open.
    pub(super) texts: Vec<String>,
    /// What stands in the prompt for it.
    pub(super) shown: String,
    /// Why.
    pub(super) reason: String,
    /// Whether what is shown is only the beginning of an answer, which the person completes.
    pub(super) begun: bool,
}

impl Offer {
    /// A value.
    pub(super) fn value(value: &str, reason: &str) -> Option<Self> {
        let (shown, reason) = (value.to_owned(), reason.to_owned());
        Some(Self { texts: vec![value.to_owned()], shown, reason, begun: false })
    }

    /// Nothing.
    pub(super) fn none(reason: &str) -> Option<Self> {
        Some(Self { shown: "none".to_owned(), reason: reason.to_owned(), ..Self::default() })
    }

    /// What the folder says.
    pub(super) fn guess<T: ToString>(guess: Option<&Guess<T>>) -> Option<Self> {
        guess.and_then(|guess| Self::value(&guess.value.to_string(), &guess.reason))
    }

    /// The beginning of an answer.
    pub(super) fn begun(text: String, reason: &str) -> Option<Self> {
        Some(Self { shown: text, reason: reason.to_owned(), begun: true, ..Self::default() })
    }
}
