//! A disk that does not do what it should, and two runs at once.

use std::fs::File;

use serde_json::json;

use crate::project::{Project, SPEC};

/// Root may write anywhere, so a file in the place of a folder stands for a folder that is not writable.
#[test]
fn a_file_in_the_place_of_a_folder_is_a_disk_error_and_nothing_is_written() {
    Project::new("web")
        .spec(SPEC)
        .file("deploy", "# a file\n")
        .args(["regenerate"])
        .stderr_is("error: ./deploy: cannot write it: something else stands where a folder belongs\n")
        .code(74)
        .files_are(&["deploy", "kubewright.yaml"])
        .file_is("deploy", "# a file\n");
}

#[test]
fn a_file_in_the_place_of_the_baseline_is_a_disk_error() {
    Project::new("web")
        .spec(SPEC)
        .file(".kubewright", "# a file\n")
        .args(["regenerate"])
        .stderr_contains(".kubewright")
        .writes_nothing()
        .code(74);
}

#[test]
fn a_file_in_the_place_of_the_output_folder_is_a_disk_error() {
    Project::new("web")
        .spec(SPEC)
        .file("out", "# a file\n")
        .args(["render", "-e", "production", "--output-dir", "out"])
        .stderr_contains("out")
        .writes_nothing()
        .code(74);
}

#[test]
fn a_folder_in_the_place_of_the_spec_is_refused() {
    Project::new("web")
        .file("kubewright.yaml/x", "")
        .args(["regenerate"])
        .stderr_is("error: kubewright.yaml: is not a plain file\n  hint: kubewright reads and writes plain files only, no links or folders in their place\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_second_run_is_refused_while_the_first_holds_the_lock() {
    let project = Project::generated().spec(&SPEC.replace("8080", "9090"));
    let lock = File::options().append(true).open(project.path(".kubewright/lock")).expect("the lock is there");
    lock.lock().expect("nobody else holds it");
    let project = project
        .args(["regenerate"])
        .stderr_contains("another kubewright is writing here")
        .writes_nothing()
        .code(74)
        .args(["set", "replicas=3"])
        .stderr_contains("another kubewright is writing here")
        .writes_nothing()
        .code(74)
        .args(["regenerate", "--check", "-q"])
        .writes_nothing()
        .code(1);
    drop(lock);
    project.args(["regenerate", "-q"]).success();
}

#[test]
fn json_tells_a_disk_error_on_stdout() {
    let (_, told) =
        Project::new("web").spec(SPEC).file("deploy", "# a file\n").args(["regenerate", "-o", "json"]).json(74);
    assert_eq!(
        told["problems"][0],
        json!({
            "source": "./deploy",
            "line": null,
            "column": null,
            "message": "cannot write it: something else stands where a folder belongs",
            "hint": null,
        })
    );
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_not_written_through() {
    let project = Project::generated().spec(&SPEC.replace("8080", "9090")).delete("deploy/production/service.yaml");
    let outside = project.path("outside.yaml");
    std::fs::write(&outside, "# mine\n").expect("the file can be written");
    std::os::unix::fs::symlink(&outside, project.path("deploy/production/service.yaml")).expect("a link can be made");
    project
        .args(["regenerate"])
        .stderr_contains("deploy/production/service.yaml: is not a plain file\n")
        .writes_nothing()
        .code(2)
        .file_is("outside.yaml", "# mine\n");
}
