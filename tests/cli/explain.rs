//! `kubewright explain`: value, layer, place, reason.

use serde_json::json;

use crate::project::{Project, SPEC};

#[test]
fn tells_value_layer_place_and_reason_for_every_environment() {
    Project::new("web")
        .spec(&SPEC.replace("production: {}", "production: {replicas: 5}  # measured in May"))
        .args(["explain", "replicas"])
        .stdout(
            "replicas: Number of pods; an autoscaler takes its place.

staging: replicas = 2
  set by  preset (preset staging:8:1)
  because Two is the least that shows what only appears with several pods: sessions, locks, rollouts.

production: replicas = 5
  set by  spec, environment (kubewright.yaml:9:16)
  because measured in May
",
        )
        .success();
}

#[test]
fn tells_one_environment_alone() {
    Project::new("web")
        .spec(SPEC)
        .args(["explain", "image", "-e", "production"])
        .stdout(
            "image: Container image with a tag or digest, never `latest`.

production: image = \"ghcr.io/acme/web:1.4.2\"
  set by  spec (kubewright.yaml:4:1)
",
        )
        .success();
}

#[test]
fn tells_each_key_of_a_map() {
    Project::new("web")
        .spec(&format!("{SPEC}shutdown:\n  # Downloads take long.\n  drain: 60s\n"))
        .args(["explain", "shutdown", "-e", "production"])
        .stdout_contains("production: shutdown.delay = 5s\n  set by  built-in default\n")
        .stdout_contains(
            "production: shutdown.drain = 60s\n  set by  spec (kubewright.yaml:12:3)\n  because Downloads take long.\n",
        )
        .success();
}

#[test]
fn says_when_nothing_sets_a_key() {
    Project::new("web").spec(SPEC).args(["explain", "host"]).stdout_contains("\nnothing sets it\n").success();
}

#[test]
fn says_how_a_computed_value_comes_about() {
    Project::new("web")
        .spec(SPEC)
        .args(["explain", "shutdown.grace", "-e", "production"])
        .stdout_contains(
            "production: shutdown.grace = 30s\n  set by  computation\n  because nobody states it: `shutdown.delay` + `shutdown.drain` + 5s\n",
        )
        .success();
}

#[test]
fn a_map_tells_its_computed_keys_too() {
    Project::new("web")
        .spec(&format!("{SPEC}resources: {{memory: 1Gi}}\n"))
        .args(["explain", "resources", "-e", "production"])
        .stdout_contains("production: resources.memory = 1Gi\n  set by  spec (kubewright.yaml:10:13)\n")
        .stdout_contains("production: resources.memoryLimit = 1Gi\n  set by  computation\n")
        .success();
}

#[test]
fn says_when_the_kind_does_not_take_what_a_preset_says() {
    let why = "a DaemonSet has a pod on each node, and a Job as many as `job.parallelism` says";
    Project::new("web")
        .spec(&format!("{SPEC}kind: DaemonSet\n"))
        .args(["explain", "replicas", "-e", "production"])
        .stdout_contains("production: replicas = 3\n  set by  preset (preset production:9:1)\n")
        .stdout_contains(&format!("\n  but     a DaemonSet takes no `replicas`: {why}\n"))
        .success();
}

#[test]
fn says_when_the_autoscaler_takes_the_place_of_the_replicas() {
    let explain = |autoscaling: &str, but: &str| {
        Project::new("web")
            .spec(&format!("{SPEC}autoscaling: {autoscaling}\n"))
            .args(["explain", "replicas", "-e", "production"])
            .stdout_contains(&format!("\n  but     the autoscaler takes its place{but}\n"))
            .success();
    };
    explain("{min: 2, max: 9}", ", between `autoscaling.min` and `autoscaling.max`");
    explain("{max: 9}", "; it is the fewest pods, since `autoscaling.min` is left out");
}

#[test]
fn says_when_the_oldest_cluster_is_too_old_and_one_pod_has_nobody_to_keep_apart_from() {
    Project::new("web")
        .spec(
            &format!("{SPEC}hostUsers: false\nspread: {{hosts: required}}\n").replace("staging: {}", "development: {}"),
        )
        .args(["explain", "hostUsers", "-e", "production"])
        .stdout_contains("\n  but     it needs Kubernetes 1.36, and the oldest cluster has 1.35: it is left out\n")
        .success()
        .args(["explain", "spread.hosts", "-e", "development"])
        .stdout_contains("\n  but     one pod alone has nobody to be kept apart from\n")
        .success();
}

#[test]
fn works_without_a_spec() {
    Project::new("web")
        .args(["explain", "replicas", "-e", "production"])
        .stdout_contains("production: replicas = 3\n  set by  preset (preset production:9:1)\n")
        .success();
}

#[test]
fn a_key_with_a_dot_inside_is_found() {
    Project::new("web")
        .spec(&format!("{SPEC}labels: {{example.com/team: shop}}\n"))
        .args(["explain", r"labels.example\.com/team", "-e", "production"])
        .stdout_contains("= shop\n  set by  spec (kubewright.yaml:10:10)\n")
        .success();
}

#[test]
fn an_unknown_key_names_the_nearest() {
    Project::new("web")
        .spec(SPEC)
        .args(["explain", "replcas"])
        .stderr_is("error: there is no key `replcas`\n  hint: did you mean `replicas`?\n")
        .code(2);
}

#[test]
fn an_unknown_key_below_a_map_names_the_nearest() {
    Project::new("web")
        .spec(SPEC)
        .args(["explain", "shutdown.dran"])
        .stderr_is("error: there is no key `shutdown.dran`\n  hint: did you mean `shutdown.drain`?\n")
        .code(2);
}

#[test]
fn an_unknown_environment_is_refused() {
    Project::new("web")
        .spec(SPEC)
        .args(["explain", "replicas", "-e", "stagin"])
        .stderr_is("error: kubewright.yaml: the spec has no environment `stagin`\n  hint: did you mean `staging`?\n")
        .code(2);
}

#[test]
fn json_tells_the_same() {
    let (_, told) = Project::new("web").spec(SPEC).args(["explain", "size", "-e", "production", "-o", "json"]).json(0);
    assert_eq!((&told["version"], &told["key"]), (&json!(1), &json!("size")));
    assert_eq!(
        told["values"],
        json!([{
            "environment": "production",
            "key": "size",
            "value": "medium",
            "layer": "preset",
            "place": "preset production:11:1",
            "reason": "Room for real traffic; measure after a week and choose again.",
            "noEffect": null,
        }])
    );
}

#[test]
fn tells_what_an_environment_starts_from() {
    let spec = SPEC.replace("name: web\n", "name: web\norganisation: acme.yaml\n");
    Project::new("web")
        .spec(&spec.replace("staging: {}", "staging: {preset: development}"))
        .file("acme.yaml", "size: small\n")
        .args(["explain", "preset"])
        .stdout_contains("staging: preset = development\n  set by  spec, environment (kubewright.yaml:9:21)\n")
        .stdout_contains("production: preset = production\n  set by  ")
        .success()
        .args(["explain", "organisation", "-e", "staging"])
        .stdout_contains("staging: organisation = acme.yaml\n  set by  spec (kubewright.yaml:4:")
        .success();
}

#[test]
fn tells_what_a_rule_of_check_demands_and_how_to_depart_from_it() {
    let (project, text) = Project::new("web").args(["explain", "host-ipc"]).text();
    assert!(text.starts_with("host-ipc: no pod shares memory with its node\n"), "{text}");
    assert!(text.contains("`kubewright.dev/ignore.host-ipc: \"why\"`"), "{text}");
    let (project, value) = project.args(["explain", "host-ipc", "-o", "json"]).json(0);
    assert_eq!((&value["rule"]["severity"], &value["rule"]["item"]), (&json!("error"), &json!(15)));
    project.args(["explain", "host-icp"]).stderr_contains("did you mean the rule `host-ipc`?").code(2);
}
