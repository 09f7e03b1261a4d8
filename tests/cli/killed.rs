//! Runs that are killed while they write, and runs that meet.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use crate::project::{Project, SPEC};

type Files = BTreeMap<String, Vec<u8>>;

/// Everything but what only a running kubewright needs.
fn files(project: &Project) -> Files {
    let kept = |path: &String| !path.starts_with(".kubewright/pending/") && path != ".kubewright/lock";
    let files = project.snapshot().into_iter().filter(|(path, _)| kept(path));
    files.map(|(path, (bytes, _))| (path, bytes)).collect()
}

/// Another project with the same files.
fn copy(files: &Files) -> Project {
    files.iter().fold(Project::new("web"), |project, (path, bytes)| project.file(path, bytes))
}

fn start(project: &Project, words: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubewright"));
    command.args(words).current_dir(project.path(".")).stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(Stdio::null()).spawn().expect("the program starts")
}

const BUMP: [&str; 2] = ["set", "image=ghcr.io/acme/web:1.5.0"];

/// How many runs are killed; `KUBEWRIGHT_KILLS` says another number.
fn kills() -> u32 {
    env::var("KUBEWRIGHT_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(24)
}

/// Waits for something to come at a path; none if the run ends before.
fn wait_for(path: &Path, run: &mut Child) -> Option<()> {
    while !path.exists() {
        if run.try_wait().expect("a child").is_some() {
            return None;
        }
        thread::sleep(Duration::from_micros(50));
    }
    Some(())
}

#[test]
fn a_kill_at_any_instant_leaves_the_old_tree_or_the_new_one() {
    let old = files(&Project::generated());
    let started = Instant::now();
    let new = {
        let project = copy(&old);
        assert!(start(&project, &BUMP).wait().expect("a child").success());
        files(&project)
    };
    let (whole, count) = (started.elapsed(), kills());
    let (mut mixed, mut ends) = (0, [0, 0]);
    for kill in 0..count {
        let project = copy(&old);
        let mut run = start(&project, &BUMP);
        // Most of them fall into the time of writing, from the first staged file on.
        if kill % 4 == 0 {
            thread::sleep(whole * kill / count);
        } else if wait_for(&project.path(".kubewright/pending"), &mut run).is_some() {
            thread::sleep(Duration::from_micros(u64::from(kill) * 20_000 / u64::from(count)));
        }
        run.kill().expect("a child");
        run.wait().expect("a child");
        let decided = project.path(".kubewright/pending/journal.json").exists();
        mixed += u32::from(decided);
        let left = files(&project);
        assert!(decided || left == old || left == new, "kill {kill}: a mix without a journal");
        let project = project.args(["regenerate", "--quiet"]).success();
        let after = files(&project);
        assert!(after == old || after == new, "kill {kill}: a mix after the next run");
        assert!(!decided || after == new, "kill {kill}: what was decided is not finished");
        assert!(!project.path(".kubewright/pending").exists());
        ends[usize::from(after == new)] += 1;
    }
    assert!(ends[0] > 0, "of {count} runs, {mixed} with a journal, none was killed before it decided: {ends:?}");
}

/// A project as a run leaves it that was killed between two files.
fn half_written() -> Project {
    let whole = Project::generated().args(BUMP).stderr_contains("written").success();
    let project = Project::generated();
    let old = files(&project);
    let changed: Vec<(String, Vec<u8>)> =
        files(&whole).into_iter().filter(|(path, bytes)| old.get(path) != Some(bytes)).collect();
    assert!(changed.len() > 4, "{changed:?}");
    let sum = |bytes: &[u8]| kubewright::merge::sha256(bytes);
    let step = |(path, new): &(String, Vec<u8>)| {
        let old = old.get(path).map(|bytes| sum(bytes));
        serde_json::json!({"path": path, "old": old, "new": sum(new)})
    };
    let journal = serde_json::json!({"steps": changed.iter().map(step).collect::<Vec<_>>(), "folders": []});
    let mut project = project.file(".kubewright/pending/journal.json", journal.to_string());
    for (index, (path, new)) in changed.iter().enumerate() {
        if let Some(old) = old.get(path) {
            project = project.file(&format!(".kubewright/pending/{index}.old"), old);
        }
        let at = if index < 2 { path.clone() } else { format!(".kubewright/pending/{index}.new") };
        project = project.file(&at, new);
    }
    project
}

#[test]
fn what_a_killed_run_has_left_is_told_to_who_reads_and_finished_by_who_writes() {
    let unfinished = "error: ./.kubewright: an earlier run was stopped while it wrote\n  hint: `kubewright regenerate` finishes what it had decided; without a spec, `kubewright check --fix` does\n";
    let project = half_written();
    let project = project.args(["status"]).stderr_is(unfinished).writes_nothing().code(74);
    let project = project.args(["regenerate", "--check"]).stderr_is(unfinished).writes_nothing().code(74);
    project
        .args(["regenerate"])
        .stderr_contains("an earlier run was stopped while it wrote; it is finished now\n")
        .stderr_contains("everything is up to date\n")
        .success()
        .file_contains("kubewright.yaml", ":1.5.0")
        .file_contains("deploy/production/deployment.yaml", ":1.5.0")
        .args(["status"])
        .stdout("as generated\n")
        .success();
}

#[test]
fn what_was_edited_since_a_run_was_killed_stays_and_the_run_is_taken_back() {
    let path = "deploy/staging/deployment.yaml";
    let project = half_written();
    let edited = project.read(path).replace("replicas: 2", "replicas: 7");
    project
        .file(path, edited)
        .args(["regenerate"])
        .stderr_contains("an earlier run was stopped while it wrote; what it had written is taken back\n")
        .stderr_contains("  deploy/staging/deployment.yaml was edited since, and is left as it is\n")
        .stderr_contains("everything is up to date\n")
        .success()
        .file_contains("kubewright.yaml", ":1.4.2")
        .file_contains("deploy/production/deployment.yaml", ":1.4.2")
        .file_contains(path, "replicas: 7")
        .args(["status"])
        .stdout("deploy/staging/deployment.yaml: edited\n")
        .success();
}

#[test]
fn a_journal_that_is_not_readable_is_told_with_the_way_out() {
    Project::generated()
        .file(".kubewright/pending/journal.json", "[{")
        .args(["regenerate"])
        .stderr_contains(
            "error: .kubewright/pending/journal.json: the journal of a run that was killed is not readable: ",
        )
        .stderr_contains(
            "  hint: compare the files with version control, remove `.kubewright/pending`, then run again\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn runs_at_once_are_refused_or_come_one_after_the_other_and_never_mix() {
    let project = Project::generated();
    let names = ["1.5.0", "1.6.0", "1.7.0", "1.8.0"];
    let runs: Vec<Child> =
        names.iter().map(|name| start(&project, &["set", &format!("image=ghcr.io/acme/web:{name}")])).collect();
    let codes: Vec<Option<i32>> = runs.into_iter().map(|mut run| run.wait().expect("a child").code()).collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 74))), "{codes:?}");
    let spec = project.read("kubewright.yaml");
    let image = names.iter().find(|name| spec.contains(&format!("web:{name}"))).expect("one of them");
    project
        .file_contains("deploy/production/deployment.yaml", &format!("web:{image}\n"))
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .success();
}

/// The limit of a file's size stands for a disk that has no room for one: both refuse a write in its middle.
#[cfg(unix)]
#[test]
fn a_disk_without_room_leaves_the_tree_as_it_is() {
    let project = Project::generated().spec(&SPEC.replace(":1.4.2", ":1.5.0"));
    let before = files(&project);
    let limited = format!("trap '' XFSZ; ulimit -f 2; exec '{}' regenerate", env!("CARGO_BIN_EXE_kubewright"));
    let run = Command::new("sh").args(["-c", &limited]).current_dir(project.path(".")).output().expect("sh runs");
    let told = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(74), "{told}");
    assert!(told.contains(".new: cannot write it: File too large"), "{told}");
    assert_eq!(files(&project), before);
    assert!(!project.path(".kubewright/pending").exists());
    project.args(["regenerate", "--quiet"]).success().file_contains("deploy/staging/deployment.yaml", ":1.5.0");
}

/// Root may write anywhere, so the run is somebody else's where root tests.
#[cfg(unix)]
#[test]
fn a_folder_that_is_not_writable_leaves_the_tree_as_it_is() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;
    let project = Project::generated().spec(&SPEC.replace(":1.4.2", ":1.5.0"));
    let root = project.path(".");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubewright"));
    if fs::metadata(&root).expect("there").uid() == 0 {
        let mut all = vec![root.join(".."), root.clone()];
        while let Some(path) = all.pop() {
            chown(&path, Some(NOBODY), None).expect("root may");
            let below = fs::read_dir(&path).into_iter().flatten().map(|entry| entry.expect("an entry").path());
            all.extend(below);
        }
        command.uid(NOBODY);
    }
    let before = files(&project);
    let mode = |mode: u32| {
        let folder = project.path("deploy/staging");
        fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("the test may");
    };
    mode(0o555);
    let run = command.arg("regenerate").current_dir(&root).output().expect("it starts");
    mode(0o755);
    let told = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(74), "{told}");
    assert!(told.contains("deploy/staging/deployment.yaml: cannot write it: Permission denied"), "{told}");
    assert_eq!(files(&project), before);
    assert!(!project.path(".kubewright/pending").exists());
}
