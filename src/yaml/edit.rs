//! Edits of a YAML text that leave every other byte alone.

use std::ops::Range;
use std::str::FromStr;

use serde_json::{Value, json};
use thiserror::Error;
use yaml_edit::{Document, Mapping, MappingEntry, SyntaxKind, TextPosition, YamlFile, YamlNode, lex};

use super::line_ends::{LineEnds, plain};
use super::node::{Node, NodeValue};
use super::read::parse;
use super::splice::{comments_end, differs_only_in, line_end, with_lines, with_rest};
use super::write::{inline, scalar};

/// Why a text was not edited; the text itself is then as it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    /// The text is not one readable YAML document.
    #[error("not editable: {0}")]
    Unreadable(String),
    /// The edit could reach what an anchor or an alias shares with another place.
    #[error("line {line}: an anchor or an alias stands in the way; write its values out, or edit by hand")]
    Anchors {
        /// The line of the anchor or alias, from 1.
        line: u64,
    },
    /// A key of the path cannot hold keys.
    #[error("{} is not a map; remove it or make it one, then repeat the edit", name(path))]
    NotAMap {
        /// The keys up to the value that is not a map, joined by dots; empty for the document.
        path: String,
    },
    /// The path has no keys.
    #[error("no key to edit; name at least one")]
    EmptyPath,
    /// The edited text would not read as intended, or something else in it would have changed.
    #[error("`{path}` cannot be edited without touching something else; edit it by hand")]
    Unfaithful {
        /// The keys of the path, joined by dots.
        path: String,
    },
}

fn name(path: &str) -> String {
    if path.is_empty() { "the document".to_owned() } else { format!("`{path}`") }
}

/// Sets the value below a path of keys, making missing maps on the way and replacing what stands there.
///
/// A key that is already there keeps its place, the comment on its line and, for a string, its
/// quotes; a new key goes to the end of its map. A null or an empty map on the way counts as missing.
///
/// # Errors
/// Whatever keeps the text from being edited without touching anything else; see [`EditError`].
pub fn set_value(text: &str, path: &[&str], value: &Value) -> Result<String, EditError> {
    let old = read(text)?;
    let mut wanted = old.clone();
    wanted.put(path, Node::from_value(value.clone()));
    edit(text, path, &old, &wanted.to_value(), |file, spot| {
        let (key, rest) = path[spot.depth..].split_first()?;
        let nested = rest.iter().rev().fold(value.clone(), |inner, key| json!({ *key: inner }));
        let is_flow = spot.map.as_ref().is_some_and(Mapping::is_flow_style);
        let written = if is_flow { inline(&nested) } else { lines(&nested, 0) };
        match (&spot.map, &spot.entry) {
            (_, Some(entry)) => {
                let written = if nested.is_string() { quoted_like(entry, written) } else { written };
                let touched = entry.key_node()?.byte_range().end as usize..span(entry.byte_range()).end;
                let line_end = line_end(text, &touched);
                entry.set_value(Document::from_str(&written).ok()?, is_flow);
                let new = LineEnds::of(text).apply(&plain(&file.to_string()));
                Some((vec![with_rest(text, &new, line_end, line_end), new], touched))
            }
            (Some(map), None) if !is_flow => {
                // yaml-edit puts the entry above the comments of the map, and loses the line break before some.
                let (map, column) = (span(map.byte_range()), map.detect_indentation_level());
                let entry = lines(&json!({ *key: nested }), column);
                let ends = [comments_end(text, line_end(text, &map), column), map.end];
                Some((ends.map(|at| with_lines(text, at, &entry)).to_vec(), text.len()..text.len()))
            }
            (map, None) => {
                let (key, written) = (inline(&Value::from(*key)), Document::from_str(&written).ok()?);
                let key = Document::from_str(&key).ok()?;
                match map {
                    Some(map) => map.set(key, written),
                    None => _ = file.ensure_document().set(key, written),
                }
                Some((vec![file.to_string()], text.len()..text.len()))
            }
        }
    })
}

/// Removes the entry below a path of keys; a text without it stays as it is.
///
/// A map that loses its last entry is written `{}`, as nothing would mean null.
///
/// # Errors
/// Whatever keeps the text from being edited without touching anything else; see [`EditError`].
pub fn remove_value(text: &str, path: &[&str]) -> Result<String, EditError> {
    let old = read(text)?;
    let mut wanted = old.to_value();
    if let Some((last, parents)) = path.split_last()
        && let Some(Value::Object(map)) = parents.iter().try_fold(&mut wanted, |map, key| map.get_mut(*key))
    {
        map.shift_remove(*last);
    }
    edit(text, path, &old, &wanted, |file, spot| {
        let (map, entry) = (spot.map.as_ref()?, spot.entry.as_ref()?);
        let (range, column) = (span(entry.byte_range()), map.detect_indentation_level());
        let is_flow = map.is_flow_style();
        map.remove(entry.key_node()?)?;
        let new = LineEnds::of(text).apply(&plain(&file.to_string()));
        let end = line_end(text, &range);
        if is_flow {
            return Some((vec![with_rest(text, &new, end, end), new], range));
        }
        let rest = comments_end(text, end, column + 1);
        // Blank lines below a removed entry would join a `|+` block scalar above it.
        let blank = text[rest..].split_inclusive('\n').take_while(|line| line.trim().is_empty());
        let after_blank = rest + blank.map(str::len).sum::<usize>();
        let [first, second] = [rest, after_blank].map(|rest| with_rest(text, &new, end, rest));
        Some((vec![first, second, new], range.start..range.end.max(after_blank)))
    })
}

/// Reads the text as the rest of the crate does.
fn read(text: &str) -> Result<Node, EditError> {
    parse("", text).map_err(|problems| {
        let texts = problems.into_iter().map(|problem| {
            let line = problem.place.as_ref().and_then(|place| place.position).map(|at| format!("line {}: ", at.line));
            line.unwrap_or_default() + &problem.at(None).to_string()
        });
        EditError::Unreadable(texts.collect::<Vec<_>>().join("; "))
    })
}

/// Where an edit goes: an entry of a map, or a map that has no such entry, or a document without a map.
struct Spot {
    map: Option<Mapping>,
    entry: Option<MappingEntry>,
    /// How many keys of the path lead to the map.
    depth: usize,
}

/// The first of the texts an edit makes that reads as wanted and differs from the old one in the
/// touched bytes alone.
fn edit(
    text: &str,
    path: &[&str],
    old: &Node,
    wanted: &Value,
    make: impl FnOnce(&YamlFile, &Spot) -> Option<(Vec<String>, Range<usize>)>,
) -> Result<String, EditError> {
    if path.is_empty() {
        return Err(EditError::EmptyPath);
    }
    if same(&old.to_value(), wanted) {
        return Ok(text.to_owned());
    }
    let file = YamlFile::parse(text).to_result().map_err(|error| EditError::Unreadable(error.to_string()))?;
    let made = find(text, &file, old, path)?.and_then(|spot| make(&file, &spot));
    let faithful = made.and_then(|(candidates, touched)| {
        let mut candidates = candidates.into_iter().map(|new| LineEnds::of(text).apply(&plain(&new)));
        candidates.find(|new| {
            let reads = read(new).is_ok_and(|node| same(&node.to_value(), wanted));
            reads && differs_only_in(text, new, &touched)
        })
    });
    faithful.ok_or_else(|| EditError::Unfaithful { path: path.join(".") })
}

/// Whether two values are equal, the order of keys included.
fn same(a: &Value, b: &Value) -> bool {
    let [a, b] = [a, b].map(Value::to_string);
    a == b
}

/// Follows the path as far as there are entries with something in them.
fn find(text: &str, file: &YamlFile, root: &Node, path: &[&str]) -> Result<Option<Spot>, EditError> {
    let mut map = file.document().and_then(|document| document.as_mapping());
    let mut node = root;
    for (depth, key) in path.iter().enumerate() {
        if !matches!(node.value, NodeValue::Map(_) | NodeValue::Null) {
            return Err(EditError::NotAMap { path: path[..depth].join(".") });
        }
        let index = node.entries().iter().position(|(name, _, _)| name == key);
        let Some(here) = &map else {
            return Ok((depth == 0 && index.is_none()).then_some(Spot { map, entry: None, depth }));
        };
        // Both readers list the entries in the order of the text.
        let Some(index) = index else { return Ok(Some(Spot { map, entry: None, depth })) };
        let Some(entry) = here.entries().nth(index) else { return Ok(None) };
        node = &node.entries()[index].2;
        let Range { start, end } = span(entry.byte_range());
        let is_empty = matches!(&node.value, NodeValue::Map(entries) if entries.is_empty());
        if depth + 1 == path.len() || is_empty || node.value == NodeValue::Null {
            refuse_anchors(text, start..end)?;
            return Ok(Some(Spot { map, entry: Some(entry), depth }));
        }
        map = match entry.value_node() {
            Some(YamlNode::Mapping(map)) => Some(map),
            Some(YamlNode::TaggedNode(tagged)) => tagged.as_mapping(),
            _ => None,
        };
        refuse_anchors(text, start..map.as_ref().map_or(end, |map| map.byte_range().start as usize))?;
    }
    Ok(None)
}

fn span(position: TextPosition) -> Range<usize> {
    position.start as usize..position.end as usize
}

fn refuse_anchors(text: &str, range: Range<usize>) -> Result<(), EditError> {
    let mut offset = 0;
    for (kind, token) in lex(text) {
        let shares = matches!(kind, SyntaxKind::ANCHOR | SyntaxKind::REFERENCE | SyntaxKind::MERGE_KEY);
        if shares && range.contains(&offset) {
            return Err(EditError::Anchors { line: line(text, offset) });
        }
        offset += token.len();
    }
    Ok(())
}

fn line(text: &str, offset: usize) -> u64 {
    text.bytes().take(offset).fold(1, |line, byte| line + u64::from(byte == b'\n'))
}

/// A scalar in the quotes of the scalar it replaces.
fn quoted_like(entry: &MappingEntry, written: String) -> String {
    let old = entry.value_node().map(|node| node.to_string()).unwrap_or_default();
    match old.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        Some(quote) if !written.starts_with('"') => format!("{quote}{written}{quote}"),
        _ => written,
    }
}

/// A value in block style, each line indented by `indent` spaces, every string on one line.
pub(super) fn lines(value: &Value, indent: usize) -> String {
    let entry = |(key, value): (&String, &Value)| {
        let below = lines(value, indent + 2);
        // Only what has lines of its own is indented.
        let gap = if below.starts_with(' ') { '\n' } else { ' ' };
        format!("{:indent$}{}:{gap}{below}", "", inline(&Value::from(key.as_str())))
    };
    let item = |item| format!("{:indent$}- {}", "", lines(item, indent + 2).trim_start());
    match value {
        Value::Object(map) if !map.is_empty() => map.iter().map(entry).collect::<Vec<_>>().join("\n"),
        Value::Array(items) if !items.is_empty() => items.iter().map(item).collect::<Vec<_>>().join("\n"),
        Value::String(text) => scalar(text),
        other => inline(other),
    }
}

#[cfg(test)]
mod documents;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
