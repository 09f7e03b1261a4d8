//! Conflicts, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::merge::{CommentNote, Conflict, Reasons};
use crate::yaml::{document, inline, scalar};

use super::text::{BOLD, CYAN, GREEN, RED, YELLOW, visible};

/// How many lines of a side are shown.
const LINES: usize = 12;

/// Where a conflict is, and what each side did.
pub(crate) fn conflict(file: &str, conflict: &Conflict) -> String {
    let cause = conflict.reasons.cause.as_ref().map_or_else(String::new, |cause| format!(" ({})", visible(cause)));
    format!("{}{}{cause}\n", place(file, conflict.line, &conflict.path), conflict.why)
}

/// A line of a file, and the path of what stands there where it has one.
fn place(file: &str, line: u64, path: &str) -> String {
    let what = if path.is_empty() { String::new() } else { format!("{}: ", visible(path)) };
    format!("{BOLD}{}:{line}{BOLD:#}: {what}", visible(file))
}

/// Every conflict of a file with its place and what each side says.
pub(crate) fn conflicts(file: &str, conflicts: &[Conflict]) -> String {
    let mut text = String::new();
    for conflict in conflicts {
        text.push_str(&format!("{YELLOW}conflict{YELLOW:#}: {}", self::conflict(file, conflict)));
        let Reasons { yours, new, .. } = &conflict.reasons;
        let sides = [
            ("base", &conflict.base, &None, RED),
            ("yours", &conflict.yours, yours, GREEN),
            ("new", &conflict.new, new, YELLOW),
        ];
        for (name, value, reason, style) in sides {
            let lines = shown(value.as_ref());
            let gap = if lines[0].is_empty() { "" } else { "  " };
            let reason =
                reason.as_ref().filter(|_| value.is_some()).map(|reason| format!("{gap}# {}", visible(reason)));
            let _ = writeln!(text, "  {style}{name:<6}{style:#}{}{}", lines[0], reason.unwrap_or_default());
            for line in &lines[1..] {
                let _ = writeln!(text, "        {line}");
            }
        }
    }
    text
}

/// Comments of upstream that do not come in, each with its place.
pub(crate) fn notes(file: &str, notes: &[CommentNote]) -> String {
    let mut text = String::new();
    for note in notes {
        let place = place(file, note.line, &note.path);
        let _ = writeln!(text, "{CYAN}note{CYAN:#}: {place}its comment is another one upstream; yours stays");
        for (name, comment, style) in [("yours", &note.yours, GREEN), ("new", &note.new, YELLOW)] {
            let lines = comment.lines().map(visible).collect::<Vec<_>>().join("\n        ");
            let _ = writeln!(text, "  {style}{name:<6}{style:#}{lines}");
        }
    }
    text
}

/// Such comments, as docs/json.md describes them.
pub(crate) fn notes_json(file: &str, notes: &[CommentNote]) -> Vec<Value> {
    let one = |note: &CommentNote| json!({"file": file, "line": note.line, "path": note.path, "yours": note.yours, "new": note.new});
    notes.iter().map(one).collect()
}

/// A value on one line where that is short, else as it stands in a file.
fn shown(value: Option<&Value>) -> Vec<String> {
    let Some(value) = value else { return vec!["-".to_owned()] };
    let short = value.as_str().map_or_else(|| inline(value), scalar);
    if short.len() <= 80 {
        return vec![visible(&short)];
    }
    let long = value.as_str().map_or_else(|| document(value, 0), str::to_owned);
    let all: Vec<String> = long.lines().map(visible).collect();
    let mut lines = vec![String::new()];
    lines.extend(all.iter().take(LINES).cloned());
    if all.len() > LINES {
        lines.push(format!("... {} more lines", all.len() - LINES));
    }
    lines
}

/// The conflicts of a file, as docs/json.md describes them.
pub(crate) fn conflicts_json(file: &str, conflicts: &[Conflict]) -> Vec<Value> {
    let one = |conflict: &Conflict| {
        json!({
            "file": file,
            "line": conflict.line,
            "path": conflict.path,
            "base": conflict.base,
            "yours": conflict.yours,
            "new": conflict.new,
            "why": conflict.why.to_string(),
            "reasons": {
                "yours": conflict.reasons.yours,
                "new": conflict.reasons.new,
                "cause": conflict.reasons.cause,
            },
        })
    };
    conflicts.iter().map(one).collect()
}
