//! The layouts: chosen by flag and by spec, switched without losing an edit, kept small.

use crate::project::{Project, SPEC};

fn kustomized() -> Project {
    Project::new("web").spec(&SPEC.replace("name: web\n", "name: web\nlayout: kustomize\n")).generate()
}

#[test]
fn new_writes_the_layout_and_says_how_to_apply_it() {
    Project::new("web")
        .args(["new", "web", "--yes", "--image", "ghcr.io/acme/web:1.4.2", "--port=8080", "--layout=kustomize"])
        .stderr_contains("create    deploy/base/deployment.yaml\n")
        .stderr_contains("create    deploy/overlays/production/kustomization.yaml\n")
        .stderr_contains("kubectl apply -k deploy/overlays/production\n")
        .stderr_contains(" --layout kustomize ")
        .success()
        .file_contains("kubewright.yaml", "name: web\nlayout: kustomize\n")
        .args(["regenerate", "--check"])
        .stderr_contains("everything is up to date\n")
        .success();
}

#[test]
fn render_prints_plain_manifests_in_every_layout() {
    let (project, plain) = Project::new("web").spec(SPEC).args(["render", "-e", "production"]).text();
    let (project, flagged) = project.args(["render", "-e", "production", "--layout", "kustomize"]).text();
    assert_eq!(flagged, plain);
    let (project, charted) = project.args(["render", "-e", "production", "--layout", "helm"]).text();
    assert_eq!(charted, plain);
    let (_, spelled) = project
        .edit("kubewright.yaml", "name: web\n", "name: web\nlayout: kustomize\n")
        .args(["render", "-e", "production"])
        .text();
    assert_eq!(spelled, plain);
}

#[test]
fn a_switch_removes_the_old_tree_and_says_nothing_of_what_runs() {
    let (project, told) = Project::generated().args(["set", "layout=kustomize"]).outcome();
    assert_eq!(told.code, Some(0), "{}", told.stderr);
    assert!(told.stderr.contains("  delete    deploy/production/deployment.yaml\n"), "{}", told.stderr);
    assert!(!told.stderr.contains("breaking") && !told.stderr.contains("rolls"), "{}", told.stderr);
    project
        .no_file("deploy/production")
        .no_file("deploy/staging")
        .args(["regenerate", "--check"])
        .stderr_contains("everything is up to date\n")
        .success()
        .args(["set", "--unset", "layout", "-q"])
        .success()
        .no_file("deploy/base")
        .no_file("deploy/overlays")
        .no_file(".kubewright/objects")
        .file_contains("deploy/production/deployment.yaml", "replicas: 3\n");
}

#[test]
fn a_switch_leaves_what_was_edited_and_tells_of_it() {
    Project::generated()
        .edit("deploy/production/deployment.yaml", "replicas: 3", "replicas: 5")
        .args(["set", "layout=kustomize"])
        .stderr_contains("  left      deploy/production/deployment.yaml  edited by hand and no longer generated\n")
        .stderr_contains("  delete    deploy/production/service.yaml\n")
        .code(3)
        .file_contains("deploy/production/deployment.yaml", "replicas: 5\n")
        .file_contains("deploy/overlays/production/kustomization.yaml", "count: 3\n")
        .delete("deploy/production/deployment.yaml")
        .args(["regenerate", "--check", "-q"])
        .success();
}

#[test]
fn new_writes_a_chart_and_says_how_to_install_it() {
    Project::new("web")
        .args(["new", "web", "--yes", "--image", "ghcr.io/acme/web:1.4.2", "--port=8080", "--layout=helm"])
        .stderr_contains("create    deploy/chart/Chart.yaml\n")
        .stderr_contains("create    deploy/chart/templates/deployment.yaml\n")
        .stderr_contains("create    deploy/chart/values-production.yaml\n")
        .stderr_contains("helm upgrade --install web deploy/chart -f deploy/chart/values-production.yaml")
        .success()
        .file_contains("kubewright.yaml", "name: web\nlayout: helm\n")
        .args(["regenerate", "--check"])
        .stderr_contains("everything is up to date\n")
        .success();
}

#[test]
fn a_switch_to_a_chart_and_back_removes_what_nobody_has_touched() {
    Project::generated()
        .args(["set", "layout=helm"])
        .stderr_contains("  delete    deploy/production/deployment.yaml\n")
        .stderr_contains("  create    deploy/chart/values-production.yaml\n")
        .success()
        .no_file("deploy/production")
        .no_file("deploy/staging")
        .args(["regenerate", "--check", "-q"])
        .success()
        .args(["set", "layout=kustomize", "-q"])
        .success()
        .no_file("deploy/chart")
        .file_contains("deploy/overlays/production/kustomization.yaml", "  - ../../base\n");
}

#[test]
fn a_switch_leaves_the_values_that_were_edited_and_tells_of_them() {
    const VALUES: &str = "deploy/chart/values-production.yaml";
    Project::generated()
        .args(["set", "layout=helm", "-q"])
        .success()
        .edit(VALUES, "replicaCount: 3", "replicaCount: 5")
        .args(["set", "layout=plain"])
        .stderr_contains("  left      deploy/chart/values-production.yaml  edited by hand and no longer generated\n")
        .stderr_contains("  delete    deploy/chart/values.yaml\n")
        .code(3)
        .file_contains(VALUES, "replicaCount: 5\n")
        .file_contains("deploy/production/deployment.yaml", "replicas: 3\n");
}

#[test]
fn a_switch_tells_what_else_changes_with_it() {
    Project::generated()
        .args(["set", "layout=kustomize", "image=ghcr.io/acme/web:1.5.0"])
        .stderr_contains("  create    deploy/overlays/production/patches/deployment.yaml  rolls pods\n")
        .success();
}

#[test]
fn a_change_of_one_environment_is_written_in_its_own_overlay() {
    let changed = |words: &[&'static str], files: &[&str]| {
        let (project, told) = kustomized().args([["set", "-e", "production"].as_slice(), words].concat()).outcome();
        assert_eq!(told.code, Some(0), "{}", told.stderr);
        let written: Vec<&str> = told.stderr.lines().filter_map(|line| line.strip_prefix("  ")).collect();
        let written: Vec<&str> = written.iter().filter_map(|line| line.split_whitespace().nth(1)).collect();
        assert_eq!(written, files, "{}", told.stderr);
        (project, told.stderr)
    };
    const KUSTOMIZATION: &str = "deploy/overlays/production/kustomization.yaml";
    const DEPLOYMENT: &str = "deploy/overlays/production/patches/deployment.yaml";
    let (project, _) = changed(&["replicas=7"], &["kubewright.yaml", KUSTOMIZATION]);
    project.file_contains(KUSTOMIZATION, "replicas:\n  - name: web\n    count: 7\n");
    let (project, told) = changed(&["image=ghcr.io/acme/web:1.5.0"], &["kubewright.yaml", KUSTOMIZATION, DEPLOYMENT]);
    project.file_contains(KUSTOMIZATION, "images:\n  - name: ghcr.io/acme/web\n    newTag: \"1.5.0\"\n");
    assert!(told.contains("patches/deployment.yaml  rolls pods\n"), "{told}");
    let (project, told) = changed(
        &["autoscaling.max=9"],
        &["kubewright.yaml", "deploy/overlays/production/horizontalpodautoscaler.yaml", KUSTOMIZATION, DEPLOYMENT],
    );
    project.file_contains(DEPLOYMENT, "spec:\n  replicas: null\n");
    assert!(told.contains("patches/deployment.yaml  breaking: applied as it is, it goes down to 1 pod"), "{told}");
}

#[test]
fn an_environment_comes_and_goes_with_its_overlay_alone() {
    let project = kustomized();
    let before = project.snapshot();
    let project = project
        .edit("kubewright.yaml", "  production: {}\n", "  production: {}\n  eu-prod: {preset: production}\n")
        .generate();
    let after = project.snapshot();
    let touched: Vec<&String> = after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    let touched: Vec<&&String> = touched.iter().filter(|path| path.starts_with("deploy/")).collect();
    assert!(
        !touched.is_empty() && touched.iter().all(|path| path.starts_with("deploy/overlays/eu-prod/")),
        "{touched:?}"
    );
    project
        .edit("kubewright.yaml", "  eu-prod: {preset: production}\n", "")
        .args(["regenerate"])
        .stderr_contains(
            "  delete    deploy/overlays/eu-prod/patches/deployment.yaml  breaking: `kubectl apply` leaves it running",
        )
        .success()
        .no_file("deploy/overlays/eu-prod");
}

#[test]
fn hand_edits_of_a_patch_stay_and_are_told_where_the_patch_needs_a_change() {
    const PATCH: &str = "deploy/overlays/production/patches/deployment.yaml";
    kustomized()
        .edit(PATCH, "cpu: 250m", "cpu: 300m")
        .args(["set", "-e", "production", "replicas=7", "-q"])
        .success()
        .file_contains(PATCH, "cpu: 300m\n")
        .args(["set", "-e", "production", "size=large"])
        .stderr_contains(
            "conflict: deploy/overlays/production/patches/deployment.yaml:12: spec.template.spec.containers[web].resources.requests.cpu: changed by you and upstream (the spec changed)\n  base  250m\n  yours 300m\n  new   500m\n",
        )
        .code(3)
        .file_contains(PATCH, "cpu: 300m\n");
}

#[test]
fn a_tag_that_a_pipeline_set_stays() {
    const KUSTOMIZATION: &str = "deploy/overlays/production/kustomization.yaml";
    let project = kustomized();
    let set = project.read(KUSTOMIZATION) + "images:\n- name: ghcr.io/acme/web\n  newTag: 1.5.0\n";
    project
        .file(KUSTOMIZATION, &set)
        .args(["set", "-e", "production", "size=large", "-q"])
        .success()
        .file_is(KUSTOMIZATION, &set);
}

#[test]
fn all_environments_have_one_layout() {
    let refused = |words: &[&'static str], told: &str| {
        Project::generated().args(words.iter().copied()).stderr_is(told).writes_nothing().code(2);
    };
    refused(
        &["set", "-e", "production", "layout=kustomize"],
        "error: layout: all environments have one layout\n  hint: leave --env out\n",
    );
    refused(
        &["set", "--set", "production:layout=kustomize"],
        "error: --set production:layout: `layout` is not set this way\n  hint: all environments have one layout: `--layout LAYOUT`\n",
    );
    refused(
        &["set", "layout=kustomise"],
        "error: layout: there is no layout `kustomise`\n  hint: did you mean `kustomize`?\n",
    );
    refused(
        &["set", "--layout", "flat"],
        "error: --layout: there is no layout `flat`\n  hint: valid: plain, kustomize, helm\n",
    );
    Project::new("web")
        .spec(&SPEC.replace("staging: {}", "staging: {preset: mine.yaml}"))
        .file("mine.yaml", "extends: staging\nlayout: kustomize\n")
        .args(["render", "-e", "staging"])
        .stderr_is("error: mine.yaml:2:1: unknown key `layout`\n  hint: `layout` stands at the top level of an app's spec, and nowhere else\n")
        .code(2);
}

#[test]
fn explain_tells_the_layout_and_why() {
    kustomized()
        .edit("kubewright.yaml", "layout: kustomize\n", "# The platform team reads overlays.\nlayout: kustomize\n")
        .args(["explain", "layout", "-e", "staging"])
        .stdout_contains("staging: layout = kustomize\n  set by  spec (kubewright.yaml:5:")
        .stdout_contains("  because The platform team reads overlays.\n")
        .success();
    Project::generated()
        .args(["explain", "layout", "-e", "staging"])
        .stdout_contains("staging: layout = plain\n  set by  built-in default\n")
        .success();
}

#[test]
fn what_a_base_lacks_is_told_before_anything_is_written() {
    Project::new("web")
        .spec(&SPEC.replace("image: ghcr.io/acme/web:1.4.2\n", "").replace("{}", "{image: \"ghcr.io/acme/web:1.4.2\"}"))
        .generate()
        .args(["set", "layout=kustomize"])
        .stderr_contains("the layout `kustomize` needs a base, and without an environment `image` is missing\n")
        .writes_nothing()
        .code(2);
}
