//! The organisation's file, which speaks for all of its apps.

use crate::project::{Project, SPEC};

const FILE: &str = "# Five zones.\nreplicas: 5\nlabels: {example.com/owner: acme}\npools:\n  critical: {nodeLabels: {example.com/pool: critical}}\n";

fn of_acme() -> Project {
    let spec = SPEC.replace("name: web\n", "name: web\norganisation: ../platform/kubewright.yaml\n");
    Project::new("web").spec(&spec).file("../platform/kubewright.yaml", FILE)
}

#[test]
fn it_speaks_for_every_environment_and_below_a_preset() {
    of_acme()
        .args(["explain", "replicas", "-e", "production"])
        .stdout_contains("production: replicas = 3\n  set by  preset (preset production:9:1)\n")
        .success()
        .args(["explain", r"labels.example\.com/owner"])
        .stdout_contains("= acme\n  set by  organisation (../platform/kubewright.yaml:3:10)\n")
        .success()
        .generate()
        .file_contains("deploy/staging/deployment.yaml", "    example.com/owner: acme\n");
}

#[test]
fn its_comment_is_the_reason() {
    of_acme()
        .edit("kubewright.yaml", "staging: {}", "staging: {preset: bare.yaml}")
        .file("bare.yaml", "size: small\n")
        .args(["explain", "replicas", "-e", "staging"])
        .stdout_contains("= 5\n  set by  organisation (../platform/kubewright.yaml:2:1)\n  because Five zones.\n")
        .success();
}

#[test]
fn a_change_of_it_is_drift() {
    of_acme()
        .generate()
        .edit("../platform/kubewright.yaml", "acme", "umbrella")
        .args(["regenerate", "--check"])
        .stderr_contains("  update    deploy/production/deployment.yaml  rolls pods\n")
        .writes_nothing()
        .code(1);
}

#[test]
fn what_is_wrong_with_it_is_told_once_and_in_its_file() {
    of_acme()
        .edit("../platform/kubewright.yaml", "replicas: 5", "replcas: 5\nextends: production")
        .args(["regenerate"])
        .stderr_contains("error: ../platform/kubewright.yaml:2:1: unknown key `replcas`\n  hint: did you mean `replicas`?\n")
        .stderr_contains("error: ../platform/kubewright.yaml:3:1: an organisation's file says no `extends`\n  hint: name a preset where an environment starts from it: `production: {preset: ...}`\n")
        .code(2);
}

#[test]
fn a_file_that_is_not_there_is_refused_at_its_name() {
    of_acme()
        .delete("../platform/kubewright.yaml")
        .args(["render", "-e", "staging"])
        .stderr_is("error: kubewright.yaml:4:15: organisation `../platform/kubewright.yaml` cannot be read: there is no such file\n  hint: the path is relative to the spec's folder\n")
        .code(2);
}

#[test]
fn an_environment_names_none_of_its_own() {
    Project::new("web")
        .spec(&SPEC.replace("staging: {}", "staging: {organisation: a.yaml}"))
        .args(["render", "-e", "staging"])
        .stderr_is("error: kubewright.yaml:8:13: unknown key `organisation` in `environments.staging`\n  hint: `organisation` stands at the top level, once for all environments\n")
        .code(2);
}

#[test]
fn new_takes_it_writes_it_and_leaves_out_what_it_says() {
    Project::new("web")
        .file("../platform/kubewright.yaml", FILE)
        .args(
            [
                ["new", "web", "--yes", "--image", "ghcr.io/acme/web:1.4.2"],
                ["--port", "8080", "--readiness", "/readyz", "--pool=critical"],
                [
                    "--organisation",
                    "../platform/kubewright.yaml",
                    "--label",
                    "example.com/owner=acme",
                    "--env=production",
                ],
            ]
            .concat(),
        )
        .stderr_contains("--organisation ../platform/kubewright.yaml")
        .success()
        .file_contains("kubewright.yaml", "name: web\norganisation: \"../platform/kubewright.yaml\"\n")
        .file_lacks("kubewright.yaml", "owner")
        .file_contains("deploy/production/deployment.yaml", "        example.com/pool: critical\n");
}

#[test]
fn new_names_the_flag_of_a_file_that_is_not_there() {
    Project::new("web")
        .args(["new", "web", "--yes", "--image", "web:1", "--port", "8080", "--organisation", "acme.yaml"])
        .stderr_contains("error: --organisation: organisation `acme.yaml` cannot be read: there is no such file\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn render_takes_it_without_a_spec_and_in_place_of_the_specs_own() {
    let (_, text) = of_acme()
        .file("other.yaml", "labels: {example.com/owner: umbrella}\n")
        .args(["render", "-e", "staging", "--organisation", "other.yaml"])
        .text();
    assert!(text.contains("example.com/owner: umbrella\n"), "{text}");
    let (_, text) = Project::new("web")
        .file("other.yaml", "labels: {example.com/owner: umbrella}\n")
        .args(["render", "web", "--image", "web:1", "--port", "8080", "--organisation", "other.yaml", "--quiet"])
        .stderr_contains("warning: there is no liveness probe")
        .text();
    assert!(text.contains("example.com/owner: umbrella\n"), "{text}");
}

#[test]
fn set_writes_it_into_the_spec() {
    Project::generated()
        .file("acme.yaml", "labels: {example.com/owner: acme}\n")
        .args(["set", "--organisation", "acme.yaml", "--quiet"])
        .success()
        .file_contains("kubewright.yaml", "organisation: acme.yaml\n")
        .file_contains("deploy/production/service.yaml", "    example.com/owner: acme\n")
        .args(["set", "--unset", "organisation", "--quiet"])
        .success()
        .file_lacks("kubewright.yaml", "organisation");
}

/// It speaks to all apps, of which some have nothing of the kind, or say it already.
#[test]
fn patches_of_an_organisation_that_find_or_change_nothing_are_passed_over() {
    let acme = "patches:
  nightly: {target: {kind: CronJob}, patch: {spec: {suspend: false}}}
  named: {target: {kind: Deployment}, patch: {metadata: {name: web}}}
  paused: {target: {kind: Deployment}, patch: {spec: {paused: false}}}
";
    let project = Project::new("web").spec(&format!("{SPEC}organisation: acme.yaml\n")).file("acme.yaml", acme);
    let project = project.args(["render", "-e", "production"]).stdout_contains("  paused: false\n").success();
    let patches = acme.replacen("  named", "  # Ours.\n  named", 1);
    project
        .spec(&format!("{SPEC}{patches}"))
        .args(["render", "-e", "production"])
        .stderr_is("error: kubewright.yaml:11:13: patch `nightly` is for CronJob, and there is none\n  hint: there is: Deployment, NetworkPolicy, PodDisruptionBudget, Service, ServiceAccount; what some environments alone have is patched below those\n")
        .code(2);
}
