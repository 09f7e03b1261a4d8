//! Edits of a YAML text that leave every other byte alone.

use std::ops::Range;
use std::str::FromStr;

use serde_json::{Value, json};
use thiserror::Error;
use yaml_edit::{Document, Mapping, MappingEntry, SyntaxKind, TextPosition, YamlFile, YamlNode, lex};

use super::node::{Node, NodeValue};
use super::read::parse;
use super::write::{inline, scalar};

/// Why a text was not edited; the text itself is then as it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    /// The text is not one readable YAML document.
    #[error("not editable: {0}")]
    Unreadable(String),
    /// The edit could reach what an anchor, an alias or a merge key shares with another place.
    #[error("line {line}: an anchor, an alias or a merge key stands in the way; write its values out, or edit by hand")]
    Anchors {
        /// The line of the anchor, alias or merge key, from 1.
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
                let new = with_line_breaks_of(text, file.to_string());
                Some((vec![with_rest(text, &new, line_end, line_end), new], touched))
            }
            (Some(map), None) if !is_flow => {
                // yaml-edit would put the entry above comments that are indented like the map.
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
        let new = with_line_breaks_of(text, file.to_string());
        if is_flow {
            return Some((vec![new], range));
        }
        let end = line_end(text, &range);
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

/// Tries what an edit makes of the text, one by one, until one reads as wanted and differs from the
/// old text in the touched bytes alone.
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
        let mut candidates = candidates.into_iter().map(|new| with_line_breaks_of(text, new));
        candidates.find(|new| {
            let reads = read(new).is_ok_and(|node| same(&node.to_value(), wanted));
            reads && differs_only_in(text, new, &touched)
        })
    });
    faithful.ok_or_else(|| EditError::Unfaithful { path: path.join(".") })
}

/// The new text with the line breaks of the old one, if those are all of the Windows kind.
fn with_line_breaks_of(old: &str, new: String) -> String {
    let windows = old.contains("\r\n") && !old.replace("\r\n", "").contains('\n');
    if windows { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new }
}

/// The end of the last line of an entry that holds more than space.
fn line_end(text: &str, entry: &Range<usize>) -> usize {
    let content_end = entry.start + text[entry.clone()].trim_end().len();
    text[content_end..].find('\n').map_or(text.len(), |at| content_end + at + 1)
}

/// The end of the comments from `at` on that are indented by `column` or more, so belong to the block above.
fn comments_end(text: &str, mut at: usize, column: usize) -> usize {
    let mut end = at;
    for line in text[at..].split_inclusive('\n') {
        at += line.len();
        let content = line.trim_start_matches(' ');
        match content.chars().next() {
            Some('#') if line.len() - content.len() >= column => end = at,
            Some('\n' | '\r') => {}
            _ => break,
        }
    }
    end
}

/// The text with further lines at an offset that starts a line.
fn with_lines(text: &str, at: usize, lines: &str) -> String {
    let (above, below) = text.split_at(at);
    if above.ends_with('\n') { format!("{above}{lines}\n{below}") } else { format!("{above}\n{lines}{below}") }
}

/// The new text with all that followed the edited entry from `rest` on, where the entry ends at
/// `end`: yaml-edit counts blank lines after a block scalar as part of it, and drops those at the
/// end of an emptied document.
fn with_rest(old: &str, new: &str, end: usize, rest: usize) -> String {
    let kept = common_suffix(&old[end..], new);
    if !old[end..old.len() - kept].trim().is_empty() {
        return new.to_owned();
    }
    let head = &new[..new.len() - kept];
    let line_break = if old[..end].ends_with("\r\n") { "\r\n" } else { "\n" };
    let line_break = if head.is_empty() || head.ends_with('\n') || end == old.len() { "" } else { line_break };
    [head, line_break, &old[rest..]].concat()
}

/// The length of the longest text that both texts end with.
fn common_suffix(a: &str, b: &str) -> usize {
    let same = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b);
    same.map(|(c, _)| c.len_utf8()).sum()
}

/// Whether two values are equal, the order of keys included.
fn same(a: &Value, b: &Value) -> bool {
    let [a, b] = [a, b].map(Value::to_string);
    a == b
}

/// Whether the bytes of `old` that `new` lacks all lie in the touched range or are the space and
/// comma before it, and the next line still starts as a line; an empty range touches nothing.
fn differs_only_in(old: &str, new: &str, touched: &Range<usize>) -> bool {
    let prefix = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    if touched.is_empty() {
        return prefix + common_suffix(old, new) >= old.len();
    }
    // A map that lost its last entry is marked `{}` before the comment on its line.
    if new.get(prefix..).is_some_and(|rest| rest.starts_with("{} #")) {
        return differs_only_in(old, &[&new[..prefix], &new[prefix + 3..]].concat(), touched);
    }
    let before = old[..touched.start].trim_end_matches([' ', '\r', '\n', ',']);
    let (ends_line, below) = (old[..touched.end].ends_with('\n'), &old[touched.end..]);
    let fits = |head: &str| !ends_line || below.is_empty() || head.is_empty() || head.ends_with('\n');
    prefix >= before.len() && new.strip_suffix(below).is_some_and(fits)
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
        let mut starts = here.entries().map(|entry| entry.byte_range().start as usize);
        if let Some(merge) = starts.find(|start| text[*start..].starts_with("<<")) {
            return Err(EditError::Anchors { line: line(text, merge) });
        }
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
fn lines(value: &Value, indent: usize) -> String {
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
mod tests {
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};
    use serde_json::Map;

    use super::*;

    const KEYS: &[&str] = &[
        "a",
        "app.kubernetes.io/name",
        "a b",
        "y",
        "012",
        "a: b",
        "#x",
        "",
        "-",
        "emoji 🦀",
        "x\ny",
        "'q'",
        "{c}",
        "true",
        "k\\",
        "*z",
        "[0]",
        "null",
        "a,b",
        " lead",
    ];
    const STRINGS: &[&str] = &[
        "y",
        "012",
        "a: b",
        " x",
        "x ",
        "#",
        "a #b",
        "",
        "\t",
        "🦀",
        "a\nb\n",
        "\n",
        "web",
        "100m",
        "acme/web:1.4.2",
        "~",
        "null",
        "true",
        "1e3",
        "-",
        "- a",
        "? b",
        "{}",
        "[a",
        "*x",
        "&x",
        "!x",
        "|",
        ">",
        "'",
        "\"",
        "\\",
        "%",
        "@",
        "`",
        "---",
        "...",
        "<<",
        "=",
        "12:30",
        "a, b",
        "\r\n",
        "\0",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "{{ x }}",
        "it's",
    ];
    /// What stands after a key: one line or several, each further one relative to the key.
    const PRESENT: &[&str] = &[
        "",
        "web",
        "12",
        "true",
        "null",
        "two words",
        "a:1",
        "x#y",
        "'it''s'",
        "\"a\\tb\"",
        "\"8080\"",
        "'012'",
        "{}",
        "[]",
        "{b: 1, a: {y: [x, \"y\"]}}",
        "[1, {a: b}]",
        "\"x\n  y\"",
        "word\n  more",
        "|\n  text # no comment\n\n  more",
        ">-\n  folded\n  text",
        "|+\n  kept\n",
        "{\n  a: 1,\n  b: {}\n  }",
        "{\n  a: 1, # in flow\n  b: 2,\n  }",
        "\n  - x\n  - b: 1\n    c: 2",
        "\n- x\n- z",
        "{\n  \"a\": 1 # last\n  }",
        "[\n  1,\n  2\n  ]",
        "|2-\n   lead",
        "{a: , b}",
    ];

    #[derive(Debug, Clone)]
    enum Shape {
        Leaf(&'static str),
        Block(Vec<(&'static str, Shape, Trivia)>, Trivia),
    }

    /// Lines above an entry (0 none, 1 blank, 2 comment, 3 both) and whether its line ends in a comment.
    type Trivia = (u8, bool);

    /// The lines of a document, each with the path of keys it belongs to.
    struct Lines {
        lines: Vec<(Vec<String>, String)>,
        step: usize,
    }

    impl Lines {
        fn above(&mut self, (above, _): Trivia, path: &[String], indent: usize) {
            if above & 1 == 1 {
                self.lines.push((path.to_vec(), String::new()));
            }
            if above & 2 == 2 {
                self.lines.push((path.to_vec(), format!("{:indent$}# c{}", "", self.lines.len())));
            }
        }

        fn write(&mut self, shape: &Shape, path: &[String], indent: usize) {
            let Shape::Block(entries, tail) = shape else { return };
            for (key, value, trivia) in entries {
                self.above(*trivia, path, indent);
                let path = [path, &[(*key).to_owned()]].concat();
                let key = inline(&Value::from(*key));
                let comment = if trivia.1 { format!(" # t{}", self.lines.len()) } else { String::new() };
                match value {
                    Shape::Block(_, _) => {
                        self.lines.push((path.clone(), format!("{:indent$}{key}:{comment}", "")));
                        self.write(value, &path, indent + self.step);
                    }
                    Shape::Leaf(text) => {
                        let mut rest = text.split('\n');
                        let first = rest.next().unwrap_or_default();
                        // A comment cannot stand inside a scalar of several lines.
                        let comment =
                            if text.contains('\n') && !first.is_empty() && !first.starts_with(['|', '>', '{', '[']) {
                                ""
                            } else {
                                &comment
                            };
                        let space = if first.is_empty() { "" } else { " " };
                        self.lines.push((path.clone(), format!("{:indent$}{key}:{space}{first}{comment}", "")));
                        for line in rest {
                            let pad = if line.is_empty() { 0 } else { indent };
                            self.lines.push((path.clone(), format!("{:pad$}{line}", "")));
                        }
                    }
                }
            }
            self.above(*tail, path, indent);
        }
    }

    fn shape() -> impl Strategy<Value = Shape> {
        let leaf = select(PRESENT).prop_map(Shape::Leaf);
        let block = |inner: BoxedStrategy<Shape>| {
            (subsequence(KEYS, 1..5).prop_shuffle(), prop::collection::vec((inner, trivia()), 5), trivia())
                .prop_map(|(keys, values, tail)| {
                    Shape::Block(
                        keys.into_iter().zip(values).map(|(key, (value, trivia))| (key, value, trivia)).collect(),
                        tail,
                    )
                })
                .boxed()
        };
        let inner = leaf.boxed().prop_recursive(3, 24, 4, move |inner| block(inner.boxed()));
        (subsequence(KEYS, 0..6).prop_shuffle(), prop::collection::vec((inner, trivia()), 6), trivia()).prop_map(
            |(keys, values, tail)| {
                Shape::Block(
                    keys.into_iter().zip(values).map(|(key, (value, trivia))| (key, value, trivia)).collect(),
                    tail,
                )
            },
        )
    }

    fn trivia() -> impl Strategy<Value = Trivia> {
        (0..4u8, any::<bool>())
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            6 => select(STRINGS).prop_map(Value::from),
            1 => select(vec![json!(null), json!(true), json!(0), json!(-7), json!(2.5), json!([]), json!({})]),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                prop::collection::vec((select(KEYS), inner), 0..4).prop_map(|entries| entries
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect::<Map<_, _>>()
                    .into()),
            ]
        })
    }

    prop_compose! {
        /// A text, and the path that each of its lines belongs to.
        fn text()(shape in shape(), step in 2..5usize, head in select(vec!["", "# head\n", "---\n", "\n# head\n\n---\n# more\n"]), crlf in any::<bool>(), open in any::<bool>()) -> (String, Vec<(Vec<String>, String)>) {
            let mut lines = Lines { lines: head.lines().map(|line| (Vec::new(), line.to_owned())).collect(), step };
            lines.write(&shape, &[], 0);
            let end = if crlf { "\r\n" } else { "\n" };
            let mut text: String = lines.lines.iter().map(|(_, line)| format!("{line}{end}")).collect();
            if open {
                text.truncate(text.trim_end_matches(['\r', '\n']).len());
                lines.lines.truncate(text.lines().count());
            }
            (text, lines.lines)
        }
    }

    /// The path of the deepest entry that an edit at `path` may rewrite: the entry itself, or a
    /// parent that is not a block map with entries.
    fn edited<'a>(lines: &'a [(Vec<String>, String)], path: &[&str]) -> Option<&'a [String]> {
        let owner = lines
            .iter()
            .map(|(owner, _)| owner)
            .filter(|owner| {
                !owner.is_empty() && owner.len() <= path.len() && owner.iter().zip(path).all(|(a, b)| a == b)
            })
            .max_by_key(|owner| owner.len())?;
        let has_block = lines.iter().any(|(other, _)| other.len() > owner.len() && other.starts_with(owner));
        (owner.len() == path.len() || !has_block).then_some(owner)
    }

    fn keeps_other_lines(lines: &[(Vec<String>, String)], path: &[&str], new: &str) -> Result<(), String> {
        // Blank lines below a `|+` block scalar are part of it.
        let blanks_count = !lines.iter().any(|(_, line)| line.contains("|+"));
        let edited = edited(lines, path);
        let mut present = new.lines();
        for (owner, line) in lines {
            if edited.is_none_or(|edited| !owner.starts_with(edited))
                && (blanks_count || !line.is_empty())
                && !present.any(|other| other == line)
            {
                return Err(format!("lost the line {line:?}"));
            }
        }
        let key_line = lines.iter().find(|(owner, _)| edited.is_some_and(|edited| owner == edited));
        match key_line.and_then(|(_, line)| line.split_once(" # t")) {
            Some((_, number)) if !new.contains(&format!("# t{number}")) => Err(format!("lost the comment # t{number}")),
            _ => Ok(()),
        }
    }

    fn put(root: &mut Value, path: &[&str], value: &Value) -> bool {
        let mut here = root;
        for key in path {
            if here.is_null() {
                *here = json!({});
            }
            let Some(map) = here.as_object_mut() else { return false };
            here = map.entry(*key).or_insert(Value::Null);
        }
        *here = value.clone();
        true
    }

    type Tagged = (String, Vec<(Vec<String>, String)>);

    fn paths(value: &Value) -> Vec<Vec<String>> {
        let entries = value.as_object().into_iter().flatten();
        entries
            .flat_map(|(key, value)| {
                paths(value).into_iter().chain([Vec::new()]).map(move |rest| [vec![key.clone()], rest].concat())
            })
            .collect()
    }

    fn present_path((text, _): &Tagged, pick: prop::sample::Index) -> Option<Vec<String>> {
        let paths = paths(&read(text).ok()?.to_value());
        (!paths.is_empty()).then(|| pick.get(&paths).clone())
    }

    fn check_set((text, lines): &Tagged, path: &[&str], value: &Value) -> Result<(), String> {
        let old = read(text).map_err(|error| error.to_string())?.to_value();
        let mut wanted = old.clone();
        let fits = put(&mut wanted, path, value);
        let new = match set_value(text, path, value) {
            Err(EditError::NotAMap { .. }) if !fits => return Ok(()),
            Ok(new) if fits => new,
            other => return Err(format!("{other:?}")),
        };
        let read = read(&new).map_err(|error| error.to_string())?.to_value();
        if !same(&read, &wanted) {
            return Err(format!("reads as {read}:\n{new}"));
        }
        if same(&old, &wanted) {
            return if new == *text { Ok(()) } else { Err(format!("changed without a need:\n{new}")) };
        }
        if text.contains("\r\n") && new.replace("\r\n", "").contains('\n') {
            return Err(format!("mixes line ends: {new:?}"));
        }
        keeps_other_lines(lines, path, &new).map_err(|error| format!("{error}:\n{new}"))
    }

    fn check_remove((text, lines): &Tagged, path: &[&str]) -> Result<(), String> {
        let (last, parents) = path.split_last().ok_or("no path")?;
        let mut wanted = read(text).map_err(|error| error.to_string())?.to_value();
        let parent = parents.iter().fold(&mut wanted, |map, key| &mut map[*key]);
        parent.as_object_mut().ok_or("not a map")?.shift_remove(*last);
        let emptied = *parent == json!({});
        let new = remove_value(text, path).map_err(|error| error.to_string())?;
        let read = read(&new).map_err(|error| error.to_string())?.to_value();
        if !same(&read, &wanted) {
            return Err(format!("reads as {read}:\n{new}"));
        }
        // The line of an emptied map's key takes the `{}`, and the removed line loses its comment.
        let parent_line =
            lines.iter().position(|(owner, _)| emptied && !parents.is_empty() && owner.iter().eq(parents));
        let marker = if lines.iter().any(|(owner, _)| owner.iter().eq(path)) { " # x" } else { " # t" };
        // Blank lines right above the entry may go with it.
        let first = lines.iter().position(|(owner, _)| owner.iter().eq(path)).unwrap_or_default();
        let blank = lines[..first].iter().rev().take_while(|(_, line)| line.is_empty()).count();
        let lines: Vec<_> = lines
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != parent_line && !(first - blank..first).contains(at))
            .map(|(_, (owner, line))| (owner.clone(), line.replace(" # t", marker)))
            .collect();
        keeps_other_lines(&lines, path, &new.replace(" # t", marker)).map_err(|error| format!("{error}:\n{new}"))
    }

    #[test]
    #[ignore]
    fn bulk() {
        use proptest::strategy::ValueTree;
        use proptest::test_runner::TestRunner;
        let mut runner = TestRunner::default();
        let n: usize = std::env::var("CASES").unwrap().parse().unwrap();
        let mut failures: Vec<String> = vec![];
        let s =
            (text(), prop::collection::vec(select(KEYS), 1..4), value(), any::<prop::sample::Index>(), any::<bool>());
        for _ in 0..n {
            let (t, p, v, pick, present) = s.new_tree(&mut runner).unwrap().current();
            let there = present_path(&t, pick);
            let there: Option<Vec<&str>> = there.as_ref().map(|p| p.iter().map(String::as_str).collect());
            let path = there.clone().filter(|_| present).unwrap_or(p);
            if let Err(e) = check_set(&t, &path, &v) {
                failures.push(format!("SET {path:?} = {v}\n{:?}\n---- {e}", t.0));
            }
            if let Some(path) = there {
                if let Err(e) = check_remove(&t, &path) {
                    failures.push(format!("RM {path:?}\n{:?}\n---- {e}", t.0));
                }
            }
        }
        failures.sort_by_key(|f| f.len());
        println!("{} failures of {n}", failures.len());
        for f in failures.iter().take(12) {
            println!("=======\n{f}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn sets_exactly_the_value_and_keeps_every_other_line(tagged in text(), new in prop::collection::vec(select(KEYS), 1..4), value in value(), pick in any::<prop::sample::Index>(), old in any::<bool>()) {
            let present = present_path(&tagged, pick).filter(|_| old).unwrap_or_default();
            let path = if present.is_empty() { new } else { present.iter().map(String::as_str).collect() };
            prop_assert_eq!(check_set(&tagged, &path, &value), Ok(()), "\nsetting {:?} to {} in\n{}", path, value, tagged.0);
        }

        #[test]
        fn removes_exactly_the_entry_and_keeps_every_other_line(tagged in text(), pick in any::<prop::sample::Index>()) {
            let Some(path) = present_path(&tagged, pick) else { return Ok(()) };
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            prop_assert_eq!(check_remove(&tagged, &path), Ok(()), "\nremoving {:?} from\n{}", path, tagged.0);
        }
    }
}
