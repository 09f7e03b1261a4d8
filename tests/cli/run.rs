//! One run of the program, and all that is expected of it.

use std::env;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::project::{Project, Snapshot};

/// What is expected of an output; what is not expected must be empty.
#[derive(Default)]
enum Expected {
    #[default]
    Nothing,
    Text(String),
    Parts(Vec<String>),
}

/// How a run ended, where nothing is expected of it yet.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A run that has not happened yet.
#[must_use = "a run happens at `code` or `success`"]
pub(crate) struct Run {
    project: Project,
    command: Command,
    stdout: Expected,
    stderr: Expected,
    before: Option<Snapshot>,
}

impl Run {
    /// Without a terminal, without colour, and without the variables of whoever runs the tests.
    pub(crate) fn new<'a>(project: Project, words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubewright"));
        command.args(words).current_dir(project.root()).stdin(Stdio::null()).env("NO_COLOR", "1");
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KUBEWRIGHT_")) {
            command.env_remove(name);
        }
        Self { project, command, stdout: Expected::Nothing, stderr: Expected::Nothing, before: None }
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// The whole of stdout.
    pub(crate) fn stdout(mut self, text: impl Into<String>) -> Self {
        self.stdout = Expected::Text(text.into());
        self
    }

    pub(crate) fn stdout_contains(mut self, part: &str) -> Self {
        self.stdout = self.stdout.and(part);
        self
    }

    /// The whole of stderr.
    pub(crate) fn stderr_is(mut self, text: impl Into<String>) -> Self {
        self.stderr = Expected::Text(text.into());
        self
    }

    pub(crate) fn stderr_contains(mut self, part: &str) -> Self {
        self.stderr = self.stderr.and(part);
        self
    }

    /// No file is written, renewed or removed.
    pub(crate) fn writes_nothing(mut self) -> Self {
        self.before = Some(self.project.snapshot());
        self
    }

    #[track_caller]
    pub(crate) fn success(self) -> Project {
        self.code(0)
    }

    /// Runs the program.
    #[track_caller]
    pub(crate) fn code(mut self, code: i32) -> Project {
        let output = self.finish(code);
        self.stdout.check("stdout", &output.stdout, &seen(&output));
        self.project
    }

    /// Runs the program, which must succeed, and hands over its stdout.
    #[track_caller]
    pub(crate) fn text(mut self) -> (Project, String) {
        let output = self.finish(0);
        (self.project, String::from_utf8(output.stdout).expect("stdout is text"))
    }

    /// Runs the program, and says how it ended.
    pub(crate) fn outcome(mut self) -> (Project, Outcome) {
        let output = self.command.output().expect("the program starts");
        self.check_disk(&seen(&output));
        let text = |bytes| String::from_utf8(bytes).expect("the program prints text");
        let outcome = Outcome { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
        (self.project, outcome)
    }

    /// Runs the program, and hands over the JSON on its stdout.
    #[track_caller]
    pub(crate) fn json(mut self, code: i32) -> (Project, Value) {
        let output = self.finish(code);
        let value = serde_json::from_slice(&output.stdout).ok();
        assert!(value.is_some(), "stdout is JSON\n{}", seen(&output));
        (self.project, value.unwrap_or_default())
    }

    /// Checks everything but stdout.
    #[track_caller]
    fn finish(&mut self, code: i32) -> Output {
        let output = self.command.output().expect("the program starts");
        let seen = seen(&output);
        assert_eq!(output.status.code(), Some(code), "exit code\n{seen}");
        self.stderr.check("stderr", &output.stderr, &seen);
        self.check_disk(&seen);
        output
    }

    #[track_caller]
    fn check_disk(&self, seen: &str) {
        let Some(before) = &self.before else { return };
        let after = self.project.snapshot();
        let paths = before.keys().chain(after.keys());
        let changed: Vec<&String> = paths.filter(|path| before.get(*path) != after.get(*path)).collect();
        assert!(changed.is_empty(), "nothing is written: {changed:?}\n{seen}");
    }
}

impl Expected {
    fn and(self, part: &str) -> Self {
        let mut parts = if let Self::Parts(parts) = self { parts } else { Vec::new() };
        parts.push(part.to_owned());
        Self::Parts(parts)
    }

    #[track_caller]
    fn check(&self, name: &str, bytes: &[u8], seen: &str) {
        let text = String::from_utf8_lossy(bytes);
        match self {
            Self::Nothing => assert_eq!(text, "", "{name} is empty"),
            Self::Text(expected) => assert_eq!(text, *expected, "{name}"),
            Self::Parts(parts) => {
                for part in parts {
                    assert!(text.contains(part), "{name} holds `{part}`\n{seen}");
                }
            }
        }
    }
}

fn seen(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    format!("--- {}\n--- stdout\n{out}--- stderr\n{err}---", output.status)
}
