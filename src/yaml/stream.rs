//! The documents of a stream, each read by itself, so that one that cannot be read hides no other.

use std::ops::Range;

use super::node::{Node, NodeValue};
use super::read::parse_anyway;
use crate::problem::{Position, Problem};

/// One document of a stream.
#[derive(Debug)]
pub struct StreamPart<'a> {
    /// Its text, from its `---` on.
    pub text: &'a str,
    /// Its bytes in the stream.
    pub range: Range<usize>,
    /// The number of lines above it.
    above: u64,
}

impl StreamPart<'_> {
    /// What it says, beside what readers disagree about. Places are those of the stream.
    ///
    /// # Errors
    /// The first thing that is not YAML.
    pub fn read(&self, source: &str) -> Result<(Node, Vec<Problem>), Problem> {
        let mut outcome = parse_anyway(source, self.text);
        match &mut outcome {
            Ok((node, problems)) => {
                lower(node, self.above);
                problems.iter_mut().for_each(|problem| lower_problem(problem, self.above));
            }
            Err(problem) => lower_problem(problem, self.above),
        }
        outcome
    }
}

/// The documents of a stream, those left out that say nothing.
pub fn stream_parts(text: &str) -> Vec<StreamPart<'_>> {
    let part = |(range, above): (Range<usize>, u64)| StreamPart { text: &text[range.clone()], range, above };
    split(text).into_iter().map(part).collect()
}

/// The bytes of every document that says something, with the number of lines above it. A line that starts
/// with `---` or `...` ends a document whatever stands around it
/// (<https://yaml.org/spec/1.2.2/#rule-c-forbidden>).
fn split(text: &str) -> Vec<(Range<usize>, u64)> {
    let mut documents = Vec::new();
    let (mut at, mut line) = (0, 0);
    let mut start: (usize, u64) = (0, 0);
    let mut says_something = false;
    for content in text.split_inclusive('\n') {
        let (begins, ends) = (is_mark(content, "---"), is_mark(content, "..."));
        if begins || ends {
            documents.extend(says_something.then_some((start.0..at, start.1)));
            let below = if ends { (at + content.len(), line + 1) } else { (at, line) };
            (start, says_something) = (below, begins && is_content(&content[3..]));
        } else {
            says_something |= is_content(content) && !content.starts_with('%');
        }
        at += content.len();
        line += 1;
    }
    documents.extend(says_something.then_some((start.0..at, start.1)));
    documents
}

fn is_mark(line: &str, mark: &str) -> bool {
    line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

fn is_content(line: &str) -> bool {
    let content = line.trim_start_matches('\u{feff}').trim();
    !content.is_empty() && !content.starts_with('#')
}

fn lower(node: &mut Node, lines: u64) {
    if lines == 0 {
        return;
    }
    let below = |position: &mut Option<Position>| position.iter_mut().for_each(|position| position.line += lines);
    below(&mut node.position);
    match &mut node.value {
        NodeValue::List(items) => items.iter_mut().for_each(|item| lower(item, lines)),
        NodeValue::Map(entries) => entries.iter_mut().for_each(|(_, at, node)| {
            below(at);
            lower(node, lines);
        }),
        _ => {}
    }
}

fn lower_problem(problem: &mut Problem, lines: u64) {
    let position = problem.place.as_mut().and_then(|place| place.position.as_mut());
    position.into_iter().for_each(|position| position.line += lines);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_cannot_be_read_hides_no_other_and_places_are_those_of_the_stream() {
        let text = "# head\na: 1\n---\nb: c: d\n--- # only a comment\n---\ne: |\n  --- \n  text\nf: yes\n...\n# end\n";
        let parts = stream_parts(text);
        assert_eq!(parts.len(), 3);
        let (node, _) = parts[0].read("s").expect("YAML");
        assert_eq!(node.entries()[0].1, Some(Position { line: 2, column: 1 }));
        let problem = parts[1].read("s").expect_err("no YAML");
        assert!(problem.to_string().starts_with("s:4:"), "{problem}");
        let (node, problems) = parts[2].read("s").expect("YAML");
        assert_eq!(node.at("e").and_then(Node::as_str), Some("--- \ntext\n"));
        assert!(problems[0].to_string().starts_with("s:10:4: `yes` unquoted"), "{problems:?}");
        assert_eq!(parts[2].text, "---\ne: |\n  --- \n  text\nf: yes\n");
    }

    #[test]
    fn what_readers_disagree_about_is_read_as_kubernetes_does() {
        let text = "a: yes\nb: 0644\nc: Off\nd: 1_000\ne: \"yes\"\nf: &f {x: 1, y: 2}\ng:\n  <<: *f\n  x: 3\n";
        let (node, _) = stream_parts(text)[0].read("s").expect("YAML");
        let expected = serde_json::json!({
            "a": true, "b": 420, "c": false, "d": 1000, "e": "yes", "f": {"x": 1, "y": 2}, "g": {"x": 3, "y": 2},
        });
        assert_eq!(node.to_value(), expected);
    }
}
