//! `kubewright set`: the spec edited, its comments kept, the manifests renewed.

use crate::project::{Project, SPEC};

/// A spec as a person keeps it.
const COMMENTED: &str = r#"# Owned by team shop.
version: 1
kubernetes: "1.35"   # until the clusters are upgraded
name: web

# Bumped by the pipeline.
image: ghcr.io/acme/web:1.4.2  # keep in step with the chart
port: 8080
health: {readiness: /readyz, liveness: /livez}
config:
  # Quiet in the day.
  LOG_LEVEL: info
  GREETING: 'hello'   # shown on top

environments:
  staging: {}
  production:
    replicas: 4   # measured in May
"#;

fn commented() -> Project {
    Project::new("web").spec(COMMENTED).generate()
}

#[test]
fn changes_one_value_and_keeps_every_other_byte() {
    commented()
        .args(["set", "image=ghcr.io/acme/web:1.5.0"])
        .stderr_is("  update    kubewright.yaml\n  update    deploy/production/deployment.yaml  rolls pods\n  update    deploy/staging/deployment.yaml  rolls pods\n3 files written\n")
        .success()
        .file_is("kubewright.yaml", &COMMENTED.replace(":1.4.2", ":1.5.0"))
        .file_contains("deploy/production/deployment.yaml", "image: ghcr.io/acme/web:1.5.0\n")
        .args(["regenerate", "--check", "-q"])
        .writes_nothing()
        .success();
}

#[test]
fn takes_the_flags_of_new() {
    commented()
        .args(["set", "--image", "ghcr.io/acme/web:1.5.0", "-q"])
        .success()
        .file_is("kubewright.yaml", &COMMENTED.replace(":1.4.2", ":1.5.0"));
}

#[test]
fn changes_a_value_below_a_map() {
    commented()
        .args(["set", "config.LOG_LEVEL=debug", "-q"])
        .success()
        .file_is("kubewright.yaml", &COMMENTED.replace("LOG_LEVEL: info", "LOG_LEVEL: debug"))
        .file_contains("deploy/staging/configmap.yaml", "LOG_LEVEL: debug\n");
}

#[test]
fn changes_one_environment_alone() {
    commented()
        .args(["set", "replicas=6", "-e", "production", "-q"])
        .success()
        .file_is("kubewright.yaml", &COMMENTED.replace("replicas: 4 ", "replicas: 6 "))
        .file_contains("deploy/production/deployment.yaml", "  replicas: 6\n")
        .file_contains("deploy/staging/deployment.yaml", "  replicas: 2\n");
}

#[test]
fn the_environment_may_stand_before_the_key() {
    commented()
        .args(["set", "production:replicas=6", "-q"])
        .success()
        .file_is("kubewright.yaml", &COMMENTED.replace("replicas: 4 ", "replicas: 6 "));
}

#[test]
fn adds_a_key_that_is_not_there_yet() {
    commented()
        .args(["set", "replicas=3", "-e", "staging", "-q"])
        .success()
        .file_contains("kubewright.yaml", "# measured in May\n")
        .file_contains("deploy/staging/deployment.yaml", "  replicas: 3\n")
        .file_contains("deploy/production/deployment.yaml", "  replicas: 4\n");
    commented()
        .args(["set", "shutdown.drain=45s", "partOf=shop", "-q"])
        .success()
        .file_contains("kubewright.yaml", "# Owned by team shop.\n")
        .file_contains("deploy/staging/deployment.yaml", "terminationGracePeriodSeconds: 55\n")
        .file_contains("deploy/staging/deployment.yaml", "app.kubernetes.io/part-of: shop\n");
}

#[test]
fn several_environments_at_once() {
    commented()
        .args(["set", "replicas=7", "-e", "staging", "-e", "production", "-q"])
        .success()
        .file_contains("deploy/staging/deployment.yaml", "  replicas: 7\n")
        .file_contains("deploy/production/deployment.yaml", "  replicas: 7\n");
}

#[test]
fn a_hostile_value_stays_a_value() {
    let value = "it's: {{ x }} #no\n---\n\"\\";
    commented()
        .args(["set", &format!("config.GREETING={value}"), "-q"])
        .success()
        .file_contains("kubewright.yaml", "# shown on top\n")
        .args(["explain", "config.GREETING", "-e", "staging"])
        .stdout_contains(r#"config.GREETING = "it's: {{ x }} #no\n---\n\"\\""#)
        .success();
}

#[test]
fn a_text_that_looks_like_a_number_stays_a_text() {
    commented()
        .args(["set", "config.LOG_LEVEL=012", "kubernetes=1.36", "-q"])
        .success()
        .file_contains("deploy/staging/configmap.yaml", "LOG_LEVEL: \"012\"\n")
        .file_contains("kubewright.yaml", "kubernetes: \"1.36\"   # until the clusters are upgraded\n");
}

#[test]
fn lists_and_maps_are_json() {
    commented()
        .args(["set", r#"args=["-v", "a b"]"#, r#"resources={"cpu": "300m"}"#, "-q"])
        .success()
        .file_contains("deploy/staging/deployment.yaml", "args:\n            - \"-v\"\n            - \"a b\"\n")
        .file_contains("deploy/staging/deployment.yaml", "cpu: 300m\n");
}

#[test]
fn a_map_that_replaces_another_tells_what_went() {
    Project::new("web")
        .spec(&SPEC.replace("environments:", "config: {LOG_LEVEL: info, PORT: \"1\"}\nenvironments:"))
        .args(["set", r#"config={"A":"b","PORT":"2"}"#])
        .stderr_contains("replaces the whole of `config`; `LOG_LEVEL` went\n")
        .success();
}

#[test]
fn a_repeated_flag_adds_to_a_list() {
    commented()
        .args(["set", "--calls", "shop/cart:7070", "-q"])
        .success()
        .args(["set", "--calls", "shop/search:7071", "-q"])
        .success()
        .file_contains("deploy/staging/networkpolicy.yaml", "port: 7070\n")
        .file_contains("deploy/staging/networkpolicy.yaml", "port: 7071\n");
}

#[test]
fn unset_takes_a_key_out() {
    commented()
        .args(["set", "--unset", "replicas", "-e", "production", "-q"])
        .success()
        .file_lacks("kubewright.yaml", "replicas")
        .file_contains("kubewright.yaml", "# Bumped by the pipeline.\n")
        .file_contains("deploy/production/deployment.yaml", "  replicas: 3\n")
        .args(["set", "--unset", "config.GREETING", "-q"])
        .success()
        .file_lacks("deploy/staging/configmap.yaml", "GREETING")
        .file_contains("kubewright.yaml", "  # Quiet in the day.\n  LOG_LEVEL: info\n");
}

#[test]
fn unset_of_a_key_that_is_not_there_is_refused_or_changes_nothing() {
    let before = commented();
    let text = before.read("kubewright.yaml");
    before
        .args(["set", "--unset", "partOf"])
        .stderr_contains("partOf")
        .writes_nothing()
        .code(2)
        .file_is("kubewright.yaml", &text);
}

#[test]
fn an_unknown_key_is_refused() {
    commented()
        .args(["set", "replcas=3"])
        .stderr_is("error: replcas: unknown key `replcas`\n  hint: did you mean `replicas`?\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn every_bad_value_is_told_at_once() {
    commented()
        .args(["set", "port=0", "image=web", "nonsense", "--unset", "port"])
        .stderr_contains("error: port: `port` must be from 1 to 65535, not 0\n")
        .stderr_contains("error: image: `image`: `web` has no tag")
        .stderr_contains("`nonsense` is not of the form KEY=VALUE")
        .writes_nothing()
        .code(2);
}

#[test]
fn an_unknown_environment_is_refused() {
    commented()
        .args(["set", "replicas=3", "-e", "prodution"])
        .stderr_is(
            "error: kubewright.yaml: the spec has no environment `prodution`\n  hint: did you mean `production`?\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn nothing_to_set_is_refused() {
    commented().args(["set"]).stderr_contains("there is nothing to set").writes_nothing().code(2);
}

#[test]
fn a_value_that_does_not_fit_the_others_writes_nothing() {
    commented()
        .args(["set", "shutdown.grace=5s"])
        .stderr_contains("`shutdown.grace` (5s) ends before delay (5s) and drain (20s) are over")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_value_that_is_there_already_writes_nothing() {
    commented()
        .args(["set", "image=ghcr.io/acme/web:1.4.2"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
}

#[test]
fn dry_run_and_diff_write_nothing() {
    commented()
        .args(["set", "image=ghcr.io/acme/web:1.5.0", "--dry-run", "--diff", "-q"])
        .stdout_contains("+          image: ghcr.io/acme/web:1.5.0\n")
        .writes_nothing()
        .success();
}

#[test]
fn a_value_that_was_edited_stays_and_the_spec_changes() {
    commented()
        .edit("deploy/staging/deployment.yaml", "ghcr.io/acme/web:1.4.2", "ghcr.io/acme/web:1.4.3")
        .args(["set", "image=ghcr.io/acme/web:1.5.0"])
        .stderr_contains("conflict: deploy/staging/deployment.yaml")
        .code(3)
        .file_contains("kubewright.yaml", "web:1.5.0")
        .file_contains("deploy/staging/deployment.yaml", "web:1.4.3")
        .file_contains("deploy/production/deployment.yaml", "web:1.5.0");
}

#[test]
fn a_preset_belongs_to_an_environment() {
    commented()
        .args(["set", "--preset", "hardened"])
        .stderr_is("error: --preset: a preset belongs to an environment\n  hint: name it: -e production\n")
        .writes_nothing()
        .code(2)
        .args(["set", "--preset", "development", "-e", "staging", "-q"])
        .success()
        .file_contains("deploy/staging/deployment.yaml", "  replicas: 1\n")
        .args(["set", "--unset", "preset", "-e", "staging", "-q"])
        .success()
        .file_contains("deploy/staging/deployment.yaml", "  replicas: 2\n");
}

#[test]
fn an_assignment_without_a_key_is_refused() {
    commented()
        .args(["set", "=x"])
        .stderr_is("error: `=x` is not of the form KEY=VALUE\n  hint: such as `port=8080`, `config.LOG_LEVEL=debug` or `production:replicas=4`\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn an_environment_in_the_place_of_a_key_is_told_how_to_write_it() {
    commented()
        .args(["set", "production.replicas=6"])
        .stderr_contains("`production:replicas=6`")
        .writes_nothing()
        .code(2);
}

#[test]
fn windows_line_ends_stay() {
    let text = COMMENTED.replace('\n', "\r\n");
    Project::new("web")
        .spec(&text)
        .generate()
        .args(["set", "image=ghcr.io/acme/web:1.5.0", "-q"])
        .success()
        .file_is("kubewright.yaml", &text.replace(":1.4.2", ":1.5.0"));
}

#[test]
fn without_a_spec_the_next_step_is_named() {
    Project::new("web")
        .args(["set", "replicas=3"])
        .stderr_is(
            "error: kubewright.yaml: there is no spec\n  hint: `kubewright new` writes one; -C names another folder\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn a_refused_value_leaves_no_trace_beside_a_spec_that_was_never_generated() {
    Project::new("web").spec(SPEC).args(["set", "port=0"]).stderr_contains("`port`").writes_nothing().code(2);
}
