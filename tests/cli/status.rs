//! `kubewright status` and `kubewright restore`: what a person made of the tree, and taking it back.

use serde_json::json;

use crate::project::{Project, SPEC};

const DEPLOYMENT: &str = "deploy/production/deployment.yaml";
const POLICY: &str = "deploy/production/networkpolicy.yaml";

#[test]
fn a_tree_as_it_was_generated_has_nothing_to_say() {
    Project::generated().args(["status"]).stdout("as generated\n").writes_nothing().success();
}

#[test]
fn tells_what_is_edited_deleted_added_and_out_of_date() {
    Project::generated()
        .edit(DEPLOYMENT, "replicas: 3", "replicas: 4")
        .edit("deploy/staging/service.yaml", "type: ClusterIP", "type: NodePort")
        .delete(POLICY)
        .file("deploy/production/mine.yaml", "a: 1\n")
        .spec(&SPEC.replace(":1.4.2", ":1.5.0"))
        .args(["status"])
        .stdout(
            "deploy/production/deployment.yaml: edited, out of date\n\
             deploy/production/networkpolicy.yaml: deleted\n\
             deploy/staging/deployment.yaml: out of date\n\
             deploy/staging/service.yaml: edited\n\
             deploy/production/mine.yaml: added\n",
        )
        .writes_nothing()
        .success();
}

#[test]
fn an_edit_that_the_cluster_refuses_is_told_with_the_steps() {
    Project::generated()
        .edit("deploy/production/service.yaml", "spec:\n", "spec:\n  clusterIP: None\n")
        .args(["status"])
        .stdout(
            "deploy/production/service.yaml: edited\n  breaking: the API refuses it, or keeps the old address: delete the \
             Service, then apply it anew; clients lose it meanwhile\n",
        )
        .writes_nothing()
        .success();
}

#[test]
fn an_edit_that_the_cluster_refuses_is_told_in_a_base_and_in_a_patch_that_is_merged() {
    let spec = SPEC.replace("name: web\n", "name: web\nlayout: kustomize\n");
    let spec = spec.replace("production: {}", "production: {podAnnotations: {a: b}}");
    let project = Project::new("web").spec(&spec).generate();
    const BASE: &str = "deploy/base/deployment.yaml";
    const PATCH: &str = "deploy/overlays/production/patches/deployment.yaml";
    const REFUSED: &str = "edited\n  breaking: the API refuses a new selector: delete the object with --cascade=orphan, which leaves its pods, apply it anew, then delete what is left of the old one: the ReplicaSet of a Deployment, else pod by pod from the first\n";
    let before = project.read(BASE);
    let selector = ("  selector:\n    matchLabels:\n", "  selector:\n    matchLabels:\n      a: b\n");
    let project = project.edit(BASE, selector.0, selector.1).edit(PATCH, "a: b", "a: c");
    let told = format!("{BASE}: {REFUSED}{PATCH}: edited\n");
    let project = project.args(["status"]).stdout(told).success();
    let project = project.file(BASE, before).edit(PATCH, "\nspec:\n", "\nspec:\n  selector: {matchLabels: {c: d}}\n");
    project.args(["status"]).stdout(format!("{PATCH}: {REFUSED}")).writes_nothing().success();
}

#[test]
fn a_conflict_is_told_until_the_file_is_given_back() {
    let project = Project::generated()
        .edit(DEPLOYMENT, "replicas: 3", "replicas: 4 # mine")
        .spec(&SPEC.replace("production: {}", "production: {replicas: 5}"))
        .args(["regenerate", "-q"])
        .stderr_contains("conflict: ")
        .code(3);
    let (project, status) = project.args(["status", "-o", "json"]).writes_nothing().json(3);
    let file = &status["files"][0];
    assert_eq!((&file["path"], &file["states"]), (&json!(DEPLOYMENT), &json!(["edited", "in conflict"])));
    assert_eq!(file["conflicts"][0]["path"], "spec.replicas");
    project
        .args(["status"])
        .stdout("deploy/production/deployment.yaml: edited, in conflict\n")
        .stderr_contains("conflict: deploy/production/deployment.yaml:11: spec.replicas")
        .code(3)
        .args(["restore", DEPLOYMENT])
        .stderr_is("deploy/production/deployment.yaml is as it is generated again\n")
        .success()
        .file_contains(DEPLOYMENT, "replicas: 5\n")
        .no_file(".kubewright/conflicts.json")
        .args(["status"])
        .stdout("as generated\n")
        .success()
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .success();
}

#[test]
fn a_deleted_file_is_given_back_and_nothing_else_is_touched() {
    Project::generated()
        .delete(POLICY)
        .edit(DEPLOYMENT, "replicas: 3", "replicas: 4")
        .args(["restore", POLICY, "-q"])
        .success()
        .file_contains(POLICY, "kind: NetworkPolicy")
        .file_contains(DEPLOYMENT, "replicas: 4")
        .args(["status"])
        .stdout("deploy/production/deployment.yaml: edited\n")
        .success()
        .args(["restore", POLICY])
        .stderr_is("deploy/production/networkpolicy.yaml is as it is generated\n")
        .writes_nothing()
        .success();
}

#[test]
fn a_file_that_is_not_generated_is_refused_with_the_nearest() {
    Project::generated()
        .args(["restore", "deploy/production/deploiment.yaml"])
        .stderr_is("error: deploy/production/deploiment.yaml: is no generated file\n  hint: did you mean `deploy/production/deployment.yaml`?\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_file_that_is_no_yaml_any_more_is_said_to_be_so() {
    Project::generated()
        .edit("deploy/production/service.yaml", "spec:\n", "\tspec: [\n")
        .args(["status"])
        .stdout("deploy/production/service.yaml: edited, no YAML any more\n")
        .writes_nothing()
        .success();
}

#[test]
fn an_object_that_was_taken_out_of_its_file_is_named_for_as_long_as_it_is_generated() {
    let project = Project::generated().file("deploy/production/service.yaml", "# gone\n");
    let project = project.spec(&SPEC.replace("8080", "9090")).args(["regenerate"]);
    let named = "Service web stays deleted\n";
    let project = project.stderr_contains(named).success();
    let project = project.args(["regenerate"]).stderr_contains(named).writes_nothing().success();
    project
        .args(["status"])
        .stdout_contains("deploy/production/service.yaml: edited\n  Service web: deleted\n  breaking: ")
        .writes_nothing()
        .success();
}

#[test]
fn a_file_is_not_given_back_while_the_user_keeps_its_object_in_another() {
    let project = Project::generated();
    let service = project.read("deploy/production/service.yaml");
    let both = [project.read(DEPLOYMENT), service].join("---\n");
    let project = project.file(DEPLOYMENT, both).delete("deploy/production/service.yaml");
    project
        .args(["restore", "deploy/production/service.yaml"])
        .stderr_is(
            "error: deploy/production/service.yaml: you keep what is generated for it in deploy/production/deployment.yaml\n  \
             hint: take it out of there, and run again: it would stand in both\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn a_file_to_give_back_may_be_named_by_its_whole_path() {
    let project = Project::generated().delete("deploy/production/service.yaml");
    let path = project.path("deploy/production/service.yaml").display().to_string();
    project
        .args(["restore", &path])
        .stderr_is("deploy/production/service.yaml is as it is generated again\n")
        .success()
        .file_contains("deploy/production/service.yaml", "kind: Service");
}
