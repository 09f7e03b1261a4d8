//! `kubewright regenerate --check`, `--dry-run` and `--diff`: what would be written, and nothing is.

use crate::project::{Project, SPEC};

const DEPLOYMENT: &str = "deploy/production/deployment.yaml";

/// The same app with a newer image.
fn newer() -> String {
    SPEC.replace(":1.4.2", ":1.5.0")
}

#[test]
fn check_says_0_when_clean_and_1_on_drift_and_3_on_what_is_left() {
    Project::generated()
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success()
        .spec(&newer())
        .args(["regenerate", "--check"])
        .stderr_contains("2 files would be written\n")
        .writes_nothing()
        .code(1)
        .edit(DEPLOYMENT, "web:1.4.2", "web:1.4.3")
        .args(["regenerate", "--check"])
        .stderr_contains("2 files would be written, 1 conflict\n")
        .writes_nothing()
        .code(3);
}

#[test]
fn check_says_1_where_nothing_was_generated_yet() {
    Project::new("web")
        .spec(SPEC)
        .args(["regenerate", "--check"])
        .stderr_contains("10 files would be written\n")
        .writes_nothing()
        .code(1);
}

#[test]
fn a_comment_in_the_spec_is_no_drift() {
    Project::generated()
        .spec(&format!("# a comment\n{SPEC}"))
        .args(["regenerate", "--check"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
}

#[test]
fn dry_run_writes_nothing() {
    Project::generated()
        .spec(&newer())
        .args(["regenerate", "--dry-run"])
        .stderr_is("  update    deploy/production/deployment.yaml  rolls pods\n  update    deploy/staging/deployment.yaml  rolls pods\n2 files would be written\n")
        .writes_nothing()
        .success();
    Project::new("web").spec(SPEC).args(["regenerate", "--dry-run", "-q"]).writes_nothing().success();
}

#[test]
fn diff_shows_the_changed_lines_and_writes_nothing_in_a_dry_run() {
    Project::generated()
        .spec(&newer())
        .args(["regenerate", "--dry-run", "--diff", "-q"])
        .stdout_contains("--- a/deploy/production/deployment.yaml\n+++ b/deploy/production/deployment.yaml\n")
        .stdout_contains("-          image: ghcr.io/acme/web:1.4.2\n+          image: ghcr.io/acme/web:1.5.0\n")
        .writes_nothing()
        .success();
}

#[test]
fn diff_is_empty_when_nothing_changes() {
    Project::generated().args(["regenerate", "--diff", "-q"]).writes_nothing().success();
}
