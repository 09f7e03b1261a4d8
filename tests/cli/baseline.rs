//! A baseline that is lost, damaged, or not of this version.

use crate::project::{Project, SPEC};

const DEPLOYMENT: &str = "deploy/production/deployment.yaml";
const SERVICE: &str = "deploy/staging/service.yaml";
const INDEX: &str = ".kubewright/baseline.json";
const BACK: &str = "hint: take `.kubewright` back from version control, as it was when the manifests were generated; else `kubewright regenerate --rebuild-baseline`\n";

fn kept(path: &str) -> String {
    format!(".kubewright/base/{path}.base")
}

/// A project with two edits, one of them where the next generation has something new.
fn edited() -> Project {
    Project::generated().edit(DEPLOYMENT, "replicas: 3", "replicas: 4 # Black Friday").edit(
        SERVICE,
        "type: ClusterIP",
        "type: NodePort",
    )
}

#[test]
fn a_damaged_baseline_is_named_and_nothing_is_written() {
    let damaged = |project: Project, why: &str| {
        for words in [&["regenerate"][..], &["status"], &["set", "replicas=5"], &["regenerate", "--check"]] {
            let told = format!("error: {INDEX}: {why}\n  {BACK}");
            _ = edited_as(&project).args(words.iter().copied()).stderr_is(told).writes_nothing().code(2);
        }
    };
    damaged(
        edited().edit(&kept(DEPLOYMENT), "replicas: 3", "replicas: 9"),
        "the pristine text of deploy/production/deployment.yaml was changed by hand",
    );
    damaged(edited().delete(&kept(SERVICE)), "the pristine text of deploy/staging/service.yaml is missing");
    damaged(
        edited().delete(&kept(SERVICE)).delete(&kept(DEPLOYMENT)),
        "the pristine text of deploy/production/deployment.yaml is missing, and 1 more like it",
    );
    damaged(edited().delete(INDEX), "the baseline is missing");
    let unreadable = "the baseline is not readable: EOF while parsing an object at line 1 column 1";
    damaged(edited().file(INDEX, "{"), unreadable);
}

/// Another project with the same files.
fn edited_as(project: &Project) -> Project {
    let files = project.snapshot();
    files.iter().fold(Project::new("web"), |other, (path, (bytes, _))| other.file(path, bytes))
}

fn without_state(project: Project) -> Project {
    std::fs::remove_dir_all(project.path(".kubewright")).expect("the baseline is there");
    project
}

#[test]
fn a_lost_baseline_is_named_where_the_files_stand() {
    without_state(edited())
        .args(["regenerate"])
        .stderr_is(
            "error: .kubewright/baseline.json: the baseline is missing, and 10 of 10 files stand already\n  hint: take \
             `.kubewright` back from version control; else `kubewright regenerate --rebuild-baseline` compares each file \
             with what is generated\n",
        )
        .writes_nothing()
        .code(2);
}

#[test]
fn manifests_of_a_lost_baseline_are_adopted_where_they_are_the_same() {
    without_state(Project::generated())
        .args(["regenerate"])
        .stderr_is("everything is up to date\n")
        .success()
        .args(["regenerate"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
}

#[test]
fn a_damaged_baseline_is_rebuilt_where_checksums_prove_it() {
    for spec in [SPEC.to_owned(), SPEC.replace(":1.4.2", ":1.5.0")] {
        let is_same = spec == SPEC;
        let project = edited()
            .delete(&kept("deploy/production/service.yaml"))
            .edit(&kept(SERVICE), "type: ClusterIP", "type: Damaged")
            .spec(&spec)
            .args(["regenerate", "--rebuild-baseline"])
            .stderr_contains(if is_same { "everything is up to date\n" } else { "2 files written\n" })
            .success();
        let image = if is_same { "web:1.4.2" } else { "web:1.5.0" };
        project
            .file_contains(DEPLOYMENT, "replicas: 4 # Black Friday\n")
            .file_contains(DEPLOYMENT, image)
            .file_contains(&kept(SERVICE), "type: ClusterIP")
            .args(["status"])
            .stdout("deploy/production/deployment.yaml: edited\ndeploy/staging/service.yaml: edited\n")
            .success();
    }
}

#[test]
fn what_no_checksum_proves_is_told_difference_by_difference() {
    let project = edited()
        .delete(&kept(DEPLOYMENT))
        .spec(&SPEC.replace(":1.4.2", ":1.5.0"))
        .args(["regenerate", "--rebuild-baseline"])
        .stderr_contains("warning: what was last generated of 1 file is not known: deploy/production/deployment.yaml; ")
        .stderr_contains(&format!("  hint: kubewright {}, with the spec as it was then", env!("CARGO_PKG_VERSION")))
        .stderr_contains("conflict: deploy/production/deployment.yaml:11: spec.replicas: ")
        .stderr_contains(": spec.template.spec.containers[web].image: ")
        .code(3)
        .file_contains(DEPLOYMENT, "replicas: 4 # Black Friday\n")
        .file_contains(DEPLOYMENT, "web:1.4.2");
    project
        .args(["regenerate"])
        .stderr_contains("conflict: deploy/production/deployment.yaml:11: spec.replicas: ")
        .stderr_contains("0 files written, 4 conflicts\n")
        .writes_nothing()
        .code(3)
        .edit(DEPLOYMENT, "web:1.4.2", "web:1.5.0")
        .args(["regenerate", "--prefer", "yours"])
        .stderr_is("all conflicts are settled, and everything is up to date\n")
        .success()
        .args(["status"])
        .stdout("deploy/production/deployment.yaml: edited\ndeploy/staging/service.yaml: edited\n")
        .success();
}

#[test]
fn a_lost_baseline_is_rebuilt_from_both_sides_and_nothing_is_written_over() {
    let project = without_state(edited());
    let before = project.read(DEPLOYMENT);
    let project = project
        .args(["regenerate", "--rebuild-baseline"])
        .stderr_contains("not known: deploy/production/deployment.yaml, deploy/staging/service.yaml; ")
        .stderr_contains("  hint: settle each by hand, or all with --prefer yours or --prefer new\n")
        .stderr_contains("0 files written, 2 conflicts\n")
        .code(3);
    assert_eq!(project.read(DEPLOYMENT), before);
    project
        .args(["regenerate", "--prefer", "yours", "-q"])
        .success()
        .spec(&SPEC.replace(":1.4.2", ":1.5.0"))
        .args(["regenerate", "-q"])
        .success()
        .file_contains(DEPLOYMENT, "replicas: 4 # Black Friday\n")
        .file_contains(DEPLOYMENT, "web:1.5.0");
}

#[test]
fn what_was_deleted_stays_deleted_when_the_baseline_is_rebuilt() {
    Project::generated()
        .delete(SERVICE)
        .delete(&kept(SERVICE))
        .args(["regenerate", "--rebuild-baseline"])
        .stderr_contains("  deleted   deploy/staging/service.yaml  deleted by hand\n")
        .success()
        .no_file(SERVICE);
}

#[test]
fn the_version_of_the_tool_alone_is_no_drift() {
    let version = format!("\"kubewright\": \"{}\"", env!("CARGO_PKG_VERSION"));
    Project::generated()
        .edit(INDEX, &version, "\"kubewright\": \"0.0.9\"")
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success()
        .args(["regenerate"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
}

#[test]
fn a_baseline_of_a_newer_version_is_refused_with_the_version_that_reads_it() {
    let version = format!("\"kubewright\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let project = Project::generated().edit(INDEX, "\"version\": 1", "\"version\": 2").edit(
        INDEX,
        &version,
        "\"kubewright\": \"9.1.0\"",
    );
    let told = "error: .kubewright/baseline.json: the baseline was written by a newer kubewright\n  hint: install kubewright 9.1.0 or a newer one\n";
    project
        .args(["regenerate"])
        .stderr_is(told)
        .writes_nothing()
        .code(2)
        .args(["regenerate", "--rebuild-baseline"])
        .stderr_is(told)
        .writes_nothing()
        .code(2);
}

#[test]
fn a_spec_of_a_newer_version_is_refused_with_the_version_that_wrote_beside_it() {
    let version = format!("\"kubewright\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let newer = SPEC.replace("version: 1", "version: 2");
    let unknown =
        "error: kubewright.yaml:1:10: version 2 of the spec is not known here; this program reads version 1\n";
    Project::new("web")
        .spec(&newer)
        .args(["regenerate"])
        .stderr_is(format!("{unknown}  hint: install a newer kubewright\n"))
        .code(2);
    Project::generated()
        .edit(INDEX, &version, "\"kubewright\": \"9.1.0\"")
        .spec(&newer)
        .args(["regenerate"])
        .stderr_is(format!("{unknown}  hint: install kubewright 9.1.0 or a newer one, which generated last here\n"))
        .writes_nothing()
        .code(2);
}
