//! A person from a script: the wizard with a fake terminal, in a folder of its own.

use std::collections::VecDeque;

use tempfile::TempDir;

use crate::cli::args::{Color, Common};
use crate::cli::draft::Draft;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::given::Given;
use crate::cli::prompt::Script;
use crate::cli::session::Session;
use crate::cli::values::Values;

use super::Wizard;
use super::guess::Guesses;

/// The shortest way through the basic questions.
pub(super) const BASICS: [(&str, &str); 9] = [
    ("Name of the app", "web"),
    ("Image, with its tag", "ghcr.io/acme/web:1.4.2"),
    ("Port that it listens on", ""),
    ("Readiness, an http path", "/readyz"),
    ("Liveness, an http path", "/livez"),
    ("Namespace", ""),
    ("Write the Namespace too", ""),
    ("Size of a pod in production", ""),
    ("Public host name in production", ""),
];

/// The choice that ends the summary.
pub(super) const WRITE: &str = "Write the files";

/// [`BASICS`] with other answers, and without the questions that a test takes away.
pub(super) fn basics(
    other: &[(&'static str, &'static str)],
    without: &[&'static str],
) -> Vec<(&'static str, &'static str)> {
    BASICS
        .into_iter()
        .filter(|(question, _)| !without.contains(question))
        .map(|(question, answer)| {
            other.iter().find(|(changed, _)| *changed == question).copied().unwrap_or((question, answer))
        })
        .collect()
}

/// A run of the wizard: what it starts from, and what the person answers.
pub(super) struct Trial {
    folder: TempDir,
    environments: Vec<&'static str>,
    values: Values,
    guesses: Guesses,
    steps: VecDeque<(&'static str, &'static str)>,
}

/// What came of it.
pub(super) struct Outcome {
    /// The draft, or why there is none.
    pub(super) result: Result<Draft, Failure>,
    /// Every question, in its order.
    pub(super) asked: Vec<String>,
    /// Everything that was told: reasons, objections, summaries, files.
    pub(super) told: String,
}

impl Trial {
    pub(super) fn new() -> Self {
        Self {
            folder: TempDir::new().expect("a temporary folder"),
            environments: vec!["development", "staging", "production"],
            values: Values::default(),
            guesses: Guesses::default(),
            steps: VecDeque::new(),
        }
    }

    /// With other environments.
    pub(super) fn environments(mut self, names: &[&'static str]) -> Self {
        self.environments = names.to_vec();
        self
    }

    /// With a flag on the command line.
    pub(super) fn flag(mut self, flag: &'static str, value: &str) -> Self {
        self.values.flags.push((flag, value.to_owned()));
        self
    }

    /// With `--set` on the command line.
    pub(super) fn set(mut self, assignment: &str) -> Self {
        self.values.assignments.push(assignment.to_owned());
        self
    }

    /// With an organisation's file in the folder.
    pub(super) fn organisation(mut self, text: &str) -> Self {
        self.values.organisation = Some("acme.yaml".to_owned());
        self.file("acme.yaml", text)
    }

    /// With what the folder says.
    pub(super) fn guesses(mut self, guesses: Guesses) -> Self {
        self.guesses = guesses;
        self
    }

    /// With a file in the folder.
    pub(super) fn file(self, path: &str, text: &str) -> Self {
        let path = self.folder.path().join(path);
        fs_err::create_dir_all(path.parent().expect("below the folder")).expect("folders can be made");
        fs_err::write(path, text).expect("the file can be written");
        self
    }

    /// Answers questions, each named; an empty answer is Enter, and of a list its default.
    pub(super) fn answers(mut self, steps: &[(&'static str, &'static str)]) -> Self {
        self.steps.extend(steps);
        self
    }

    /// Chooses in the summary.
    pub(super) fn now(self, choice: &'static str) -> Self {
        self.answers(&[("What now", choice)])
    }

    /// Runs the wizard; the folder must be empty of what it did not hold before.
    pub(super) fn run(self) -> Outcome {
        let before = files(self.folder.path());
        let directory = self.folder.path().to_owned();
        let session =
            Session::new(Common { directory, output: Format::Text, quiet: false, verbose: false, color: Color::Never });
        let mut problems = Vec::new();
        let given = Given::read(&self.values, &[], &mut problems);
        assert_eq!(problems, [], "the flags are valid");
        let names: Vec<String> = self.environments.iter().map(|name| (*name).to_owned()).collect();
        let mut script = Script::of(self.steps);
        let result = Wizard::new(&session, None, &names, &given).and_then(|mut wizard| {
            wizard.guesses = self.guesses;
            wizard.run(&mut script)
        });
        assert_eq!(files(self.folder.path()), before, "the wizard itself writes nothing");
        if result.is_ok() {
            assert!(script.steps.is_empty(), "these answers were never asked for: {:?}", script.steps);
        }
        Outcome { result, asked: script.asked, told: script.told }
    }
}

impl Outcome {
    /// The spec below its first lines, which are always the same.
    #[track_caller]
    pub(super) fn spec(&self) -> String {
        let text = self.result.as_ref().expect("the wizard came to its end").spec_text();
        let (_, below) = text.split_once("version: 1\nkubernetes: \"1.35\"\n").expect("every spec begins so");
        below.to_owned()
    }

    #[track_caller]
    pub(super) fn tells(self, part: &str) -> Self {
        assert!(self.told.contains(part), "`{part}` was told:\n{}", self.told);
        self
    }

    #[track_caller]
    pub(super) fn hides(self, part: &str) -> Self {
        assert!(!self.told.contains(part), "`{part}` was not told:\n{}", self.told);
        self
    }

    pub(super) fn was_asked(&self, question: &str) -> bool {
        self.asked.iter().any(|asked| asked == question)
    }
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs_err::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}
