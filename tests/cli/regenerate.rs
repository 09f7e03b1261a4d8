//! `kubewright regenerate`: what a run writes, takes away and leaves.

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
fn what_several_environments_are_warned_of_is_told_once_with_their_names() {
    let single =
        SPEC.replace("staging: {}", "staging: {replicas: 1}").replace("production: {}", "production: {replicas: 1}");
    Project::new("web")
        .spec(&(single + "  eu: {preset: production}\n"))
        .args(["regenerate", "--dry-run", "-q"])
        .stderr_is("warning: kubewright.yaml:8:13: staging, production: 1 replica: every drain, crash and rollout is an outage\n  hint: use 2 or more, or say why not: `exceptions: {singleton: \"...\"}`\n")
        .success();
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
fn what_was_edited_and_goes_by_your_choice_is_named_even_where_little_is_said() {
    let with_config = format!("{SPEC}config: {{LOG_LEVEL: info}}\n");
    Project::new("web")
        .spec(&with_config)
        .generate()
        .edit("deploy/staging/configmap.yaml", "LOG_LEVEL: info", "LOG_LEVEL: debug")
        .spec(SPEC)
        .args(["regenerate", "--prefer", "new", "-q"])
        .stderr_is("  delete    deploy/staging/configmap.yaml  edited by hand and no longer generated\n")
        .success()
        .no_file("deploy/staging/configmap.yaml");
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
fn no_replica_is_a_warning_in_every_environment() {
    let spec = SPEC.replace("port: 8080\n", "replicas: 0\nport: 8080\n");
    let told = Project::new("web").spec(&spec).args(["regenerate"]).outcome().1;
    let warning = "warning: kubewright.yaml:5:1: `replicas` is 0: no pod runs, and nobody is served\n";
    assert!(told.stderr.contains(warning) && !told.stderr.contains("outage"), "{}", told.stderr);
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
            "delete    deploy/production/persistentvolumeclaim-data.yaml  breaking: whoever prunes deletes it, and most storage classes delete its data with it",
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
