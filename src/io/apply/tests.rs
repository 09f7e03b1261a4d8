//! What a write does, and where it does not go.

use super::*;

fn project() -> (tempfile::TempDir, Project) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = Project::new(folder.path());
    (folder, project)
}

#[test]
fn writes_and_deletes_and_leaves_no_trace() {
    let (_folder, project) = project();
    apply(&project, &[Change::write("deploy/a/x.yaml", "1".into()), Change::write("y", "2".into())]).expect("applies");
    apply(&project, &[Change::delete("deploy/a/x.yaml"), Change::write("y", "3".into())]).expect("applies");
    assert_eq!(project.text("y").expect("readable").as_deref(), Some("3"));
    assert!(!project.path("deploy").exists(), "an emptied folder goes");
    assert!(!project.path(".kubewright").exists());
}

#[test]
fn a_refused_file_changes_no_other() {
    let (_folder, project) = project();
    fs::create_dir_all(project.path("b")).expect("a folder");
    assert!(apply(&project, &[Change::write("a", "1".into()), Change::write("b", "2".into())]).is_err());
    assert!(!project.path("a").exists());
}

#[test]
fn a_file_that_was_changed_since_it_was_read_is_not_written_over() {
    let (_folder, project) = project();
    fs::write(project.path("a"), "edited since").expect("writable");
    let refused = [
        Change::write("a", "new".into()).over(Some("as it was read")),
        Change::write("a", "new".into()).over(None),
        Change::delete("a").over(Some("as it was read")),
        Change::write("b", "new".into()).over(Some("deleted since")),
    ];
    for change in refused {
        let told = apply(&project, &[Change::write("c", "new".into()), change.clone()]);
        assert!(told.is_err_and(|error| error.to_string().contains("changed while kubewright ran")), "{change:?}");
        assert_eq!(fs::read_to_string(project.path("a")).expect("still there"), "edited since");
        assert!(!project.path("c").exists() && !project.path(".kubewright").exists());
    }
    apply(&project, &[Change::write("a", "new".into()).over(Some("edited since"))]).expect("applies");
}

#[cfg(unix)]
#[test]
fn a_new_script_can_be_run_and_the_users_own_mode_stays() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, project) = project();
    let mode = |path: &str| {
        let meta = fs::metadata(project.path(path)).expect("it was written");
        meta.permissions().mode() & 0o777
    };
    let script = || Change::write("smoke.sh", "#!/bin/sh\n".into());
    let pristine = Change::write(".kubewright/smoke.sh.base", "#!/bin/sh\n".into());
    apply(&project, &[script(), pristine, Change::write("a.yaml", "a: 1\n".into())]).expect("applies");
    assert_eq!(mode("smoke.sh"), mode("a.yaml") | (mode("a.yaml") & 0o444) >> 2);
    assert_eq!(mode(".kubewright/smoke.sh.base"), mode("a.yaml"));
    fs::set_permissions(project.path("smoke.sh"), Permissions::from_mode(0o640)).expect("a mode");
    apply(&project, &[script()]).expect("applies");
    assert_eq!(mode("smoke.sh"), 0o640);
}

#[test]
fn a_journal_that_leads_out_of_the_project_is_refused() {
    let (folder, project) = project();
    let outside = folder.path().with_extension("victim");
    fs::write(&outside, "mine").expect("writable");
    fs::create_dir_all(project.path(".kubewright/pending")).expect("a folder");
    let name = outside.file_name().expect("a name").to_string_lossy();
    for (path, file) in [(format!("../{name}"), "journal.json"), (outside.display().to_string(), "undo.json")] {
        let step = serde_json::json!({"path": path, "old": sha256("mine"), "new": null});
        let journal = serde_json::json!({"steps": [step], "folders": []}).to_string();
        fs::write(project.path(&format!(".kubewright/pending/{file}")), journal).expect("writable");
        assert!(recover(&project).is_err(), "{path}");
        fs::remove_file(project.path(&format!(".kubewright/pending/{file}"))).expect("removable");
    }
    assert_eq!(fs::read_to_string(&outside).expect("still there"), "mine");
    fs::remove_file(&outside).expect("removable");
    fs::create_dir(&outside).expect("a folder");
    let journal = serde_json::json!({"steps": [], "folders": [format!("../{name}")]}).to_string();
    fs::write(project.path(".kubewright/pending/undo.json"), journal).expect("writable");
    assert!(recover(&project).is_err() && outside.exists(), "an empty folder is somebody's, too");
    fs::remove_dir(&outside).expect("removable");
}

#[cfg(unix)]
#[test]
fn a_link_is_never_written_through() {
    let (_folder, project) = project();
    let outside = tempfile::tempdir().expect("a temporary folder");
    std::os::unix::fs::symlink(outside.path(), project.path("deploy")).expect("a link");
    assert!(apply(&project, &[Change::write("deploy/x.yaml", "1".into())]).is_err());
    assert_eq!(fs::read_dir(outside.path()).expect("readable").count(), 0);
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions_whether_it_is_written_or_moved() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, project) = project();
    let mode = |path: &str| fs::metadata(project.path(path)).expect("there").permissions().mode() & 0o777;
    fs::write(project.path("run.sh"), "old").expect("writable");
    fs::set_permissions(project.path("run.sh"), std::fs::Permissions::from_mode(0o750)).expect("mine");
    apply(&project, &[Change::write("run.sh", "new".into())]).expect("applies");
    assert_eq!(mode("run.sh"), 0o750);
    apply(&project, &[Change::write("bin/run.sh", "new".into()).like("run.sh"), Change::delete("run.sh")])
        .expect("applies");
    assert_eq!(mode("bin/run.sh"), 0o750);
}
