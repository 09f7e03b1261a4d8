//! Variables and files that configure the app, and the hash that rolls pods when they change.

use std::collections::BTreeMap;

use base64::Engine as _;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::preset::Sources;
use crate::spec::{Exception, Settings, join_key};

use super::literal::looks_secret;
use super::report::Report;

/// Variables and files of one environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    /// Variables.
    pub variables: BTreeMap<String, String>,
    /// Files.
    pub files: Vec<ConfigFile>,
}

/// A file for the container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfigFile {
    /// Its key in the ConfigMap.
    pub key: String,
    /// Its path in the container.
    pub path: String,
    /// The file beside the spec that it comes from.
    pub source: String,
    /// What it holds.
    pub content: Content,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// UTF-8 text.
    Text(String),
    /// Anything else, in base64.
    Binary(String),
}

/// The largest ConfigMap that the API takes, in bytes
/// (<https://kubernetes.io/docs/concepts/configuration/configmap/>).
const LARGEST: usize = 1 << 20;

/// Leaves room below the API's 253 characters.
const LONGEST_KEY: usize = 200;

impl Configuration {
    /// A hash of all that is in it, in 16 hexadecimal digits; none when it is empty.
    pub fn hash(&self) -> Option<String> {
        if self.is_empty() {
            return None;
        }
        let files: BTreeMap<&str, &Content> =
            self.files.iter().map(|file| (file.key.as_str(), &file.content)).collect();
        Some(hash_of(&(&self.variables, &files)))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.variables.is_empty() && self.files.is_empty()
    }
}

/// 16 hexadecimal digits that change with a value.
pub(super) fn hash_of(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("maps and lists of texts are JSON");
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn configuration(settings: &Settings, sources: &dyn Sources, report: &mut Report<'_>) -> Configuration {
    let variables: BTreeMap<String, String> = settings
        .config
        .iter()
        .flat_map(|config| config.iter())
        .map(|(name, value)| (name.to_string(), value.as_str().to_owned()))
        .collect();
    let mut files: Vec<ConfigFile> = Vec::new();
    for (path, source) in settings.config_files.iter().flat_map(|files| files.iter()) {
        let place = join_key(&["configFiles", path.as_str()]);
        let bytes = match sources.read(source.as_str()) {
            Ok(bytes) => bytes,
            Err(why) => {
                report.problem(
                    &place,
                    format!("`{source}` cannot be read: {why}"),
                    "the path is relative to the spec's folder",
                );
                continue;
            }
        };
        let content = match String::from_utf8(bytes) {
            Ok(text) => Content::Text(text),
            Err(error) => Content::Binary(base64::engine::general_purpose::STANDARD.encode(error.as_bytes())),
        };
        let taken = |key: &str| files.iter().any(|file| file.key == key);
        files.push(ConfigFile {
            key: file_key(path.as_str(), taken),
            path: path.to_string(),
            source: source.to_string(),
            content,
        });
    }
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
                format!(
                    "put it into a Secret and refer to it, `secrets: {{{name}: {{secret: ..., key: ..., env: false}}}}`; \
                     if it is none, say so: `exceptions: {{literal-secret: \"...\"}}`"
                ),
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
    Configuration { variables, files }
}

/// The file's own name where it is free and a key can be so called, else its whole path with dashes.
fn file_key(path: &str, taken: impl Fn(&str) -> bool) -> String {
    let valid = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' };
    let key = |text: &str| -> String {
        let text: String = text.chars().map(valid).collect();
        // No key may start with two dots or be longer.
        let text = if text.starts_with("..") { text.trim_start_matches('.') } else { &text };
        text[text.len().saturating_sub(LONGEST_KEY)..].to_owned()
    };
    let name = key(path.rsplit('/').next().unwrap_or_default());
    if !name.is_empty() && name != "." && !taken(&name) {
        return name;
    }
    let whole = key(path.trim_start_matches('/'));
    let whole = if whole.is_empty() || whole == "." { "file".to_owned() } else { whole };
    let numbered = |number: usize| if number == 0 { whole.clone() } else { format!("{whole}-{number}") };
    (0..).map(numbered).find(|key| !taken(key)).unwrap_or_default()
}
