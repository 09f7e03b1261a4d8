//! What is read, and what is refused.

use super::*;

fn problems(text: &str) -> Vec<String> {
    parse_object("f.yaml", text).expect_err("the text has problems").iter().map(ToString::to_string).collect()
}

#[test]
fn remembers_the_places_of_keys_and_values() {
    let node = parse("f.yaml", "a: 1\nb:\n  c: [x, 2]\n").expect("valid");
    let (key, at, value) = &node.entries()[1];
    assert_eq!((key.as_str(), *at), ("b", Some(Position { line: 2, column: 1 })));
    assert_eq!(value.get("c").and_then(|c| c.position), Some(Position { line: 3, column: 6 }));
    assert_eq!(node.to_value(), serde_json::json!({"a": 1, "b": {"c": ["x", 2]}}));
}

#[test]
fn refuses_scalars_that_readers_disagree_about_all_at_once() {
    let found = problems("a: yes\nb: 012\nc: \"yes\"\nd: 1.10\n");
    assert_eq!(found.len(), 3);
    assert!(found[0].starts_with("f.yaml:1:4: `yes` unquoted"), "{found:?}");
    assert!(found[1].starts_with("f.yaml:2:4: `012` unquoted"), "{found:?}");
}

#[test]
fn refuses_keys_that_readers_disagree_about() {
    let found = problems("on: 1\n\"off\": 2\n012: 3\n12: 4\ntrue: 5\n1.10: 6\na: {y: 7}\n");
    let keys: Vec<&str> = found.iter().filter_map(|problem| problem.split('`').nth(1)).collect();
    assert_eq!(keys, ["on", "012", "1.10", "y"], "{found:?}");
    assert!(found[0].starts_with("f.yaml:1:1: the key `on` unquoted"), "{found:?}");
    assert!(parse("f.yaml", "on: 1\n").is_ok(), "what is ours knows its keys");
}

#[test]
fn names_the_place_of_every_duplicate_key_and_merge_key() {
    assert_eq!(
        problems("a: 1\nb: &b {c: 1}\na: {c: 1, c: 2}\nd:\n  <<: *b\n"),
        [
            "f.yaml:3:1: key `a` stands here twice (hint: the other is on line 1: keep one of the two)",
            "f.yaml:3:11: key `c` stands here twice (hint: the other is on line 3: keep one of the two)",
            "f.yaml:5:3: `<<` takes entries over from elsewhere, which not every YAML reader does (hint: write the entries out)",
        ]
    );
}

#[test]
fn what_is_read_quickly_is_what_is_read_with_judgement() {
    let scalars = [
        "",
        "~",
        "null",
        "Null",
        "true",
        "True",
        "yes",
        "y",
        "012",
        "0",
        "-0",
        "-1",
        "+1",
        "1.5",
        "1.50",
        "1e3",
        ".5",
        "5.",
        "1_000",
        "0x1F",
        "0o17",
        "1:30",
        "2026-01-01",
        ".inf",
        "inf",
        "nan",
        "NaN",
        ".nan",
        "<<",
        "=",
        "-",
        "a b",
        "a: b",
        "9223372036854775807",
        "18446744073709551615",
        "18446744073709551616",
        "0.1",
        "100m",
        "'it''s'",
        "\"\\u00e4\"",
        "ä",
        "|\n    a\n    b",
        ">-\n    a\n    b",
        "|+\n    a\n\n",
        "a\n    b",
        "[1, [a, {b: c}], ]",
        "{a: 1, b}",
        "{}",
        "[]",
        "!!str 1",
        "&a 1",
        "*a",
        "\n  - x\n  -\n  - - y",
        "# c",
        "a # c",
        "'a' # c",
    ];
    let keys = ["a", "'a'", "\"a\"", "1", "true", "null", "~", "ä", "<<", "? a", "012", "a b", "[a]"];
    let mut quick = 0;
    let texts = scalars.iter().flat_map(|scalar| keys.iter().map(move |key| format!("x: 1\n{key}: {scalar}\nz: 2\n")));
    let whole = scalars.iter().map(|scalar| (*scalar).to_owned());
    let forms = [
        "---\na: 1\n",
        "--- a\n",
        "a: 1\n---\nb: 2\n",
        "%YAML 1.2\n---\na: 1\n",
        "a: 1\r\nb:\r\n- 2\r\n",
        "\u{feff}a: 1\n",
    ];
    let deep = "[".repeat(150) + &"]".repeat(150);
    for text in texts.chain(whole).chain(forms.map(str::to_owned)).chain([deep]) {
        let Some(node) = quick::read(&text) else { continue };
        assert_eq!(judged("f", &text, Keys::AreJudged), Ok((node, Vec::new())), "{text:?}");
        quick += 1;
    }
    assert!(quick > 100, "{quick}");
}

#[test]
fn survives_an_alias_bomb() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let previous = level - 1;
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{previous}"); 10].join(", ")));
    }
    assert_eq!(problems(&bomb).len(), 1);
}
