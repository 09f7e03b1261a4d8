//! `--markers`: conflicts that stand in the file between markers, and how they are settled.

use crate::conflicts::{DEPLOYMENT, contested};
use crate::project::{Project, SPEC};

const MARKED: &str = "spec:\n<<<<<<< yours\n  replicas: 4 # Black Friday\n||||||| base\n  replicas: 3 # Black Friday\n=======\n  replicas: 5 # Black Friday\n>>>>>>> new\n";
const LEFT: &str = "  left      deploy/production/deployment.yaml:11  has conflict markers\n";

/// The project of `contested` with its conflict between markers.
fn marked() -> Project {
    contested()
        .args(["regenerate", "--markers"])
        .stderr_contains("conflict: deploy/production/deployment.yaml:11: spec.replicas: changed by you and upstream (the spec changed)\n")
        .stderr_contains("until then nothing can read the file")
        .code(3)
}

#[test]
fn a_conflict_stands_between_markers_and_everything_else_is_merged() {
    marked().file_contains(DEPLOYMENT, MARKED).file_contains(DEPLOYMENT, "web:1.5.0");
}

#[test]
fn a_file_with_markers_is_left_alone_and_told_with_its_line_until_they_are_gone() {
    marked()
        .args(["regenerate"])
        .stderr_contains(LEFT)
        .stderr_contains("0 files written, 1 left alone\n")
        .writes_nothing()
        .code(3)
        .args(["regenerate", "--check", "--quiet"])
        .stderr_contains(LEFT)
        .writes_nothing()
        .code(3)
        .args(["status"])
        .stdout("deploy/production/deployment.yaml: edited, has conflict markers\n")
        .writes_nothing()
        .code(3);
    let (_, plan) = marked().args(["regenerate", "--dry-run", "-o", "json"]).json(3);
    assert_eq!(
        (&plan["conflicts"][0]["line"], &plan["conflicts"][0]["why"]),
        (&11.into(), &"has conflict markers".into())
    );
}

#[test]
fn upgrades_pass_by_a_file_with_markers_and_come_in_once_they_are_gone() {
    let spec = SPEC.replace("production: {}", "production: {replicas: 5}").replace(":1.4.2", ":1.6.0");
    marked()
        .spec(&spec)
        .args(["regenerate"])
        .stderr_contains(LEFT)
        .stderr_contains("1 file written, 1 left alone\n")
        .code(3)
        .file_contains(DEPLOYMENT, "web:1.5.0")
        .edit(DEPLOYMENT, MARKED, "spec:\n  replicas: 4 # Black Friday\n")
        .args(["regenerate"])
        .stderr_contains("1 file written\n")
        .success()
        .file_contains(DEPLOYMENT, "web:1.6.0")
        .file_contains(DEPLOYMENT, "replicas: 4 # Black Friday\n");
}

#[test]
fn whatever_takes_the_place_of_the_markers_settles_the_conflict() {
    for settled in ["  replicas: 4 # Black Friday\n", "  replicas: 5\n", "  replicas: 7\n", ""] {
        marked()
            .edit(DEPLOYMENT, MARKED, &format!("spec:\n{settled}"))
            .args(["regenerate"])
            .stderr_is("everything is up to date\n")
            .writes_nothing()
            .success();
    }
}

#[test]
fn a_side_that_is_preferred_takes_the_markers_out() {
    for (side, replicas) in [("yours", 4), ("new", 5)] {
        marked()
            .args(["regenerate", "--prefer", side])
            .stderr_contains("1 file written\n")
            .success()
            .file_contains(DEPLOYMENT, &format!("spec:\n  replicas: {replicas} # Black Friday\n  #"))
            .args(["regenerate"])
            .stderr_is("everything is up to date\n")
            .success();
    }
}

#[test]
fn markers_that_do_not_go_together_are_left_whatever_is_preferred() {
    marked()
        .edit(DEPLOYMENT, ">>>>>>> new\n", "")
        .args(["regenerate", "--prefer", "new"])
        .stderr_contains(LEFT)
        .writes_nothing()
        .code(3);
}

#[test]
fn a_conflict_of_an_earlier_run_is_marked_later() {
    contested()
        .args(["regenerate", "--quiet"])
        .stderr_contains("conflict")
        .code(3)
        .args(["regenerate", "--markers", "--quiet"])
        .stderr_contains("conflict")
        .code(3)
        .file_contains(DEPLOYMENT, MARKED)
        .no_file(".kubewright/conflicts.json");
}

#[test]
fn what_one_side_deleted_is_an_empty_side() {
    let project = Project::generated();
    let text = project.read(DEPLOYMENT);
    let (_, probe) = text.split_once("          # A failing container is restarted").expect("a liveness probe");
    let (probe, _) = probe.split_once("          lifecycle:\n").expect("it ends");
    let block = format!("          # A failing container is restarted{probe}");
    project
        .edit(DEPLOYMENT, &block, "")
        .spec(&SPEC.replace("/livez", "/alive"))
        .args(["regenerate", "--markers", "--quiet"])
        .stderr_contains("deleted by you and changed upstream")
        .code(3)
        .file_contains(DEPLOYMENT, &format!("<<<<<<< yours\n||||||| base\n{block}=======\n"))
        .file_contains(DEPLOYMENT, "path: /alive\n");
}

#[test]
fn lines_of_a_helm_template_are_marked() {
    templated("containerPort: 8080", "containerPort: 8081")
        .args(["regenerate", "--markers", "--quiet"])
        .stderr_contains("the same lines changed by you and upstream")
        .code(3)
        .file_contains(
            TEMPLATE,
            "<<<<<<< yours\n              containerPort: 8081\n||||||| base\n              containerPort: 8080\n=======\n              containerPort: 9090\n>>>>>>> new\n",
        )
        .args(["regenerate", "--prefer", "new", "--quiet"])
        .success()
        .file_contains(TEMPLATE, "              containerPort: 9090\n")
        .file_lacks(TEMPLATE, "8081");
}

#[test]
fn markers_have_the_line_ends_of_the_file() {
    let project = contested();
    let windows = project.read(DEPLOYMENT).replace('\n', "\r\n");
    project
        .file(DEPLOYMENT, windows)
        .args(["regenerate", "--markers", "--quiet"])
        .stderr_contains("spec.replicas")
        .code(3)
        .file_contains(DEPLOYMENT, &MARKED.replace('\n', "\r\n"));
}

/// The Helm layout's Deployment.
const TEMPLATE: &str = "deploy/chart/templates/deployment.yaml";

/// A project with a template of Helm that is edited, and whose port changes upstream.
fn templated(find: &str, edited: &str) -> Project {
    let spec = SPEC.replace("name: web\n", "name: web\nlayout: helm\n");
    let newer = spec.replace("8080", "9090");
    Project::new("web").spec(&spec).generate().edit(TEMPLATE, find, edited).spec(&newer)
}

#[test]
fn lines_are_marked_where_line_ends_are_mixed() {
    templated("containerPort: 8080\n", "containerPort: 8081\r\n")
        .args(["regenerate", "--markers", "--quiet"])
        .stderr_contains("the same lines changed by you and upstream")
        .code(3)
        .file_contains(
            TEMPLATE,
            "<<<<<<< yours\n              containerPort: 8081\r\n||||||| base\r\n              containerPort: 8080\r\n=======\r\n              containerPort: 9090\r\n>>>>>>> new\r\n",
        )
        .args(["regenerate", "--check", "--quiet"])
        .stderr_contains("has conflict markers")
        .code(3);
}

#[test]
fn a_conflict_that_cannot_be_marked_stays_open() {
    templated("containerPort: 8080\n", "# Title\n=======\n              containerPort: 8081\n")
        .args(["regenerate", "--markers"])
        .stderr_contains("a file gets no markers where one of its lines looks like one")
        .stderr_contains("your values stand")
        .code(3)
        .file_lacks(TEMPLATE, "<<<<<<<")
        .file_contains(".kubewright/conflicts.json", "8081")
        .args(["regenerate", "--check", "--quiet"])
        .stderr_contains("the same lines changed by you and upstream")
        .code(3);
}

#[test]
fn a_conflict_below_a_byte_order_mark_is_marked() {
    let file = |mark: &str, a: u8| format!("{mark}a: {a}\n");
    Project::new("web")
        .file("base", file("", 1))
        .file("yours", file("\u{feff}", 2))
        .file("new", file("", 3))
        .args(["merge-file", "base", "yours", "new", "--markers"])
        .stdout("\u{feff}<<<<<<< yours\na: 2\n||||||| base\na: 1\n=======\na: 3\n>>>>>>> new\n")
        .stderr_contains("conflict: yours:1: a: changed by you and upstream")
        .writes_nothing()
        .code(3);
}

#[test]
fn the_pods_keep_their_hash_while_markers_stand_in_the_configuration() {
    const CONFIG: &str = "deploy/production/configmap.yaml";
    let spec = format!("{SPEC}config: {{LOG_LEVEL: info}}\n");
    let project =
        Project::new("web").spec(&spec).generate().edit(CONFIG, "LOG_LEVEL: info", "LOG_LEVEL: debug").generate();
    let project = project
        .spec(&spec.replace("info", "warn").replace("staging: {}", "staging: {config: {LOG_LEVEL: info}}"))
        .args(["regenerate", "--markers", "--quiet"])
        .stderr_contains("data.LOG_LEVEL")
        .code(3)
        .args(["regenerate", "--quiet"])
        .stderr_contains("configmap.yaml:11  has conflict markers")
        .writes_nothing()
        .code(3);
    let hashed = project.read(DEPLOYMENT);
    let project = project.args(["regenerate", "--prefer", "new", "--quiet"]).success();
    assert_ne!(project.read(DEPLOYMENT), hashed);
}

#[test]
fn a_dry_run_shows_where_the_markers_would_stand() {
    contested()
        .args(["regenerate", "--markers", "--dry-run", "--diff", "--quiet"])
        .stdout_contains("+<<<<<<< yours\n   replicas: 4 # Black Friday\n+||||||| base\n")
        .stderr_contains("spec.replicas")
        .writes_nothing()
        .code(3);
}

#[test]
fn markers_and_a_preferred_side_do_not_go_together() {
    contested()
        .args(["regenerate", "--markers", "--prefer", "new"])
        .stderr_contains("cannot be used with")
        .writes_nothing()
        .code(2);
}

#[test]
fn merge_file_writes_markers_as_well() {
    let file = |replicas: u8| format!("kind: Deployment\nspec:\n  replicas: {replicas}\n  paused: false\n");
    Project::new("web")
        .file("base.yaml", file(3))
        .file("yours.yaml", file(5))
        .file("new.yaml", file(4))
        .args(["merge-file", "base.yaml", "yours.yaml", "new.yaml", "--markers"])
        .stdout("kind: Deployment\nspec:\n<<<<<<< yours\n  replicas: 5\n||||||| base\n  replicas: 3\n=======\n  replicas: 4\n>>>>>>> new\n  paused: false\n")
        .stderr_contains("conflict: yours.yaml:3: spec.replicas")
        .writes_nothing()
        .code(3);
}

#[test]
fn a_text_whose_lines_look_like_markers_gets_none() {
    let file = |a: u8| format!("Title\n=======\na: {a}\n");
    Project::new("web")
        .file("base", file(1))
        .file("yours", file(2))
        .file("new", file(3))
        .args(["merge-file", "base", "yours", "new", "--markers"])
        .stdout(file(2))
        .stderr_contains("conflict: yours:3:")
        .stderr_contains("yours: a line of it looks like a marker, so none is written\n")
        .writes_nothing()
        .code(3);
}
