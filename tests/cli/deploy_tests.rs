//! The scripts of `deploy/tests`, run with stand-ins for the tools that they call: kubectl, k6 and curl.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::project::{Project, SPEC};

/// Writes down each call and the process that it is; long calls last until they are ended.
const KUBECTL: &str = r#"#!/bin/sh
here=$(dirname "$0")
echo "$*" >>"$here/calls"
words=" $* "
case "$words" in
  *" config view "*) echo shop ;;
  *" port-forward "*) echo $$ >>"$here/pids"; echo "Forwarding from 127.0.0.1:4711 -> 8080"; exec sleep 300 ;;
  *" rollout status "*) [ ! -e "$here/hangs" ] || [ ! -e "$here/cordoned" ] || { echo $$ >>"$here/pids"; exec sleep 300; } ;;
  *" cordon "*) touch "$here/cordoned" ;;
  *" get endpointslices "*) printf 'true web-1 node-1\ntrue web-2 node-2\n' ;;
  *" get pods "*) [ -e "$here/page" ] || printf 'pod/web-1\npod/web-2\n' ;;
  *" get nodes "*) printf 'node/node-1\nnode/node-2\n' ;;
  *" uncordon "*) [ ! -e "$here/keeps" ] || exit 1 ;;
esac
"#;

/// What a load test tells at its end, in the file `result`, and how it ends, in the file `ends`.
const K6: &str = r#"#!/bin/sh
here=$(dirname "$0")
echo "k6 $*" >>"$here/calls"
for word in "$@"; do case "$word" in RESULT=*) result=${word#RESULT=} ;; esac; done
cat "$here/result" >"$result"
case " $* " in
  *" DURATION=24h "*) echo $$ >>"$here/pids"; exec sleep 300 ;;
esac
exit "$(cat "$here/ends")"
"#;

const CURL: &str = "#!/bin/sh\necho \"curl $*\" >>\"$(dirname \"$0\")/calls\"\n";
/// Only the time before the first disruption is long.
const SLEEP: &str = "#!/bin/sh\n[ \"$1\" = 15 ] || exec /bin/sleep \"$@\"\n";

/// The scripts of an app with a path for its readiness probe, and a further part of the spec.
fn scripts(further: &str) -> Project {
    let project = Project::new("web").spec(&format!("{SPEC}{further}")).generate();
    let programs = [("kubectl", KUBECTL), ("k6", K6), ("curl", CURL), ("sleep", SLEEP)];
    let project = programs.iter().fold(project, |project, (name, text)| project.file(&format!("bin/{name}"), text));
    for (name, _) in programs {
        fs::set_permissions(project.path(&format!("bin/{name}")), Permissions::from_mode(0o755)).expect("it is ours");
    }
    project.file("bin/result", "0 1000\n").file("bin/ends", "0\n").file("bin/calls", "")
}

fn start(project: &Project, words: &[&str]) -> Child {
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", project.path("bin").display());
    let mut bash = Command::new("bash");
    bash.arg(project.path("deploy/tests").join(words[0])).args(&words[1..]).env("PATH", path);
    bash.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("bash starts")
}

/// How a script ends, and what it says.
fn run(project: &Project, words: &[&str]) -> (Option<i32>, String) {
    told(&start(project, words).wait_with_output().expect("a child"))
}

fn told(output: &Output) -> (Option<i32>, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

/// Every long call has ended.
#[track_caller]
fn no_orphan(project: &Project) {
    let pids = project.read("bin/pids");
    for pid in pids.lines() {
        let lives = || Command::new("kill").args(["-0", pid]).stderr(Stdio::null()).status().expect("kill").success();
        let deadline = Instant::now() + Duration::from_secs(5);
        while lives() {
            assert!(Instant::now() < deadline, "{pid} lives on");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

const DISRUPT: [&str; 6] = ["disrupt.sh", "production", "--url", "http://web", "--timeout", "300"];

#[test]
fn a_smoke_test_leaves_no_way_to_the_service_open() {
    let project = scripts("tests: {path: \"/find?tags[]=a\"}\n");
    let (code, said) = run(&project, &["smoke.sh", "production"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(project.read("bin/pids").lines().count(), 2, "{said}");
    no_orphan(&project);
    assert!(project.read("bin/calls").contains("--globoff"));
}

#[test]
fn an_address_is_always_asked_for_something() {
    for (tests, path) in [("{}", "/readyz"), ("{path: /products}", "/products")] {
        let project = scripts(&format!("tests: {tests}\n"));
        for words in [&["--url", "https://127.0.0.1:8443/"][..], &["--url=https://127.0.0.1:8443"]] {
            let (code, said) = run(&project, &[&["smoke.sh", "production"], words].concat());
            assert_eq!(code, Some(0), "{said}");
            let asked = format!(" https://127.0.0.1:8443{path}\n");
            assert!(project.read("bin/calls").ends_with(&asked), "{}", project.read("bin/calls"));
        }
    }
}

#[test]
fn words_that_cannot_be_meant_are_refused_before_anything_is_touched() {
    let project = scripts("tests: {}\n");
    let bad: [&[&str]; 11] = [
        &["smoke.sh", "production", "--timeout", "10m"],
        &["smoke.sh", "production", "--timeout=abc"],
        &["smoke.sh", "production", "--context", "--namespace", "shop"],
        &["smoke.sh", "production", "--namespace", "Shop"],
        &["smoke.sh", "production", "--url", "127.0.0.1"],
        &["smoke.sh", "production", "--url="],
        &["disrupt.sh", "production", "--timeout", "10m"],
        &["disrupt.sh", "production", "--peak", "0"],
        &["load.sh", "production", "--url", "http://web", "--peak", "abc"],
        &["load.sh", "production", "--url", "http://web", "--duration", "soon"],
        &["load.sh", "production", "--url", "http://web", "--duration", "0s"],
    ];
    for words in bad {
        let (code, said) = run(&project, words);
        assert_eq!(code, Some(2), "{words:?}: {said}");
    }
    let project = project.edit("deploy/tests/production.env", "TIMEOUT=600", "TIMEOUT=10m");
    let (code, said) = run(&project, &["disrupt.sh", "production"]);
    assert!(
        code == Some(2) && said.contains("--timeout takes a whole number of seconds above 0, and not '10m'"),
        "{said}"
    );
    assert_eq!(project.read("bin/calls"), "");
}

#[test]
fn a_load_test_tells_what_was_not_tried_from_what_was_not_kept() {
    let load = ["load.sh", "production", "--url", "http://web", "--duration", "1m30s"];
    let cases = [("0", "0 1000\n", 0), ("99", "5 1000\n", 1), ("107", "0 1000\n", 2), ("0", "0 0\n", 1), ("0", "", 2)];
    for (ends, result, expected) in cases {
        let project = scripts("tests: {}\n").file("bin/ends", ends).file("bin/result", result);
        let (code, said) = run(&project, &load);
        assert_eq!(code, Some(expected), "{ends} {result}: {said}");
    }
}

#[test]
fn a_node_is_given_back_as_soon_as_a_signal_comes() {
    // The rollout that is waited for after the eviction never ends.
    let project = scripts("tests: {}\n").file("bin/hangs", "").file("bin/pids", "");
    let script = start(&project, &DISRUPT);
    let deadline = Instant::now() + Duration::from_secs(60);
    while project.read("bin/pids").lines().count() < 2 {
        assert!(Instant::now() < deadline, "{}", project.read("bin/calls"));
        thread::sleep(Duration::from_millis(20));
    }
    let told_at = Instant::now();
    assert!(Command::new("kill").arg(script.id().to_string()).status().expect("kill").success());
    let (code, said) = told(&script.wait_with_output().expect("a child"));
    assert!(code == Some(130) && told_at.elapsed() < Duration::from_secs(30), "{said}");
    assert!(project.read("bin/calls").contains("uncordon node-1 "), "{said}");
    no_orphan(&project);
}

#[test]
fn a_node_that_stays_closed_is_a_failure() {
    let project = scripts("tests: {}\n");
    let (code, said) = run(&project, &DISRUPT);
    assert!(code == Some(0) && said.ends_with("none of 1000 requests failed\n"), "{said}");
    let (code, said) = run(&project.file("bin/keeps", ""), &DISRUPT);
    assert!(code == Some(1) && said.contains("open it again by kubectl uncordon node-1\n"), "{said}");
}

#[test]
fn pods_of_the_maintenance_page_are_told_and_left_alone() {
    let project = scripts("tests: {}\n").file("bin/page", "");
    let reason = "the Service web leads to the pod web-1, which is not of web; is its maintenance page on?";
    let (code, said) = run(&project, &["disrupt.sh", "production", "--url", "http://web"]);
    assert!(code == Some(2) && said.contains(reason), "{said}");
    let (code, said) = run(&project, &["smoke.sh", "production"]);
    assert!(code == Some(1) && said.contains(reason), "{said}");
    let calls = project.read("bin/calls");
    assert!(!calls.contains("delete") && !calls.contains("k6"), "{calls}");
}
