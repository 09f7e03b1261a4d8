//! One value put into a text at a path of keys and indices, every other byte left alone.

use serde::de::IgnoredAny;
use serde_json::{Map, Value, json};

use super::edit::{EditError, lines};
use super::line_ends::LineEnds;
use super::outline::{Block, Child, Form, Outline};
use super::read::parse_anyway;
use super::write::inline;

/// How a value is written on one line: in a text that is JSON as JSON, which YAML reads as well.
type Write = fn(&Value) -> String;

/// Puts a value where a path of keys and list indices leads in a text of one document. What stands there is
/// replaced, where it is a scalar or in brackets; maps that are missing on the way are made; a new key goes to
/// the end of its map.
///
/// # Errors
/// A text that cannot be told apart line by line, and a path that cannot be followed without touching
/// something else.
pub fn put_value(text: &str, path: &[String], value: &Value) -> Result<String, EditError> {
    let ends = LineEnds::of(text);
    let text = ends.plain();
    let attempt = || {
        let outline = Outline::of(text)?;
        let mut roots = outline.documents.iter().filter_map(|document| document.root.as_ref());
        let root = roots.next().filter(|_| roots.next().is_none())?;
        let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
        let edited = edited(text, root, path, value, if is_json { Value::to_string } else { inline })?;
        let mut wanted = read(text)?;
        *at(&mut wanted, path)? = value.clone();
        (read(&edited)? == wanted).then(|| ends.apply(&edited))
    };
    attempt().ok_or_else(|| EditError::Unfaithful { path: path.join(".") })
}

fn read(text: &str) -> Option<Value> {
    parse_anyway("", text).ok().map(|(node, _)| node.to_value())
}

/// The value at a path, with the maps made that are missing on the way.
fn at<'v>(value: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, key| match value {
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        Value::Object(map) => Some(map.entry(key).or_insert_with(|| Map::new().into())),
        _ => None,
    })
}

fn edited(text: &str, root: &Child, path: &[String], value: &Value, write: Write) -> Option<String> {
    let (mut child, mut rest) = (root, path);
    while let Some((key, below)) = rest.split_first()
        && let Some(next) = step(child, key)
    {
        (child, rest) = (next, below);
    }
    let span = child.part.span.clone();
    let Some((key, below)) = rest.split_first() else {
        let in_line = child.part.lines().is_none() && !span.is_empty() && !text[span.clone()].contains('\n');
        return in_line.then(|| [&text[..span.start], &write(value), &text[span.end..]].concat());
    };
    let Form::Map(block) = &child.part.form else { return None };
    let nested = below.iter().rev().fold(value.clone(), |inner, key| json!({ key.as_str(): inner }));
    let entry = json!({ key.as_str(): nested });
    if block.is_flow {
        let end = span.end - 1;
        let open = text[..end].trim_end().len();
        let written = write(&entry);
        let gap = if block.children.is_empty() { "" } else { ", " };
        let written = written.strip_prefix('{')?.strip_suffix('}')?;
        return Some([&text[..open], gap, written, &text[end..]].concat());
    }
    // Below the comments that belong to the last value.
    let end = block.end.max(block.children.last()?.end);
    let gap = if text[..end].ends_with('\n') { "" } else { "\n" };
    Some([&text[..end], gap, &lines(&entry, block.column), "\n", &text[end..]].concat())
}

/// The child that a key, or an index of a list, leads to.
fn step<'c>(child: &'c Child, key: &str) -> Option<&'c Child> {
    let index = |block: &'c Block| block.children.get(key.parse::<usize>().ok()?);
    match &child.part.form {
        Form::Map(_) => child.get(key),
        Form::List(block) => index(block),
        Form::Leaf(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(text: &str, path: &str, value: &Value) -> Result<String, EditError> {
        let path: Vec<String> = path.split('.').map(str::to_owned).collect();
        put_value(text, &path, value)
    }

    #[test]
    fn a_value_is_put_where_it_belongs_and_every_other_byte_stays() {
        let text =
            "# head\na:\n  - name: x   # one\n    # of image\n    image: y\n\n  # two\n  - {name: z}\nb: [1]  # end\n";
        for (path, value, from, to) in [
            ("a.0.image", json!("w"), "image: y", "image: w"),
            ("a.0.s.t", json!(false), "    image: y\n", "    image: y\n    s:\n      t: false\n"),
            ("a.1.s", json!({"t": 1}), "{name: z}", "{name: z, s: {t: 1}}"),
            ("b", json!(["ALL"]), "[1]", "[ALL]"),
            ("c", json!("on"), "b: [1]  # end\n", "b: [1]  # end\nc: \"on\"\n"),
        ] {
            assert_eq!(put(text, path, &value), Ok(text.replace(from, to)), "{path}");
        }
    }

    #[test]
    fn what_is_json_stays_json() {
        for text in ["{\"a\": {\"b\": \"1\"}}", "{\n  \"a\": {\n    \"b\": \"1\"\n  }\n}\n"] {
            for path in ["a.c.d", "a.b", "e"] {
                let edited = put(text, path, &json!({"key": "012", "list": [true]})).expect("it can be put");
                let read = serde_json::from_str::<Value>(&edited).expect("it is JSON still");
                let pointer = format!("/{}/list/0", path.replace('.', "/"));
                assert_eq!(read.pointer(&pointer), Some(&json!(true)), "{edited}");
            }
        }
    }

    #[test]
    fn a_new_key_goes_below_the_comments_of_the_last_and_has_the_line_ends_of_the_text() {
        let text = "a:\r\n  - image: y\r\n    # of image\r\n    # as well\r\n\r\nb: 1\r\n";
        let edited = text.replace("as well\r\n", "as well\r\n    s:\r\n      t: 1\r\n");
        assert_eq!(put(text, "a.0.s.t", &json!(1)), Ok(edited));
    }

    #[test]
    fn what_would_touch_more_is_refused() {
        for (text, path) in
            [("a: &x {b: 1}\nc: *x\n", "a.b"), ("a:\n", "a.b"), ("a: [1]\n", "a.7"), ("a: {{ b }}\n", "c")]
        {
            let refused = Err(EditError::Unfaithful { path: path.to_owned() });
            assert_eq!(put(text, path, &json!(2)), refused, "{text}");
        }
    }
}
