//! `kubewright new` without a terminal.

use serde_json::json;

use crate::project::Project;

/// Flags that answer every question, so that nothing is worth a warning.
const ANSWERS: [&str; 10] = [
    "new",
    "web",
    "--image",
    "ghcr.io/acme/web:1.4.2",
    "--port",
    "8080",
    "--readiness",
    "/readyz",
    "--liveness",
    "/livez",
];

pub(crate) fn answers<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [ANSWERS.as_slice(), more].concat()
}

#[test]
fn writes_spec_and_manifests_of_the_usual_environments() {
    Project::new("web")
        .args(ANSWERS)
        .stderr_contains("create    kubewright.yaml\n")
        .stderr_contains("create    deploy/production/deployment.yaml\n")
        .stderr_contains("15 files written\n")
        .stderr_contains("kubectl apply -f deploy/production\n")
        .success()
        .file_is(
            "kubewright.yaml",
            r#"# yaml-language-server: $schema=.kubewright/schema.json
# Answers about this app. After an edit, `kubewright regenerate` brings the files below deploy/ up to date.
version: 1
kubernetes: "1.35"
name: web
image: ghcr.io/acme/web:1.4.2
port: 8080
health:
  readiness: /readyz
  liveness: /livez
environments:
  development: {}
  staging: {}
  production: {}
"#,
        )
        .file_contains("deploy/development/deployment.yaml", "  replicas: 1\n")
        .file_contains("deploy/staging/deployment.yaml", "  replicas: 2\n")
        .file_contains("deploy/production/deployment.yaml", "  replicas: 3\n");
}

#[test]
fn what_it_writes_is_up_to_date() {
    Project::new("web")
        .args(answers(&["--quiet"]))
        .success()
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
}

#[test]
fn lists_everything_that_is_missing_and_does_not_ask() {
    Project::new("web")
        .args(["new"])
        .stderr_contains("the app's name is missing")
        .stderr_contains("`image` is missing")
        .stderr_contains("no probe")
        .stderr_contains("3 problems, nothing was written\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn lists_every_bad_flag_with_its_name() {
    Project::new("web")
        .args([
            "new",
            "Web",
            "--image",
            "web",
            "--port",
            "0",
            "--size",
            "huge",
            "--set",
            "replicas=two",
            "--env",
            "Prod",
        ])
        .stderr_contains("error: --image: `image`: `web` has no tag")
        .stderr_contains("error: --port: `port` must be from 1 to 65535, not 0\n")
        .stderr_contains("error: --size: `size` must be one of xs, small, medium, large, xlarge, not `huge`\n")
        .stderr_contains("error: --set replicas: `replicas` must be a whole number, not the text `two`\n")
        .stderr_contains("error: NAME: `Web` is not a name")
        .stderr_contains("error: --env: `Prod` is not an environment's name")
        .writes_nothing()
        .code(2);
}

#[test]
fn refuses_to_overwrite_a_spec() {
    Project::new("web")
        .spec("# mine\n")
        .args(ANSWERS)
        .stderr_is(
            "error: kubewright.yaml: there is a spec already\n  hint: `kubewright set` changes it, `kubewright regenerate` follows an edit; -C names another folder\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn refuses_to_overwrite_a_file_that_it_did_not_write() {
    Project::new("web")
        .file("deploy/production/service.yaml", "# mine\n")
        .args(ANSWERS)
        .stderr_is(
            "error: deploy/production/service.yaml: stands where a new file belongs\n  hint: move it away; `new` overwrites nothing that kubewright did not write\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn leaves_other_files_beside_its_own_alone() {
    Project::new("web")
        .file("deploy/production/mine.yaml", "# mine\n")
        .args(answers(&["--quiet", "--env", "production"]))
        .success()
        .file_is("deploy/production/mine.yaml", "# mine\n");
}

#[test]
fn dry_run_writes_nothing() {
    Project::new("web")
        .args(answers(&["--dry-run"]))
        .stderr_contains("create    kubewright.yaml\n")
        .stderr_contains("15 files would be written\n")
        .writes_nothing()
        .success();
}

#[test]
fn dry_run_names_what_is_missing_too() {
    Project::new("web")
        .args(["new", "web", "--dry-run", "--port", "8080", "--liveness", "/livez", "--readiness", "/readyz"])
        .stderr_is(
            "error: `image` is missing\n  hint: say it, such as `image: ghcr.io/acme/web:1.4.2`, or give --image\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn what_a_flag_gives_wrongly_is_not_called_missing_too() {
    Project::new("web")
        .args(["new", "web", "--yes", "--image", "web", "--port", "0", "--readiness", "/r", "--liveness", "/l"])
        .stderr_is(
            "error: --image: `image`: `web` has no tag: name a version, such as `web:1.4.2`, or a digest
error: --port: `port` must be from 1 to 65535, not 0
error: 2 problems, nothing was written
",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn a_cron_job_is_judged_whole_though_its_schedule_is_wrong() {
    Project::new("backup")
        .args(["new", "backup", "--yes", "--kind", "CronJob", "--image", "backup:1", "--schedule", "daily", "--size", "huge"])
        .stderr_is("error: --schedule: `schedule`: `daily` is not a schedule: write minute, hour, day of month, month and day of week, such as `17 3 * * *`
error: --size: `size` must be one of xs, small, medium, large, xlarge, not `huge`
error: 2 problems, nothing was written
")
        .writes_nothing()
        .code(2);
}

#[test]
fn json_tells_every_file() {
    let (_, plan) = Project::new("web").args(answers(&["--env", "production", "-o", "json"])).json(0);
    assert_eq!(plan["version"], 1);
    assert_eq!(plan["conflicts"], json!([]));
    assert_eq!(plan["warnings"], json!([]));
    let created = |path: &str| json!({"path": path, "from": null, "action": "create", "effect": null, "why": null});
    assert_eq!(plan["files"][0], created("kubewright.yaml"));
    assert_eq!(plan["files"][1], created("deploy/production/deployment.yaml"));
    assert_eq!(plan["files"].as_array().map(Vec::len), Some(6));
}

#[test]
fn json_tells_every_problem() {
    let (_, problems) = Project::new("web").args(["new", "web", "--port", "0", "-o", "json"]).writes_nothing().json(2);
    assert_eq!(
        problems["problems"][0],
        json!({
            "source": "--port",
            "line": null,
            "column": null,
            "message": "`port` must be from 1 to 65535, not 0",
            "hint": null,
        })
    );
    assert_eq!(problems["version"], 1);
}

#[test]
fn flags_about_size_and_host_speak_of_production() {
    Project::new("web")
        .args(answers(&["--quiet", "--replicas", "5", "--host", "web.example.com", "--gateway", "public"]))
        .success()
        .file_contains("kubewright.yaml", "\n  production:\n    replicas: 5\n    host: web.example.com\n")
        .file_contains("deploy/staging/deployment.yaml", "  replicas: 2\n")
        .file_contains("deploy/production/deployment.yaml", "  replicas: 5\n");
}

#[test]
fn a_value_that_repeats_the_default_is_not_written() {
    Project::new("web")
        .args(answers(&["--quiet", "--replicas", "3", "--delay", "5s", "--env", "production"]))
        .success()
        .file_lacks("kubewright.yaml", "replicas")
        .file_lacks("kubewright.yaml", "shutdown");
}

#[test]
fn variables_answer_what_no_flag_does() {
    Project::new("web")
        .args(["new", "web", "--quiet", "--port", "8080", "--liveness", "/livez"])
        .variable("KUBEWRIGHT_IMAGE", "ghcr.io/acme/web:2.0.0")
        .variable("KUBEWRIGHT_READINESS", "/readyz")
        .variable("KUBEWRIGHT_PORT", "9090")
        .success()
        .file_contains("kubewright.yaml", "\nimage: ghcr.io/acme/web:2.0.0\nport: 8080\n");
}

#[test]
fn a_flag_for_an_environment_that_is_not_there_is_refused() {
    Project::new("web")
        .args(answers(&["--env", "production", "--set", "staging:replicas=2"]))
        .stderr_is(
            "error: --set staging:replicas: there is no environment `staging`\n  hint: name it with --env staging, beside: production\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn an_environment_takes_the_preset_that_is_asked_for() {
    Project::new("web")
        .args(answers(&["--quiet", "--env", "production", "--preset", "hardened", "--namespace", "shop"]))
        .stderr_contains("warning: kubewright.yaml:6:1: the preset asks for the image by tag and digest\n")
        .success()
        .file_contains("kubewright.yaml", "  production:\n    preset: hardened\n")
        .file_contains("deploy/production/deployment.yaml", "imagePullPolicy: Always\n");
}

#[test]
fn an_unknown_preset_is_refused() {
    Project::new("web")
        .args(answers(&["--preset", "hardned"]))
        .stderr_contains("there is no preset `hardned`\n  hint: did you mean `hardened`?")
        .writes_nothing()
        .code(2);
}

#[test]
fn an_environment_of_another_name_takes_a_preset() {
    Project::new("web")
        .args(answers(&["--quiet", "--env", "eu", "--preset", "production"]))
        .success()
        .file_contains("kubewright.yaml", "  eu:\n    preset: production\n")
        .file_contains("deploy/eu/deployment.yaml", "  replicas: 3\n");
}

#[test]
fn a_kind_that_is_none_is_told_alone() {
    Project::new("web")
        .args(["new", "web", "--yes", "--image", "ghcr.io/acme/web:1.4.2", "--kind", "Deploymnt"])
        .stderr_is("error: --kind: `kind` must be one of Deployment, StatefulSet, DaemonSet, CronJob, Job, not `Deploymnt`\n  hint: did you mean `Deployment`?\n")
        .writes_nothing()
        .code(2);
}
