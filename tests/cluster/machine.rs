//! What the suite asks of a machine, and that it leaves nothing on it, however its process ends.

use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::cluster::{build, built, eventually, finished, folder};

/// A test that boots a control plane, speaks to it through a proxy, and is at it for a while.
const INTERRUPTED: &str = "upgrades::every_field_of_every_object_can_change_or_not_as_the_table_says";

#[test]
fn without_go_it_says_so_and_builds_nothing() {
    let folder = tempfile::tempdir().expect("there is room");
    let programs = folder.path().join("programs");
    fs_err::create_dir(&programs).expect("there is room");
    for program in ["bash", "cat", "dirname", "flock", "mkdir", "realpath", "sha256sum"] {
        let found = Command::new("sh").args(["-c", "command -v \"$0\"", program]).output().expect("there is a shell");
        symlink(String::from_utf8_lossy(&found.stdout).trim_end(), programs.join(program))
            .expect("it is not there yet");
    }
    let mut build = build(folder.path());
    let said = finished(build.env("PATH", &programs).stderr(Stdio::piped())).expect("it is a script");
    let told = String::from_utf8_lossy(&said.stderr);
    assert!(!said.status.success() && said.stdout.is_empty(), "{said:?}");
    assert_eq!(
        told.trim_end(),
        "no `go` on the PATH: the control plane is built from Go modules (hint: install Go 1.26 or newer)"
    );
    let left = fs_err::read_dir(folder.path().join("cluster")).expect("it is a folder").filter_map(Result::ok);
    assert_eq!(left.map(|entry| entry.file_name()).collect::<Vec<_>>(), ["lock"]);
}

#[test]
fn a_build_ends_with_whoever_asked_for_it() {
    let folder = tempfile::tempdir().expect("there is room");
    let programs = folder.path().join("programs");
    fs_err::create_dir(&programs).expect("there is room");
    // A Go that is at it for a while.
    let go = programs.join("go");
    fs_err::write(&go, "#!/bin/sh\nsleep 600\n").expect("there is room");
    fs_err::set_permissions(&go, Permissions::from_mode(0o755)).expect("it is ours");
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").expect("there is one"));
    let mut command = build(folder.path());
    let mut build = Started(command.env("PATH", path).stderr(Stdio::null()).spawn().expect("it is a script"));
    let sleeps = |arguments: &String| arguments.starts_with("sleep");
    eventually(|| running(folder.path()).iter().any(sleeps).then_some(()));
    drop(build.0.stdin.take());
    let ended = eventually(|| build.0.try_wait().expect("it is ours"));
    assert!(ended.code().is_none(), "a signal ended it: {ended}");
    eventually(|| running(folder.path()).is_empty().then_some(()));
}

#[test]
fn nothing_outlives_ctrl_c() {
    // A terminal sends it to all of the group.
    nothing_outlives("-INT", |process| format!("-{process}"));
}

#[test]
fn nothing_outlives_a_kill() {
    nothing_outlives("-KILL", |process| process.to_string());
}

/// A process in a group of its own, gone when this is.
struct Started(Child);

/// Starts a test, ends its process in the middle, and waits until all that it started is gone.
fn nothing_outlives(signal: &str, whom: impl Fn(u32) -> String) {
    let built = built().expect("the control plane can be built");
    // Whoever runs this in the background may have it ignore Ctrl-C.
    let mut command = Command::new("env");
    command.arg("--default-signal=INT").arg(std::env::current_exe().expect("this is a program"));
    command.args(["--exact", INTERRUPTED]).stdout(Stdio::null()).process_group(0);
    let mut tests = Started(command.spawn().expect("it can be started again"));
    let process = tests.0.id();
    let run = folder(built, process, 0);
    // `up` and its five parts, the proxy, and the shell that looks after that.
    eventually(|| (running(&run).len() >= 8).then_some(()));
    let sent = Command::new("kill").args([signal, "--", &whom(process)]).status().expect("there is `kill`");
    assert!(sent.success(), "{signal} can be sent");
    let ended = eventually(|| tests.0.try_wait().expect("it is ours"));
    assert!(ended.code().is_none(), "a signal ended it: {ended}");
    eventually(|| (running(&run).is_empty() && !run.exists()).then_some(()));
}

/// The processes that have to do with a control plane, by its folder in their arguments or their environment.
fn running(folder: &Path) -> Vec<String> {
    let folder = folder.display().to_string();
    let of = |process: &Path| {
        let read =
            |file: &str| String::from_utf8_lossy(&fs_err::read(process.join(file)).unwrap_or_default()).into_owned();
        let (arguments, environment) = (read("cmdline"), read("environ"));
        (arguments.contains(&folder) || environment.contains(&folder)).then_some(arguments)
    };
    let processes = fs_err::read_dir("/proc").expect("it is Linux").filter_map(Result::ok);
    processes.filter_map(|process| of(&process.path())).collect()
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
