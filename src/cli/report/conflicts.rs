//! Conflicts, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::merge::Conflict;
use crate::yaml::{document, inline, scalar};

use super::text::{BOLD, GREEN, RED, YELLOW, visible};

/// How many lines of a side are shown.
const LINES: usize = 12;

/// Every conflict of a file with its place and what each side says.
pub(crate) fn conflicts(file: &str, conflicts: &[Conflict]) -> String {
    let mut text = String::new();
    for conflict in conflicts {
        let what = if conflict.path.is_empty() { String::new() } else { format!("{}: ", visible(&conflict.path)) };
        let place = format!("{BOLD}{}:{}{BOLD:#}", visible(file), conflict.line);
        let _ = writeln!(text, "{YELLOW}conflict{YELLOW:#}: {place}: {what}{}", conflict.why);
        let sides = [("base", &conflict.base, RED), ("yours", &conflict.yours, GREEN), ("new", &conflict.new, YELLOW)];
        for (name, value, style) in sides {
            let lines = shown(value.as_ref());
            let _ = writeln!(text, "  {style}{name:<6}{style:#}{}", lines[0]);
            for line in &lines[1..] {
                let _ = writeln!(text, "        {line}");
            }
        }
    }
    text
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
        })
    };
    conflicts.iter().map(one).collect()
}
