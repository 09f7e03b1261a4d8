//! Known findings: what stood before counts no more, what is new does.

use serde_json::json;

use crate::project::Project;

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n    - name: web\n      image: web:latest\n    - name: side\n      image: side\n";
const KNOWN: &str = ".kubewright/known-findings.yaml";
const CHECK: [&str; 5] = ["check", "--profile", "recommended", "-o", "json"];

/// A folder whose findings are known.
fn adopted() -> Project {
    let write = ["check", "--profile", "recommended", "--write-known"];
    let written = "deploy/pod.yaml: 2 findings known from now on\n".replace("deploy/pod.yaml", KNOWN);
    Project::new("web").file("deploy/pod.yaml", POD).args(write).stderr_is(written).success()
}

#[test]
fn what_is_known_counts_no_more_wherever_its_lines_and_its_file_move() {
    let project = adopted().file_is(
        KNOWN,
        "# What `kubewright check` found when it was taken on: only other findings count.
# `kubewright check --write-known` writes this anew; an entry that is mended is told, and goes.
version: 1
findings:
  - rule: image-without-version
    file: deploy/pod.yaml
    object: \"Pod shop/web\"
    field: \"spec.containers[side].image\"
  - rule: image-without-version
    file: deploy/pod.yaml
    object: \"Pod shop/web\"
    field: \"spec.containers[web].image\"
",
    );
    let (project, report) = project.args(CHECK).writes_nothing().json(0);
    assert_eq!((&report["summary"]["known"], &report["summary"]["stale"]), (&json!(2), &json!([])));
    let moved = POD.replace("spec:", "# a comment\nspec:\n  hostname: web");
    let (project, _) = project.file("deploy/pod.yaml", &moved).args(CHECK).json(0);
    let (project, _) = project.delete("deploy/pod.yaml").file("apps/web.yaml", moved).args(CHECK).json(0);
    let again = format!("{KNOWN}: 2 findings known from now on\n");
    let project = project.args(["check", "--profile", "recommended", "--write-known"]).stderr_is(again).success();
    project.file_contains(KNOWN, "file: apps/web.yaml").file_lacks(KNOWN, "deploy/pod.yaml");
}

#[test]
fn a_finding_that_is_new_counts_also_beside_one_of_its_kind() {
    let third = POD.to_owned() + "    - name: third\n      image: third\n";
    let (project, report) = adopted().file("deploy/pod.yaml", third).args(CHECK).json(1);
    assert_eq!(report["findings"][0]["field"], "spec.containers[third].image");
    assert_eq!(report["summary"]["known"], 2);
    let (_, report) = project.file("other/pod.yaml", POD).args(CHECK).json(1);
    assert_eq!(report["findings"].as_array().map(Vec::len), Some(3), "the same object in another file is another one");
}

#[test]
fn an_entry_that_is_mended_is_told_where_its_file_was_read() {
    let project = adopted().file("deploy/pod.yaml", POD.replace("image: side", "image: side:1.0.0"));
    let stale = format!(
        "warning: {KNOWN}:5:5: `image-without-version` finds nothing any more in Pod shop/web in deploy/pod.yaml\n  hint: `kubewright check --write-known` takes the entry out\n"
    );
    let project = project.args(["check", "--profile", "recommended", "-q"]).stdout("").stderr_is(stale).success();
    let project = project.file("other/a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");
    let (_, report) = project.args(CHECK.into_iter().chain(["other"])).json(0);
    assert_eq!(report["summary"]["stale"], json!([]), "what was not read is not judged");
}

#[test]
fn known_findings_stay_those_of_their_folder_and_a_file_that_is_none_is_refused() {
    let project = adopted();
    let (project, _) = project.file("sub/a.yaml", POD).args(["check", "--profile", "recommended", "sub"]).outcome();
    let write = ["check", "--profile", "recommended", "--write-known", "sub"];
    let (project, _) = project.args(write).outcome();
    let project = project.file_contains(KNOWN, "file: sub/a.yaml").file_contains(KNOWN, "file: deploy/pod.yaml");
    let project = project.file(KNOWN, "version: 1\nfindings:\n  - rule: a\n  - file: b\n");
    let (project, outcome) = project.args(["check"]).outcome();
    assert_eq!(outcome.stderr.matches("a known finding has a `rule`, a `file`").count(), 2, "{}", outcome.stderr);
    assert_eq!(outcome.code, Some(2));
    project.args(["check", "--diff", "--write-known"]).stderr_contains("name one of the two").code(2);
}

#[test]
fn the_nearest_file_above_what_is_checked_counts_wherever_the_run_starts() {
    let check = ["check", "-C", "deploy", "--profile", "recommended", "-o", "json"];
    let (project, report) = adopted().args(check).writes_nothing().json(0);
    assert_eq!(report["summary"]["known"], json!(2));
    let write = ["check", "-C", "deploy", "--profile", "recommended", "--write-known"];
    let written = format!("{KNOWN}: 2 findings known from now on\n");
    let project = project.args(write).stderr_is(written).success().no_file("deploy/.kubewright/known-findings.yaml");
    // A repository of its own knows nothing of the one around it.
    let (_, report) = project.file("deploy/.git/HEAD", "").args(check).json(1);
    assert_eq!(report["summary"]["known"], json!(0));
}
