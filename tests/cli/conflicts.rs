//! `kubewright regenerate` of files that were edited by hand: what is merged, and what is left to decide.

use serde_json::json;

use crate::project::{Project, SPEC};

pub(crate) const DEPLOYMENT: &str = "deploy/production/deployment.yaml";

/// The same app with a newer image.
fn newer() -> String {
    SPEC.replace(":1.4.2", ":1.5.0")
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

#[test]
fn without_a_terminal_nobody_is_asked_and_what_to_use_instead_is_named() {
    const TOLD: &str = "error: `--interactive` asks, and there is no terminal to ask on\n  hint: --prefer yours or --prefer new settles all conflicts, --markers writes both sides into the files\n";
    contested().args(["regenerate", "--interactive"]).stderr_is(TOLD).writes_nothing().code(2);
    let (_, told) = contested().args(["regenerate", "-i", "-o", "json"]).json(2);
    assert_eq!(told["problems"][0]["message"], "`--interactive` asks, and there is no terminal to ask on");
}

/// A project whose replicas were edited by hand, and need another number since.
pub(crate) fn contested() -> Project {
    let spec = SPEC.replace("production: {}", "production: {replicas: 5}").replace(":1.4.2", ":1.5.0");
    Project::generated().edit(DEPLOYMENT, "replicas: 3", "replicas: 4 # Black Friday").spec(&spec)
}

const CONFLICT: &str = "conflict: deploy/production/deployment.yaml:11: spec.replicas: changed by you and upstream (the spec changed)\n  base  3\n  yours 4  # Black Friday\n  new   5\n";

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
        .stderr_is("all conflicts are settled, and everything is up to date\n")
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
fn a_comment_that_both_sides_changed_is_noted_once_and_yours_stays() {
    let template = include_str!("../../templates/apps/deployment.yaml.tera");
    let newer = template.replace("Enough old ReplicaSets to roll back to", "Old ReplicaSets, for a rollback");
    assert_ne!(newer, template);
    Project::generated()
        .edit(DEPLOYMENT, "  # Enough old ReplicaSets to roll back to.\n", "  # Audit wants five.\n")
        .file("templates/apps/deployment.yaml.tera", newer)
        .spec(&format!("{SPEC}templates: templates\n"))
        .args(["regenerate"])
        .stderr_contains("note: deploy/production/deployment.yaml:13: spec.revisionHistoryLimit: its comment is another one upstream; yours stays\n  yours # Audit wants five.\n  new   # Old ReplicaSets, for a rollback.\n")
        .success()
        .file_contains(DEPLOYMENT, "  # Audit wants five.\n")
        .file_contains("deploy/staging/deployment.yaml", "  # Old ReplicaSets, for a rollback.\n")
        .args(["regenerate"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
}

#[test]
fn json_tells_files_and_conflicts() {
    let (project, plan) = Project::generated().spec(&newer()).args(["regenerate", "--dry-run", "-o", "json"]).json(0);
    let file = json!({"path": DEPLOYMENT, "from": null, "action": "update", "effect": "rolls pods", "why": null});
    assert_eq!(plan["files"][0], file);
    assert_eq!((&plan["version"], &plan["conflicts"]), (&json!(1), &json!([])));
    let (_, plan) = project
        .edit(DEPLOYMENT, "web:1.4.2", "web:1.4.3 # pinned by Ann")
        .args(["regenerate", "--check", "-o", "json"])
        .json(3);
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
            "reasons": {"yours": "pinned by Ann", "new": null, "cause": "the spec changed"},
        }])
    );
}
