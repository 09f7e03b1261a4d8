//! The text of an object taken apart: every entry with the comments above it and the lines it is written in.

use serde_json::Value;

use crate::manifest::Document;
use crate::problem::Position;
use crate::yaml::{self, Node, NodeValue, content_end, is_flow, place};

/// A value, and how it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// The comments above it, without their indentation.
    pub(super) head: Vec<String>,
    /// What it holds.
    pub(super) body: Body,
}

/// What a [`Part`] holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    /// A value in its own lines; the first stands behind the key, and the others are indented from it.
    Text(Value, Vec<String>),
    /// A map in block style.
    Map(Vec<(String, Part)>),
    /// A list in block style.
    List(Vec<Part>),
    /// What the chart's own helpers make: a template in place of a value, in one or more lines.
    Call(String),
    /// Entries that a helper makes, in a map.
    Block(String),
}

impl Part {
    /// The parts of an object. Text that cannot be taken apart line by line is written anew.
    pub(super) fn of(document: &Document) -> Self {
        let reads = |part: &Self| {
            let lines = super::lines::map(part, 0, super::lines::plain);
            // The same lines say the same; reading them again takes as long as all else together.
            if lines.iter().flat_map(|line| line.lines()).eq(document.text.lines()) {
                return true;
            }
            let text = lines.join("\n");
            yaml::parse("", &text).is_ok_and(|node| node.to_value() == document.value)
        };
        let parts = Reader::root(&document.text, &document.node);
        parts.filter(reads).unwrap_or_else(|| Self::of_value(&document.value))
    }

    /// The parts of a value that no text holds.
    pub(super) fn of_value(value: &Value) -> Self {
        let body = match value {
            Value::Object(map) if !map.is_empty() => {
                Body::Map(map.iter().map(|(key, value)| (key.clone(), Self::of_value(value))).collect())
            }
            Value::Array(items) if !items.is_empty() => Body::List(items.iter().map(Self::of_value).collect()),
            Value::String(text) => {
                let block = yaml::block(text, 2);
                Body::Text(value.clone(), block.lines().map(str::to_owned).collect())
            }
            other => Body::Text(other.clone(), vec![yaml::inline(other)]),
        };
        Self { head: Vec::new(), body }
    }

    /// The plain value; what a helper makes is a text that nothing else can be.
    pub(super) fn value(&self) -> Value {
        match &self.body {
            Body::Text(value, _) => value.clone(),
            Body::Map(entries) => entries.iter().map(|(key, part)| (key.clone(), part.value())).collect(),
            Body::List(items) => items.iter().map(Self::value).collect(),
            Body::Call(call) | Body::Block(call) => Value::String(format!("\0{call}")),
        }
    }

    /// Whether another one says the same, however both are written.
    pub(super) fn says(&self, other: &Self) -> bool {
        match (&self.body, &other.body) {
            (Body::Text(one, _), Body::Text(other, _)) => one == other,
            (Body::Map(one), Body::Map(two)) => {
                one.len() == two.len()
                    && one.iter().all(|(key, part)| other.get(key).is_some_and(|other| part.says(other)))
            }
            (Body::List(one), Body::List(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(one, other)| one.says(other))
            }
            (Body::Call(one) | Body::Block(one), Body::Call(other) | Body::Block(other)) => one == other,
            _ => self.value() == other.value(),
        }
    }

    /// The part below a path of keys.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |part, key| part.get(key))
    }

    /// The part under a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, part)| part)
    }

    /// The part below a path of keys, to be changed.
    pub(super) fn get_mut(&mut self, path: &[&str]) -> Option<&mut Self> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        let Body::Map(entries) = &mut self.body else { return None };
        entries.iter_mut().find(|(name, _)| name == first)?.1.get_mut(rest)
    }

    /// The entries of a map; none for anything else.
    pub(super) fn entries(&self) -> &[(String, Self)] {
        if let Body::Map(entries) = &self.body { entries } else { &[] }
    }

    /// The items of a list; none for anything else.
    pub(super) fn items(&self) -> &[Self] {
        if let Body::List(items) = &self.body { items } else { &[] }
    }

    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        if let Body::Text(Value::String(text), _) = &self.body { Some(text) } else { None }
    }

    /// Whether a helper makes any of it.
    pub(super) fn calls(&self) -> bool {
        match &self.body {
            Body::Text(..) => false,
            Body::Map(entries) => entries.iter().any(|(_, part)| part.calls()),
            Body::List(items) => items.iter().any(Self::calls),
            Body::Call(_) | Body::Block(_) => true,
        }
    }

    /// Whether helpers make all of it.
    pub(super) fn calls_alone(&self) -> bool {
        match &self.body {
            Body::Text(..) => false,
            Body::Map(entries) => entries.iter().all(|(_, part)| part.calls_alone()),
            Body::List(items) => items.iter().all(Self::calls_alone),
            Body::Call(_) | Body::Block(_) => true,
        }
    }
}

/// Reads parts from the lines of a text with the places of its values.
struct Reader<'a> {
    lines: Vec<&'a str>,
}

type Entry = (String, Option<Position>, Node);

impl Reader<'_> {
    fn root(text: &str, node: &Node) -> Option<Part> {
        let reader = Reader { lines: text.lines().collect() };
        let end = reader.lines.len();
        Some(Part { head: Vec::new(), body: reader.map(node.entries(), 0, end)? })
    }

    /// A map whose entries stand from line `from` on, before `end`.
    fn map(&self, entries: &[Entry], from: usize, end: usize) -> Option<Body> {
        let mut starts = Vec::new();
        for (_, at, _) in entries {
            starts.push(place(*at)?);
        }
        let column = starts.first()?.1;
        if starts.iter().any(|(_, at)| *at != column) || starts.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            return None;
        }
        let mut parts = Vec::new();
        let mut above = from;
        for (index, (key, _, node)) in entries.iter().enumerate() {
            let start = starts[index].0;
            let next = starts.get(index + 1).map_or(end, |(line, _)| *line);
            let content_end = content_end(&self.lines, start, next, column);
            let head = self.comments(above.min(start), start);
            let body = self.value(node, start, content_end, column)?;
            parts.push((key.clone(), Part { head, body }));
            above = content_end;
        }
        Some(Body::Map(parts))
    }

    /// A list whose items stand from line `from` on, before `end`.
    fn list(&self, items: &[Node], from: usize, end: usize) -> Option<Body> {
        let mut starts = Vec::new();
        for item in items {
            let at = self.start_of_item(item, from)?;
            let before = self.before(at)?;
            if before.trim() != "-" {
                return None;
            }
            starts.push((at, before.find('-')?));
        }
        let column = starts.first()?.1;
        if starts.iter().any(|(_, at)| *at != column) {
            return None;
        }
        let mut parts = Vec::new();
        let mut above = from;
        for (index, item) in items.iter().enumerate() {
            let (at @ (start, _), _) = starts[index];
            let next = starts.get(index + 1).map_or(end, |((line, _), _)| *line);
            let content_end = content_end(&self.lines, start, next, column);
            let head = self.comments(above.min(start), start);
            let body = match &item.value {
                NodeValue::Map(entries) if !entries.is_empty() && !is_flow(&self.lines, item) => {
                    self.map(entries, start, content_end)?
                }
                // A list on the dash of another: rare, and written anew.
                NodeValue::List(items) if !items.is_empty() && !is_flow(&self.lines, item) => return None,
                _ => Body::Text(item.to_value(), self.text(at, content_end, column)),
            };
            parts.push(Part { head, body });
            above = content_end;
        }
        Some(Body::List(parts))
    }

    fn value(&self, node: &Node, start: usize, end: usize, column: usize) -> Option<Body> {
        match &node.value {
            NodeValue::Map(entries) if !entries.is_empty() && !is_flow(&self.lines, node) => {
                self.map(entries, start + 1, end)
            }
            NodeValue::List(items) if !items.is_empty() && !is_flow(&self.lines, node) => {
                self.list(items, start + 1, end)
            }
            NodeValue::String(_) => {
                Some(Body::Text(node.to_value(), self.text(self.start_of_text(node, start)?, end, column)))
            }
            _ => Some(Body::Text(node.to_value(), self.text(place(node.position)?, end, column))),
        }
    }

    /// Where a text starts whose entry does so at a line: a block starts at its header, and its place is below that.
    fn start_of_text(&self, node: &Node, line: usize) -> Option<(usize, usize)> {
        let at = place(node.position)?;
        if at.0 == line {
            return Some(at);
        }
        let header = self.lines.get(line)?.rsplit(' ').next()?;
        let column = self.lines[line].chars().count() - header.chars().count();
        header.starts_with(['|', '>']).then_some((line, column))
    }

    /// What stands before a place in its line.
    fn before(&self, (line, column): (usize, usize)) -> Option<String> {
        Some(self.lines.get(line)?.chars().take(column).collect())
    }

    /// Where an item starts behind its dash: a block at its header, which stands above its place.
    fn start_of_item(&self, item: &Node, from: usize) -> Option<(usize, usize)> {
        let at = place(item.position)?;
        let is_beside = self.before(at)?.trim() == "-";
        if is_beside || !matches!(item.value, NodeValue::String(_)) {
            return Some(at);
        }
        let header = (from..at.0).rev().find(|line| !self.lines[*line].trim().is_empty())?;
        self.start_of_text(item, header)
    }

    /// The lines of a value from its first character on, indented from its entry.
    fn text(&self, (line, column): (usize, usize), end: usize, indent: usize) -> Vec<String> {
        let first: String = self.lines.get(line).map(|text| text.chars().skip(column).collect()).unwrap_or_default();
        let rest = self.lines.get(line + 1..end).unwrap_or_default();
        let rest = rest.iter().map(|text| text.get(indent..).unwrap_or(text.trim_start()).to_owned());
        std::iter::once(first).chain(rest).collect()
    }

    fn comments(&self, from: usize, to: usize) -> Vec<String> {
        let lines = self.lines[from..to].iter().map(|line| line.trim());
        lines.filter(|line| line.starts_with('#')).map(str::to_owned).collect()
    }
}
