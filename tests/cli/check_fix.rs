//! `check --fix`: all files are mended or none.

use crate::project::Project;

/// A Pod with one finding that is safe to mend.
fn pod(name: &str) -> String {
    format!(
        "# The {name}.\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec:\n  containers:\n    - name: {name}\n      image: \"{name}:1.4.2\"\n      resources: {{limits: {{memory: 512m}}}}\n"
    )
}

fn mended(name: &str) -> String {
    pod(name).replace("512m", "512Mi")
}

const FIX: [&str; 6] = ["check", "--fix", "--fail-on", "never", "--profile", "recommended"];

/// The limit of a file's size stands for a disk that has no room for one.
#[cfg(unix)]
#[test]
fn a_disk_without_room_for_one_file_leaves_all_as_they_are() {
    let large = pod("b") + &"# a long comment\n".repeat(1000);
    let project = Project::new("web").file("a.yaml", pod("a")).file("b.yaml", &large);
    let words = FIX.join(" ");
    let limited = format!("trap '' XFSZ; ulimit -f 2; exec '{}' {words}", env!("CARGO_BIN_EXE_kubewright"));
    let mut command = std::process::Command::new("sh");
    let run = command.args(["-c", &limited]).current_dir(project.path(".")).output().expect("sh runs");
    let told = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(74), "{told}");
    let project = project.file_is("a.yaml", &pod("a")).file_is("b.yaml", &large);
    assert!(!project.path(".kubewright").exists());
    let project = project
        .args(FIX)
        .stderr_is("mended 2 findings in 2 files\n")
        .stdout_contains("0 errors and 0 warnings")
        .success();
    let project = project.file_is("a.yaml", &mended("a")).file_contains("b.yaml", "512Mi");
    assert!(!project.path(".kubewright").exists());
}

#[test]
fn files_outside_of_the_folder_that_is_worked_in_are_refused_with_those_below() {
    let project = Project::new("web").file("here/a.yaml", pod("a")).file("there/b.yaml", pod("b"));
    let words = || FIX.into_iter().chain(["here/a.yaml", "there/b.yaml"]);
    let project = project
        .args(FIX.into_iter().chain(["-C", "here", "a.yaml", "../there/b.yaml"]))
        .stderr_contains("there/b.yaml: it stands outside of the folder that is worked in, and is not mended")
        .code(2);
    let project = project.file_is("here/a.yaml", &pod("a")).file_is("there/b.yaml", &pod("b"));
    let project = project
        .args(words())
        .stderr_is("mended 2 findings in 2 files\n")
        .stdout_contains("0 errors and 0 warnings")
        .success();
    let project = project.file_is("here/a.yaml", &mended("a")).file_is("there/b.yaml", &mended("b"));
    assert!(!project.path(".kubewright").exists() && !project.path("here/.kubewright").exists());
}

/// The journal of a killed run is that of any command, and nothing is judged before it is settled.
#[test]
fn nothing_is_judged_beside_what_an_earlier_run_left_half_written() {
    let project = Project::new("web").file("a.yaml", pod("a")).file(".kubewright/pending/journal.json", "{");
    let unreadable = "the journal of a run that was killed is not readable";
    let project = project.args(["check", "a.yaml"]).stderr_contains(unreadable).code(2);
    project.args(FIX.into_iter().chain(["a.yaml"])).stderr_contains(unreadable).code(2).file_is("a.yaml", &pod("a"));
}

#[cfg(unix)]
#[test]
fn a_link_stays_one_and_what_it_leads_to_is_mended() {
    let project = Project::new("web").file("real/a.yaml", pod("a"));
    std::os::unix::fs::symlink("real/a.yaml", project.path("link.yaml")).expect("links can be made");
    let words = FIX.into_iter().chain(["link.yaml", "real/a.yaml"]);
    let project = project.args(words).stderr_is("mended 2 findings in 2 files\n").stdout_contains("0 errors").success();
    let project = project.file_is("real/a.yaml", &mended("a"));
    assert!(project.path("link.yaml").is_symlink());
}
