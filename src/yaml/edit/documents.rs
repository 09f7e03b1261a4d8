//! Random documents for the laws of edits: comments, blank lines, and every kind of scalar.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use super::super::write::inline;

/// A text, and its lines, each with the path of keys that it belongs to.
pub(super) type Tagged = (String, Vec<(Vec<String>, String)>);

pub(super) const KEYS: &[&str] = &[
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

pub(super) fn value() -> impl Strategy<Value = Value> {
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
    pub(super) fn text()(shape in shape(), step in 2..5usize, head in select(vec!["", "# head\n", "---\n", "\n# head\n\n---\n# more\n"]), crlf in any::<bool>(), open in any::<bool>()) -> Tagged {
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
