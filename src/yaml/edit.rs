//! Edits of a YAML text that leave every other byte alone.

use std::ops::Range;
use std::str::FromStr;

use serde_json::{Value, json};
use thiserror::Error;
use yaml_edit::{Document, Mapping, MappingEntry, SyntaxKind, TextPosition, YamlFile, YamlNode, lex};

use super::node::{Node, NodeValue};
use super::read::parse;
use super::splice::{comments_end, differs_only_in, line_end, with_line_breaks_of, with_lines, with_rest};
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
                let new = with_line_breaks_of(text, file.to_string());
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
        let new = with_line_breaks_of(text, file.to_string());
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
        let mut candidates = candidates.into_iter().map(|new| with_line_breaks_of(text, new));
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

    fn set(text: &str, path: &[&str], value: &Value) -> String {
        set_value(text, path, value).expect("the edit is possible")
    }

    fn remove(text: &str, path: &[&str]) -> String {
        remove_value(text, path).expect("the edit is possible")
    }

    #[test]
    fn replaces_a_value_and_keeps_the_comment_on_its_line() {
        assert_eq!(set("image: a:1 # pinned by ops\n", &["image"], &json!("a:2")), "image: a:2 # pinned by ops\n");
        assert_eq!(set("a:   1   # aligned\n", &["a"], &json!(2)), "a:   2   # aligned\n");
        assert_eq!(set("a: 1 # why\nb: 2\n", &["a"], &json!({"k": "v"})), "a: # why\n  k: v\nb: 2\n");
        assert_eq!(set("a: # why\n  k: v\nb: 2\n", &["a"], &json!([])), "a: [] # why\nb: 2\n");
    }

    #[test]
    fn keeps_the_quotes_of_a_replaced_string() {
        assert_eq!(set("a: \"x\"\nb: 'x'\nc: x\n", &["a"], &json!("y1")), "a: \"y1\"\nb: 'x'\nc: x\n");
        assert_eq!(set("a: \"x\"\nb: 'x'\nc: x\n", &["b"], &json!("y1")), "a: \"x\"\nb: 'y1'\nc: x\n");
        assert_eq!(set("a: \"x\"\nb: 'x'\nc: x\n", &["c"], &json!("y1")), "a: \"x\"\nb: 'x'\nc: y1\n");
        assert_eq!(set("a: \"8080\"\n", &["a"], &json!(8080)), "a: 8080\n");
    }

    #[test]
    fn quotes_what_a_reader_could_take_for_something_else() {
        for (text, written) in [
            ("y", r#""y""#),
            ("012", r#""012""#),
            ("", r#""""#),
            (" x", r#"" x""#),
            ("a: b", r#""a: b""#),
            ("a #b", r#""a #b""#),
            ("a\n\tb", r#""a\n\tb""#),
            ("- x", r#""- x""#),
            ("web", "web"),
        ] {
            assert_eq!(set("a: 1\n", &["a"], &json!(text)), format!("a: {written}\n"));
            assert_eq!(set("a: 1\n", &["a"], &json!({"k": [text]})), format!("a:\n  k:\n    - {written}\n"));
        }
    }

    #[test]
    fn a_value_that_is_already_there_changes_nothing() {
        let text = "a: {b:   'x'} # as it is\n";
        assert_eq!(set(text, &["a", "b"], &json!("x")), text);
    }

    #[test]
    fn fills_an_empty_map_and_a_null_with_a_block() {
        let text = "environments:\n  staging: {}\n  production: {} # live\n";
        let filled = "environments:\n  staging: {}\n  production: # live\n    replicas: 4\n";
        assert_eq!(set(text, &["environments", "production", "replicas"], &json!(4)), filled);
        assert_eq!(set("a: # later\nb: 1\n", &["a", "x", "y"], &json!(4)), "a: # later\n  x:\n    \"y\": 4\nb: 1\n");
    }

    #[test]
    fn adds_to_a_flow_map_in_flow_style() {
        assert_eq!(set("a: {b: 1, c: 2} # d\n", &["a", "d", "e"], &json!(["x"])), "a: {b: 1, c: 2, d: {e: [x]}} # d\n");
        assert_eq!(set("a: {\n  b: 1,\n  c: 2,\n}\n", &["a", "d"], &json!(3)), "a: {\n  b: 1,\n  c: 2,\n  d: 3,\n}\n");
    }

    #[test]
    fn adds_a_key_below_the_comments_of_its_map_and_above_those_of_the_next() {
        let text = "a:\n    b: 1\n    # no c yet\n\n# About d.\nd: 1\n";
        assert_eq!(set(text, &["a", "c"], &json!(2)), "a:\n    b: 1\n    # no c yet\n    c: 2\n\n# About d.\nd: 1\n");
        assert_eq!(set(text, &["e", "f"], &json!(2)), format!("{text}e:\n  f: 2\n"));
    }

    #[test]
    fn writes_lists_and_maps_as_blocks() {
        let value = json!({"env": [{"name": "A", "value": "1"}, ["x"]], "args": [], "labels": {}});
        let written = "  env:\n    - name: A\n      value: \"1\"\n    - - x\n  args: []\n  labels: {}\n";
        assert_eq!(set("a: 1\n", &["a"], &value), format!("a:\n{written}"));
    }

    #[test]
    fn reaches_keys_with_dots_slashes_and_spaces() {
        let text = "labels:\n  app.kubernetes.io/name: web\n  'a b': 1\n";
        let path = ["labels", "app.kubernetes.io/name"];
        assert_eq!(set(text, &path, &json!("api")), "labels:\n  app.kubernetes.io/name: api\n  'a b': 1\n");
        assert_eq!(set(text, &["labels", "a b"], &json!(2)), "labels:\n  app.kubernetes.io/name: web\n  'a b': 2\n");
    }

    #[test]
    fn starts_a_document_in_an_empty_text() {
        assert_eq!(set("", &["a", "b"], &json!(1)), "a:\n  b: 1\n");
        assert_eq!(set("# Mine.\n", &["a"], &json!(1)), "# Mine.\na: 1\n");
        assert_eq!(set("---\n", &["a"], &json!(1)), "---\na: 1\n");
        assert_eq!(set("{}\n", &["a"], &json!(1)), "{a: 1}\n");
    }

    #[test]
    fn keeps_line_ends_and_a_missing_last_one() {
        assert_eq!(set("a: 1\r\nb: 2\r\n", &["c", "d"], &json!([1])), "a: 1\r\nb: 2\r\nc:\r\n  d:\r\n    - 1\r\n");
        assert_eq!(set("# A.\n---\na: 1", &["a"], &json!(2)), "# A.\n---\na: 2");
        assert_eq!(set("a: 1", &["b"], &json!(2)), "a: 1\nb: 2");
    }

    #[test]
    fn keeps_the_blank_lines_below_a_replaced_block_scalar() {
        assert_eq!(set("a: |\n  x\n\n\nb: 1\n", &["a"], &json!("z")), "a: z\n\n\nb: 1\n");
    }

    #[test]
    fn keeps_comments_and_blank_lines_around_block_scalars_apart_from_them() {
        let text = "a:\n  b:\n    c: |\n      x\n\n    # of b\n  # of a\nd: 1\n";
        let added = "a:\n  b:\n    c: |\n      x\n\n    # of b\n    k: 1\n  # of a\nd: 1\n";
        assert_eq!(set(text, &["a", "b", "k"], &json!(1)), added);
        assert_eq!(remove("a: |+\n  x\n\nb: 1\n\n\nc: 1\n", &["b"]), "a: |+\n  x\n\nc: 1\n");
        assert_eq!(remove("a:\n  b: |\n    x\n  c:\n    d: 1\n    # of c\n", &["a", "c"]), "a:\n  b: |\n    x\n");
    }

    #[test]
    fn removes_an_entry_with_the_comments_inside_it_alone() {
        let text = "# A.\na:\n  b: 1 # one\n  # more of a\n# C.\nc: 2\n";
        assert_eq!(remove(text, &["a"]), "# A.\n# C.\nc: 2\n");
        assert_eq!(remove(text, &["c"]), "# A.\na:\n  b: 1 # one\n  # more of a\n# C.\n");
        assert_eq!(remove("a: {b: 1, c: 2} # d\n", &["a", "c"]), "a: {b: 1} # d\n");
    }

    #[test]
    fn an_emptied_map_stays_a_map() {
        assert_eq!(remove("a:\n  b: 1\nc: 2\n", &["a", "b"]), "a: {}\nc: 2\n");
        assert_eq!(remove("a: # why\n  b: 1\nc: 2\n", &["a", "b"]), "a: {} # why\nc: 2\n");
        assert_eq!(remove("# A.\na: 1\n", &["a"]), "# A.\n{}\n");
    }

    #[test]
    fn removing_what_is_not_there_changes_nothing() {
        for path in [&["b"][..], &["a", "c"], &["a", "b", "c"]] {
            assert_eq!(remove("a: {b: 1} # c\n", path), "a: {b: 1} # c\n");
        }
    }

    #[test]
    fn refuses_anchors_and_aliases_on_the_path_only() {
        let text = "base: &base\n  a: 1\napi: *base\nown: 1\n";
        for (path, line) in [(&["base", "a"][..], 1), (&["base"], 1), (&["api"], 3), (&["api", "a"], 3)] {
            assert_eq!(set_value(text, path, &json!(2)), Err(EditError::Anchors { line }), "{path:?}");
        }
        assert_eq!(remove_value(text, &["base"]), Err(EditError::Anchors { line: 1 }));
        assert_eq!(set(text, &["own"], &json!(2)), text.replace("own: 1", "own: 2"));
    }

    #[test]
    fn says_why_a_text_cannot_be_edited_and_what_to_do() {
        let error =
            |text, path: &[&str]| set_value(text, path, &json!(1)).expect_err("the edit is impossible").to_string();
        assert_eq!(
            error("a:\n  b: [1]\n", &["a", "b", "c"]),
            "`a.b` is not a map; remove it or make it one, then repeat the edit"
        );
        assert_eq!(error("- 1\n", &["a"]), "the document is not a map; remove it or make it one, then repeat the edit");
        assert_eq!(error("a: [\n", &["a"]), "not editable: line 1: this `[` is never closed (hint: close it with `]`)");
        assert_eq!(error("a: 1\n", &[]), "no key to edit; name at least one");
    }

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
