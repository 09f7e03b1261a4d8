//! The tree of a text, from the events of its reader.

use std::collections::HashMap;
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use serde_json::Value;
use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use super::regions::lay_out;
use super::{Block, Child, Data, DocumentPart, Form, Outline, Part, line_end, line_start};

/// How many values aliases may stand for in a text.
const LARGEST: usize = 100_000;
/// How deep lists and maps may stand inside each other.
const DEEPEST: usize = 100;

/// What the reader saw, and where.
type Seen<'t> = (Event<'t>, Range<usize>);

struct Builder<'t> {
    text: &'t str,
    events: Peekable<IntoIter<Seen<'t>>>,
    anchors: HashMap<usize, Data>,
    repeated: usize,
    depth: usize,
}

pub(super) fn outline(text: &str) -> Option<Outline> {
    let mut events = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        let mut range = span.byte_range()?;
        // A tag is part of its scalar.
        if let (
            Event::Scalar(_, ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, ..),
            Some(tag),
        ) = (&event, span.tag_span().and_then(|tag| tag.byte_range()))
        {
            range.start = range.start.min(tag.start);
        }
        if !matches!(event, Event::StreamStart | Event::StreamEnd) {
            events.push((event, range));
        }
    }
    let anchors = HashMap::new();
    let mut builder = Builder { text, events: events.into_iter().peekable(), anchors, repeated: 0, depth: 0 };
    builder.documents()
}

impl<'t> Builder<'t> {
    fn documents(&mut self) -> Option<Outline> {
        let mut documents: Vec<DocumentPart> = Vec::new();
        while let Some((event, range)) = self.events.next() {
            let Event::DocumentStart(explicit, version) = event else { return None };
            if version.is_some() {
                return None;
            }
            let start = if documents.is_empty() { 0 } else { range.start };
            let body = if explicit {
                let end = line_end(self.text, range.end);
                let beside = self.text[range.end..end].trim();
                let marker_line = &self.text[..range.start];
                let is_directive = |line: &str| line.starts_with('%');
                let plain = beside.is_empty() || beside.starts_with('#');
                if !plain || documents.is_empty() && marker_line.lines().any(is_directive) {
                    return None;
                }
                end
            } else {
                start
            };
            self.anchors.clear();
            let (_, span) = self.events.peek()?;
            let at = span.start;
            let part = self.part(body)?;
            let (Event::DocumentEnd, end) = self.events.next()? else { return None };
            if !end.is_empty() {
                return None;
            }
            let next = self.events.peek().map_or(self.text.len(), |(_, next)| next.start);
            let is_empty = part.span.is_empty() && part.block().is_none();
            // A script, too, is a scalar of many lines to YAML.
            if !is_empty && part.block().is_none() {
                return None;
            }
            let root = (!is_empty).then(|| root_child(self.text, at, part, body, next));
            documents.push(DocumentPart { range: start..next, root });
        }
        if documents.is_empty() && !self.text.is_empty() {
            documents.push(DocumentPart { range: 0..self.text.len(), root: None });
        }
        Some(Outline { documents })
    }

    /// The next value; `opened` is where what belongs to it starts.
    fn part(&mut self, opened: usize) -> Option<Part> {
        let (event, range) = self.events.next()?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let (part, anchor) = match event {
            Event::Scalar(value, style, anchor, tag) => {
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let data = match tag.as_deref().map(|tag| tag.core_suffix().map(str::to_owned)) {
                    None if style == ScalarStyle::Plain && range.is_empty() => Data::Scalar(Value::Null),
                    None if style == ScalarStyle::Plain => Data::of_plain(&value),
                    None => Data::Scalar(value.as_ref().into()),
                    Some(Some(suffix)) if suffix == "str" && !range.is_empty() => Data::Scalar(value.as_ref().into()),
                    Some(_) => return None,
                };
                let span = match block {
                    true => self.block_scalar(opened, range.end)?,
                    false if range.is_empty() => opened..opened,
                    false => range,
                };
                (Part { span, form: Form::Leaf(data) }, anchor)
            }
            Event::Alias(id) => {
                let data = self.anchors.get(&id)?.clone();
                self.repeated += data.size();
                if self.repeated > LARGEST {
                    return None;
                }
                (Part { span: range, form: Form::Leaf(data) }, 0)
            }
            Event::SequenceStart(style, anchor, None) => (self.list(style, range, opened)?, anchor),
            Event::MappingStart(style, anchor, None) => (self.map(style, range)?, anchor),
            _ => return None,
        };
        if anchor > 0 {
            self.anchors.insert(anchor, part.data());
        }
        self.depth -= 1;
        Some(part)
    }

    /// The bytes of a block scalar: its sign, and its lines.
    fn block_scalar(&self, opened: usize, end: usize) -> Option<Range<usize>> {
        let mut start = opened;
        for word in self.text[opened..].split_inclusive(|c: char| c.is_whitespace()) {
            if word.starts_with(['|', '>']) {
                let head = word.trim_end();
                let content = &self.text[start..end.max(start)];
                // Blank lines below are part of it where its sign says so.
                let end = if head.contains('+') { end } else { start + content.trim_end().len() };
                let end = end.max(start + head.len());
                let end = if head.contains('+') { end } else { line_end(self.text, end) };
                return Some(start..end);
            }
            if !word.trim().is_empty() && !word.starts_with(['&', '!']) {
                return None;
            }
            start += word.len();
        }
        None
    }

    fn map(&mut self, style: StructureStyle, range: Range<usize>) -> Option<Part> {
        let is_flow = style == StructureStyle::Flow;
        if is_flow && !self.text[range.clone()].starts_with('{') {
            return None;
        }
        let mut children: Vec<Child> = Vec::new();
        let mut keys = HashMap::new();
        loop {
            let (event, key_range) = self.events.next()?;
            let key = match event {
                Event::MappingEnd if is_flow => {
                    return Some(Part {
                        span: range.start..key_range.end,
                        form: Form::Map(flow(children, keys, key_range.end)),
                    });
                }
                Event::MappingEnd => break,
                Event::Scalar(
                    key,
                    ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted,
                    0,
                    None,
                ) => key.into_owned(),
                _ => return None,
            };
            if key_range.is_empty() || keys.insert(key.clone(), children.len()).is_some() {
                return None;
            }
            let after = &self.text[key_range.end..];
            let opened = match after.trim_start_matches([' ', '\t']) {
                rest if rest.starts_with(':') => key_range.end + (after.len() - rest.len()) + 1,
                _ if is_flow => key_range.end,
                _ => return None,
            };
            let part = self.part(opened)?;
            children.push(self.child(Some(key), key_range.start, opened, part));
        }
        Some(Part { span: block_span(&children)?, form: Form::Map(self.block(children, keys)?) })
    }

    fn list(&mut self, style: StructureStyle, range: Range<usize>, opened: usize) -> Option<Part> {
        let is_flow = style == StructureStyle::Flow;
        let mut children: Vec<Child> = Vec::new();
        loop {
            let (event, next) = self.events.peek()?;
            let next = next.clone();
            let is_block = matches!(event, Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..));
            if matches!(event, Event::SequenceEnd) {
                self.events.next();
                if is_flow {
                    return Some(Part {
                        span: range.start..next.end,
                        form: Form::List(flow(children, HashMap::new(), next.end)),
                    });
                }
                break;
            }
            let (start, at) = if is_flow {
                (next.start, next.start)
            } else {
                let dash = self.dash(next.start, is_block).filter(|dash| *dash >= opened)?;
                if children.last().is_some_and(|last| last.start >= dash) {
                    return None;
                }
                (dash, dash + 1)
            };
            let part = self.part(at)?;
            if is_flow && part.span.is_empty() {
                return None;
            }
            let start = if is_flow { part.span.start } else { start };
            children.push(self.child(None, start, at, part));
        }
        Some(Part { span: block_span(&children)?, form: Form::List(self.block(children, HashMap::new())?) })
    }

    /// The dash of the item that starts at an offset; that of a block scalar starts with its lines, below its sign.
    fn dash(&self, at: usize, mut is_block: bool) -> Option<usize> {
        let mut before = &self.text[line_start(self.text, at)..at];
        let mut start = line_start(self.text, at);
        loop {
            let mut words = before.trim_end();
            if let Some(comment) = words.find(" #").filter(|_| start + before.len() < at) {
                words = words[..comment].trim_end();
            }
            if words.trim_start().starts_with('#') {
                words = "";
            }
            if is_block && last_word(words).starts_with(['|', '>']) {
                words = words[..words.len() - last_word(words).len()].trim_end();
                is_block = false;
            }
            while last_word(words).starts_with(['&', '!']) {
                words = words[..words.len() - last_word(words).len()].trim_end();
            }
            if !words.is_empty() {
                return words.ends_with('-').then(|| start + words.len() - 1);
            }
            let end = start.checked_sub(1)?;
            start = line_start(self.text, end);
            before = &self.text[start..end];
        }
    }

    fn child(&self, key: Option<String>, start: usize, opened: usize, part: Part) -> Child {
        let own_line = self.text[line_start(self.text, start)..start].trim().is_empty();
        let end = part.span.end.max(opened);
        Child { key, head: start, start, opened, body: end, end, own_line, part }
    }

    /// A block of children, whose keys or dashes all stand in one column.
    fn block(&self, children: Vec<Child>, keys: HashMap<String, usize>) -> Option<Block> {
        let column = |child: &Child| child.start - line_start(self.text, child.start);
        let first = column(children.first()?);
        let apart = children.iter().skip(1).all(|child| child.own_line && column(child) == first);
        apart.then_some(Block { is_flow: false, column: first, end: 0, children, keys })
    }
}

fn last_word(words: &str) -> &str {
    words.rsplit([' ', '\t']).next().unwrap_or_default()
}

fn flow(children: Vec<Child>, keys: HashMap<String, usize>, end: usize) -> Block {
    Block { is_flow: true, column: 0, children, keys, end }
}

fn block_span(children: &[Child]) -> Option<Range<usize>> {
    Some(children.first()?.start..children.last()?.body)
}

/// The content of a document as a child that has no key.
fn root_child(text: &str, at: usize, part: Part, body: usize, end: usize) -> Child {
    let start = part.block().filter(|block| !block.is_flow).and_then(|block| block.children.first());
    let start = start.map_or(at, |first| first.start);
    let mut child = Child { key: None, head: body, start, opened: start, body: end, end, own_line: true, part };
    lay_out(text, &mut child);
    child
}
