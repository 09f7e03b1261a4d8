//! What an edit keeps, and why some are refused.

use serde_json::{Value, json};

use super::{EditError, remove_value, set_value};

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
    let error = |text, path: &[&str]| set_value(text, path, &json!(1)).expect_err("the edit is impossible").to_string();
    assert_eq!(
        error("a:\n  b: [1]\n", &["a", "b", "c"]),
        "`a.b` is not a map; remove it or make it one, then repeat the edit"
    );
    assert_eq!(error("- 1\n", &["a"]), "the document is not a map; remove it or make it one, then repeat the edit");
    assert_eq!(error("a: [\n", &["a"]), "not editable: line 1: this `[` is never closed (hint: close it with `]`)");
    assert_eq!(error("a: 1\n", &[]), "no key to edit; name at least one");
}
