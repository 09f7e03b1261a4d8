//! The answers so far, and what they mean as flags.

use indexmap::IndexMap;

use crate::cli::args::Values;
use crate::cli::given::Given;
use crate::cli::keys::{Key, Shape};
use crate::preset::LayerKind;
use crate::problem::Problem;
use crate::spec::types::Name;

/// The answers so far: the texts that were given to each question, by its flag.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Answers {
    texts: IndexMap<&'static str, Vec<String>>,
}

impl Answers {
    /// Keeps the answer to a question; no text means that it is left open.
    pub(super) fn keep(&mut self, flag: &'static str, texts: Vec<String>) {
        self.texts.insert(flag, texts);
    }

    /// Forgets the answer to a question that no longer makes sense.
    pub(super) fn forget(&mut self, flag: &str) {
        self.texts.shift_remove(flag);
    }

    /// Whether a question was answered, with something or with nothing.
    pub(super) fn is_asked(&self, flag: &str) -> bool {
        self.texts.contains_key(flag)
    }

    /// Whether a question was answered with something.
    pub(super) fn is_given(&self, flag: &str) -> bool {
        self.texts.get(flag).is_some_and(|texts| !texts.is_empty())
    }

    /// The only text of an answer.
    pub(super) fn one(&self, flag: &str) -> Option<&str> {
        self.texts.get(flag).and_then(|texts| texts.first()).map(String::as_str)
    }

    /// All texts of an answer.
    pub(super) fn all(&self, flag: &str) -> &[String] {
        self.texts.get(flag).map_or(&[], Vec::as_slice)
    }

    /// What the answers give, beside what flags have given.
    ///
    /// # Errors
    /// Every answer that is not valid.
    pub(super) fn given(&self, flags: &Given) -> Result<Given, Vec<Problem>> {
        let mut given = flags.clone();
        let mut problems = Vec::new();
        for (flag, texts) in &self.texts {
            for text in texts {
                match meaning(flag, text) {
                    Ok(found) => given.assignments.extend(found.assignments),
                    Err(found) => problems.extend(found),
                }
            }
        }
        if problems.is_empty() { Ok(given) } else { Err(problems) }
    }
}

/// What one text means as an answer to one question.
///
/// # Errors
/// Why it is not valid.
pub(super) fn meaning(flag: &'static str, text: &str) -> Result<Given, Vec<Problem>> {
    let flags = match (flag, text) {
        ("name", text) => {
            return text.parse::<Name>().map(|_| Given::default()).map_err(|error| vec![Problem::new(error)]);
        }
        ("readiness" | "liveness", "grpc") => {
            let values = Values { assignments: vec![format!("health.{flag}={{\"grpc\": {{}}}}")], ..Values::default() };
            return read(&values);
        }
        ("reach", text) => reach(text)?,
        (flag, text) => vec![(flag, text.to_owned())],
    };
    read(&Values { flags, ..Values::default() })
}

fn read(values: &Values) -> Result<Given, Vec<Problem>> {
    let mut problems = Vec::new();
    let given = Given::read(values, &[], &mut problems);
    if problems.is_empty() { Ok(given) } else { Err(problems) }
}

/// `NAMESPACE/NAME` of a Gateway, or `ingress:CLASS`.
fn reach(text: &str) -> Result<Vec<(&'static str, String)>, Vec<Problem>> {
    if let Some(class) = text.strip_prefix("ingress:") {
        return Ok(vec![("ingress-class", class.to_owned())]);
    }
    match text.split_once('/') {
        Some((namespace, name)) => Ok(vec![("gateway", name.to_owned()), ("gateway-namespace", namespace.to_owned())]),
        None if text.is_empty() => Err(vec![Problem::new(
            "a host needs something that serves it: `NAMESPACE/NAME` of a Gateway, or `ingress:CLASS`",
        )]),
        None => Ok(vec![("gateway", text.to_owned())]),
    }
}

/// Whether a question's key was already given by a flag.
pub(super) fn is_flagged(flag: &str, given: &Given) -> bool {
    let paths: Vec<Vec<&str>> = match flag {
        "reach" => vec![vec!["gateway"], vec!["ingress"]],
        flag => Key::of_flag(flag).map(Key::parts).into_iter().collect(),
    };
    let many = Key::of_flag(flag).is_some_and(|key| matches!(key.shape, Shape::Entry | Shape::Item));
    let starts = |path: &Vec<&str>, keys: &[&str]| keys.starts_with(path);
    !many
        && given.assignments.iter().any(|(kind, assignment)| {
            *kind >= LayerKind::Variable && paths.iter().any(|path| starts(path, &assignment.keys()))
        })
}
