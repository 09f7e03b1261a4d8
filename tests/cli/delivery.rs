//! Dockerfiles, pipelines, and what Argo CD and Flux are told.

use crate::project::{Project, SPEC};

const WORKFLOW: &str = ".github/workflows/delivery.yaml";
/// Argo CD brings each environment to a cluster of its own.
const GITOPS: &str = "namespace: shop\ndelivery: {deploy: argo-cd, repository: https://github.com/acme/web.git, \
                      clusters: {production: \"https://production.example.com\"}}\n";

fn delivered() -> Project {
    let keys = "dockerfile: {language: go}\ndelivery: {deploy: pipeline, ci: github}\n";
    Project::new("web").spec(&format!("{SPEC}{keys}")).generate()
}

#[test]
fn a_flag_writes_a_dockerfile_for_a_language() {
    let words = ["new", "web", "--image", "ghcr.io/acme/web:1.4.2", "--port", "8080", "--yes", "--user", "65532"];
    Project::new("app")
        .args(words.into_iter().chain(["--dockerfile", "rust", "--dockerfile-target", "server"]))
        .stderr_contains("  create    Dockerfile\n")
        .success()
        .file_contains("kubewright.yaml", "dockerfile:\n  language: rust\n  target: server\n")
        .file_contains("Dockerfile", "cargo build --release --locked --bin server && \\\n")
        .file_contains("Dockerfile", "USER 65532:65532\nEXPOSE 8080\n")
        .file_contains(".dockerignore", "\ntarget\n")
        .args(["regenerate", "--check"])
        .stderr_contains("everything is up to date\n")
        .success();
}

#[test]
fn a_dockerfile_that_is_there_already_is_never_written_over() {
    Project::generated()
        .file("Dockerfile", "FROM scratch\n")
        .spec(&format!("{SPEC}dockerfile: {{language: go}}\n"))
        .args(["regenerate"])
        .stderr_contains("  left      Dockerfile  not written by kubewright\n")
        .code(3)
        .file_is("Dockerfile", "FROM scratch\n");
}

#[test]
fn an_edit_of_a_pipeline_stays_and_what_is_new_comes_in() {
    let services = "    services:\n      db:\n        image: postgres:18.1\n    container: golang";
    delivered()
        .edit(WORKFLOW, "    container: golang", services)
        .edit("Dockerfile", "golang:1.27.0-trixie", "golang:1.27.1-trixie")
        .edit("kubewright.yaml", "ci: github", "ci: github, integrationTest: [make integration]")
        .args(["regenerate"])
        .stderr_contains("  merge     .github/workflows/delivery.yaml  edited by hand; what is new comes in\n")
        .success()
        .file_contains(WORKFLOW, services)
        .file_contains(WORKFLOW, "make integration")
        .file_contains("Dockerfile", "FROM golang:1.27.1-trixie AS build\n")
        .args(["regenerate", "--check"])
        .stderr_contains("everything is up to date\n")
        .success();
}

#[test]
fn stages_are_environments_of_the_spec_in_the_order_that_is_named() {
    let with = |stages: &str| {
        SPEC.replace("environments:", &format!("delivery: {{deploy: pipeline, stages: {stages}}}\nenvironments:"))
    };
    Project::new("web")
        .spec(&with("[stagging, production, qa]"))
        .args(["regenerate"])
        .stderr_contains("error: kubewright.yaml:7:38: `delivery.stages` names `stagging`, which is no environment\n")
        .stderr_contains("  hint: did you mean `staging`?\n")
        .stderr_contains("`delivery.stages` names `qa`, which is no environment\n  hint: valid: staging, production\n")
        .writes_nothing()
        .code(2)
        .spec(&with("[production]"))
        .args(["regenerate"])
        .stderr_contains("  create    deploy/staging/deployment.yaml\n")
        .success()
        .file_lacks("deploy/delivery/deploy.sh", "'staging')");
}

#[test]
fn a_file_about_an_environment_follows_its_name_with_its_edits() {
    Project::new("web")
        .spec(&format!("{SPEC}{GITOPS}"))
        .generate()
        .edit("deploy/argo-cd/staging.yaml", "  project: default", "  project: shop")
        .args(["regenerate", "--rename", "staging=preview"])
        .stderr_contains("  merge     deploy/argo-cd/preview.yaml  from deploy/argo-cd/staging.yaml: ")
        .success()
        .no_file("deploy/argo-cd/staging.yaml")
        .file_contains("deploy/argo-cd/preview.yaml", "  project: shop\n")
        .file_contains("deploy/argo-cd/preview.yaml", "    path: deploy/preview\n");
}

#[test]
fn two_environments_never_meet_in_a_namespace_of_one_cluster() {
    let spec = format!("{SPEC}{GITOPS}");
    Project::new("web")
        .spec(&spec.replace("clusters: {production:", "clusters: {prod:"))
        .args(["regenerate"])
        .stderr_contains(
            "`delivery.clusters` names `prod`, which is no environment\n  hint: valid: staging, production\n",
        )
        .stderr_contains("Argo CD applies staging and production to the same namespace `shop` of the same cluster")
        .stderr_contains("  hint: say where it is, `delivery: {clusters: {production: https://...}}`, or ")
        .writes_nothing()
        .code(2)
        .spec(&spec)
        .generate()
        .file_contains("deploy/argo-cd/staging.yaml", "    server: https://kubernetes.default.svc\n")
        .file_contains("deploy/argo-cd/production.yaml", "    server: https://production.example.com\n");
}

#[test]
fn no_environment_has_a_folder_of_theirs() {
    let spec = format!("{SPEC}{GITOPS}").replace("  staging: {}", "  argo-cd: {preset: staging}");
    Project::new("web")
        .spec(&spec)
        .args(["regenerate"])
        .stderr_contains("error: kubewright.yaml:8:3: `deploy/argo-cd` holds files that are no manifests")
        .writes_nothing()
        .code(2);
}

#[test]
fn only_an_environment_whose_namespace_is_written_lets_helm_take_it_over() {
    let keys = "layout: helm\nnamespace: shop\ndelivery: {deploy: pipeline}\n";
    let spec = format!("{SPEC}{keys}").replace("  production: {}", "  production: {createNamespace: true}");
    Project::new("web")
        .spec(&spec)
        .generate()
        .file_contains("deploy/delivery/deploy.sh", "  'staging')\n    creates_namespace=\n")
        .file_contains("deploy/delivery/deploy.sh", "  'production')\n    creates_namespace=yes\n")
        .file_contains(
            "deploy/delivery/deploy.sh",
            " ${creates_namespace:+--create-namespace --take-ownership} --wait ",
        );
}

#[test]
fn dependabot_is_told_of_what_is_written() {
    let told = |keys: &str| Project::new("web").spec(&format!("{SPEC}updates: dependabot\n{keys}")).generate();
    let (image, actions) = ("package-ecosystem: docker", "package-ecosystem: github-actions");
    let file = ".github/dependabot.yml";
    told("delivery: {deploy: pipeline, ci: github, test: []}\n").file_contains(file, actions).file_lacks(file, image);
    told("dockerfile: {language: go}\n").file_contains(file, image).file_lacks(file, actions);
}

#[test]
fn a_pipeline_brings_one_image_to_all_that_it_delivers_to() {
    let other = "production: {image: \"registry.example.com/acme/web:1.4.2\"}";
    let with = |keys: &str| format!("{SPEC}{keys}").replace("production: {}", other);
    Project::new("web")
        .spec(&with("delivery: {deploy: pipeline, ci: github, test: []}\n"))
        .args(["regenerate"])
        .stderr_contains(
            "error: kubewright.yaml:9:23: the pipeline brings one image to every environment, and staging ",
        )
        .stderr_contains("has it from `ghcr.io/acme/web`, production from `registry.example.com/acme/web`\n")
        .stderr_contains("  hint: name one repository for both, or leave one out: `delivery: {stages: [staging]}`\n")
        .writes_nothing()
        .code(2)
        .spec(&with("delivery: {deploy: pipeline, ci: github, test: [], stages: [production]}\n"))
        .generate()
        .file_contains(WORKFLOW, "IMAGE: registry.example.com/acme/web\n");
}

#[test]
fn dependabot_without_anything_to_update_is_told() {
    Project::new("web")
        .spec(&format!("{SPEC}updates: dependabot\n"))
        .args(["regenerate"])
        .stderr_contains("error: kubewright.yaml:10:10: Dependabot has nothing to update: ")
        .stderr_contains("  hint: ask for `dockerfile` or `delivery: {ci: github}`, or leave `updates` out\n")
        .writes_nothing()
        .code(2);
}
