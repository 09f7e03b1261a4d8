//! Template text that reads values.

use serde_json::Value;

use crate::yaml::scalar;

use super::lines::escaped;
use super::part::{Body, Part};

/// What an environment says of a field of the base that it does not have.
pub(super) const LEFT_OUT: &str = "omit";

/// Values whose texts are written one by one, in quotes.
pub(super) const QUOTED: [&str; 6] =
    ["config", "configFiles", "configFilesBinary", "command", "args", "podAnnotations"];

/// Fields that take a number or a text.
pub(super) const EITHER: [&str; 2] = ["maxUnavailable", "maxSurge"];

/// How a template reads a value that may not be there.
#[derive(Debug, Clone)]
pub(super) struct Read {
    /// The expression.
    pub(super) text: String,
    /// The words that `dig` takes before its default.
    words: String,
}

impl Read {
    /// Reads a name; `is_there` says of a map of values whether it certainly is.
    pub(super) fn of(name: &[String], is_there: &dyn Fn(&[String]) -> bool) -> Self {
        let words: Vec<String> = name.iter().map(|word| quoted(word)).collect();
        let words = words.join(" ");
        let is_word = |word: &String| {
            word.starts_with(|c: char| c.is_ascii_alphabetic()) && word.chars().all(|c| c.is_ascii_alphanumeric())
        };
        if !name.iter().all(is_word) {
            return Self { text: format!("(dig {words} nil .Values.AsMap)"), words };
        }
        let mut text = String::from(".Values");
        for (index, word) in name.iter().enumerate() {
            if index > 0 && !is_there(&name[..index]) {
                text = format!("({text})");
            }
            text = format!("{text}.{word}");
        }
        Self { text, words }
    }

    /// The expression of the value, or of another one where it is not there.
    fn or(&self, usual: &Value) -> String {
        format!("dig {} {} .Values.AsMap", self.words, literal(usual))
    }
}

/// An entry whose value is read; it is left out where there is none, if it `may_lack` one.
pub(super) fn entry(
    key: &str,
    read: &Read,
    parts: &[&Part],
    may_lack: bool,
    head: Vec<String>,
    indent: usize,
) -> Vec<String> {
    let pad = " ".repeat(indent);
    let key = scalar(key);
    let key = escaped(&key);
    let values: Vec<Value> = parts.iter().map(|part| part.value()).collect();
    let holds = |value: &Value| match value {
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => !map.is_empty(),
        _ => false,
    };
    let collections = values.iter().all(|value| value.is_array() || value.is_object());
    let with = (may_lack || collections) && values.iter().all(holds);
    let open = match (with, may_lack) {
        (true, _) => Some(format!("{pad}{{{{- with {} }}}}", read.text)),
        (false, true) => Some(format!("{pad}{{{{- if not (kindIs \"invalid\" {}) }}}}", read.text)),
        (false, false) => None,
    };
    let read = if with { "." } else { read.text.as_str() };
    let mut lines = Vec::new();
    let is_guarded = open.is_some();
    lines.extend(open);
    lines.extend(head);
    if collections && QUOTED.contains(&key.as_ref()) {
        lines.push(format!("{pad}{key}:"));
        lines.push(format!("{pad}  {{{{- range {read} }}}}"));
        lines.push(format!("{pad}  - {{{{ . | quote }}}}"));
        lines.push(format!("{pad}  {{{{- end }}}}"));
    } else if collections {
        let inner = indent + 2;
        lines.push(format!("{pad}{key}:"));
        lines.push(format!("{:inner$}{{{{- toYaml {read} | nindent {inner} }}}}", ""));
    } else {
        let suffix = if EITHER.contains(&key.as_ref()) { " | toRawJson" } else { suffix(&values) };
        lines.push(format!("{pad}{key}: {{{{ {read}{suffix} }}}}"));
    }
    if is_guarded {
        lines.push(format!("{pad}{{{{- end }}}}"));
    }
    lines
}

/// An entry with one scalar in the base and others elsewhere.
pub(super) fn with_default(
    key: &str,
    read: &Read,
    base: &Part,
    all: &[&Part],
    left_out: bool,
    head: Vec<String>,
    indent: usize,
) -> Vec<String> {
    let pad = " ".repeat(indent);
    let values: Vec<Value> = all.iter().map(|part| part.value()).collect();
    let line = format!("{pad}{}: {{{{ {}{} }}}}", escaped(&scalar(key)), read.or(&base.value()), suffix(&values));
    let mut lines = head;
    lines.push(line);
    if left_out {
        lines.insert(0, format!("{pad}{{{{- if ne ({} | toString) \"{LEFT_OUT}\" }}}}", read.text));
        lines.push(format!("{pad}{{{{- end }}}}"));
    }
    lines
}

/// The usual lines of an entry, which others replace or leave out.
pub(super) fn replaced(
    key: &str,
    read: &Read,
    others: &[&Part],
    left_out: bool,
    usual: Vec<String>,
    indent: usize,
) -> Vec<String> {
    let pad = " ".repeat(indent);
    let kept = format!("ne ({} | toString) \"{LEFT_OUT}\"", read.text);
    if others.is_empty() {
        return match left_out {
            true => guarded(&format!("if {kept}"), usual, indent),
            false => usual,
        };
    }
    let is_list = others.iter().all(|part| matches!(part.body, Body::List(_)) || part.value().is_array());
    let kind = if is_list {
        format!("if kindIs \"slice\" {}", read.text)
    } else {
        format!("if not (kindIs \"invalid\" {})", read.text)
    };
    let inner = indent + 2;
    let open = format!("{pad}{}:", escaped(&scalar(key)));
    let other = format!("{:inner$}{{{{- toYaml {} | nindent {inner} }}}}", "", read.text);
    match usual.iter().position(|line| *line == open) {
        // One key above what is one or the other.
        Some(at) if !left_out => {
            let mut lines = usual;
            let below = lines.split_off(at + 1);
            let either = [other, format!("{:inner$}{{{{- else }}}}", "")].into_iter().chain(below).collect();
            lines.extend(guarded(&kind, either, inner));
            lines
        }
        _ => {
            let word = if left_out { format!("else if {kept}") } else { "else".to_owned() };
            let either = [open, other, format!("{pad}{{{{- {word} }}}}")].into_iter().chain(usual).collect();
            guarded(&kind, either, indent)
        }
    }
}

/// Lines between an action and its end.
pub(super) fn guarded(action: &str, lines: Vec<String>, indent: usize) -> Vec<String> {
    let open = format!("{:indent$}{{{{- {action} }}}}", "");
    [open].into_iter().chain(lines).chain([format!("{:indent$}{{{{- end }}}}", "")]).collect()
}

/// How a value of these kinds is written so that it stays what it is.
fn suffix(values: &[Value]) -> &'static str {
    if values.iter().all(Value::is_string) {
        " | quote"
    } else if values.iter().all(is_integer) {
        " | int64"
    } else if values.iter().all(Value::is_boolean) {
        ""
    } else {
        " | toRawJson"
    }
}

fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}

/// Whether any is a whole number: what `null` takes back would be 0, where a text is nothing.
pub(super) fn has_integers(parts: &[&Part]) -> bool {
    parts.iter().any(|part| is_integer(&part.value()))
}

/// A scalar as a template writes it.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// A text as a template writes it, in the escapes of Go.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if crate::yaml::is_hidden(c) => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
