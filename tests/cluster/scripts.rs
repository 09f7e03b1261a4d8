//! The scripts that are written to test an app where it runs, run. There are no containers to ask, so k6 is one that
//! only counts, and nothing is asked over http.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use kubewright::generate::{Request, generate, tree};
use kubewright::io::{Change, Project, apply};
use kubewright::spec::Spec;
use tempfile::TempDir;

use crate::cluster::{Cluster, Said};
use crate::folders::folders;

/// A load that ends when it is told to, and has lost as many requests as its file says.
const K6: &str = r#"#!/usr/bin/env bash
for word in "$@"; do [ "${word#RESULT=}" = "$word" ] || result=${word#RESULT=}; done
trap 'echo "$(cat "$0.lost") 1000" >"$result"; exit 105' TERM
while :; do sleep 0.1; done
"#;

/// A case, generated as plain files and applied.
struct Applied {
    cluster: Cluster,
    folder: TempDir,
}

impl Applied {
    /// The environment of a case, in a cluster of its own, since nodes are cordoned.
    #[track_caller]
    fn of(case: &str, environment: &str, lost: u32) -> Self {
        let cases = folders();
        let project = Project::new(cases.iter().find(|folder| folder.ends_with(case)).expect("it is a case"));
        let spec = project.spec().expect("readable").expect("a case has a spec");
        let spec = Spec::parse(Project::SPEC, &spec).expect("it is valid");
        let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
        let made = generate(&request, &spec.environment_names(), &project).expect("a case generates");
        let files = tree(&spec, &made, &project).expect("a case has files");
        let folder = tempfile::tempdir().expect("there is room");
        let changes: Vec<Change> = files.into_iter().map(|(path, text)| Change::write(path, text)).collect();
        apply(&Project::new(folder.path()), &changes).expect("there is room");
        let cluster = Cluster::boot(3);
        let programs = folder.path().join("bin");
        fs_err::create_dir(&programs).expect("it is new");
        let kubectl = format!("#!/bin/sh\nexec \"{}\" kubectl \"$@\"\n", cluster.program().display());
        for (name, text) in [("kubectl", kubectl.as_str()), ("k6", K6), ("curl", "#!/bin/sh\n")] {
            fs_err::write(programs.join(name), text).expect("there is room");
            fs_err::set_permissions(programs.join(name), Permissions::from_mode(0o755)).expect("it is ours");
        }
        fs_err::write(programs.join("k6.lost"), lost.to_string()).expect("there is room");
        let namespace = made.iter().find_map(|one| one.app.namespace.as_ref()).expect("the case names one");
        cluster.must(&["create", "namespace", namespace.as_str()], "");
        let applied = Self { cluster, folder };
        let manifests = applied.folder.path().join("deploy").join(environment);
        applied.cluster.must(&["apply", "--filename", &manifests.to_string_lossy()], "");
        applied
    }

    /// What a script of it says.
    fn run(&self, script: &str, words: &[&str]) -> Said {
        let script = self.folder.path().join("deploy/tests").join(script);
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", self.folder.path().join("bin").display());
        self.cluster.run(Path::new("bash"), |command| {
            command.arg(script).args(words).env("PATH", path);
        })
    }
}

#[test]
fn a_smoke_test_waits_for_every_pod_and_says_what_lacks() {
    let applied = Applied::of("tests-of-a-statefulset", "production", 0);
    let said = applied.run("smoke.sh", &["production", "--timeout", "120"]);
    assert!(said.succeeded, "{said:?}");
    assert!(said.stdout.contains("behind the Service broker:\nbroker-0 node-"), "{said:?}");
    assert!(said.stdout.ends_with("broker works in production"), "{said:?}");
    let scale = ["--namespace", "shop", "scale", "statefulset/broker", "--replicas=0"];
    applied.cluster.must(&scale, "");
    applied.cluster.must(&["--namespace", "shop", "wait", "pod/broker-0", "--for=delete", "--timeout=120s"], "");
    let said = applied.run("smoke.sh", &["production", "--timeout", "120"]);
    assert!(!said.succeeded && said.stderr.ends_with("no pod stands behind the Service broker"), "{said:?}");
    let said = applied.run("smoke.sh", &["prod"]);
    assert!(!said.succeeded && said.stderr.ends_with("/prod.env"), "{said:?}");
}

#[test]
fn a_smoke_test_runs_a_schedule_once_and_leaves_no_job() {
    let applied = Applied::of("tests-of-a-schedule", "production", 0);
    let said = applied.run("smoke.sh", &["production", "--timeout", "120"]);
    assert!(said.succeeded && said.stdout.ends_with("report works in production"), "{said:?}");
    crate::cluster::eventually(|| {
        let jobs = applied.cluster.get(&["jobs", "--namespace", "reports"]);
        jobs["items"].as_array().is_some_and(Vec::is_empty).then_some(())
    });
}

#[test]
fn pods_are_deleted_evicted_and_restarted_under_load_and_the_node_comes_back() {
    let applied = Applied::of("tests-under-load", "production", 0);
    assert!(applied.run("smoke.sh", &["--help"]).succeeded);
    let rollout = ["--namespace", "shop", "rollout", "status", "deployment/shop", "--timeout=120s"];
    applied.cluster.must(&rollout, "");
    let words = ["production", "--url", "http://shop.example.com", "--timeout", "120"];
    let said = applied.run("disrupt.sh", &words);
    assert!(said.succeeded && said.stdout.ends_with("none of 1000 requests failed"), "{said:?}");
    for step in ["deleting the pod shop-", " cordoned\nevicting all pods of shop from the node node-", " restarted\n"] {
        assert!(said.stdout.contains(step), "{step}: {said:?}");
    }
    let nodes = applied.cluster.get(&["nodes"]);
    let nodes = nodes["items"].as_array().expect("a list");
    assert!(nodes.iter().all(|node| node["spec"]["unschedulable"].is_null()), "{nodes:?}");
    // Nodes that somebody else has closed stay closed.
    let closed = ["node-1", "node-2"];
    applied.cluster.must(&[&["cordon"], &closed[..]].concat(), "");
    // What the load lost is told, and so is an app that cannot spare a pod.
    fs_err::write(applied.folder.path().join("bin/k6.lost"), "3").expect("there is room");
    let said = applied.run("disrupt.sh", &words);
    assert!(!said.succeeded && said.stderr.ends_with("3 of 1000 requests failed"), "{said:?}");
    for node in closed {
        assert_eq!(applied.cluster.get(&["node", node])["spec"]["unschedulable"], true, "{node}: {said:?}");
    }
    applied.cluster.must(&["--namespace", "shop", "scale", "deployment/shop", "--replicas=1"], "");
    crate::cluster::eventually(|| {
        let said = applied.run("disrupt.sh", &words);
        said.stderr.contains("1 pods stand behind the Service shop").then_some(())
    });
}
