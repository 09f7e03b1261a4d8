//! What the layout of Helm promises without Helm: who says what, small files, and a comment for each value.

// A case that does not render ends the test with what is wrong.
#![allow(clippy::panic)]

#[path = "shared/folders.rs"]
mod folders;

use std::path::Path;

use kubewright::generate::{Request, generate, tree};
use kubewright::io::Project;
use kubewright::layout::Tree;
use kubewright::spec::{Layout, Spec};
use kubewright::yaml::parse;
use serde_json::Value;

use folders::{case_name, folders};

const VALUES: &str = "deploy/chart/values.yaml";

/// The chart of a spec, whose files stand in the folder of a case.
fn chart(folder: &Path, text: &str) -> Tree {
    try_chart(folder, text).unwrap_or_else(|problems| panic!("{}: {problems}\n{text}", folder.display()))
}

/// The chart of a spec, or what is wrong with it.
fn try_chart(folder: &Path, text: &str) -> Result<Tree, String> {
    let mut spec = Spec::parse(Project::SPEC, text).map_err(|problems| format!("{problems:#?}"))?;
    spec.layout = Some((Layout::Helm, None));
    let project = Project::new(folder);
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    let made = generate(&request, &spec.environment_names(), &project).map_err(|error| format!("{error:#?}"))?;
    tree(&spec, &made, &project).map_err(|error| format!("{error:#?}"))
}

fn text_of(folder: &Path) -> String {
    Project::new(folder).spec().expect("readable").expect("a case has a spec")
}

fn value_of(text: &str) -> Value {
    parse("kubewright.yaml", text).unwrap_or_else(|problems| panic!("{problems:#?}")).to_value()
}

/// The files that two charts do not have alike, without templates and what describes all environments.
fn touched(before: &Tree, after: &Tree) -> Vec<String> {
    let describes_all = |path: &&String| {
        path.contains("/templates/") || path.ends_with("values.schema.json") || path.ends_with("Chart.yaml")
    };
    let paths = before.keys().chain(after.keys().filter(|path| !before.contains_key(*path)));
    let differing = paths.filter(|path| before.get(*path) != after.get(*path) && !describes_all(path));
    differing.filter_map(|path| path.strip_prefix("deploy/chart/")).map(str::to_owned).collect()
}

#[test]
fn an_environment_that_goes_takes_its_own_values_along_and_touches_no_others() {
    for folder in folders() {
        let mut whole = value_of(&text_of(&folder));
        // What names environments beside them is told when one of them goes.
        whole["delivery"] = Value::Null;
        let names: Vec<String> =
            whole["environments"].as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default();
        if names.len() < 2 {
            continue;
        }
        let before = chart(&folder, &whole.to_string());
        for name in names {
            let mut less = whole.clone();
            less["environments"].as_object_mut().expect("a map").shift_remove(&name);
            let after = chart(&folder, &less.to_string());
            assert_eq!(touched(&before, &after), [format!("values-{name}.yaml")], "{}", folder.display());
        }
    }
}

#[test]
fn an_environment_that_changes_touches_its_own_values_and_no_others() {
    let changes = [
        r#"{"annotations": {"x": "y"}, "podAnnotations": {"a": "b"}}"#,
        r#"{"labels": {"example.com/tier": "back"}}"#,
        r#"{"options": null, "shutdown": {"drain": "77s"}, "revisionHistoryLimit": 3}"#,
        r#"{"config": {"MORE": "x"}, "configFiles": null}"#,
        r#"{"replicas": 9}"#,
        r#"{"size": "large"}"#,
        r#"{"calledBy": ["someone"], "calls": []}"#,
        r#"{"spread": {"hosts": "required", "zones": "none"}}"#,
        r#"{"namespace": "another"}"#,
        r#"{"image": "ghcr.io/acme/other:9.9.9"}"#,
        r#"{"writable": {"/more": "1Gi"}}"#,
        r#"{"immutableConfig": true, "config": {"A": "b"}}"#,
    ];
    let mut tried = 0;
    for (case, folder) in folders().into_iter().enumerate() {
        let whole = value_of(&text_of(&folder));
        let names: Vec<String> =
            whole["environments"].as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default();
        let before = chart(&folder, &whole.to_string());
        // Each case a few of them, so that each change meets many kinds of apps.
        for (index, change) in changes.iter().enumerate().filter(|(index, _)| index % 4 == case % 4) {
            let Some(name) = names.get(index % names.len().max(1)) else { continue };
            let mut other = whole.clone();
            let keys = value_of(change);
            let environment = &mut other["environments"][name];
            if environment.is_null() {
                *environment = Value::Object(serde_json::Map::new());
            }
            let environment = environment.as_object_mut().expect("a map");
            environment.extend(keys.as_object().expect("a map").clone());
            // Not every case takes every change.
            let Ok(after) = try_chart(&folder, &other.to_string()) else { continue };
            let own = format!("values-{name}.yaml");
            let strangers: Vec<String> = touched(&before, &after).into_iter().filter(|file| *file != own).collect();
            assert!(strangers.is_empty(), "{} {name} {change}: {strangers:?}", folder.display());
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried} changes are valid somewhere");
}

#[test]
fn an_environment_without_a_difference_has_no_values() {
    let spec = |environments: &str| {
        format!(
            "version: 1\nname: web\nimage: ghcr.io/acme/web:1.0.0\nport: 8080\nhealth: {{readiness: /r, liveness: /l}}\nresources: {{cpu: 50m, memory: 64Mi}}\nenvironments: {environments}\n"
        )
    };
    let values = |text: &str| {
        let tree = chart(Path::new("."), &spec(text));
        let values = tree["deploy/chart/values-staging.yaml"].lines().filter(|line| !line.starts_with('#'));
        values.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(values("{staging: {}}"), Vec::<String>::new());
    assert_eq!(
        values("{staging: {replicas: 3, image: \"ghcr.io/acme/web:2.0.0\", shutdown: {drain: 40s}}}"),
        ["replicaCount: 3", "image:", "  tag: \"2.0.0\"", "terminationGracePeriodSeconds: 50"]
    );
}

#[test]
fn no_environment_repeats_a_value_of_the_chart() {
    let mut repeated = Vec::new();
    for folder in folders() {
        let tree = chart(&folder, &text_of(&folder));
        let base = value_of(&tree[VALUES]);
        for (path, text) in tree.iter().filter(|(path, _)| path.starts_with("deploy/chart/values-")) {
            let mut same = Vec::new();
            alike(&base, &value_of(text), "", &mut same);
            repeated.extend(same.into_iter().map(|name| format!("{} {path}: {name}", case_name(&folder))));
        }
    }
    assert!(repeated.is_empty(), "as in values.yaml:\n{}", repeated.join("\n"));
}

/// The names under which both have the same value.
fn alike(base: &Value, own: &Value, name: &str, found: &mut Vec<String>) {
    match (base, own) {
        (Value::Object(base), Value::Object(own)) => {
            for (key, value) in own {
                alike(base.get(key).unwrap_or(&Value::Null), value, &format!("{name}.{key}"), found);
            }
        }
        (Value::Null, _) => {}
        (base, own) if base == own => found.push(name.to_owned()),
        _ => {}
    }
}

#[test]
fn every_value_says_what_it_is() {
    let mut silent = Vec::new();
    for folder in folders() {
        let tree = chart(&folder, &text_of(&folder));
        let lines: Vec<&str> = tree[VALUES].lines().collect();
        for pair in lines.windows(2) {
            let is_value = !pair[1].starts_with([' ', '#', '-']) && pair[1].contains(':');
            // A name of further values says it below.
            let names_more = pair[1].ends_with(':');
            if is_value && !names_more && !pair[0].starts_with('#') {
                silent.push(format!("{}: {}", case_name(&folder), pair[1]));
            }
        }
    }
    assert!(silent.is_empty(), "values without a comment:\n{}", silent.join("\n"));
}

#[test]
fn a_chart_comes_out_the_same_twice() {
    for folder in folders() {
        let text = text_of(&folder);
        let twice = [chart(&folder, &text), chart(&folder, &text)];
        assert_eq!(twice[0], twice[1], "{}", folder.display());
    }
}
