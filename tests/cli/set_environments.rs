//! `kubewright set`: an environment is added by what it starts from, and by nothing less.

use crate::project::{Project, SPEC};

#[test]
fn an_environment_is_added_by_its_preset_and_its_values_beside_it() {
    Project::generated()
        .args(["set", "-e", "canary", "--preset", "production", "replicas=2", "-q"])
        .success()
        .file_is("kubewright.yaml", &format!("{SPEC}  canary:\n    replicas: 2\n    preset: production\n"))
        .file_contains("deploy/canary/deployment.yaml", "replicas: 2\n");
}

#[test]
fn an_environment_is_added_by_its_entry() {
    Project::generated()
        .args(["set", "environments.development={}", "environments.canary={\"preset\": \"production\"}", "-q"])
        .success()
        .file_contains("kubewright.yaml", "  development: {}\n")
        .file_contains("deploy/development/deployment.yaml", "kind: Deployment\n")
        .file_contains("deploy/canary/deployment.yaml", "kind: Deployment\n");
}

#[test]
fn one_that_starts_from_nothing_is_refused_with_how_to_add_it() {
    Project::generated()
        .args(["set", "-e", "canary", "replicas=2"])
        .stderr_is("error: kubewright.yaml: the spec has no environment `canary`\n  hint: it has: staging, production; `kubewright set -e canary --preset PRESET` adds one that starts from a preset\n")
        .writes_nothing()
        .code(2)
        .args(["set", "environments.canary=production"])
        .stderr_is("error: environments.canary: `production` is no entry of an environment\n  hint: write it as JSON: `environments.canary={}`, or `{\"preset\": \"production\"}`\n")
        .writes_nothing()
        .code(2)
        .args(["set", "environments.Canary={}"])
        .stderr_contains("error: environments.Canary: `Canary` is not an environment's name")
        .writes_nothing()
        .code(2);
}

#[test]
fn the_environment_that_nobody_wrote_stays_beside_what_is_added() {
    let spec = SPEC.split("environments:").next().expect("a spec");
    Project::new("web")
        .spec(spec)
        .generate()
        .args(["set", "environments.staging={}", "-q"])
        .success()
        .file_contains("deploy/production/deployment.yaml", "kind: Deployment\n")
        .file_contains("deploy/staging/deployment.yaml", "kind: Deployment\n");
}

#[test]
fn environments_that_come_to_share_a_namespace_are_told_once() {
    let project = Project::generated()
        .args(["set", "namespace=shop"])
        .stderr_contains("warning: in the namespace `shop` the objects of `staging`, `production` have the same names\n  hint: where they share a cluster, give each its own: `kubewright set namespace=shop-production -e production`\n")
        .success();
    let (project, outcome) = project.args(["set", "replicas=5"]).outcome();
    assert!(!outcome.stderr.contains("the same names"), "{}", outcome.stderr);
    let (project, outcome) = project.args(["set", "-e", "staging", "namespace=shop-staging"]).outcome();
    assert!(!outcome.stderr.contains("the same names"), "{}", outcome.stderr);
    let preview = project.args(["set", "-e", "preview", "--preset", "staging"]);
    preview.stderr_contains("the objects of `production`, `preview` have the same names").success();
}

#[test]
fn what_no_app_does_without_is_not_taken_out() {
    Project::generated()
        .args(["set", "--unset", "image"])
        .stderr_is("error: kubewright.yaml:1:1: `image` is missing\n  hint: no app does without: `kubewright set image=...` says another\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_probe_is_taken_back_by_null_and_an_amount_of_cpu_may_be_a_number() {
    Project::new("web")
        .spec(&SPEC.replace("port: 8080", "port: 8080\nresources: {cpu: 2, memory: 1Gi, cpuLimit: 2.5}"))
        .generate()
        .file_contains("deploy/staging/deployment.yaml", "cpu: \"2\"\n")
        .file_contains("deploy/staging/deployment.yaml", "cpu: 2500m\n")
        .args(["set", "health.liveness=null", "-q"])
        .stderr_contains("there is no liveness probe")
        .success()
        .file_contains("kubewright.yaml", "liveness: null")
        .file_lacks("deploy/staging/deployment.yaml", "path: /livez");
}
