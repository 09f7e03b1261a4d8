//! Files that other tools read: beside the manifests, and kept as any others.

use crate::project::{Project, SPEC};

const SMOKE: &str = "deploy/tests/smoke.sh";

fn spec() -> String {
    format!("{SPEC}tests: {{}}\n")
}

fn generated() -> Project {
    Project::new("web").spec(&spec()).generate()
}

#[test]
fn stand_beside_the_manifests_in_every_layout() {
    for layout in ["plain", "kustomize", "helm"] {
        Project::new("web")
            .spec(&format!("{}layout: {layout}\n", spec()))
            .args(["regenerate"])
            .stderr_contains("  create    deploy/tests/smoke.sh\n")
            .success()
            .file_contains("deploy/tests/production.env", "NAME='web'\n")
            .args(["regenerate", "--check"])
            .stderr_is("everything is up to date\n")
            .success();
    }
}

#[test]
fn go_with_the_key_and_stay_where_they_were_edited() {
    generated()
        .edit("deploy/tests/staging.env", "TIMEOUT=600", "TIMEOUT=60")
        .args(["status"])
        .stdout("deploy/tests/staging.env: edited\n")
        .success()
        .spec(SPEC)
        .args(["regenerate"])
        .stderr_contains("  delete    deploy/tests/smoke.sh\n")
        .stderr_contains("  left      deploy/tests/staging.env  edited by hand and no longer generated\n")
        .code(3)
        .no_file(SMOKE)
        .file_contains("deploy/tests/staging.env", "TIMEOUT=60\n");
}

#[test]
fn are_given_back_and_can_be_run_again() {
    let told = "deploy/tests/smoke.sh is as it is generated again\n";
    let project = generated().delete(SMOKE).args(["restore", SMOKE]).stderr_is(told).success();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let meta = std::fs::metadata(project.path(SMOKE)).expect("it is there again");
        assert_eq!(meta.permissions().mode() & 0o100, 0o100);
    }
    project.args(["status"]).stdout("as generated\n").success();
}

#[test]
fn an_unknown_file_is_never_written_over_and_one_that_is_the_same_is_taken_as_ours() {
    let ours = generated().read(SMOKE);
    let mine = "#!/bin/sh\n# mine\n";
    let with = |text: &str| Project::generated().file(SMOKE, text).spec(&spec()).args(["regenerate"]);
    with(mine)
        .stderr_contains("  left      deploy/tests/smoke.sh  not written by kubewright\n")
        .code(3)
        .file_is(SMOKE, mine);
    with(&ours)
        .stderr_contains("  create    deploy/tests/production.env\n")
        .success()
        .args(["status"])
        .stdout("as generated\n")
        .success();
}

#[test]
fn no_environment_has_the_folder_of_the_tests() {
    let spec = spec().replace("  staging:", "  tests: {preset: staging}\n  staging:");
    let hint = "  hint: give the environment another name, or choose the layout kustomize or helm\n";
    let refused = Project::new("web").spec(&spec).args(["regenerate"]).stderr_contains(hint).writes_nothing();
    refused
        .code(2)
        .spec(&format!("{spec}layout: kustomize\n"))
        .args(["regenerate"])
        .stderr_contains("  create    deploy/tests/tests.env\n")
        .success();
}

#[test]
fn their_templates_are_taken_over_and_no_others_are_added() {
    let ejected = Project::new("web")
        .spec(&format!("{}templates: mine\n", spec()))
        .args(["template", "eject", "tooling/tests/environment.env.tera", "--templates", "mine"])
        .stderr_is("  create    mine/tooling/tests/environment.env.tera\n")
        .success();
    ejected
        .edit("mine/tooling/tests/environment.env.tera", "NAME={{ name }}", "NAME={{ name }}\nTEAM={{ \"it's ours\" }}")
        .file("mine/tooling/tests/smok.sh.tera", "mine\n")
        .args(["regenerate"])
        .stderr_contains("warning: mine/tooling/tests/smok.sh.tera: is no template, and nothing comes of it\n")
        .stderr_contains("  hint: did you mean `tooling/tests/smoke.sh.tera`?\n")
        .success()
        .file_contains("deploy/tests/production.env", "TEAM='it'\\''s ours'\n");
}

#[test]
fn what_is_wrong_with_a_template_of_theirs_is_told_at_its_line() {
    Project::new("web")
        .spec(&format!("{}templates: mine\n", spec()))
        .file("mine/tooling/tests/smoke.sh.tera", "#!/bin/sh\n{{ nothing }}\n")
        .args(["regenerate"])
        .stderr_contains("error: mine/tooling/tests/smoke.sh.tera:2:")
        .writes_nothing()
        .code(2);
}

#[test]
fn snippets_for_collectors_follow_an_environment_and_are_no_manifests() {
    Project::new("web")
        .spec(&format!("{SPEC}logging: {{style: spring-boot, collector: fluent-bit}}\n"))
        .generate()
        .file_contains("deploy/production/configmap.yaml", "LOGGING_STRUCTURED_FORMAT_CONSOLE: ecs\n")
        .edit("deploy/logging/staging.fluent-bit.yaml", "logstash_format: true", "logstash_format: false")
        .args(["regenerate", "--rename", "staging=preview"])
        .stderr_contains(
            "  merge     deploy/logging/preview.fluent-bit.yaml  from deploy/logging/staging.fluent-bit.yaml: ",
        )
        .success()
        .file_contains("deploy/logging/preview.fluent-bit.yaml", "logstash_format: false\n")
        .args(["check", "deploy"])
        .stdout_contains("0 errors and 0 warnings in ")
        .success();
}

#[test]
fn a_variable_of_the_spec_wins_over_that_of_a_style() {
    let (_, text) = Project::new("web")
        .spec(&format!("{SPEC}logging: {{style: aspnet-core}}\nconfig: {{Logging__Console__FormatterName: systemd}}\n"))
        .args(["render", "-e", "production"])
        .text();
    assert!(text.contains("  # The spec's own, which wins; `logging.style` would say json.\n"), "{text}");
    assert!(text.contains("  Logging__Console__FormatterName: systemd\n"), "{text}");
}
