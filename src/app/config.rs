//! Variables and files that configure the app.

use std::collections::BTreeMap;

use crate::preset::Sources;
use crate::spec::{Exception, Settings, join_key};

use super::files::{ConfigFile, ConfigFolder, Content, files};
use super::literal::{looks_secret, or_excused};
use super::report::Report;
use super::runtime::Derived;

/// Variables and files of one environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    /// Variables.
    pub variables: BTreeMap<String, String>,
    /// Files, those of folders included.
    pub files: Vec<ConfigFile>,
    /// Folders that hold files of their own and nothing else.
    pub folders: Vec<ConfigFolder>,
    /// Variables that follow from the limits, or would.
    pub derived: Vec<Derived>,
}

/// The largest ConfigMap that the API takes, in bytes
/// (<https://kubernetes.io/docs/concepts/configuration/configmap/>).
const LARGEST: usize = 1 << 20;

impl Configuration {
    /// Why a variable has its value, line by line, where it follows from the limits.
    pub fn reason(&self, variable: &str) -> Vec<String> {
        let derived = self.derived.iter().filter(|one| one.variable == variable);
        derived.flat_map(|one| one.formula.lines().map(str::to_owned)).collect()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.variables.is_empty() && self.files.is_empty()
    }
}

/// Variables and files; `taken` are the names of the other volumes.
pub(super) fn configuration(
    settings: &Settings,
    sources: &dyn Sources,
    taken: &dyn Fn(&str) -> bool,
    report: &mut Report<'_>,
) -> Configuration {
    let variables: BTreeMap<String, String> = settings
        .config
        .iter()
        .flat_map(|config| config.iter())
        .map(|(name, value)| (name.to_string(), value.as_str().to_owned()))
        .collect();
    let (files, folders) = files(settings, sources, taken, report);
    let variable_bytes: usize = variables.iter().map(|(name, value)| name.len() + value.len()).sum();
    let file_bytes: usize = files
        .iter()
        .map(|file| match &file.content {
            Content::Text(text) | Content::Binary(text) => file.key.len() + text.len(),
        })
        .sum();
    for (key, bytes) in [("config", variable_bytes), ("configFiles", file_bytes)] {
        if bytes > LARGEST {
            report.problem(
                key,
                format!("`{key}` holds {bytes} bytes; a ConfigMap holds at most {LARGEST}"),
                "put large files into the image or a volume",
            );
        }
    }
    for (name, value) in &variables {
        if let Some(why) = looks_secret(name, value).filter(|_| !settings.excuses(Exception::LiteralSecret)) {
            report.problem(
                &join_key(&["config", name]),
                format!("`config.{name}` looks like a secret: {why}"),
                or_excused(format_args!(
                    "put it into a Secret and refer to it, `secrets: {{{name}: {{secret: ..., key: ..., env: false}}}}`"
                )),
            );
        }
        if value.contains('\0') {
            report.problem(
                &join_key(&["config", name]),
                format!("`config.{name}` holds a NUL character, which no environment variable can"),
                "put such data into a file",
            );
        }
    }
    Configuration { variables, files, folders, derived: Vec::new() }
}
