//! `kubewright regenerate`: up to date, and no hand edit lost.

use serde_json::json;

use crate::project::{Project, SPEC};

const DEPLOYMENT: &str = "deploy/production/deployment.yaml";

/// The same app with a newer image.
fn newer() -> String {
    SPEC.replace(":1.4.2", ":1.5.0")
}

#[test]
fn writes_the_manifests_of_every_environment() {
    Project::new("web")
        .spec(SPEC)
        .args(["regenerate"])
        .stderr_contains("create    deploy/production/deployment.yaml\n")
        .stderr_contains("10 files written\n")
        .success()
        .files_are(&[
            "deploy/production/deployment.yaml",
            "deploy/production/networkpolicy.yaml",
            "deploy/production/poddisruptionbudget.yaml",
            "deploy/production/service.yaml",
            "deploy/production/serviceaccount.yaml",
            "deploy/staging/deployment.yaml",
            "deploy/staging/networkpolicy.yaml",
            "deploy/staging/poddisruptionbudget.yaml",
            "deploy/staging/service.yaml",
            "deploy/staging/serviceaccount.yaml",
            "kubewright.yaml",
        ]);
}

#[test]
fn a_second_run_changes_no_byte_and_no_time() {
    Project::generated().args(["regenerate"]).stderr_is("everything is up to date\n").writes_nothing().success();
}

#[test]
fn renews_what_is_untouched() {
    Project::generated()
        .spec(&newer())
        .args(["regenerate"])
        .stderr_is("  update    deploy/production/deployment.yaml  rolls pods\n  update    deploy/staging/deployment.yaml  rolls pods\n2 files written\n")
        .success()
        .file_contains(DEPLOYMENT, "image: ghcr.io/acme/web:1.5.0\n")
        .args(["regenerate"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
}

#[test]
fn an_untouched_file_does_not_change_its_time() {
    let project = Project::generated().spec(&newer());
    let before = project.snapshot();
    let after = project.args(["regenerate", "-q"]).success().snapshot();
    for path in ["deploy/production/service.yaml", "deploy/staging/networkpolicy.yaml", ".kubewright/schema.json"] {
        assert_eq!(before[path], after[path], "{path}");
    }
    assert_ne!(before[DEPLOYMENT], after[DEPLOYMENT]);
}

#[test]
fn keeps_an_edit_where_nothing_is_new() {
    Project::generated()
        .edit(DEPLOYMENT, "replicas: 3", "replicas: 5")
        .args(["regenerate", "--verbose"])
        .stderr_contains("keep      deploy/production/deployment.yaml  edited by hand; nothing new for it\n")
        .writes_nothing()
        .success();
}

#[test]
fn keeps_an_edit_while_other_files_are_renewed() {
    Project::generated()
        .edit("deploy/production/service.yaml", "type: ClusterIP", "type: NodePort")
        .spec(&newer())
        .args(["regenerate", "-q"])
        .success()
        .file_contains("deploy/production/service.yaml", "type: NodePort")
        .file_contains(DEPLOYMENT, "web:1.5.0");
}

#[test]
fn an_edit_that_is_undone_is_no_edit() {
    Project::generated()
        .edit(DEPLOYMENT, "replicas: 3", "replicas: 5")
        .args(["regenerate", "-q"])
        .success()
        .edit(DEPLOYMENT, "replicas: 5", "replicas: 3")
        .spec(&newer())
        .args(["regenerate", "-q"])
        .success()
        .file_contains(DEPLOYMENT, "web:1.5.0");
}

/// A project whose replicas were edited by hand, and need another number since.
fn contested() -> Project {
    let spec = SPEC.replace("production: {}", "production: {replicas: 5}").replace(":1.4.2", ":1.5.0");
    Project::generated().edit(DEPLOYMENT, "replicas: 3", "replicas: 4 # Black Friday").spec(&spec)
}

const CONFLICT: &str = "conflict: deploy/production/deployment.yaml:11: spec.replicas: changed by you and upstream\n  base  3\n  yours 4\n  new   5\n";

#[test]
fn what_is_new_comes_into_a_file_that_was_edited() {
    Project::generated()
        .edit(DEPLOYMENT, "replicas: 3", "replicas: 4 # Black Friday")
        .spec(&newer())
        .args(["regenerate"])
        .stderr_contains(
            "  merge     deploy/production/deployment.yaml  rolls pods: edited by hand; what is new comes in\n",
        )
        .stderr_contains("2 files written\n")
        .success()
        .file_contains(DEPLOYMENT, "replicas: 4 # Black Friday\n")
        .file_contains(DEPLOYMENT, "image: ghcr.io/acme/web:1.5.0\n")
        .args(["regenerate"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success()
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
}

#[test]
fn what_both_changed_is_told_again_until_it_is_settled() {
    contested()
        .args(["regenerate"])
        .stderr_contains(CONFLICT)
        .stderr_contains("2 files written, 1 conflict\n")
        .code(3)
        .file_contains(DEPLOYMENT, "replicas: 4 # Black Friday\n")
        .file_contains(DEPLOYMENT, "web:1.5.0")
        .args(["regenerate"])
        .stderr_contains(CONFLICT)
        .stderr_contains("0 files written, 1 conflict\n")
        .writes_nothing()
        .code(3)
        .args(["regenerate", "--check"])
        .stderr_contains(CONFLICT)
        .writes_nothing()
        .code(3)
        .args(["regenerate", "--dry-run", "-q"])
        .stderr_contains(CONFLICT)
        .writes_nothing()
        .code(3)
        .edit(DEPLOYMENT, "replicas: 4", "replicas: 6")
        .args(["regenerate"])
        .stderr_is("everything is up to date\n")
        .success()
        .no_file(".kubewright/conflicts.json")
        .args(["regenerate", "--check", "-q"])
        .writes_nothing()
        .success();
}

#[test]
fn a_side_that_is_preferred_settles_a_conflict_at_once_or_later() {
    for (first, text) in
        [(&["regenerate", "--prefer", "yours"], "replicas: 4"), (&["regenerate", "--prefer", "new"], "replicas: 5")]
    {
        let settled = |project: Project| {
            project
                .file_contains(DEPLOYMENT, &format!("{text} # Black Friday\n"))
                .file_contains(DEPLOYMENT, "web:1.5.0")
                .args(["regenerate", "--check"])
                .stderr_is("everything is up to date\n")
                .success();
        };
        settled(contested().args(*first).stderr_contains("2 files written\n").success());
        let later = contested().args(["regenerate", "-q"]).stderr_contains("conflict").code(3);
        settled(
            later
                .args(*first)
                .stderr_contains(if text.ends_with('5') { "1 file written" } else { "up to date" })
                .success(),
        );
    }
}

#[test]
fn an_edit_of_the_configuration_rolls_the_pods() {
    const CONFIG: &str = "deploy/production/configmap.yaml";
    let spec = format!("{SPEC}config: {{LOG_LEVEL: info}}\n");
    let hash = |project: &Project| {
        let text = project.read(DEPLOYMENT);
        text.lines().find(|line| line.contains("config-hash")).expect("a hash").to_owned()
    };
    let project = Project::new("web").spec(&spec).generate();
    let pristine = hash(&project);
    let project = project
        .edit(CONFIG, "LOG_LEVEL: info", "LOG_LEVEL: debug")
        .args(["regenerate"])
        .stderr_is("  update    deploy/production/deployment.yaml  rolls pods\n1 file written\n")
        .success()
        .args(["regenerate"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
    let edited = hash(&project);
    assert_ne!(edited, pristine);
    let project = project
        .edit(CONFIG, "LOG_LEVEL: debug", "LOG_LEVEL: debug # for a week")
        .spec(&spec.replace("info", "warn").replace("staging: {}", "staging: {config: {LOG_LEVEL: info}}"))
        .args(["regenerate"])
        .stderr_contains("conflict: deploy/production/configmap.yaml")
        .code(3);
    let project = project.args(["regenerate", "--prefer", "new", "-q"]).success();
    assert!(hash(&project) != edited && hash(&project) != pristine);
    let project = project.spec(&spec).args(["regenerate", "-q"]).success();
    assert_eq!(hash(&project), pristine);
}

#[test]
fn a_deleted_file_stays_deleted() {
    Project::generated()
        .delete("deploy/production/networkpolicy.yaml")
        .args(["regenerate", "--verbose"])
        .stderr_contains("deleted   deploy/production/networkpolicy.yaml  deleted by hand\n")
        .success()
        .no_file("deploy/production/networkpolicy.yaml")
        .spec(&SPEC.replace("8080", "9090"))
        .args(["regenerate", "-q"])
        .success()
        .no_file("deploy/production/networkpolicy.yaml")
        .args(["regenerate", "--check", "-q"])
        .success();
}

#[test]
fn what_is_no_longer_generated_goes_unless_it_was_edited() {
    let with_config = format!("{SPEC}config: {{LOG_LEVEL: info}}\n");
    Project::new("web")
        .spec(&with_config)
        .generate()
        .edit("deploy/staging/configmap.yaml", "LOG_LEVEL: info", "LOG_LEVEL: debug")
        .spec(SPEC)
        .args(["regenerate"])
        .stderr_contains("delete    deploy/production/configmap.yaml\n")
        .stderr_contains("left      deploy/staging/configmap.yaml  edited by hand and no longer generated\n")
        .code(3)
        .no_file("deploy/production/configmap.yaml")
        .file_contains("deploy/staging/configmap.yaml", "LOG_LEVEL: debug");
}

#[test]
fn an_environment_that_is_taken_out_goes_with_its_folder() {
    Project::generated()
        .spec(&SPEC.replace("  staging: {}\n", ""))
        .args(["regenerate", "-q"])
        .success()
        .no_file("deploy/staging")
        .file_contains(DEPLOYMENT, "replicas: 3");
}

#[test]
fn a_foreign_file_in_the_place_of_a_new_one_is_left() {
    Project::generated()
        .file("deploy/production/configmap.yaml", "# mine\n")
        .spec(&format!("{SPEC}config: {{LOG_LEVEL: info}}\n"))
        .args(["regenerate"])
        .stderr_contains("left      deploy/production/configmap.yaml  not written by kubewright\n")
        .code(3)
        .file_is("deploy/production/configmap.yaml", "# mine\n");
}

#[test]
fn check_says_0_when_clean_and_1_on_drift_and_3_on_what_is_left() {
    Project::generated()
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success()
        .spec(&newer())
        .args(["regenerate", "--check"])
        .stderr_contains("2 files would be written\n")
        .writes_nothing()
        .code(1)
        .edit(DEPLOYMENT, "web:1.4.2", "web:1.4.3")
        .args(["regenerate", "--check"])
        .stderr_contains("2 files would be written, 1 conflict\n")
        .writes_nothing()
        .code(3);
}

#[test]
fn check_says_1_where_nothing_was_generated_yet() {
    Project::new("web")
        .spec(SPEC)
        .args(["regenerate", "--check"])
        .stderr_contains("10 files would be written\n")
        .writes_nothing()
        .code(1);
}

#[test]
fn a_comment_in_the_spec_is_no_drift() {
    Project::generated()
        .spec(&format!("# a comment\n{SPEC}"))
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
}

#[test]
fn dry_run_writes_nothing() {
    Project::generated()
        .spec(&newer())
        .args(["regenerate", "--dry-run"])
        .stderr_is("  update    deploy/production/deployment.yaml  rolls pods\n  update    deploy/staging/deployment.yaml  rolls pods\n2 files would be written\n")
        .writes_nothing()
        .success();
    Project::new("web").spec(SPEC).args(["regenerate", "--dry-run", "-q"]).writes_nothing().success();
}

#[test]
fn diff_shows_the_changed_lines_and_writes_nothing_in_a_dry_run() {
    Project::generated()
        .spec(&newer())
        .args(["regenerate", "--dry-run", "--diff", "-q"])
        .stdout_contains("--- a/deploy/production/deployment.yaml\n+++ b/deploy/production/deployment.yaml\n")
        .stdout_contains("-          image: ghcr.io/acme/web:1.4.2\n+          image: ghcr.io/acme/web:1.5.0\n")
        .writes_nothing()
        .success();
}

#[test]
fn diff_is_empty_when_nothing_changes() {
    Project::generated().args(["regenerate", "--diff", "-q"]).writes_nothing().success();
}

#[test]
fn a_value_flag_is_refused_and_set_is_named() {
    Project::generated()
        .args(["regenerate", "--replicas", "4"])
        .stderr_is("error: `regenerate` does not take `--replicas`\n  hint: what is committed comes from the spec alone: `kubewright set --replicas 4` changes it and regenerates\n")
        .writes_nothing()
        .code(2)
        .args(["regenerate", "image=ghcr.io/acme/web:2"])
        .stderr_contains("`kubewright set image=ghcr.io/acme/web:2`")
        .writes_nothing()
        .code(2)
        .args(["regenerate", "--set", "replicas=4"])
        .stderr_contains("`kubewright set --set replicas=4`")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_variable_is_refused_and_set_is_named() {
    Project::generated()
        .args(["regenerate"])
        .variable("KUBEWRIGHT_PORT", "9090")
        .stderr_is("error: KUBEWRIGHT_PORT: `regenerate` takes no value from a variable\n  hint: unset it; `kubewright set port=9090` changes the spec and regenerates\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn an_unknown_flag_is_refused() {
    Project::generated()
        .args(["regenerate", "--foo"])
        .stderr_is(
            "error: `regenerate` does not take `--foo`\n  hint: it takes --dry-run, --diff, --check, --prefer, --rename and --rebuild-baseline\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn without_a_spec_the_next_step_is_named() {
    Project::new("web")
        .args(["regenerate"])
        .stderr_is(
            "error: kubewright.yaml: there is no spec\n  hint: `kubewright new` writes one; -C names another folder\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn a_broken_spec_writes_nothing() {
    Project::generated()
        .spec(&SPEC.replace("port: 8080", "port: 0"))
        .args(["regenerate"])
        .stderr_is("error: kubewright.yaml:5:7: `port` must be from 1 to 65535, not 0\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_spec_that_does_not_fit_together_leaves_no_trace() {
    Project::new("web")
        .spec(&SPEC.replace("image: ghcr.io/acme/web:1.4.2\n", ""))
        .args(["regenerate"])
        .stderr_contains("`image` is missing")
        .writes_nothing()
        .code(2);
}

#[test]
fn what_all_environments_lack_is_told_once_and_what_one_lacks_beside_its_name() {
    let spec = SPEC.replace("image: ghcr.io/acme/web:1.4.2\n", "");
    let told = |spec: &str| Project::new("web").spec(spec).args(["regenerate"]).writes_nothing().outcome().1.stderr;
    let hint = "hint: say it, such as `image: ghcr.io/acme/web:1.4.2`, or give --image";
    assert_eq!(told(&spec), format!("error: kubewright.yaml:1:1: `image` is missing\n  {hint}\n"));
    let one = spec.replace("staging: {}", "staging: {image: \"ghcr.io/acme/web:1.4.2\"}");
    let line = 1 + one.lines().position(|line| line.starts_with("  production:")).expect("it is there");
    assert_eq!(told(&one), format!("error: kubewright.yaml:{line}:3: `image` is missing\n  {hint}\n"));
}

#[test]
fn no_replica_is_a_warning_in_every_environment() {
    let spec = SPEC.replace("port: 8080\n", "replicas: 0\nport: 8080\n");
    let told = Project::new("web").spec(&spec).args(["regenerate"]).outcome().1;
    let warning = "warning: kubewright.yaml:5:1: `replicas` is 0: no pod runs, and nobody is served\n";
    assert!(told.stderr.contains(warning) && !told.stderr.contains("outage"), "{}", told.stderr);
}

#[test]
fn json_tells_files_and_conflicts() {
    let (project, plan) = Project::generated().spec(&newer()).args(["regenerate", "--dry-run", "-o", "json"]).json(0);
    let file = json!({"path": DEPLOYMENT, "from": null, "action": "update", "effect": "rolls pods", "why": null});
    assert_eq!(plan["files"][0], file);
    assert_eq!((&plan["version"], &plan["conflicts"]), (&json!(1), &json!([])));
    let (_, plan) =
        project.edit(DEPLOYMENT, "web:1.4.2", "web:1.4.3").args(["regenerate", "--check", "-o", "json"]).json(3);
    let image = |tag: &str| format!("ghcr.io/acme/web:{tag}");
    assert_eq!(
        plan["conflicts"],
        json!([{
            "file": DEPLOYMENT,
            "line": 76,
            "path": "spec.template.spec.containers[web].image",
            "base": image("1.4.2"),
            "yours": image("1.4.3"),
            "new": image("1.5.0"),
            "why": "changed by you and upstream",
        }])
    );
}

#[test]
fn what_goes_from_the_files_and_not_from_the_cluster_is_said() {
    let spec = format!("{SPEC}replicas: 1\nstorage: {{data: {{size: 1Gi, mount: /data}}}}\n");
    Project::new("web")
        .spec(&spec)
        .args(["regenerate", "--quiet"])
        .stderr_contains("warning: kubewright.yaml:10:1: 1 replica: every drain, crash and rollout is an outage\n")
        .success()
        .args(["set", "--unset", "storage"])
        .stderr_contains(
            "delete    deploy/production/persistentvolumeclaim-data.yaml  breaking: whoever prunes deletes the claim",
        )
        .success()
        .args(["set", "kind=DaemonSet", "--unset", "replicas"])
        .stderr_contains("delete    deploy/production/deployment.yaml  breaking: `kubectl apply` leaves it running")
        .success();
}

#[test]
fn another_content_of_an_immutable_config_map_is_a_roll_and_keeps_its_file() {
    const CONFIG_MAP: &str = "deploy/production/configmap.yaml";
    let spec = SPEC.replace("environments:", "immutableConfig: true\nconfig: {LOG_LEVEL: info}\nenvironments:");
    let project = Project::new("web").spec(&spec).generate();
    let name = |project: &Project| {
        let text = project.read(CONFIG_MAP);
        text.lines().find_map(|line| line.strip_prefix("  name: ")).expect("a name").to_owned()
    };
    let old = name(&project);
    let project = project.file_contains(DEPLOYMENT, &format!("name: {old}\n"));
    let project = project
        .spec(&spec.replace("LOG_LEVEL: info", "LOG_LEVEL: debug"))
        .args(["regenerate"])
        .stderr_contains("  update    deploy/production/configmap.yaml  rolls pods\n")
        .stderr_contains("  update    deploy/production/deployment.yaml  rolls pods\n")
        .stderr_contains("4 files written\n")
        .success();
    let new = name(&project);
    assert_ne!(old, new);
    project
        .file_contains(DEPLOYMENT, &format!("name: {new}\n"))
        .args(["regenerate"])
        .stderr_is("everything is up to date\n")
        .success();
}
