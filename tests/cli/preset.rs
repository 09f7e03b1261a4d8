//! `kubewright preset`, and a user's own.

use serde_json::json;

use crate::project::{Project, SPEC};

fn with_preset(preset: &str) -> String {
    SPEC.replace("staging: {}", &format!("eu: {{preset: {preset}}}"))
}

#[test]
fn lists_every_preset_with_its_purpose() {
    Project::new("web")
        .args(["preset", "list"])
        .stdout_contains("development  one small replica that starts and stops fast\n")
        .stdout_contains("production   our judgement of what runs well\n")
        .success();
    let (_, told) = Project::new("web").args(["preset", "list", "-o", "json"]).json(0);
    assert_eq!(told["presets"][2], json!({"name": "production", "description": "our judgement of what runs well"}));
}

#[test]
fn shows_a_preset_as_it_is_written() {
    let text = include_str!("../../presets/hardened.yaml");
    Project::new("web").args(["preset", "show", "hardened"]).stdout(text).success();
}

#[test]
fn an_unknown_preset_names_the_nearest() {
    Project::new("web")
        .args(["preset", "show", "hardned"])
        .stderr_contains("there is no preset `hardned`\n  hint: did you mean `hardened`?")
        .code(2);
}

#[test]
fn a_users_own_extends_one_of_ours_or_another_file() {
    Project::new("web")
        .spec(&with_preset("presets/eu.yaml"))
        .file("presets/eu.yaml", "extends: presets/base.yaml\nsize: large\n")
        .file("presets/base.yaml", "extends: staging\n# Two zones, two each.\nreplicas: 4\nsize: small\n")
        .args(["explain", "replicas", "-e", "eu"])
        .stdout_contains("eu: replicas = 4\n  set by  preset (presets/base.yaml:3:1)\n  because Two zones, two each.\n")
        .success()
        .args(["explain", "size", "-e", "eu"])
        .stdout_contains("eu: size = large\n  set by  preset (presets/eu.yaml:2:1)\n")
        .success()
        .generate()
        .file_contains("deploy/eu/deployment.yaml", "  replicas: 4\n")
        .file_contains("deploy/eu/deployment.yaml", "cpu: 500m\n");
}

#[test]
fn a_preset_that_is_not_there_is_refused_at_its_name() {
    Project::new("web")
        .spec(&with_preset("presets/eu.yaml"))
        .args(["render", "-e", "eu"])
        .stderr_is("error: kubewright.yaml:8:16: preset `presets/eu.yaml` cannot be read: there is no such file\n  hint: the path is relative to the spec's folder\n")
        .code(2);
}

#[test]
fn what_is_wrong_in_a_preset_is_told_in_its_file() {
    Project::new("web")
        .spec(&with_preset("eu.yaml"))
        .file("eu.yaml", "extends: production\nreplcas: 4\nport: 0\n")
        .args(["render", "-e", "eu"])
        .stderr_contains("error: eu.yaml:2:1: unknown key `replcas`\n  hint: did you mean `replicas`?\n")
        .stderr_contains("error: eu.yaml:3:7: `port` must be from 1 to 65535, not 0\n")
        .code(2);
}

#[test]
fn a_circle_is_refused() {
    Project::new("web")
        .spec(&with_preset("a.yaml"))
        .file("a.yaml", "extends: b.yaml\n")
        .file("b.yaml", "extends: a.yaml\n")
        .args(["render", "-e", "eu"])
        .stderr_is("error: b.yaml:1:10: preset `a.yaml` extends itself\n  hint: remove one `extends`\n")
        .code(2);
}

#[test]
fn a_changed_preset_is_drift() {
    Project::new("web")
        .spec(&with_preset("eu.yaml"))
        .file("eu.yaml", "extends: production\nreplicas: 4\n")
        .generate()
        .file("eu.yaml", "extends: production\nreplicas: 5\n")
        .args(["regenerate", "--check"])
        .stderr_is("  update    deploy/eu/deployment.yaml  no restart\n1 file would be written\n")
        .writes_nothing()
        .code(1);
}

#[test]
fn one_is_taken_over_word_for_word_and_counts_once_it_is_named() {
    let text = include_str!("../../presets/production.yaml");
    Project::new("web")
        .spec(SPEC)
        .args(["preset", "eject", "production"])
        .stderr_is("  create    presets/production.yaml\nto use it: `environments: {production: {preset: presets/production.yaml}}`, by kubewright set --preset presets/production.yaml -e production\n")
        .success()
        .file_is("presets/production.yaml", text)
        .edit("presets/production.yaml", "\nreplicas: 3\n", "\nreplicas: 5\n")
        .args(["set", "--preset", "presets/production.yaml", "-e", "production", "--quiet"])
        .success()
        .file_contains("deploy/production/deployment.yaml", "\n  replicas: 5\n")
        .file_contains("kubewright.yaml", "  production:\n    preset: presets/production.yaml\n");
}

#[test]
fn one_that_was_taken_over_is_not_overwritten() {
    Project::new("web")
        .spec(SPEC)
        .file("presets/mine.yaml", "replicas: 7\n")
        .args(["preset", "eject", "staging", "--out", "presets/mine.yaml"])
        .stderr_is("error: presets/mine.yaml: stands there already\n  hint: it is yours to edit; move it away to start afresh\n")
        .writes_nothing()
        .code(2)
        .args(["preset", "eject", "presets/mine.yaml"])
        .stderr_contains("`presets/mine.yaml` is a preset of yours already")
        .writes_nothing()
        .code(2);
}

#[test]
fn what_is_taken_over_needs_a_spec_beside_it_and_a_name_that_an_environment_can_say() {
    Project::new("web")
        .args(["preset", "eject", "staging"])
        .stderr_contains("there is no spec")
        .writes_nothing()
        .code(2);
    Project::new("web")
        .spec(SPEC)
        .args(["preset", "eject", "staging", "--out", "mine"])
        .stderr_contains("error: --out: `mine` is no name of a preset's file\n  hint: end it in .yaml")
        .writes_nothing()
        .code(2);
}

#[test]
fn the_name_of_an_own_preset_points_at_its_file() {
    Project::new("web")
        .spec(&with_preset("acme"))
        .file("presets/acme.yaml", "extends: production\n")
        .args(["render", "-e", "eu"])
        .stderr_contains("there is no preset `acme`\n  hint: did you mean `presets/acme.yaml`?")
        .code(2);
}
