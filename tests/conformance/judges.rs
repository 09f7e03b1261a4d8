//! The judges of single objects: Kubernetes' strict schemas, and the models of custom resources.

use std::process::Command;

use serde::Deserialize;
use serde_json::{Value, json};

use super::cases::Rendering;
use super::command::output;
use super::tools::Tools;

/// The Kubernetes minors that kubewright writes for.
pub(crate) const MINORS: [&str; 5] = ["1.33", "1.34", "1.35", "1.36", "1.37"];

/// Gives its verdicts on each subject.
pub(crate) type Judge = fn(&[Subject<'_>]) -> Result<Vec<Vec<Verdict>>, String>;

/// An object to be judged, and where it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) case: &'a str,
    pub(crate) env: &'a str,
    /// The oldest minor that must accept it.
    pub(crate) target: &'a str,
    pub(crate) object: &'a Value,
}

impl<'a> Subject<'a> {
    /// Every object of some renderings.
    pub(crate) fn of(renderings: &'a [Rendering]) -> Vec<Self> {
        let subjects = |Rendering { case, env, target, objects, .. }: &'a Rendering| {
            objects.iter().map(move |object| Subject { case, env, target, object })
        };
        renderings.iter().flat_map(subjects).collect()
    }
}

/// What one judge says of one subject.
#[derive(Debug, Deserialize)]
pub(crate) struct Verdict {
    /// The index of the subject.
    subject: usize,
    /// A Kubernetes minor, or the package of a model.
    pub(crate) judge: String,
    /// Every problem; `None` when the judge knows no such kind of object.
    pub(crate) problems: Option<Vec<String>>,
}

impl Verdict {
    /// Whether the object is known and has no problem.
    pub(crate) fn accepts(&self) -> bool {
        self.problems.as_ref().is_some_and(Vec::is_empty)
    }

    /// Whether the verdict is that of a minor older than the subject is meant for.
    pub(crate) fn is_below_target(&self, subject: &Subject<'_>) -> bool {
        let minor = |version: &str| version.split_once('.').and_then(|(_, minor)| minor.parse::<u32>().ok());
        minor(&self.judge) < minor(subject.target)
    }

    /// The verdict as one line for each problem.
    pub(crate) fn report(&self, subject: &Subject<'_>) -> String {
        let what = format!("{} {}: {}, judged by {}", subject.case, subject.env, title(subject.object), self.judge);
        match &self.problems {
            None => format!("{what}: unknown kind of object"),
            Some(problems) => {
                problems.iter().map(|problem| format!("{what}: {problem}")).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// The verdicts on each subject, those of all minors together.
pub(crate) fn strict_schemas(subjects: &[Subject<'_>]) -> Result<Vec<Vec<Verdict>>, String> {
    verdicts(Tools::installed()?.python("schemas.py").args(MINORS), subjects, MINORS.len())
}

/// The verdict on each subject of the model of its kind.
pub(crate) fn custom_resources(subjects: &[Subject<'_>]) -> Result<Vec<Vec<Verdict>>, String> {
    verdicts(&mut Tools::installed()?.node("custom_resources.mjs"), subjects, 1)
}

/// The name of an object in a report.
pub(crate) fn title(object: &Value) -> String {
    ["/apiVersion", "/kind", "/metadata/name"]
        .map(|path| object.pointer(path).and_then(Value::as_str).unwrap_or("?"))
        .join(" ")
}

/// What a judge prints of some subjects, `each` times of every one.
pub(crate) fn verdicts(
    judge: &mut Command,
    subjects: &[Subject<'_>],
    each: usize,
) -> Result<Vec<Vec<Verdict>>, String> {
    let line = |Subject { case, env, object, .. }: &Subject<'_>| {
        json!({"case": case, "env": env, "object": object}).to_string() + "\n"
    };
    let printed = output(judge, &subjects.iter().map(line).collect::<String>())?;
    let mut verdicts: Vec<Vec<Verdict>> = subjects.iter().map(|_| Vec::new()).collect();
    for line in printed.lines() {
        let verdict: Verdict =
            serde_json::from_str(line).map_err(|error| format!("{judge:?} printed `{line}`: {error}"))?;
        verdicts
            .get_mut(verdict.subject)
            .ok_or_else(|| format!("{judge:?} judged what it was not given"))?
            .push(verdict);
    }
    // A judge that stays silent must not pass for one that accepts.
    if verdicts.iter().any(|of_one| of_one.len() != each) {
        return Err(format!("{judge:?} did not judge every object {each} times"));
    }
    Ok(verdicts)
}
