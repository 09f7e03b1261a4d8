//! What a person does to the files of a generation, told in `yours.txt` in a few words a line.
//!
//! - `edit FILE`, then the old and the new text, a line each, `\n` and `\t` for what they stand for: where the text stands once.
//! - `move FILE`, then a text and the text before which it goes.
//! - `add FILE`, then its text; `delete FILE`.
//! - `rename FILE TO`: gives it another path; `join FILE TO`: puts it below another file.
//! - `windows FILE`: gives it the line ends of Windows; `open-ended FILE`: takes its last line end away.
//!
//! A FILE without a folder is an object's own, or the chart's values; with one, it stands in the layout that has
//! it. What a layout's file does not have is not done there.

use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub(super) struct Edit {
    file: String,
    what: What,
}

#[derive(Debug)]
enum What {
    Replace(String, String),
    Move(String, String),
    Add(String),
    Delete,
    Rename(String),
    Join(String),
    Windows,
    OpenEnded,
}

impl Edit {
    pub(super) fn read(text: &str) -> Vec<Self> {
        let mut lines = text.lines().filter(|line| !line.is_empty());
        let mut edits = Vec::new();
        while let Some(line) = lines.next() {
            let (verb, mut file) = line.split_once(' ').unwrap_or_else(|| panic!("a verb and a file: {line}"));
            let mut text = || {
                lines.next().unwrap_or_else(|| panic!("a text below: {line}")).replace("\\n", "\n").replace("\\t", "\t")
            };
            let to = file.split_once(' ').map(|(from, to)| {
                file = from;
                to.to_owned()
            });
            let what = match verb {
                "rename" => What::Rename(to.unwrap_or_else(|| panic!("two files: {line}"))),
                "join" => What::Join(to.unwrap_or_else(|| panic!("two files: {line}"))),
                "edit" => What::Replace(text(), text()),
                "move" => What::Move(text(), text()),
                "add" => What::Add(text()),
                "delete" => What::Delete,
                "windows" => What::Windows,
                "open-ended" => What::OpenEnded,
                _ => panic!("no such edit: {line}"),
            };
            edits.push(Self { file: file.to_owned(), what });
        }
        edits
    }

    /// Does it where the layout has what it is about; whether it does.
    pub(super) fn apply(&self, root: &Path, layout: &str) -> bool {
        let path = place(&self.file, root, layout);
        let parent_is_there = path.parent().is_some_and(Path::is_dir);
        if let What::Add(text) = &self.what {
            if parent_is_there {
                fs::write(&path, text).expect("the file can be written");
            }
            return parent_is_there;
        }
        let Ok(before) = fs::read_to_string(&path) else { return false };
        let once = |text: &str| before.matches(text).count() == 1;
        let after = match &self.what {
            What::Replace(old, new) if once(old) => before.replace(old, new),
            What::Move(text, to) if once(text) && once(to) => {
                before.replace(text, "").replace(to, &format!("{text}{to}"))
            }
            What::Windows => before.replace('\n', "\r\n"),
            What::OpenEnded => before.trim_end().to_owned(),
            What::Rename(to) => {
                fs::rename(&path, place(to, root, layout)).expect("the file can be renamed");
                return true;
            }
            What::Join(to) => {
                let to = place(to, root, layout);
                let there = fs::read_to_string(&to).expect("the other file is there");
                fs::write(&to, format!("{there}---\n{before}")).expect("the file can be written");
                fs::remove_file(&path).expect("the file is there");
                return true;
            }
            What::Delete => {
                fs::remove_file(&path).expect("the file is there");
                return true;
            }
            _ => return false,
        };
        fs::write(&path, after).expect("the file can be written");
        true
    }
}

fn place(file: &str, root: &Path, layout: &str) -> PathBuf {
    let folder = match layout {
        _ if file.contains('/') => "",
        "plain" => "deploy/production",
        "kustomize" => "deploy/base",
        _ if file.starts_with("values") => "deploy/chart",
        _ => "deploy/chart/templates",
    };
    root.join(folder).join(file)
}
