//! The texts that are judged: of files, of folders, of stdin, and of what other tools and kubewright itself render.

use std::io::{Read as _, stdin};
use std::path::Path;

use crate::generate::{Request, generate, objects};
use crate::io::{Project, manifest_files, matching_files, read_text};
use crate::problem::{Place, Problem};
use crate::spec::Spec;

use super::super::failure::Failure;
use super::super::session::{Session, check_environments};
use super::judged::in_parallel;
use super::rendered::{self, is_chart, is_kustomization};

/// How stdin is named on the command line.
pub(super) const STDIN: &str = "-";
/// How it is shown.
const SHOWN_STDIN: &str = "stdin";
/// What makes a name a pattern.
const WILD: [char; 3] = ['*', '?', '['];

/// What can be read, as the next step for what cannot.
const READABLE: &str = "give a plain file of text in UTF-8 that you may read, or leave it out";

/// A text that is judged.
#[derive(Debug)]
pub(super) struct Text {
    /// The file, as it is shown.
    pub(super) file: String,
    /// What it holds, or why that is not known.
    pub(super) text: Result<String, Problem>,
    /// Where it comes from.
    pub(super) origin: Origin,
}

/// Where a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The file itself, which can be mended.
    Disk,
    /// Whoever pipes it.
    Pipe,
    /// A tool that makes it of the file, and of others.
    Rendered(&'static str),
}

/// What a word of the command line names.
enum Input<'a> {
    Stdin,
    Files(&'a str),
    Pattern(&'a str),
    Spec(&'a str),
    Kustomization(&'a str),
    Chart(&'a str),
}

impl<'a> Input<'a> {
    fn of(session: &Session, word: &'a str) -> Result<Self, Problem> {
        let path = session.project.path(word);
        if word == STDIN {
            Ok(Self::Stdin)
        } else if !path.exists() {
            if word.contains(WILD) { Ok(Self::Pattern(word)) } else { Err(no_such_path(word)) }
        } else if path.is_file() && path.file_name().is_some_and(|name| name == Project::SPEC) {
            Ok(Self::Spec(word))
        } else if path.is_dir() && is_chart(&path) {
            Ok(Self::Chart(word))
        } else if path.is_dir() && is_kustomization(&path) {
            Ok(Self::Kustomization(word))
        } else {
            Ok(Self::Files(word))
        }
    }
}

/// The texts of all that is named, each file once.
///
/// # Errors
/// Names that lead to nothing, specs that are wrong, tools that fail or are not there; and the disk.
pub(super) fn texts(session: &Session, words: &[String], environments: &[String]) -> Result<Vec<Text>, Failure> {
    let here = [".".to_owned()];
    let words = if words.is_empty() { &here } else { words };
    let mut problems = Vec::new();
    let inputs: Vec<Input<'_>> = words
        .iter()
        .filter_map(|word| Input::of(session, word).map_err(|problem| problems.push(problem)).ok())
        .collect();
    if !environments.is_empty() && !inputs.iter().any(|input| matches!(input, Input::Spec(_))) {
        let problem = Problem::new("only a spec has environments").at(Some(Place::new("--env", None)));
        problems.push(problem.hint("name the spec, such as kubewright.yaml, or the folder of the environment"));
    }
    let (mut files, mut texts) = (Vec::new(), Vec::new());
    for input in inputs {
        let made = match input {
            Input::Stdin => Ok(vec![piped()]),
            Input::Spec(word) => of_spec(session, word, environments),
            Input::Kustomization(word) => {
                rendered::kustomization(&session.shown(word)).map_err(|problem| vec![problem])
            }
            Input::Chart(word) => rendered::chart(&session.shown(word)).map_err(|problem| vec![problem]),
            Input::Files(word) => {
                files.extend(manifest_files(Path::new(&session.shown(word)))?);
                continue;
            }
            Input::Pattern(word) => match matching_files(&session.shown(word)) {
                Ok(found) if found.is_empty() => Err(vec![no_such_path(word)]),
                Ok(found) => {
                    files.extend(found);
                    continue;
                }
                Err(error) => Err(vec![error.problem()]),
            },
        };
        match made {
            Ok(made) => texts.extend(made),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Invalid(problems));
    }
    files.sort();
    files.dedup();
    let read = |file: &String| {
        let text = read_text(Path::new(file)).map_err(|error| error.problem().hint(READABLE));
        Text { file: file.clone(), text, origin: Origin::Disk }
    };
    let read = in_parallel(&files, |files| files.iter().map(read).collect::<Vec<Text>>());
    texts.extend(read.into_iter().flatten());
    Ok(texts)
}

fn piped() -> Text {
    let mut bytes = Vec::new();
    let read = stdin().lock().read_to_end(&mut bytes).map_err(|error| error.to_string());
    let text = read.and_then(|_| String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned()));
    Text {
        file: SHOWN_STDIN.to_owned(),
        text: text.map_err(|why| Problem::new(why).hint("pipe text in UTF-8")),
        origin: Origin::Pipe,
    }
}

/// What a spec gives in its environments, or in some of them, as plain files beside it.
fn of_spec(session: &Session, word: &str, environments: &[String]) -> Result<Vec<Text>, Vec<Problem>> {
    let shown = session.shown(word);
    let folder = Path::new(&shown).parent().unwrap_or(Path::new(""));
    let project = Project::new(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let invalid = |failure: Failure| match failure {
        Failure::Invalid(problems) | Failure::Bug(problems) => problems,
        Failure::Io(error) => vec![error.problem()],
        _ => Vec::new(),
    };
    let text = read_text(Path::new(&shown)).map_err(|error| vec![error.problem()])?;
    let spec = Spec::parse(&shown, &text)?;
    check_environments(&spec, environments).map_err(invalid)?;
    let all = spec.environment_names();
    let environments = if environments.is_empty() { &all } else { environments };
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    let generated = generate(&request, environments, &project).map_err(|error| invalid(error.into()))?;
    let files = objects(&generated).into_iter().map(|(path, text)| {
        let file = folder.join(path).to_string_lossy().replace('\\', "/");
        Text { file, text: Ok(text), origin: Origin::Rendered("kubewright") }
    });
    Ok(files.collect())
}

fn no_such_path(word: &str) -> Problem {
    let problem = Problem::new("there is no such file or folder").at(Some(Place::new(word, None)));
    problem.hint("name files, folders, or - for stdin")
}

pub(super) fn nothing_found(words: &[String]) -> Problem {
    let shown = if words.is_empty() { "the current folder".to_owned() } else { words.join(", ") };
    let problem = Problem::new(format!("there is no Kubernetes object in {shown}"));
    problem.hint("name the files or folders that hold manifests, or - for stdin")
}
