//! `kubewright schema`, and what shells and packagers ask for.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::project::{Project, SPEC};

fn schema() -> Value {
    Project::new("web").args(["schema"]).json(0).1
}

#[test]
fn is_a_json_schema_that_refuses_unknown_keys_everywhere() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["required"], json!(["version", "name"]));
    closed(&schema, "");
}

/// Every object with named properties says that it has no others.
fn closed(value: &Value, path: &str) {
    let named = value.get("properties").is_some_and(Value::is_object) && !path.ends_with("/properties");
    assert!(!named || value.get("additionalProperties") == Some(&json!(false)), "{path} is open");
    for (key, below) in value.as_object().into_iter().flatten() {
        closed(below, &format!("{path}/{key}"));
    }
    for (index, below) in value.as_array().into_iter().flatten().enumerate() {
        closed(below, &format!("{path}/{index}"));
    }
}

#[test]
fn every_reference_leads_to_a_definition() {
    let schema = schema();
    let text = schema.to_string();
    for reference in text.split("\"$ref\":\"#/$defs/").skip(1) {
        let name = reference.split('"').next().unwrap_or_default();
        assert!(schema["$defs"][name].is_object(), "{name}");
    }
}

#[test]
fn every_key_is_described() {
    fn described(object: &Value, path: &str) {
        for (key, below) in object["properties"].as_object().into_iter().flatten() {
            assert!(below["description"].is_string(), "`{path}{key}` has a description");
        }
        for (name, below) in object["$defs"].as_object().into_iter().flatten() {
            described(below, &format!("{name}."));
        }
    }
    described(&schema(), "");
}

#[test]
fn the_spec_of_every_case_is_one_that_the_program_reads() {
    let mut read = 0;
    for folder in ["tests/cases", "examples"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path().join("kubewright.yaml");
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let spec = kubewright::spec::Spec::parse("kubewright.yaml", &text);
            assert!(spec.is_ok(), "{}: {:?}", path.display(), spec.err());
            read += 1;
        }
    }
    assert!(read > 0, "there are cases");
}

#[test]
fn stands_beside_the_spec_for_editors() {
    let (project, text) = Project::new("web").spec(SPEC).generate().args(["schema"]).text();
    project.file_is(".kubewright/schema.json", &text);
}

#[test]
fn completions_and_manual_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        Project::new("web").args(["completions", shell]).stdout_contains("kubewright").success();
    }
    Project::new("web").args(["man"]).stdout_contains(".TH kubewright").success();
}

#[test]
fn help_and_version_go_to_stdout() {
    Project::new("web").args(["--help"]).stdout_contains("Exit codes:").success();
    Project::new("web").args(["--version"]).stdout(concat!("kubewright ", env!("CARGO_PKG_VERSION"), "\n")).success();
}

#[test]
fn an_unknown_command_is_a_usage_error() {
    Project::new("web").args(["nwe"]).stderr_contains("unrecognized subcommand 'nwe'").code(2);
}
