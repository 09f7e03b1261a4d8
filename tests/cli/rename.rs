//! `kubewright regenerate --rename OLD=NEW`: an environment or the app under another name, edits carried along.
//! What comes of the files is in `tests/upgrades`.

use crate::project::{Project, SPEC};

#[test]
fn an_environment_is_renamed_in_the_spec_where_it_has_its_old_name_still() {
    let spec = SPEC.replace("  staging: {}", "  # The shared one.\n  \"staging\": {} # for all teams");
    Project::new("web")
        .spec(&spec)
        .generate()
        .edit("deploy/staging/service.yaml", "type: ClusterIP", "type: NodePort")
        .args(["regenerate", "--rename", "staging=preview"])
        .stderr_contains("  update    kubewright.yaml\n")
        .stderr_contains("  move      deploy/preview/deployment.yaml  from deploy/staging/deployment.yaml\n")
        .success()
        .file_contains("kubewright.yaml", "  # The shared one.\n  \"preview\": # for all teams\n    preset: staging\n")
        .file_contains("deploy/preview/service.yaml", "type: NodePort")
        .no_file("deploy/staging")
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .success();
}

#[test]
fn the_app_is_renamed_in_the_spec_where_it_has_its_old_name_still() {
    Project::generated()
        .args(["regenerate", "--rename", "web=shop"])
        .stderr_contains("  update    deploy/production/deployment.yaml  breaking: apply the new object, ")
        .success()
        .file_contains("kubewright.yaml", "name: shop\n")
        .file_contains("deploy/production/deployment.yaml", "- name: shop\n")
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .success();
}

#[test]
fn a_plan_of_a_renaming_writes_nothing() {
    Project::generated()
        .args(["regenerate", "--check", "--rename", "staging=preview"])
        .stderr_contains("would be written\n")
        .writes_nothing()
        .code(1);
}

#[test]
fn a_file_of_the_new_name_is_never_written_over() {
    Project::generated()
        .edit("deploy/staging/service.yaml", "type: ClusterIP", "type: NodePort")
        .file("deploy/preview/service.yaml", "# mine\n")
        .args(["regenerate", "--rename", "staging=preview"])
        .stderr_contains("left      deploy/preview/service.yaml  not written by kubewright\n")
        .stderr_contains("left      deploy/staging/service.yaml  edited by hand and no longer generated\n")
        .code(3)
        .file_is("deploy/preview/service.yaml", "# mine\n")
        .file_contains("deploy/staging/service.yaml", "type: NodePort");
}

#[test]
fn files_of_other_kinds_stay_and_are_told() {
    Project::generated()
        .file("deploy/staging/notes.txt", "mine\n")
        .file("deploy/staging/logo.png", b"\xff\xd8")
        .file("deploy/staging/scripts/run.sh", "mine\n")
        .args(["regenerate", "--rename", "staging=preview"])
        .stderr_contains("warning: deploy/staging/logo.png: stays where `staging` was\n")
        .stderr_contains("warning: deploy/staging/scripts/run.sh: stays where `staging` was\n")
        .stderr_contains("  move      deploy/preview/notes.txt  from deploy/staging/notes.txt\n")
        .success()
        .file_is("deploy/preview/notes.txt", "mine\n");
}

#[test]
fn names_that_are_none_are_refused_all_at_once() {
    Project::generated()
        .args([
            "regenerate", "--rename", "stagin=preview", "--rename", "staging", "--rename", "staging=production",
            "--rename", "staging=Pre View", "--rename", "web=web", "--rename", "old=staging",
        ])
        .stderr_contains("error: --rename stagin=preview: neither `stagin` nor `preview` is the app or an environment of the spec\n  hint: did you mean `staging`?\n")
        .stderr_contains("error: --rename staging: is no pair of names\n")
        .stderr_contains("error: --rename staging=production: the spec has both `staging` and `production`\n")
        .stderr_contains("error: --rename staging=Pre View: ")
        .stderr_contains("error: --rename web=web: both names are the same\n")
        .stderr_contains("error: --rename old=staging: nothing was generated for an environment `old`\n")
        .stderr_contains("error: 6 problems, nothing was written\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_name_of_the_app_and_of_an_environment_is_ambiguous_until_the_spec_says_which() {
    let spec = SPEC.replace("name: web", "name: staging");
    let project = Project::new("web").spec(&spec).generate();
    project
        .args(["regenerate", "--rename", "staging=preview"])
        .stderr_contains("`staging` is the name of the app and of an environment\n")
        .writes_nothing()
        .code(2)
        .spec(&spec.replace("  staging: {}", "  preview: {preset: staging}"))
        .args(["regenerate", "--rename", "staging=preview"])
        .stderr_contains("  move      deploy/preview/service.yaml  from deploy/staging/service.yaml\n")
        .success();
}
