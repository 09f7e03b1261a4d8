//! What a rewrite keeps, and what it changes.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{document, parse, rewrite};

const TEXT: &str = "# An object.
a: 1 # one
# Two of them.
list:
  # The first.
  - name: x
    # Why v.
    value: v
  - name: z
    value: |
      # no comment
      text
# About flow.
flow: {k: v, list: [b]}
deep:
  # Of d.
  d: 1
  e:
    # Last.
    f: 2
";

fn by_name(_: &[&str], one: &Value, other: &Value) -> Option<bool> {
    Some(one.get("name")? == other.get("name")?)
}

fn rewritten(change: impl FnOnce(&mut Value)) -> String {
    let mut wanted = parse("t", TEXT).expect("valid").to_value();
    change(&mut wanted);
    let text = rewrite(TEXT, &wanted, &by_name, "Changed.");
    assert_eq!(parse("t", &text).map(|node| node.to_value()), Ok(wanted), "{text}");
    text
}

#[test]
fn what_does_not_change_keeps_every_byte() {
    assert_eq!(rewritten(|_| {}), TEXT);
    let text = rewritten(|value| value["list"][0]["value"] = json!("n"));
    assert_eq!(text, TEXT.replace("    # Why v.\n    value: v\n", "    # Changed.\n    value: \"n\"\n"));
    let text = rewritten(|value| value["deep"]["e"]["f"] = json!(3));
    assert_eq!(text, TEXT.replace("    # Last.\n    f: 2\n", "    # Changed.\n    f: 3\n"));
}

#[test]
fn what_is_new_stands_at_the_end_of_its_map_or_list() {
    let text = rewritten(|value| {
        value["deep"]["e"]["g"] = json!({"h": [1]});
        value["deep"]["i"] = json!(true);
    });
    assert_eq!(text, format!("{TEXT}    # Changed.\n    g:\n      h:\n        - 1\n  # Changed.\n  i: true\n"));
    let text = rewritten(|value| value["list"].as_array_mut().expect("a list").push(json!({"name": "new"})));
    assert_eq!(text, TEXT.replace("      text\n", "      text\n  # Changed.\n  - name: new\n"));
}

#[test]
fn what_goes_takes_the_comment_above_it_along() {
    let text = rewritten(|value| _ = value.as_object_mut().expect("a map").shift_remove("flow"));
    assert_eq!(text, TEXT.replace("# About flow.\nflow: {k: v, list: [b]}\n", ""));
    let text = rewritten(|value| _ = value["list"].as_array_mut().expect("a list").remove(0));
    assert_eq!(text, TEXT.replace("  # The first.\n  - name: x\n    # Why v.\n    value: v\n", ""));
}

#[test]
fn what_has_no_lines_of_its_own_is_written_anew() {
    let text = rewritten(|value| value["flow"]["list"][0] = json!("c"));
    assert_eq!(
        text,
        TEXT.replace("# About flow.\nflow: {k: v, list: [b]}\n", "# Changed.\nflow:\n  k: v\n  list:\n    - c\n")
    );
    let text = rewritten(|value| value["deep"]["e"] = json!({}));
    assert_eq!(text, TEXT.replace("  e:\n    # Last.\n    f: 2\n", "  # Changed.\n  e: {}\n"));
    let text = rewritten(|value| _ = value["list"][0].as_object_mut().expect("a map").shift_remove("name"));
    assert!(text.contains("# Changed.\nlist:\n"), "{text}");
    assert!(text.contains("deep:\n  # Of d.\n"), "{text}");
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![any::<bool>().prop_map(Value::from), "[a-z#: \n-]{0,6}".prop_map(Value::from)];
    leaf.prop_recursive(3, 20, 3, |inner| {
        let key = prop::sample::select(vec!["name", "a", "b", "- c"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..4)
                .prop_map(|map| map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_becomes_any_other(old in any_value(), new in any_value()) {
        let (old, new) = (json!({"root": old, "rest": [new]}), json!({"root": new, "rest": [old]}));
        let text = rewrite(&(document(&old, 0) + "\n"), &new, &by_name, "Changed.");
        prop_assert_eq!(parse("t", &text).map(|node| node.to_value()), Ok(new), "{}", text);
    }
}
