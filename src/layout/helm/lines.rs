//! Parts as lines again: of a template, or of a values file.

use std::borrow::Cow;

use crate::yaml::scalar;

use super::part::{Body, Part};

/// How a line of a document's own text is written: escaped in a template, as it is elsewhere.
pub(super) type Escape = for<'l> fn(&'l str) -> Cow<'l, str>;

/// A line of a file that Helm does not render.
pub(super) fn plain(line: &str) -> Cow<'_, str> {
    line.into()
}

/// A line of a template, in which nothing of the document's own text is an action.
pub(super) fn escaped(line: &str) -> Cow<'_, str> {
    if line.contains("{{") { line.replace("{{", "{{ \"{{\" }}").into() } else { line.into() }
}

/// An entry of a map.
pub(super) fn entry(key: &str, part: &Part, indent: usize, escape: Escape) -> Vec<String> {
    let mut lines = head(&part.head, indent, escape);
    let key = scalar(key);
    let key = escape(&key);
    match &part.body {
        Body::Text(_, text) => lines.extend(text_lines(&format!("{key}:"), text, indent, escape)),
        Body::Map(_) => {
            lines.push(format!("{:indent$}{key}:", ""));
            lines.extend(map(part, indent + 2, escape));
        }
        Body::List(items) => {
            lines.push(format!("{:indent$}{key}:", ""));
            lines.extend(items.iter().flat_map(|part| item(part, indent + 2, escape)));
        }
        Body::Call(call) => {
            let call: Vec<String> = call.lines().map(str::to_owned).collect();
            lines.extend(text_lines(&format!("{key}:"), &call, indent, plain));
        }
        Body::Block(helper) => lines.push(block(helper, indent)),
    }
    lines
}

/// The entries of a map.
pub(super) fn map(part: &Part, indent: usize, escape: Escape) -> Vec<String> {
    part.entries().iter().flat_map(|(key, part)| entry(key, part, indent, escape)).collect()
}

/// An item of a list.
pub(super) fn item(part: &Part, indent: usize, escape: Escape) -> Vec<String> {
    let mut lines = head(&part.head, indent, escape);
    match &part.body {
        Body::Text(_, text) => lines.extend(text_lines("-", text, indent, escape)),
        Body::Map(_) => lines.extend(dashed(map(part, indent + 2, escape), indent)),
        Body::List(items) => {
            let inner = items.iter().flat_map(|part| item(part, indent + 2, escape)).collect();
            lines.extend(dashed(inner, indent));
        }
        Body::Call(call) => lines.push(format!("{:indent$}- {call}", "")),
        Body::Block(helper) => lines.push(block(helper, indent)),
    }
    lines
}

/// Lines that stand two spaces further in, with a dash before the first; one that is no entry has the
/// dash above it.
pub(super) fn dashed(mut lines: Vec<String>, indent: usize) -> Vec<String> {
    let is_entry = |line: &String| {
        let content = line.trim_start();
        line.len() - content.len() == indent + 2 && !content.starts_with('#') && !content.starts_with("{{-")
    };
    match lines.first_mut().filter(|line| is_entry(line)) {
        Some(first) => *first = format!("{:indent$}- {}", "", first.trim_start()),
        None => lines.insert(0, format!("{:indent$}-", "")),
    }
    lines
}

/// Comments above an entry.
pub(super) fn head(comments: &[String], indent: usize, escape: Escape) -> Vec<String> {
    comments.iter().map(|comment| format!("{:indent$}{}", "", escape(comment))).collect()
}

/// The line that puts what a helper makes into a map.
pub(super) fn block(helper: &str, indent: usize) -> String {
    format!("{:indent$}{{{{- include \"{helper}\" . | nindent {indent} }}}}", "")
}

fn text_lines(before: &str, text: &[String], indent: usize, escape: Escape) -> Vec<String> {
    let line = |(index, text): (usize, &String)| {
        let text = escape(text);
        match index {
            0 => format!("{:indent$}{before} {text}", ""),
            _ if text.is_empty() => String::new(),
            _ => format!("{:indent$}{text}", ""),
        }
    };
    text.iter().enumerate().map(line).collect()
}
