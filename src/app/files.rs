//! Files and folders beside the spec that become files of the container.

use base64::Engine as _;
use serde::Serialize;

use crate::preset::Sources;
use crate::spec::{Exception, Settings, join_key};

use super::literal::{or_excused, secret_file};
use super::report::Report;
use super::storage::object_key;

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
    /// Whether it comes with its whole folder.
    pub in_folder: bool,
}

impl ConfigFile {
    /// Its name in the container.
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
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

/// A folder of the container that holds the files of one beside the spec and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConfigFolder {
    /// Name of the volume.
    pub volume: String,
    /// Path in the container.
    pub path: String,
    /// Its files, in the order of their names.
    pub items: Vec<FolderItem>,
}

/// A file of such a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FolderItem {
    /// Its key in the ConfigMap.
    pub key: String,
    /// Its name in the folder.
    pub name: String,
}

/// What a file must be to be one for the container.
const UNREADABLE: &str = "the path is relative to the spec's folder and stays inside it; a ConfigMap holds plain files, \
                          1 MiB together: put larger ones into the image or a volume";

/// Leaves room below the API's 253 characters.
const LONGEST_KEY: usize = 200;

/// Every file that the spec names, and every folder; `taken` are the names of the other volumes.
pub(super) fn files(
    settings: &Settings,
    sources: &dyn Sources,
    taken: &dyn Fn(&str) -> bool,
    report: &mut Report<'_>,
) -> (Vec<ConfigFile>, Vec<ConfigFolder>) {
    let excused = settings.excuses(Exception::LiteralSecret);
    let mut reader = Reader { sources, excused, files: Vec::new() };
    let mut folders: Vec<ConfigFolder> = Vec::new();
    for (path, source) in settings.config_files.iter().flat_map(|files| files.iter()) {
        let stated = join_key(&["configFiles", path.as_str()]);
        let before = reader.files.len();
        let mut problem = |(message, hint): (String, String)| report.problem(&stated, message, hint);
        match sources.list(source.as_str()) {
            Ok(None) => problems(reader.file(path.as_str(), source.as_str(), false), &mut problem),
            Ok(Some(names)) => {
                problems(reader.folder(path.as_str(), source.as_str(), &names), &mut problem);
                let taken = |name: &str| taken(name) || folders.iter().any(|folder| folder.volume == name);
                let volume = object_key(&format!("config{path}"), 50, taken);
                let items = reader.files[before..].iter().map(FolderItem::of).collect();
                folders.push(ConfigFolder { volume, path: path.to_string(), items });
            }
            Err(why) => problem(unreadable(source.as_str(), &why)),
        }
        for file in reader.files[before..].iter().filter(|file| !file.name().chars().all(is_of_key)) {
            let message =
                format!("no key of a ConfigMap can be called `{}`, so it is `{}` there", file.name(), file.key);
            let hint =
                "the container sees the name as it is; letters, digits, `-`, `_` and `.` alone make both the same";
            report.warning(&stated, message, hint);
        }
    }
    (reader.files, folders)
}

/// A message and its hint.
type Complaint = (String, String);

fn problems(found: Vec<Complaint>, problem: &mut dyn FnMut(Complaint)) {
    found.into_iter().for_each(problem);
}

/// Reads files, each under a key of its own.
struct Reader<'a> {
    sources: &'a dyn Sources,
    /// Whether what looks like a secret is none.
    excused: bool,
    files: Vec<ConfigFile>,
}

impl Reader<'_> {
    /// Reads the files of a folder; one inside of it has no place in a ConfigMap.
    fn folder(&mut self, path: &str, source: &str, names: &[String]) -> Vec<Complaint> {
        if names.is_empty() {
            let hint = "put one into it; hidden files are left out";
            return vec![(format!("the folder `{source}` holds no file"), hint.to_owned())];
        }
        let mut problems = Vec::new();
        for name in names {
            let below = format!("{source}/{name}");
            match self.sources.list(&below) {
                Ok(None) => problems.extend(self.file(&format!("{path}/{name}"), &below, true)),
                Ok(Some(_)) => problems.push((
                    format!("`{below}` is a folder, and a ConfigMap holds files only"),
                    format!("move its files up, or give it a path of its own that is not below `{path}`"),
                )),
                Err(why) => problems.push(unreadable(&below, &why)),
            }
        }
        problems
    }

    fn file(&mut self, path: &str, source: &str, in_folder: bool) -> Vec<Complaint> {
        let content = match self.sources.read(source).map(String::from_utf8) {
            Ok(Ok(text)) => Content::Text(text),
            Ok(Err(error)) => Content::Binary(base64::engine::general_purpose::STANDARD.encode(error.as_bytes())),
            Err(why) => return vec![unreadable(source, &why)],
        };
        let text = if let Content::Text(text) = &content { text } else { "" };
        let secret = [source, path].into_iter().find_map(|path| secret_file(path, text)).filter(|_| !self.excused);
        let problem = |why| {
            let hint = "put it into a Secret and mount that, `secrets: {NAME: {secret: ..., key: ..., env: false}}`";
            (format!("`{source}` at `{path}` looks like a secret: {why}"), or_excused(hint))
        };
        let problems = secret.map(problem).into_iter().collect();
        let key = file_key(path, |key| self.files.iter().any(|file| file.key == key));
        self.files.push(ConfigFile { key, path: path.to_owned(), source: source.to_owned(), content, in_folder });
        problems
    }
}

impl FolderItem {
    fn of(file: &ConfigFile) -> Self {
        Self { key: file.key.clone(), name: file.name().to_owned() }
    }
}

fn unreadable(source: &str, why: &str) -> Complaint {
    (format!("`{source}` cannot be read: {why}"), UNREADABLE.to_owned())
}

/// Whether a key of a ConfigMap may have a character.
fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

/// The file's own name where it is free and a key can be so called, else its whole path with dashes.
fn file_key(path: &str, taken: impl Fn(&str) -> bool) -> String {
    let key = |text: &str| -> String {
        let words: Vec<&str> = text.split(|c| !is_of_key(c)).filter(|word| !word.is_empty()).collect();
        let text = words.join("-");
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
