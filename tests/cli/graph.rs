//! `kubewright graph`.

use serde_json::json;

use crate::project::{Project, SPEC};

fn with_secret() -> String {
    SPEC.replace("production: {}", "production: {secrets: {DB_PASSWORD: {secret: web-db, key: password}}}")
}

#[test]
fn shows_what_refers_to_what_and_what_has_to_be_there() {
    Project::new("web")
        .spec(&with_secret())
        .args(["graph", "-e", "production"])
        .stdout(
            "production
  Service web
  └─ selects Deployment web
     ├─ runs as ServiceAccount web
     └─ mounts Secret web-db (not generated)
  PodDisruptionBudget web
  └─ selects Deployment web (above)
  NetworkPolicy web
  └─ selects Deployment web (above)
",
        )
        .writes_nothing()
        .success();
}

#[test]
fn shows_every_environment_where_none_is_named() {
    let (mut project, text) = Project::new("web").spec(SPEC).args(["graph"]).text();
    assert!(text.starts_with("staging\n") && text.contains("\n\nproduction\n"), "{text}");
    for (format, start) in [("mermaid", "flowchart LR\n"), ("dot", "digraph kubewright {\n"), ("svg", "<svg ")] {
        let picture;
        (project, picture) = project.args(["graph", "-o", format]).text();
        assert!(
            picture.starts_with(start) && picture.contains("staging") && picture.contains("production"),
            "{picture}"
        );
    }
}

#[test]
fn tells_programs_the_objects_and_their_references() {
    let (_, told) = Project::new("web").spec(&with_secret()).args(["graph", "-e", "production", "-o", "json"]).json(0);
    let objects = told["environments"][0]["objects"].as_array().expect("objects").clone();
    let place = |kind: &str| objects.iter().position(|object| object["kind"] == kind).expect("the object is there");
    assert_eq!((&told["version"], &told["environments"][0]["environment"]), (&json!(1), &json!("production")));
    assert_eq!(
        objects[place("Secret")],
        json!({"kind": "Secret", "namespace": null, "name": "web-db", "origin": "elsewhere"})
    );
    let links = told["environments"][0]["links"].as_array().expect("links");
    let link = json!({"from": place("Deployment"), "to": place("Secret"), "relation": "mounts"});
    assert!(links.contains(&link), "{links:?}");
}

#[test]
fn formats_of_one_command_are_refused_by_the_others() {
    let project = Project::new("web").spec(SPEC);
    let project = project.args(["graph", "-o", "sarif"]).stderr_contains("only `check` prints `sarif`").code(2);
    project.args(["check", "-o", "svg"]).stderr_contains("only `graph` prints `svg`").code(2);
}

#[test]
fn an_environment_that_is_not_there_is_named() {
    Project::new("web")
        .spec(SPEC)
        .args(["graph", "-e", "prod"])
        .stderr_contains("error: kubewright.yaml: the spec has no environment `prod`")
        .code(2);
}
