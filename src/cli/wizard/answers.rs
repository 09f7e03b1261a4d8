//! The answers so far, and what they mean as flags.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::cli::given::{Assignment, Given};
use crate::cli::values::Values;
use crate::preset::LayerKind;
use crate::problem::Problem;
use crate::spec::Kind;
use crate::spec::types::Name;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// What was said; nothing leaves the question open.
    pub(super) texts: Vec<String>,
    /// Who said it.
    pub(super) by: By,
}

/// Who gave an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum By {
    /// The person.
    Person,
    /// The person, by taking the default: it follows the answers that it rests on.
    Default,
    /// The folder, without a question; the reason is shown.
    Folder(String),
}

/// The answers so far, by the question's flag.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Answers {
    answers: IndexMap<&'static str, Answer>,
    flagged: BTreeSet<&'static str>,
    /// The kind of workload, where a flag names it.
    kind: Option<String>,
    /// Whether pools of nodes are known.
    pools: bool,
}

impl Answers {
    /// No answer yet, beside the questions that flags have answered.
    pub(super) fn beside(flagged: BTreeSet<&'static str>, kind: Option<String>, pools: bool) -> Self {
        Self { answers: IndexMap::new(), flagged, kind, pools }
    }

    /// Whether there are pools of nodes to choose from.
    pub(super) fn knows_pools(&self) -> bool {
        self.pools
    }

    /// The kind of workload.
    fn kind(&self) -> Kind {
        let name = self.kind.as_deref().or_else(|| self.one("kind")).or_else(|| self.one("serving-kind"));
        Kind::ALL.into_iter().find(|kind| Some(kind.name()) == name).unwrap_or_default()
    }

    /// Whether the pods run to an end instead of serving.
    pub(super) fn ends(&self) -> bool {
        self.kind().ends()
    }

    /// Whether the clock starts it.
    pub(super) fn is_scheduled(&self) -> bool {
        self.kind() == Kind::CronJob
    }

    /// Whether the number of pods is a choice.
    pub(super) fn scales(&self) -> bool {
        self.kind().scales()
    }

    /// Whether others connect to the app.
    pub(super) fn serves(&self) -> bool {
        self.is_given("port") && !self.ends()
    }

    /// Whether nobody connects to it, so that only a command can tell whether it works.
    pub(super) fn works_alone(&self) -> bool {
        !self.serves() && !self.ends()
    }

    /// Keeps the answer to a question; no text means that it is left open.
    pub(super) fn keep(&mut self, flag: &'static str, texts: Vec<String>, by: By) {
        self.answers.insert(flag, Answer { texts, by });
    }

    /// Forgets the answer to a question that no longer makes sense.
    pub(super) fn forget(&mut self, flag: &str) {
        self.answers.shift_remove(flag);
    }

    /// Whether a flag has answered a question, so that it is never asked.
    pub(super) fn is_flagged(&self, flag: &str) -> bool {
        self.flagged.contains(flag)
    }

    /// Whether a question was answered with something, here or by a flag.
    pub(super) fn is_given(&self, flag: &str) -> bool {
        self.is_flagged(flag) || self.get(flag).is_some_and(|answer| !answer.texts.is_empty())
    }

    /// The answer to a question.
    pub(super) fn get(&self, flag: &str) -> Option<&Answer> {
        self.answers.get(flag)
    }

    /// The only text of an answer.
    pub(super) fn one(&self, flag: &str) -> Option<&str> {
        self.get(flag).and_then(|answer| answer.texts.first()).map(String::as_str)
    }

    /// What the answers give, beside what flags have given.
    ///
    /// # Errors
    /// Every answer that is not valid.
    pub(super) fn given(&self, flags: &Given) -> Result<Given, Vec<Problem>> {
        let mut given = flags.clone();
        let mut problems = Vec::new();
        for (flag, answer) in &self.answers {
            for text in &answer.texts {
                match meaning(flag, text) {
                    Ok(found) => {
                        given.assignments.extend(found.assignments);
                        given.layout = found.layout.or(given.layout);
                    }
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
    let set = |assignments: Vec<String>| read(&Values { assignments, ..Values::default() });
    let flags = match (flag, text) {
        ("name", text) => {
            return text.parse::<Name>().map(|_| Given::default()).map_err(|error| vec![Problem::new(error)]);
        }
        ("readiness" | "liveness", "grpc") => return set(vec![format!("health.{flag}={{\"grpc\": {{}}}}")]),
        ("check", text) => {
            let probe = serde_json::json!({"exec": command(text)?});
            return set(vec![format!("health.readiness={probe}"), format!("health.liveness={probe}")]);
        }
        ("no-probe", text) => vec![("exception", format!("no-probe={text}"))],
        ("layout", text) => return read(&Values { layout: Some(text.to_owned()), ..Values::default() }),
        ("reach", text) => reach(text),
        ("serving-kind", text) => vec![("kind", text.to_owned())],
        (flag, text) => vec![(flag, text.to_owned())],
    };
    read(&Values { flags, ..Values::default() })
}

fn read(values: &Values) -> Result<Given, Vec<Problem>> {
    let mut problems = Vec::new();
    let given = Given::read(values, &[], &mut problems);
    if problems.is_empty() { Ok(given) } else { Err(problems) }
}

/// Program and arguments: words, or a JSON list where a word is not plain.
fn command(text: &str) -> Result<Vec<String>, Vec<Problem>> {
    let problem = |message: String| {
        vec![Problem::new(message).hint("write it as a JSON list, such as `[\"sh\", \"-c\", \"test -e /tmp/ready\"]`")]
    };
    if text.starts_with('[') {
        return serde_json::from_str(text).map_err(|error| problem(format!("this is no list of texts: {error}")));
    }
    match text.chars().find(|c| "'\"\\|&;<>$`*".contains(*c)) {
        Some(special) => Err(problem(format!("there is no shell that would read the `{special}`"))),
        None => Ok(text.split_whitespace().map(str::to_owned).collect()),
    }
}

/// `NAMESPACE/NAME` of a Gateway, or `ingress:CLASS`.
fn reach(text: &str) -> Vec<(&'static str, String)> {
    match text.strip_prefix("ingress:") {
        Some(class) => vec![("ingress-class", class.to_owned())],
        None => vec![("gateway", text.to_owned())],
    }
}

/// Whether flags or variables have set a key, or a part of it, for all environments or for those that `counts`
/// names.
pub(super) fn sets(given: &Given, path: &str, counts: impl Fn(&str) -> bool) -> bool {
    let keys: Vec<&str> = path.split('.').collect();
    let part = |assignment: &Assignment| assignment.keys().starts_with(&keys);
    spoken(given, counts).any(|assignment| part(assignment) || value_at(assignment, &keys).is_some())
}

/// The value that flags or variables have set a key to.
pub(super) fn said<'a>(given: &'a Given, path: &str, counts: impl Fn(&str) -> bool) -> Option<&'a Value> {
    let keys: Vec<&str> = path.split('.').collect();
    spoken(given, counts).filter_map(|assignment| value_at(assignment, &keys)).last()
}

fn spoken(given: &Given, counts: impl Fn(&str) -> bool) -> impl Iterator<Item = &Assignment> {
    let said = given.assignments.iter().filter(|(kind, _)| *kind >= LayerKind::Variable);
    said.map(|(_, assignment)| assignment)
        .filter(move |assignment| assignment.environment.as_deref().is_none_or(&counts))
}

fn value_at<'a>(assignment: &'a Assignment, keys: &[&str]) -> Option<&'a Value> {
    let inside = keys.strip_prefix(assignment.keys().as_slice())?;
    inside.iter().try_fold(&assignment.value, |value, key| value.get(key))
}
