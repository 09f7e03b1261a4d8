//! The reference in `docs/spec.md` says what the code says.
//!
//! `KUBEWRIGHT_TEST_UPDATE=1 cargo test --test docs` writes its tables anew.

#[path = "docs/alerts.rs"]
mod alerts;
#[path = "docs/components.rs"]
mod components;
#[path = "docs/examples.rs"]
mod examples;
#[path = "docs/rules.rs"]
mod rules;

use std::fmt::Write as _;
use std::path::Path;

use kubewright::app::{Below, VERSIONED_FIELDS, size_table};
use kubewright::spec::spec_schema;
use serde_json::Value;

#[test]
fn the_reference_lists_every_size_exception_and_key() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/spec.md");
    let text = std::fs::read_to_string(&path).expect("the reference is there");
    let expected = [("sizes", sizes()), ("exceptions", exceptions()), ("targets", targets()), ("keys", keys())]
        .iter()
        .fold(text.clone(), |text, (section, table)| with_section(&text, section, table));
    if std::env::var_os("KUBEWRIGHT_TEST_UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("the reference is writable");
    } else {
        assert_eq!(text, expected, "run KUBEWRIGHT_TEST_UPDATE=1 cargo test --test docs");
    }
}

/// The text with the lines between a section's marks replaced.
fn with_section(text: &str, section: &str, table: &str) -> String {
    let (open, close) = (format!("<!-- {section} -->\n"), format!("<!-- /{section} -->"));
    let (before, rest) = text.split_once(&open).expect("the section opens");
    let (_, after) = rest.split_once(&close).expect("the section closes");
    format!("{before}{open}{table}{close}{after}")
}

fn sizes() -> String {
    size_table().iter().fold(
        String::from("| Size | cpu | memory |\n|---|---|---|\n"),
        |mut table, (size, cpu, memory)| {
            let name = serde_json::to_value(size).expect("a unit variant");
            let _ = writeln!(table, "| `{}` | {cpu} | {memory} |", name.as_str().unwrap_or_default());
            table
        },
    )
}

fn exceptions() -> String {
    let options = spec_schema()["$defs"]["Exception"]["oneOf"].as_array().expect("an enum with docs");
    options.iter().fold(String::from("| Rule | What is departed from |\n|---|---|\n"), |mut table, option| {
        let _ = writeln!(table, "| `{}` | {} |", option["const"].as_str().unwrap_or_default(), first(option));
        table
    })
}

fn targets() -> String {
    let head = String::from("| Answer | Field | From | Below that |\n|---|---|---|---|\n");
    VERSIONED_FIELDS.iter().fold(head, |mut table, field| {
        let ((key, value), (kind, path)) = (field.answer, field.field);
        let below = match field.below {
            Below::LeftOut => "left out, with a warning".to_owned(),
            Below::Older(older) => format!("`{older}`, which means the same"),
            Below::Refused => "refused".to_owned(),
        };
        let _ = writeln!(table, "| `{key}: {value}` | `{path}` of the {kind} | {} | {below} |", field.since);
        table
    })
}

fn keys() -> String {
    let mut table = String::from("| Key | What it is |\n|---|---|\n");
    let properties = spec_schema()["properties"].as_object().expect("an object");
    for (key, schema) in properties.iter().filter(|(key, _)| *key != "environments") {
        let _ = writeln!(table, "| `{key}` | {} |", first(schema));
        for (child, schema) in children(schema) {
            let _ = writeln!(table, "| `{key}.{child}` | {} |", first(schema));
        }
    }
    table
}

/// The keys one level below, where the value is a map of known keys.
fn children(schema: &'static Value) -> Vec<(&'static String, &'static Value)> {
    let options = schema["anyOf"].as_array().into_iter().flatten().chain([schema]);
    let definition = |option: &'static Value| option["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
    options
        .filter_map(definition)
        .filter_map(|name| spec_schema()["$defs"][name]["properties"].as_object())
        .flatten()
        .collect()
}

fn first(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().replace('\n', " ").trim_end_matches('.').to_owned()
}
