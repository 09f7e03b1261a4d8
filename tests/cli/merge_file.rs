//! `kubewright merge-file`: three files made one, by hand and by git.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::project::Project;

const BASE: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: web\n          image: web:1\n";

fn files(yours: &str, new: &str) -> Project {
    Project::new("web").file("base.yaml", BASE).file("yours.yaml", yours).file("new.yaml", new)
}

const FILES: [&str; 4] = ["merge-file", "base.yaml", "yours.yaml", "new.yaml"];

#[test]
fn prints_the_merged_text_and_touches_nothing() {
    let yours = BASE.replace("replicas: 3", "replicas: 5 # Black Friday");
    files(&yours, &BASE.replace("web:1", "web:2"))
        .args(FILES)
        .stdout(yours.replace("web:1", "web:2"))
        .writes_nothing()
        .success();
}

#[test]
fn tells_each_conflict_with_its_place_and_keeps_yours() {
    let yours = BASE.replace("replicas: 3", "replicas: 5");
    files(&yours, &BASE.replace("replicas: 3", "replicas: 4"))
        .args(FILES)
        .stdout(&yours)
        .stderr_is(
            "conflict: yours.yaml:6: spec.replicas: changed by you and upstream\n  base  3\n  yours 5\n  new   4\n",
        )
        .writes_nothing()
        .code(3);
}

#[test]
fn a_side_that_is_preferred_settles_all() {
    let (yours, new) = (BASE.replace("replicas: 3", "replicas: 5"), BASE.replace("replicas: 3", "replicas: 4"));
    for (side, text) in [("yours", &yours), ("new", &new)] {
        files(&yours, &new)
            .args(FILES.into_iter().chain(["--prefer", side]))
            .stdout(text)
            .stderr_contains("spec.replicas")
            .stderr_contains("yours.yaml: each conflict is settled: ")
            .success();
    }
}

#[test]
fn json_tells_the_conflicts_and_the_text() {
    let yours = BASE.replace("replicas: 3", "replicas: 5");
    let (project, told) = files(&yours, &BASE.replace("replicas: 3", "replicas: 4"))
        .args(FILES.into_iter().chain(["-o", "json"]))
        .json(3);
    let conflict = json!({"file": "yours.yaml", "line": 6, "path": "spec.replicas", "base": 3, "yours": 5, "new": 4, "why": "changed by you and upstream", "reasons": {"yours": null, "new": null, "cause": null}});
    assert_eq!(told, json!({"version": 1, "conflicts": [conflict], "comments": [], "deleted": [], "text": yours}));
    let out = ["-o", "json", "--out", "out.yaml", "--name", "deploy/web.yaml"];
    let (project, told) = project.args(FILES.into_iter().chain(out)).json(3);
    assert_eq!((&told["text"], &told["conflicts"][0]["file"]), (&json!(null), &json!("deploy/web.yaml")));
    project.file_is("out.yaml", &yours);
}

#[test]
fn files_that_cannot_be_read_are_all_named() {
    Project::new("web")
        .file("new.yaml", b"\xff")
        .args(FILES)
        .stderr_contains("error: ./base.yaml: there is no such file\n")
        .stderr_contains("error: ./yours.yaml: there is no such file\n")
        .stderr_contains("error: ./new.yaml: it is not UTF-8 text\n")
        .writes_nothing()
        .code(2);
}

#[cfg(unix)]
#[test]
fn keeps_the_mode_of_the_file_that_it_writes_and_writes_through_a_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let project = files(BASE, &BASE.replace("web:1", "web:2"));
    let path = project.path("yours.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("ours");
    symlink("yours.yaml", project.path("link.yaml")).expect("new");
    let project = project.args(FILES.into_iter().chain(["--out", "link.yaml"])).success();
    assert_eq!(project.read("yours.yaml"), BASE.replace("web:1", "web:2"));
    assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o640);
    assert!(project.path("link.yaml").is_symlink());
}

/// Runs git in a folder, away from the settings of whoever runs the tests.
fn git(folder: &Path, words: &[&str]) -> (bool, String) {
    let output = Command::new("git")
        .args(words)
        .current_dir(folder)
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")])
        .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .output()
        .expect("git is installed");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

/// A repository that merges with kubewright, in which a branch made `new` of the base, and this one `yours`.
fn repository(yours: &str, new: &str) -> Project {
    let project = Project::new("web").file("web.yaml", BASE).file(".gitattributes", "*.yaml merge=kubewright\n");
    let root = project.root();
    let run = |words: &[&str]| {
        let (done, said) = git(&root, words);
        assert!(done, "git {words:?}: {said}");
    };
    // What docs/upgrading.md tells to put into the settings.
    let driver = include_str!("../../docs/upgrading.md")
        .lines()
        .find_map(|line| line.trim().strip_prefix("driver = "))
        .expect("the documentation shows the driver");
    let driver = driver.replacen("kubewright", env!("CARGO_BIN_EXE_kubewright"), 1);
    run(&["init", "--initial-branch=main"]);
    run(&["config", "merge.kubewright.driver", &driver]);
    run(&["add", "."]);
    run(&["commit", "-m", "base"]);
    run(&["switch", "-c", "upstream"]);
    fs::write(root.join("web.yaml"), new).expect("writable");
    run(&["commit", "-am", "new"]);
    run(&["switch", "main"]);
    fs::write(root.join("web.yaml"), yours).expect("writable");
    run(&["commit", "-am", "yours"]);
    project
}

#[test]
fn git_merges_with_it_what_git_alone_cannot() {
    // Neighbouring lines, which git takes for a conflict.
    let base_and =
        |replicas: &str, below: &str| BASE.replace("replicas: 3\n", &format!("replicas: {replicas}\n{below}"));
    let project = repository(&base_and("5 # Black Friday", ""), &base_and("3", "  revisionHistoryLimit: 5\n"));
    let (done, said) = git(&project.root(), &["merge", "--no-edit", "upstream"]);
    assert!(done, "{said}");
    project.file_is("web.yaml", &base_and("5 # Black Friday", "  revisionHistoryLimit: 5\n"));
}

#[test]
fn git_sees_a_conflict_and_the_file_stays_valid() {
    let yours = BASE.replace("replicas: 3", "replicas: 5");
    let new = BASE.replace("replicas: 3", "replicas: 4").replace("web:1", "web:2");
    let project = repository(&yours, &new);
    let (done, said) = git(&project.root(), &["merge", "--no-edit", "upstream"]);
    assert!(!done && said.contains("conflict: web.yaml:6: spec.replicas: changed by you and upstream"), "{said}");
    let (_, state) = git(&project.root(), &["status", "--porcelain"]);
    assert!(state.contains("UU web.yaml"), "{state}");
    project.file_is("web.yaml", &yours.replace("web:1", "web:2"));
}

/// A merge of git's own that has come to a conflict, in a repository with the mergetool that the documentation
/// shows.
fn stopped(yours: &str, new: &str) -> Project {
    let project = repository(yours, new);
    let root = project.root();
    let command = include_str!("../../docs/upgrading.md")
        .lines()
        .find_map(|line| line.trim().strip_prefix("cmd = "))
        .expect("the documentation shows the tool");
    let command = command.replacen("kubewright", env!("CARGO_BIN_EXE_kubewright"), 1);
    for (name, value) in [("cmd", command.as_str()), ("trustExitCode", "true")] {
        assert!(git(&root, &["config", &format!("mergetool.kubewright.{name}"), value]).0);
    }
    // Without it the driver is not asked.
    fs::remove_file(root.join(".gitattributes")).expect("it is there");
    let (done, said) = git(&root, &["merge", "--no-edit", "upstream"]);
    assert!(!done && project.read("web.yaml").contains("<<<<<<<"), "{said}");
    project
}

const MERGETOOL: [&str; 5] = ["mergetool", "--no-prompt", "--tool", "kubewright", "web.yaml"];

#[test]
fn gits_mergetool_settles_with_it_what_git_alone_could_not() {
    let base_and =
        |replicas: &str, below: &str| BASE.replace("replicas: 3\n", &format!("replicas: {replicas}\n{below}"));
    let project = stopped(&base_and("5 # Black Friday", ""), &base_and("3", "  revisionHistoryLimit: 5\n"));
    let (done, said) = git(&project.root(), &MERGETOOL);
    assert!(done, "{said}");
    let (_, state) = git(&project.root(), &["status", "--porcelain", "web.yaml"]);
    assert!(state.starts_with("M  web.yaml"), "{state}");
    project.file_is("web.yaml", &base_and("5 # Black Friday", "  revisionHistoryLimit: 5\n"));
}

#[test]
fn gits_mergetool_leaves_unmerged_what_both_changed() {
    let project = stopped(&BASE.replace("replicas: 3", "replicas: 5"), &BASE.replace("replicas: 3", "replicas: 4"));
    let (done, said) = git(&project.root(), &MERGETOOL);
    assert!(!done && said.contains("spec.replicas: changed by you and upstream"), "{said}");
    let (_, state) = git(&project.root(), &["status", "--porcelain", "web.yaml"]);
    assert!(state.starts_with("UU web.yaml"), "{state}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_takes_the_text_and_stays_a_device() {
    use std::os::unix::fs::FileTypeExt as _;
    for (device, code) in [("/dev/null", 0), ("/dev/full", 74)] {
        let run = files(BASE, BASE).args(FILES.into_iter().chain(["--out", device]));
        let run = if code == 0 { run } else { run.stderr_contains("cannot write it") };
        run.writes_nothing().code(code);
        assert!(fs::metadata(device).expect("it is there").file_type().is_char_device(), "{device}");
    }
}
