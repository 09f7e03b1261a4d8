//! A text made to read as another value, line by line: what need not change keeps its bytes.

use std::ops::Range;

use serde_json::{Map, Value, json};

use crate::problem::Position;

use super::lines::{content_end, is_flow, place};
use super::node::{Node, NodeValue};
use super::read::parse;
use super::write::document;

/// Whether two items of the list at a path are the same one; none where the list is replaced whole.
pub type SameItem<'a> = dyn Fn(&[&str], &Value, &Value) -> Option<bool> + 'a;

/// The text of a block-style document, changed so that it reads as `wanted`.
///
/// Comments, order, quotes and indentation stay where nothing changes. A value that is replaced loses
/// the comment above it, which spoke of the old one; `mark` is the comment that stands above what is
/// replaced or new. Where the lines cannot be told apart (flow style, anchors), the smallest part that
/// can is written anew.
pub fn rewrite(text: &str, wanted: &Value, same: &SameItem<'_>, mark: &str) -> String {
    let node = parse("", text).ok();
    let attempt = |deep: bool| {
        let node = node.as_ref()?;
        let (NodeValue::Map(entries), Value::Object(wanted_map)) = (&node.value, wanted) else { return None };
        let mut rewriter = Rewriter { lines: text.lines().collect(), same, mark, deep, edits: Vec::new() };
        let end = rewriter.lines.len();
        rewriter.map(entries, wanted_map, end, &mut Vec::new()).then(|| rewriter.applied())
    };
    let reads = |text: &String| parse("", text).is_ok_and(|node| node.to_value() == *wanted);
    [true, false].into_iter().filter_map(attempt).find(reads).unwrap_or_else(|| document(wanted, 0) + "\n")
}

struct Rewriter<'a> {
    lines: Vec<&'a str>,
    same: &'a SameItem<'a>,
    mark: &'a str,
    /// Whether the values of the top level are changed inside, and not only as a whole.
    deep: bool,
    /// Lines to replace, in the order of the text; those that are inserted at one place, innermost first.
    edits: Vec<(Range<usize>, Vec<String>)>,
}

impl<'a> Rewriter<'a> {
    fn applied(mut self) -> String {
        let mut lines: Vec<String> = self.lines.iter().map(|line| (*line).to_owned()).collect();
        self.edits.sort_by_key(|(range, _)| range.start);
        for (range, new) in self.edits.into_iter().rev() {
            lines.splice(range, new);
        }
        lines.join("\n") + "\n"
    }

    /// Changes the entries of a map whose lines end before `end`; false where it must be written anew.
    fn map(
        &mut self,
        entries: &[(String, Option<Position>, Node)],
        wanted: &Map<String, Value>,
        end: usize,
        path: &mut Vec<String>,
    ) -> bool {
        let mut starts = Vec::new();
        for (_, at, _) in entries {
            let Some((line, column)) = place(*at) else { return false };
            starts.push((line, column));
        }
        let column = starts.first().map_or(0, |(_, column)| *column);
        let apart = starts.windows(2).all(|pair| pair[0].0 < pair[1].0) && starts.iter().all(|(_, at)| *at == column);
        let survives = |(key, ..): &(String, _, _)| wanted.contains_key(key);
        if !apart || !entries.iter().any(survives) {
            return false;
        }
        let mut last = 0;
        for (index, (key, _, node)) in entries.iter().enumerate() {
            let (start, _) = starts[index];
            let next = starts.get(index + 1).map_or(end, |(line, _)| *line);
            let body = start..content_end(&self.lines, start, next, column);
            last = body.end;
            let Some(before) = self.before(start, column) else { return false };
            let on_dash = !before.trim().is_empty();
            let head = if on_dash { start } else { self.head(start, column) };
            path.push(key.clone());
            let done = match wanted.get(key) {
                None if on_dash => false,
                None => {
                    self.edits.push((head..body.end, Vec::new()));
                    true
                }
                Some(value) => {
                    let made = self.value(node, value, body.end, path);
                    if !made {
                        let before = if on_dash { before } else { "" };
                        let new = self.marked(&document(&json!({ key: value }), column), before, column);
                        self.edits.push((head..body.end, new));
                    }
                    true
                }
            };
            path.pop();
            if !done {
                return false;
            }
        }
        let known = |key: &str| entries.iter().any(|(name, ..)| name == key);
        let new: Map<String, Value> =
            wanted.iter().filter(|(key, _)| !known(key)).map(|(key, value)| (key.clone(), value.clone())).collect();
        if !new.is_empty() {
            let new = self.marked(&document(&new.into(), column), "", column);
            self.edits.push((last..last, new));
        }
        true
    }

    /// Changes a value in its lines; false where its entry must be written anew.
    fn value(&mut self, node: &Node, wanted: &Value, end: usize, path: &mut Vec<String>) -> bool {
        if node.to_value() == *wanted {
            return true;
        }
        if is_flow(&self.lines, node) || !self.deep {
            return false;
        }
        let edits = self.edits.len();
        let done = match (&node.value, wanted) {
            (NodeValue::Map(entries), Value::Object(wanted)) if !wanted.is_empty() => {
                self.map(entries, wanted, end, path)
            }
            (NodeValue::List(items), Value::Array(wanted)) if !wanted.is_empty() => self.list(items, wanted, end, path),
            _ => false,
        };
        if !done {
            self.edits.truncate(edits);
        }
        done
    }

    /// Changes the items of a list; false where it must be written anew.
    fn list(&mut self, items: &[Node], wanted: &[Value], end: usize, path: &mut Vec<String>) -> bool {
        let Some(matches) = self.matches(items, wanted, path) else { return false };
        let mut starts = Vec::new();
        let mut column = 0;
        for (index, item) in items.iter().enumerate() {
            let Some((line, at)) = place(item.position) else { return false };
            let before = self.before(line, at).unwrap_or_default();
            let dash = before.trim_end().len().wrapping_sub(1);
            if before.trim() != "-" || index > 0 && dash != column {
                return false;
            }
            column = dash;
            starts.push(line);
        }
        let mut last = 0;
        for (index, (item, found)) in items.iter().zip(&matches).enumerate() {
            let next = starts.get(index + 1).copied().unwrap_or(end);
            let body = starts[index]..content_end(&self.lines, starts[index], next, column);
            last = body.end;
            let Some(found) = found else {
                self.edits.push((self.head(body.start, column)..body.end, Vec::new()));
                continue;
            };
            path.push(index.to_string());
            if !self.value(item, &wanted[*found], body.end, path) {
                let new = self.marked(&document(&json!([wanted[*found]]), column), "", column);
                self.edits.push((self.head(body.start, column)..body.end, new));
            }
            path.pop();
        }
        let new = &wanted[matches.iter().flatten().count()..];
        if !new.is_empty() {
            let new = self.marked(&document(&new.to_vec().into(), column), "", column);
            self.edits.push((last..last, new));
        }
        true
    }

    /// For each item the wanted one that it becomes. None where some are the same in another order,
    /// where none stays, or where a new one stands before an old one.
    fn matches(&self, items: &[Node], wanted: &[Value], path: &[String]) -> Option<Vec<Option<usize>>> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let mut next = 0;
        let mut matches = Vec::new();
        for item in items {
            let value = item.to_value();
            let is_same = |wanted: &Value| (self.same)(&path, &value, wanted);
            let found = wanted.get(next).map(is_same);
            match found {
                None => matches.push(None),
                Some(same) => {
                    let same = same?;
                    matches.push(same.then_some(next));
                    next += usize::from(same);
                }
            }
        }
        let fresh = |value: &Value| !items.iter().any(|item| (self.same)(&path, &item.to_value(), value) == Some(true));
        (next > 0 && wanted[next..].iter().all(fresh)).then_some(matches)
    }

    /// Lines with the mark above them; `before` is what the first line starts with.
    fn marked(&self, text: &str, before: &str, column: usize) -> Vec<String> {
        let indent = if before.is_empty() { column } else { before.len() - before.trim_start().len() };
        let mut lines = vec![format!("{:indent$}# {}", "", self.mark)];
        lines.extend(text.lines().map(str::to_owned));
        if !before.is_empty() {
            lines[1] = format!("{before}{}", lines[1].trim_start());
        }
        lines
    }

    /// The first of the comment lines that stand directly above a line, at its indentation.
    fn head(&self, start: usize, column: usize) -> usize {
        let is_comment =
            |line: &&str| line.trim_start().starts_with('#') && line.len() - line.trim_start().len() == column;
        start - self.lines[..start].iter().rev().take_while(|line| is_comment(line)).count()
    }

    /// What stands in a line before a column, which is counted in characters.
    fn before(&self, line: usize, column: usize) -> Option<&'a str> {
        let line: &'a str = self.lines.get(line)?;
        let end = line.char_indices().map(|(index, _)| index).chain([line.len()]).nth(column)?;
        line.get(..end)
    }
}

#[cfg(test)]
mod tests;
