//! Reading what leaves nothing to judge: most texts, in less than half of the time.
//!
//! The events of the same parser that [`super::read`] rests on, made nodes at once. Whatever asks for judgement, or is
//! wrong, is left to that: it alone says what a text means, and what is wrong with it.

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use crate::problem::Position;

use super::node::{Node, NodeValue};
use super::outline::Data;
use super::read::is_loose_key;

/// How deep lists and maps may stand inside each other.
const DEEPEST: usize = 100;

/// The one document of a text; none where it has tags, anchors, repeated keys, keys or scalars that readers disagree about, or
/// is no YAML.
pub(super) fn read(text: &str) -> Option<Node> {
    let mut reader = Reader { events: Parser::new_from_str(text), depth: 0 };
    let Event::StreamStart = reader.next()?.0 else { return None };
    let Event::DocumentStart(_, None) = reader.next()?.0 else { return None };
    let first = reader.next()?;
    let node = reader.node(first)?;
    let Event::DocumentEnd = reader.next()?.0 else { return None };
    matches!(reader.next()?.0, Event::StreamEnd).then_some(node)
}

struct Reader<'t> {
    events: Parser<'t, StrInput<'t>>,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        self.events.next()?.ok()
    }

    fn node(&mut self, (event, span): (Event<'t>, Span)) -> Option<Node> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let value = match event {
            Event::Scalar(text, ScalarStyle::Plain, 0, None) => match Data::of_plain(&text) {
                Data::Scalar(value) if text != "~" => Node::from_value(value).value,
                _ => return None,
            },
            Event::Scalar(text, _, 0, None) => NodeValue::String(text.into_owned()),
            Event::SequenceStart(_, 0, None) => self.list()?,
            Event::MappingStart(_, 0, None) => self.map()?,
            _ => return None,
        };
        self.depth -= 1;
        Some(Node { value, position: Some(position(&span)) })
    }

    fn list(&mut self) -> Option<NodeValue> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Some(NodeValue::List(items)),
                item => items.push(self.node(item)?),
            }
        }
    }

    fn map(&mut self) -> Option<NodeValue> {
        let mut entries = Vec::new();
        loop {
            let (key, at) = match self.next()? {
                (Event::MappingEnd, _) => break,
                (Event::Scalar(key, ScalarStyle::Plain, 0, None), at)
                    if !["", "null"].contains(&key.as_ref()) && !is_loose_key(&key) =>
                {
                    (key, at)
                }
                (Event::Scalar(key, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted, 0, None), at) => (key, at),
                _ => return None,
            };
            let value = self.next()?;
            entries.push((key.into_owned(), Some(position(&at)), self.node(value)?));
        }
        let mut keys: Vec<&str> = entries.iter().map(|(key, ..)| key.as_str()).collect();
        keys.sort_unstable();
        let is_single = keys.windows(2).all(|pair| pair[0] != pair[1]);
        is_single.then_some(NodeValue::Map(entries))
    }
}

fn position(span: &Span) -> Position {
    Position { line: span.start.line() as u64, column: span.start.col() as u64 + 1 }
}
