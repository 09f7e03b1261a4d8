//! What is asked of manifests: `check.yaml`, the spec's `check`, and the profile of each environment.

use serde_json::{Value, json};

use crate::project::{Project, SPEC};

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n    - name: web\n      image: web:latest\n";

/// The rules that are told, with how much each weighs, once per object.
fn told(report: &Value, file: &str) -> Vec<(String, String)> {
    let of_file = |finding: &&Value| finding["file"] == file;
    let text = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let one = |finding: &Value| (text(&finding["rule"]), text(&finding["severity"]));
    report["findings"].as_array().expect("a list").iter().filter(of_file).map(one).collect()
}

fn pair(rule: &str, severity: &str) -> (String, String) {
    (rule.to_owned(), severity.to_owned())
}

#[test]
fn a_file_selects_ignores_and_weighs_rules_for_all_and_for_some() {
    let asked = r#"profile: recommended
select: [bare-pod, default-namespace]
severity: {image-without-version: warning}
overrides:
  - paths: [legacy]
    ignore: {image-without-version: "it goes in March"}
  - objects: ["Pod */debug*"]
    ignore: {bare-pod: "started by hand"}
    severity: {image-without-version: error}
  - paths: [legacy/old.yaml]
    objects: ["Pod shop/old"]
    select: [no-memory-limit]
"#;
    let (_, report) = Project::new("web")
        .file(".kubewright/check.yaml", asked)
        .file("a.yaml", POD)
        .file("debug.yaml", POD.replace("name: web, ", "name: debug-1, "))
        .file("legacy/new.yaml", POD)
        .file("legacy/old.yaml", POD.replace("name: web, ", "name: old, "))
        .args(["check", "-o", "json"])
        .json(1);
    let bare = pair("bare-pod", "warning");
    assert_eq!(told(&report, "a.yaml"), [bare.clone(), pair("image-without-version", "warning")]);
    assert_eq!(told(&report, "debug.yaml"), [pair("image-without-version", "error")]);
    assert_eq!(told(&report, "legacy/new.yaml"), std::slice::from_ref(&bare));
    let limit = pair("no-memory-limit", "error");
    assert_eq!(told(&report, "legacy/old.yaml"), [bare, limit]);
    assert_eq!(report["summary"]["profiles"], json!({"recommended": 4}));
}

#[test]
fn a_rule_that_there_is_not_is_refused_with_the_nearest_name_wherever_it_stands() {
    let asked = "select: [no-memory-limits]\nignore: {singelton: \"why\", root: \"\"}\nprofil: strict\noverrides: [{paths: [\"a[\"]}]\n";
    let project = Project::new("web").file("a.yaml", POD).file(".kubewright/check.yaml", asked);
    let (project, outcome) = project.args(["check"]).writes_nothing().outcome();
    assert_eq!(
        outcome.stderr,
        "error: .kubewright/check.yaml:1:10: `select[0]`: there is no rule `no-memory-limits`: did you mean `no-memory-limit`?
error: .kubewright/check.yaml:2:10: `ignore`: there is no rule `singelton`: did you mean `singleton`?
error: .kubewright/check.yaml:2:34: `ignore.root`: a reason is missing: say why, for whoever reads this next year
error: .kubewright/check.yaml:3:1: unknown key `profil`
  hint: did you mean `profile`?
error: .kubewright/check.yaml:4:22: `overrides[0].paths[0]`: `a[` is no pattern: unclosed character class; missing ']'
error: 5 problems, nothing was written
"
    );
    assert_eq!(outcome.code, Some(2));
    let spec = format!("{SPEC}check: {{severity: {{singelton: warning}}}}\n");
    project
        .delete(".kubewright/check.yaml")
        .spec(&spec)
        .args(["regenerate"])
        .stderr_contains("`check.severity`: there is no rule `singelton`: did you mean `singleton`?")
        .code(2);
}

/// A spec whose environments start from three presets, of which each is asked something else.
const PRESETS: &str = r#"version: 1
kubernetes: "1.35"
name: web
image: "ghcr.io/acme/web:1.4.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
namespace: shop
port: 8080
health: {readiness: /readyz, liveness: /livez}
calledBy: [frontend]
calls: []
environments:
  development: {}
  production: {load: {peakConcurrency: 4, workersPerReplica: 8}}
  hard: {preset: hardened, load: {peakConcurrency: 4, workersPerReplica: 8}}
"#;

#[test]
fn each_environment_is_asked_what_its_preset_asks_for() {
    let project = Project::new("web").spec(PRESETS).generate();
    let (project, report) = project.args(["check", "-o", "json", "deploy"]).json(0);
    let profiles = report["summary"]["profiles"].as_object().expect("a map");
    assert_eq!(profiles.keys().collect::<Vec<_>>(), ["recommended", "production", "strict"]);
    let (project, report) = project.args(["check", "-o", "json", "--profile", "production", "deploy"]).json(1);
    let alone = [pair("singleton", "error")];
    let file = "deploy/development/deployment.yaml";
    assert!(alone.iter().all(|one| told(&report, file).contains(one)), "a profile that is named goes before all");
    let asked = "    check: {profile: production}\n";
    let spec = PRESETS.replace("  development: {}\n", &format!("  development:\n{asked}"));
    let (_, report) = project.spec(&spec).args(["check", "-o", "json"]).json(1);
    assert!(alone.iter().all(|one| told(&report, file).contains(one)), "an environment says it itself");
}

#[test]
fn a_field_is_too_new_where_the_oldest_cluster_is_known() {
    let pod =
        POD.replace("web:latest", "web:1.4.2").replace("spec:\n", "spec:\n  hostnameOverride: a\n  hostUsers: false\n");
    let project = Project::new("web").file("a.yaml", &pod);
    let check = |words: &[&'static str]| {
        ["check", "--profile", "recommended", "-o", "json"].into_iter().chain(words.iter().copied()).collect::<Vec<_>>()
    };
    let (project, report) = project.args(check(&[])).json(0);
    assert_eq!(told(&report, "a.yaml"), []);
    let (project, report) = project.args(check(&["--kubernetes", "1.33"])).json(1);
    let newer = pair("newer-than-target", "error");
    assert_eq!(told(&report, "a.yaml"), [newer.clone(), newer.clone()]);
    let (project, report) = project.file(".kubewright/check.yaml", "kubernetes: \"1.35\"\n").args(check(&[])).json(1);
    assert_eq!(told(&report, "a.yaml"), [newer]);
    project.args(["check", "--kubernetes", "1.5"]).stderr_contains("not a Kubernetes version").code(2);
}

#[test]
fn the_spec_of_each_folder_speaks_for_its_own_files_and_one_that_is_wrong_is_pointed_out() {
    let asks = |rule: &str| format!("{SPEC}check: {{ignore: {{{rule}: \"a test\"}}}}\n");
    let (_, outcome) = Project::new("shop")
        .file("a/kubewright.yaml", asks("image-without-version"))
        .file("a/pod.yaml", POD)
        .file("b/kubewright.yaml", asks("bare-pod"))
        .file("b/pod.yaml", POD)
        .file("c/kubewright.yaml", "version: 1\nname: C\n")
        .file("c/pod.yaml", POD)
        .args(["check", "--profile", "recommended"])
        .outcome();
    let told = "Pod shop/web in b/pod.yaml\n  the same in c/pod.yaml\n  error image-without-version: ";
    assert!(outcome.stdout.starts_with(told), "{}", outcome.stdout);
    assert_eq!(outcome.stdout.matches("image-without-version").count(), 1, "{}", outcome.stdout);
    assert!(outcome.stderr.contains("c/kubewright.yaml:2:7"), "{}", outcome.stderr);
}

#[test]
fn the_nearest_file_above_what_is_checked_says_what_is_asked_wherever_the_run_starts() {
    let asked = "profile: recommended\noverrides: [{paths: [apps/web], ignore: {image-without-version: \"a try\"}}]\n";
    let (_, report) = Project::new("web")
        .file(".kubewright/check.yaml", asked)
        .file("apps/web/a.yaml", POD)
        .file("apps/other/a.yaml", POD)
        .file("apps/strict/.kubewright/check.yaml", "profile: strict\n")
        .file("apps/strict/a.yaml", POD)
        .args(["check", "-C", "apps", "-o", "json"])
        .json(1);
    assert_eq!(told(&report, "apps/web/a.yaml"), []);
    assert_eq!(told(&report, "apps/other/a.yaml"), [pair("image-without-version", "error")]);
    assert_eq!(report["summary"]["profiles"], json!({"recommended": 2, "strict": 1}));
}
