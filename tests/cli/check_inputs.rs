//! What `check` takes: patterns, kustomizations and charts through their tools, a spec.

use serde_json::{Value, json};

use crate::project::{Project, SPEC};

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n    - name: web\n      image: web:latest\n";
const CHECK: [&str; 5] = ["check", "--profile", "recommended", "-o", "json"];

fn files(report: &Value) -> Vec<&str> {
    report["findings"].as_array().expect("a list").iter().filter_map(|one| one["file"].as_str()).collect()
}

#[test]
fn a_pattern_names_the_files_that_fit() {
    let project = Project::new("web")
        .file(".gitignore", "ignored\n")
        .file("a/deploy/pod.yaml", POD)
        .file("a/deploy/pod.yml", POD)
        .file("b/deploy/ignored/pod.yaml", POD)
        .file("b/deploy/sub/pod.yaml", POD)
        .file("b/other/pod.yaml", POD);
    let (project, report) = project.args(CHECK.into_iter().chain(["*/deploy/**/*.yaml"])).json(1);
    assert_eq!(files(&report), ["a/deploy/pod.yaml", "b/deploy/sub/pod.yaml"]);
    let (project, report) = project.args(CHECK.into_iter().chain(["b/*/pod.y*ml", "./a/*/*.yml"])).json(1);
    assert_eq!(files(&report), ["a/deploy/pod.yml", "b/other/pod.yaml"]);
    project.args(["check", "x/*.yaml"]).stderr_contains("error: x/*.yaml: there is no such file or folder").code(2);
}

#[test]
fn a_spec_is_judged_by_what_it_renders_in_each_environment_or_in_some() {
    let project = Project::new("web").spec(&SPEC.replace("staging: {}", "development: {}"));
    let (project, report) = project.args(["check", "-o", "json", "kubewright.yaml"]).writes_nothing().json(0);
    assert_eq!(files(&report).iter().filter(|file| !file.starts_with("deploy/")).count(), 0);
    let profiles = report["summary"]["profiles"].as_object().expect("a map");
    assert_eq!(profiles.keys().collect::<Vec<_>>(), ["recommended", "production"]);
    let one = ["check", "-o", "json", "kubewright.yaml", "-e", "development"];
    let (project, report) = project.args(one).writes_nothing().json(0);
    assert_eq!(report["summary"]["profiles"].as_object().map(serde_json::Map::len), Some(1));
    let none = ["check", "kubewright.yaml", "-e", "developmnt"];
    let project = project.args(none).stderr_contains("did you mean `development`?").code(2);
    let project = project.file("pod.yaml", POD);
    project.args(["check", "pod.yaml", "-e", "production"]).stderr_contains("only a spec has environments").code(2);
}

#[test]
fn overlays_that_are_walked_by_themselves_send_to_services_of_their_base() {
    let spec = SPEC.replace("name: web", "name: web\nlayout: kustomize\ngateway: {name: public, namespace: infra}");
    let spec = spec.replace("production: {}", "production: {host: web.example.com}");
    let project = Project::new("web").spec(&spec).args(["regenerate", "--quiet"]).success();
    let (project, report) = project.args(CHECK.into_iter().chain(["deploy/overlays"])).json(0);
    assert!(report["summary"]["objects"].as_u64().is_some_and(|count| count > 0), "there are routes");
    // Beside its base the same route must find it.
    let (project, outcome) = project.args(["check", "deploy"]).outcome();
    assert!(!outcome.stdout.contains("which is not there"), "{outcome:?}");
    project
        .delete("deploy/base/service.yaml")
        .args(["check", "deploy"])
        .stdout_contains("sends to the Service `web`, which is not there")
        .stderr_contains("2 kustomizations are judged by their files")
        .code(1);
}

#[test]
fn what_a_base_says_is_not_held_against_an_overlay_of_it_that_patches_it() {
    let words = "new web --yes --quiet --layout kustomize --image ghcr.io/acme/web:2.0.0 --port 3000 --readiness /ready --liveness /live --namespace shop --min-replicas 3 --max-replicas 12";
    let project = Project::new("web").args(words.split(' ')).stderr_contains("the same names").success();
    let (project, report) = project.args(["check", "-o", "json"]).json(0);
    assert_eq!(report["summary"]["errors"], 0, "{report:#}");
    // What stands in one folder is what is applied.
    let autoscaler = project.read("deploy/overlays/production/horizontalpodautoscaler.yaml");
    let project = project.file("deploy/base/horizontalpodautoscaler.yaml", autoscaler);
    let told = "3 kustomizations are judged by their files";
    project.args(["check", "deploy"]).stdout_contains("fight over the number of pods").stderr_contains(told).code(1);
}

#[test]
fn kustomizations_that_are_walked_are_told_and_how_to_have_them_built() {
    let overlay = "resources: [../../base]\n";
    let project = Project::new("web")
        .file("base/kustomization.yaml", "resources: [pod.yaml]\n")
        .file("base/pod.yaml", POD)
        .file("overlays/a/kustomization.yaml", overlay)
        .file("part/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n");
    let one = "warning: 1 kustomization is judged by its files, and not built: overlays/a\n  hint: name the folder, to judge what kustomize makes of it: `kubewright check overlays/a`\n";
    let project = project.args(["check"]).stdout_contains("image-without-version").stderr_is(one).code(1);
    let two = "warning: 2 kustomizations are judged by their files, and not built: overlays/a, overlays/b\n";
    let project = project.file("overlays/b/kustomization.yaml", overlay);
    project.args(["check", "."]).stdout_contains("image-without-version").stderr_contains(two).code(1);
}

#[test]
fn what_a_spec_renders_is_not_mended_in_its_place() {
    let project = Project::new("web").spec(SPEC);
    let told = "deploy/production/configmap.yaml: it is rendered by kubewright, and cannot be mended in its place";
    let told = told.replace("configmap.yaml", "deployment.yaml");
    project
        .args(["check", "kubewright.yaml", "--fix", "-e", "production"])
        .stderr_contains(&told)
        .writes_nothing()
        .code(2);
}

#[cfg(unix)]
mod tools {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// A folder in which a tool prints a text, or fails with it.
    fn tool(project: Project, name: &str, script: &str) -> Project {
        let project = project.file(&format!("bin/{name}"), format!("#!/bin/sh\n{script}\n"));
        let path = project.path(&format!("bin/{name}"));
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("the file is there");
        project
    }

    fn on_path(project: &Project) -> String {
        format!("{}:/usr/bin:/bin", project.path("bin").display())
    }

    #[test]
    fn a_kustomization_is_judged_by_what_kubectl_makes_of_it_else_kustomize() {
        let project = Project::new("web")
            .file("overlays/production/kustomization.yaml", "resources: [../../base]\n")
            .file("overlays/production/patch.yaml", POD)
            .file("pod.txt", POD);
        let project = tool(project, "kubectl", "[ \"$*\" = 'kustomize overlays/production' ] && cat pod.txt");
        let path = on_path(&project);
        let words = || CHECK.into_iter().chain(["overlays/production"]);
        let (project, report) = project.args(words()).variable("PATH", &path).json(1);
        assert_eq!(files(&report), ["overlays/production/kustomization.yaml"]);
        assert_eq!(report["findings"][0]["line"], Value::Null, "the line of what is rendered is no line of the file");
        let project = project.delete("bin/kubectl");
        let project = tool(project, "kustomize", "[ \"$*\" = 'build overlays/production' ] && /bin/cat pod.txt");
        let path = project.path("bin").display().to_string();
        let (project, report) = project.args(words()).variable("PATH", &path).json(1);
        assert_eq!(report["summary"]["objects"], 1);
        project
            .delete("bin/kustomize")
            .args(["check", "overlays/production"])
            .variable("PATH", &path)
            .stderr_contains(
                "overlays/production: it is a kustomization, and neither `kubectl` nor `kustomize` is installed",
            )
            .code(2);
    }

    #[test]
    fn a_chart_is_judged_by_what_helm_makes_of_it_each_finding_at_its_template() {
        let rendered = format!(
            "---\n# Source: web/templates/pod.yaml\n{POD}---\n# Source: web/charts/db/templates/pod.yaml\n{}",
            POD.replace("name: web,", "name: db,")
        );
        let project = Project::new("web")
            .file("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\n")
            .file("chart/templates/pod.yaml", "{{ fail }}\n")
            .file("rendered.txt", rendered);
        let project =
            tool(project, "helm", "[ \"$*\" = 'template chart --namespace release-namespace' ] && cat rendered.txt");
        let path = on_path(&project);
        let (project, report) = project.args(CHECK.into_iter().chain(["chart"])).variable("PATH", &path).json(1);
        assert_eq!(files(&report), ["chart/charts/db/templates/pod.yaml", "chart/templates/pod.yaml"]);
        assert_eq!(report["summary"]["templates"], json!(0));
        let project = tool(project, "helm", "printf 'Error: values don'\\''t\\n  meet the schema\\n' >&2; exit 1");
        let project = project
            .args(["check", "chart"])
            .variable("PATH", &path)
            .stderr_contains("error: chart: `helm template chart --namespace release-namespace` fails: Error: values don't meet the schema")
            .code(2);
        project
            .delete("bin/helm")
            .args(["check", "chart"])
            .variable("PATH", &path)
            .stderr_contains("chart: it is a chart, and `helm` is not installed")
            .code(2);
    }
}
