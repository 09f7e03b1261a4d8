//! Values as YAML text that every reader takes for the same value.

use std::fmt::Write as _;

use serde_json::Value;

use super::ambiguous::{is_ambiguous, looks_numeric};

/// A string as one YAML scalar: plain where that is certainly safe, else in double quotes.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Whether every YAML reader takes the bare text for the same string.
fn is_plain(text: &str) -> bool {
    if is_quantity(text) {
        return true;
    }
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let inside = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._/@:-+=".contains(&b));
    let reserved = matches!(text, "true" | "false" | "null") || is_ambiguous(text) || looks_numeric(text);
    starts && inside && !text.ends_with(':') && !reserved && text.len() <= 4096
}

/// `100m`, `64Mi`, `25%`: what Kubernetes users write bare, and no reader takes for a number.
fn is_quantity(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - unit.len();
    digits > 0 && matches!(unit, "m" | "Ki" | "Mi" | "Gi" | "Ti" | "s" | "%") && (digits == 1 || !text.starts_with('0'))
}

/// A string in double quotes, with the escapes that YAML shares with JSON.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => {
                let code = u32::from(c);
                let _ = if code <= 0xff { write!(out, "\\x{code:02x}") } else { write!(out, "\\u{code:04x}") };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text of several lines as a literal block (`|`) indented by `indent` spaces, or as a quoted
/// scalar where a block could not hold it exactly.
pub fn block(text: &str, indent: usize) -> String {
    let clean = |line: &str| !line.ends_with([' ', '\t']) && line.chars().all(|c| c == '\t' || !is_hidden(c));
    let body = text.strip_suffix('\n').unwrap_or(text);
    let fits = text.contains('\n')
        && !body.starts_with([' ', '\t', '\n'])
        && !body.ends_with('\n')
        && body.lines().count() > 0;
    if !fits || !body.split('\n').all(clean) || body.is_empty() {
        return scalar(text);
    }
    let mut out = String::from(if text.ends_with('\n') { "|" } else { "|-" });
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            let _ = write!(out, "{:indent$}{line}", "");
        }
    }
    out
}

/// Whether a character would not show as itself: what YAML 1.2 does not count as printable, what a
/// reader may take for a line end or a byte order mark, and direction marks, which would let the text
/// on screen lie.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Any value in flow style on one line: `{a: 1, b: [x, y]}`.
pub fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => flow_scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries: Vec<String> =
                map.iter().map(|(key, value)| format!("{}: {}", flow_scalar(key), inline(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// Inside flow collections a `:` may end a key, so such strings are quoted.
fn flow_scalar(text: &str) -> String {
    if text.contains([':', '=', '+']) { quoted(text) } else { scalar(text) }
}

/// Any value in block style, each line indented by `indent` spaces; scalars and empty collections
/// stay on one line. The text has no trailing line end.
pub(crate) fn document(value: &Value, indent: usize) -> String {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let lines: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("{:indent$}{}:{}", "", scalar(key), nested(value, indent)))
                .collect();
            lines.join("\n")
        }
        Value::Array(items) if !items.is_empty() => {
            let lines: Vec<String> = items
                .iter()
                .map(|item| {
                    let text = document(item, indent + 2);
                    format!("{:indent$}- {}", "", text.trim_start_matches(' '))
                })
                .collect();
            lines.join("\n")
        }
        Value::String(text) => block(text, indent),
        other => inline(other),
    }
}

fn nested(value: &Value, indent: usize) -> String {
    match value {
        Value::Object(map) if !map.is_empty() => format!("\n{}", document(value, indent + 2)),
        Value::Array(items) if !items.is_empty() => format!("\n{}", document(value, indent + 2)),
        Value::String(text) => format!(" {}", block(text, indent + 2)),
        other => format!(" {}", inline(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;
    use serde_json::json;

    const TRICKY: &[&str] = &[
        "",
        " ",
        "y",
        "no",
        "On",
        "~",
        "null",
        "true",
        "012",
        "0o17",
        "1_000",
        "1e3",
        ".5",
        "+1",
        "-",
        "- a",
        "? b",
        "a: b",
        "a #b",
        "#",
        "{{",
        "{%",
        "%",
        "@",
        "`",
        "---",
        "...",
        "'",
        "\"",
        "\\",
        "\t",
        "\n",
        "a\nb",
        "a\nb\n",
        "a\n\nb\n\n",
        " a\nb",
        "a \nb",
        "\r",
        "\0",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "🦀",
        "\u{202e}abc",
        "עברית",
        "12:30",
        "2026-01-01",
        "1.0",
        "100m",
        "010m",
        "64Mi",
        "25%",
        "key:",
        "http://x:80/",
        "[a",
        "a, b",
        "*x",
        "&x",
        "!x",
        "|",
        ">",
        "=",
        "<<",
    ];

    #[test]
    fn every_tricky_string_reads_back_exactly_in_every_position() {
        for text in TRICKY {
            let value = json!({"k": text, "l": [text, {"m": text}], (*text): {"n": text}});
            let written = [document(&value, 0), inline(&value), format!("k: {}\n", block(text, 2))];
            for yaml in &written[..2] {
                assert_eq!(parse("t", yaml).map(|node| node.to_value()), Ok(value.clone()), "{text:?} as\n{yaml}");
            }
            assert_eq!(
                parse("t", &written[2]).map(|node| node.to_value()),
                Ok(json!({"k": text})),
                "{text:?} as\n{}",
                written[2]
            );
        }
    }

    #[test]
    fn writes_what_people_write_bare() {
        for text in ["web", "ghcr.io/acme/web:1.4.2", "100m", "64Mi", "25%", "/readyz", "app.kubernetes.io/name"] {
            assert_eq!(scalar(text), text);
        }
    }
}
