//! A hand edit of a ConfigMap: `check` tells pods that would not roll, and counts as `regenerate` does.

use serde_json::Value;

use crate::project::{Project, SPEC};

const SIDECAR: &str = "config: {LOG_LEVEL: info}
configFiles: {/etc/web/app.conf: app.conf}
sidecars:
  proxy: {image: \"ghcr.io/acme/proxy:1.0.0\", config: {MODE: fast}}
";

fn configured(layout: &str) -> Project {
    Project::new("web").spec(&format!("{SPEC}{SIDECAR}layout: {layout}\n")).file("app.conf", "a = 1\n").generate()
}

/// The files whose pods carry another hash than that of their ConfigMaps.
fn stale(project: Project, folder: &str) -> (Project, Vec<String>) {
    let (project, outcome) = project.args(["check", "-o", "json", folder]).outcome();
    let report: Value = serde_json::from_str(&outcome.stdout).expect("a report");
    let findings = report["findings"].as_array().expect("a list").iter();
    let of_rule = findings.filter(|finding| finding["rule"] == "stale-config-hash");
    (project, of_rule.map(|finding| finding["file"].as_str().unwrap_or_default().to_owned()).collect())
}

#[test]
fn an_edit_of_any_config_map_is_told_until_the_hash_is_counted_anew() {
    for (file, old, new) in [
        ("configmap.yaml", "LOG_LEVEL: info", "LOG_LEVEL: debug"),
        ("configmap-files.yaml", "a = 1", "a = 2"),
        ("configmap-config-proxy.yaml", "MODE: fast", "MODE: slow"),
    ] {
        let (project, found) = stale(configured("plain"), "deploy");
        assert_eq!(found, [""; 0], "what is generated is counted alike");
        let (project, found) = stale(project.edit(&format!("deploy/staging/{file}"), old, new), "deploy");
        assert_eq!(found, ["deploy/staging/deployment.yaml"], "{file}");
        let mended = project.args(["check", "--fix", "--fail-on", "never", "--quiet", "deploy"]).success();
        let text = mended.read("deploy/staging/deployment.yaml");
        let regenerated = mended.args(["regenerate", "--check", "--quiet"]).success();
        assert_eq!(regenerated.read("deploy/staging/deployment.yaml"), text, "{file}");
    }
}

#[test]
fn what_is_not_all_there_is_not_judged() {
    let (project, found) = stale(
        configured("plain").edit("deploy/staging/configmap.yaml", "info", "debug"),
        "deploy/staging/deployment.yaml",
    );
    assert_eq!(found, [""; 0]);
    let (_, found) = stale(project.delete("deploy/staging/configmap-files.yaml"), "deploy");
    assert_eq!(found, [""; 0]);
}

#[test]
fn an_edit_of_a_base_is_told_of_the_base_alone_and_each_overlay_is_counted_anew() {
    let project = configured("kustomize").edit("deploy/base/configmap.yaml", "LOG_LEVEL: info", "LOG_LEVEL: debug");
    let (project, found) = stale(project, "deploy");
    assert_eq!(found, ["deploy/base/deployment.yaml"]);
    let (_, found) = stale(project.generate(), "deploy");
    assert_eq!(found, [""; 0]);
}
