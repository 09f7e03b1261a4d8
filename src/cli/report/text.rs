//! Reports for people.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use similar::TextDiff;

use crate::manifest::Effect;
use crate::merge::{Action, FilePlan, Plan};
use crate::problem::Problem;
use crate::yaml::is_hidden;

use super::conflicts::{conflicts, notes};

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const RED: Style = AnsiColor::Red.on_default();
pub(super) const GREEN: Style = AnsiColor::Green.on_default();
pub(super) const YELLOW: Style = AnsiColor::Yellow.on_default();
pub(super) const CYAN: Style = AnsiColor::Cyan.on_default();

/// Every problem, and that nothing was written.
pub(crate) fn problems(problems: &[Problem]) -> String {
    let mut text = listed("error", RED, problems);
    if problems.len() > 1 {
        let _ = writeln!(text, "{RED}error{RED:#}: {} problems, nothing was written", problems.len());
    }
    text
}

/// Every warning.
pub(crate) fn warnings(warnings: &[Problem]) -> String {
    listed("warning", YELLOW, warnings)
}

fn listed(level: &str, style: Style, problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        let place = problem
            .place
            .as_ref()
            .map(|place| format!("{BOLD}{}{BOLD:#}: ", visible(&place.to_string())))
            .unwrap_or_default();
        let _ = writeln!(text, "{style}{level}{style:#}: {place}{}", visible(&problem.message));
        if let Some(hint) = &problem.hint {
            let _ = writeln!(text, "  {CYAN}hint{CYAN:#}: {}", visible(hint));
        }
    }
    text
}

/// A text in which nothing hides from the screen or moves on it.
pub(super) fn visible(text: &str) -> String {
    text.chars().fold(String::new(), |mut shown, c| {
        if is_hidden(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
        shown
    })
}

/// What a plan does, a line a file; files that stay as they are only when `all` is wanted.
pub(crate) fn plan(plan: &Plan, all: bool) -> String {
    let mut text = String::new();
    for file in &plan.files {
        let quiet = matches!(file.action, Action::Unchanged | Action::KeepEdited);
        let says = !(file.conflicts.is_empty() && file.notes.is_empty() && file.deleted.is_empty());
        if all || !quiet || says {
            line(&mut text, file);
        }
    }
    text
}

/// What is said also where little is wanted: the files that needed a change that was not made, the conflicts, and the
/// edited files that are deleted.
pub(crate) fn urgent(plan: &Plan) -> String {
    let mut text = String::new();
    for file in &plan.files {
        let loses_edits = file.action == Action::Delete && file.is_edited();
        if file.action.is_left() || loses_edits || !file.conflicts.is_empty() {
            line(&mut text, file);
        }
    }
    text
}

fn line(text: &mut String, file: &FilePlan) {
    let style = match file.action {
        Action::Create => GREEN,
        Action::Update | Action::Merge | Action::Move => CYAN,
        Action::Delete => RED,
        action if action.is_left() => YELLOW,
        _ => DIM,
    };
    let effect = file.effect.map(|effect| effect.to_string());
    let from = file.from.as_ref().map(|from| format!("from {from}"));
    let note = from.iter().chain(&effect).map(String::as_str).chain(file.why()).collect::<Vec<_>>().join(": ");
    let loud = if matches!(file.effect, Some(Effect::Breaking(_))) { RED } else { DIM };
    let note = if note.is_empty() { note } else { format!("  {loud}{note}{loud:#}") };
    let line = if let Action::LeftMarked(line) = file.action { format!(":{line}") } else { String::new() };
    let _ = writeln!(text, "  {style}{:<9}{style:#} {}{line}{note}", file.action.to_string(), file.path);
    for object in &file.deleted {
        let _ = writeln!(text, "            {DIM}{object} stays deleted{DIM:#}");
    }
    text.push_str(&conflicts(&file.path, &file.conflicts));
    text.push_str(&notes(&file.path, &file.notes));
}

/// The changed lines of every file that is written or was left alone, as a unified diff.
pub(crate) fn diff(plan: &Plan) -> String {
    let mut text = String::new();
    for file in plan.files.iter().filter(|file| file.action.writes() || file.action.is_left()) {
        // What a file that is left alone needs is what changed since its last generation.
        let (old, new) = if file.action.is_left() {
            (file.base.as_ref().or(file.yours.as_ref()), &file.new)
        } else {
            (file.yours.as_ref(), &file.text)
        };
        let (old, new) = (old.map_or("", String::as_str), new.as_deref().unwrap_or_default());
        text.push_str(&file_diff(file.from.as_ref().unwrap_or(&file.path), &file.path, old, new));
    }
    text
}

/// The changed lines of one file, which may have had another name, as a unified diff.
pub(crate) fn file_diff(from: &str, path: &str, old: &str, new: &str) -> String {
    diff_of((&format!("a/{from}"), old), (&format!("b/{path}"), new))
}

/// The changed lines between two texts, each with what it is called.
pub(crate) fn diff_of(old: (&str, &str), new: (&str, &str)) -> String {
    let diff = TextDiff::from_lines(old.1, new.1);
    diff.unified_diff().header(old.0, new.0).to_string().lines().fold(String::new(), |mut text, line| {
        let style = match line.as_bytes().first() {
            Some(b'+') => GREEN,
            Some(b'-') => RED,
            Some(b'@') => CYAN,
            _ => Style::new(),
        };
        let _ = writeln!(text, "{style}{line}{style:#}");
        text
    })
}
