//! `kubewright check`: what it reads, what it says, how it ends.

use serde_json::{Value, json};

use crate::project::Project;

pub(crate) const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n    - name: web\n      image: web:latest\n";
const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec:\n  selector: {app: web}\n  ports: [{port: 80}]\n";

fn deployment(namespace: &str, labels: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: {namespace}}}\nspec:\n  selector: {{matchLabels: {labels}}}\n  template:\n    metadata: {{labels: {labels}}}\n    spec:\n      containers: [{{name: web, image: \"web:1.4.2\"}}]\n"
    )
}

/// The rules of the findings, each with its line, in the order in which they are told.
pub(crate) fn told(report: &Value) -> Vec<(String, u64)> {
    let findings = report["findings"].as_array().expect("a list");
    let one =
        |finding: &Value| (finding["rule"].as_str().unwrap_or("?").to_owned(), finding["line"].as_u64().unwrap_or(0));
    findings.iter().map(one).collect()
}

pub(crate) fn rules(report: &Value) -> Vec<String> {
    told(report).into_iter().map(|(rule, _)| rule).collect()
}

#[test]
fn tells_each_finding_with_its_object_its_line_and_the_next_step() {
    let (_, outcome) = Project::new("web")
        .file("pod.yaml", POD)
        .args(["check", "--profile", "recommended", "pod.yaml"])
        .writes_nothing()
        .outcome();
    let found = "Pod shop/web in pod.yaml
  error image-without-version: image `web:latest` is `latest`, which means something else tomorrow
      7 |       image: web:latest
        |       ^
        fix: name a version, such as `web:1.4.2`, or a digest

   1 images                  50 % 1 of 2
";
    assert!(outcome.stdout.starts_with(found), "{}", outcome.stdout);
    let end = "1 error and 0 warnings in 1 object of 1 file (profile recommended)\n";
    assert!(outcome.stdout.ends_with(end), "{}", outcome.stdout);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), ""));
}

#[test]
fn what_is_found_of_an_object_in_several_environments_is_told_once() {
    let environments = ["eu", "staging", "us"].map(|name| format!("deploy/{name}/pod.yaml"));
    let written = |project: Project, file: &String| project.file(file, format!("# {file}\n{POD}"));
    let project = environments.iter().fold(Project::new("web"), written);
    // One that says something else is told by itself.
    let project = project.edit("deploy/staging/pod.yaml", "web:latest", "api:latest");
    let (_, outcome) = project.args(["check", "--profile", "recommended"]).outcome();
    let told: Vec<&str> = outcome.stdout.lines().take_while(|line| !line.is_empty()).collect();
    let about = |line: &&&str| line.starts_with("Pod") || line.contains("the same") || line.contains("error");
    assert_eq!(
        told.iter().filter(about).copied().collect::<Vec<_>>(),
        [
            "Pod shop/web in deploy/eu/pod.yaml",
            "  the same in deploy/us/pod.yaml",
            "  error image-without-version: image `web:latest` is `latest`, which means something else tomorrow",
            "Pod shop/web in deploy/staging/pod.yaml",
            "  error image-without-version: image `api:latest` is `latest`, which means something else tomorrow",
        ]
    );
    assert!(outcome.stdout.contains("\n3 errors and 0 warnings in 3 objects of 3 files"), "{}", outcome.stdout);
}

#[test]
fn the_exit_code_is_what_fail_on_counts() {
    let project = Project::new("web").file("pod.yaml", POD.replace("latest", "1.4.2"));
    let run = |project: Project, words: &[&str]| {
        let (project, outcome) = project.args(["check"].iter().chain(words).copied()).outcome();
        (project, outcome.code)
    };
    let (project, code) = run(project, &["--profile", "recommended"]);
    assert_eq!(code, Some(0));
    let (project, code) = run(project, &["--profile", "production"]);
    assert_eq!(code, Some(1), "it has errors");
    let (project, code) = run(project, &["--fail-on", "never"]);
    assert_eq!(code, Some(0));
    let twice = POD.replace("web:latest", "web:1.4.2\n      env: [{name: A, value: a}, {name: A, value: b}]");
    let project = project.file("pod.yaml", twice);
    let (project, code) = run(project, &["--profile", "recommended"]);
    assert_eq!(code, Some(0), "a warning is no error");
    let (_, code) = run(project, &["--profile", "recommended", "--fail-on", "warning"]);
    assert_eq!(code, Some(1));
}

#[test]
fn what_an_object_says_why_it_departs_from_is_suppressed_and_counted() {
    let pod = POD.replace(
        "namespace: shop",
        "namespace: shop, annotations: {kubewright.dev/ignore.image-without-version: \"a demo\"}",
    );
    let (_, report) =
        Project::new("web").file("a.yaml", pod).args(["check", "--profile", "recommended", "-o", "json"]).json(0);
    assert_eq!((rules(&report).len(), &report["summary"]["suppressed"]), (0, &json!(1)));
}

#[test]
fn folders_that_hold_the_same_object_are_alternatives_and_all_others_parts_of_one_whole() {
    let project = Project::new("web")
        .file("apps/web/deployment.yaml", deployment("shop", "{app: web}"))
        .file("services/service.yaml", SERVICE);
    let (project, report) = project.args(["check", "--profile", "recommended", "-o", "json"]).json(0);
    assert_eq!(rules(&report), [""; 0], "a Service finds its pods in the folder beside");
    // The Service of production selects pods of staging alone, whose folder has a Deployment of that name too.
    let (_, report) = project
        .delete("services/service.yaml")
        .delete("apps/web/deployment.yaml")
        .file("production/deployment.yaml", deployment("shop", "{app: web2}"))
        .file("production/service.yaml", SERVICE)
        .file("staging/deployment.yaml", deployment("shop", "{app: web}"))
        .args(["check", "--profile", "recommended", "-o", "json"])
        .json(1);
    assert_eq!(rules(&report), ["service-selects-nothing"]);
}

#[test]
fn patches_of_a_kustomization_are_no_objects_by_themselves() {
    let patch =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {hostNetwork: true}}}\n";
    let (_, report) = Project::new("web")
        .file("base/deployment.yaml", deployment("shop", "{app: web}"))
        .file("prod/kustomization.yaml", "resources: [../base]\npatches: [{path: patch.yaml}]\n")
        .file("prod/patch.yaml", patch)
        .args(["check", "--profile", "recommended", "-o", "json"])
        .json(0);
    assert_eq!(report["summary"]["objects"], 1);
}

/// A Deployment that a Service sends to, and what is safe to mend in it.
const OPEN: &str = "# The shop.
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web   # the only one
          image: \"web:1.4.2\"
          resources: {limits: {memory: 512m}} # too little
";

#[test]
fn fix_mends_what_is_safe_in_its_place_and_diff_shows_it_first() {
    let service = SERVICE.replace(", namespace: shop", "");
    let project = Project::new("web").file("web.yaml", format!("{OPEN}---\n{service}"));
    let (project, shown) = project.args(["check", "--diff"]).writes_nothing().outcome();
    assert!(shown.stdout.contains("+              sleep:"), "{}", shown.stdout);
    let (project, fixed) = project.args(["check", "--fix", "--quiet"]).outcome();
    assert_eq!(fixed.code, Some(1), "what is not safe is left");
    let constraint = |key: &str| {
        format!(
            "        - maxSkew: 1\n          topologyKey: {key}\n          whenUnsatisfiable: ScheduleAnyway\n          labelSelector:\n            matchLabels:\n              app: web\n"
        )
    };
    let spread = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map(constraint).concat();
    let mended = OPEN.replace("512m", "512Mi")
        + "          lifecycle:\n            preStop:\n              sleep:\n                seconds: 5\n      topologySpreadConstraints:\n"
        + &spread;
    let project = project.file_is("web.yaml", &format!("{mended}---\n{service}"));
    let (project, again) = project.args(["check", "--fix", "-o", "json"]).writes_nothing().json(1);
    assert!(!rules(&again).contains(&"no-pre-stop".to_owned()));
    let project = project.args(["check", "--diff"]).stderr_is("nothing to mend in these files\n").code(1);
    let (project, unsafely) = project.args(["check", "--fix", "--unsafe-fixes", "-o", "json"]).json(1);
    assert!(!rules(&unsafely).contains(&"privilege-escalation".to_owned()));
    project.args(["check", "--unsafe-fixes", "web.yaml"]).stderr_contains("nothing is mended without --fix").code(2);
}

#[test]
fn manifests_of_a_release_beside_what_they_are_made_from_are_alternatives_and_copies_are_a_mistake() {
    let of = |names: &[&str]| {
        let one = |name: &&str| {
            deployment("shop", &format!("{{app: {name}}}")).replace("name: web,", &format!("name: {name},"))
        };
        names.iter().map(one).collect::<Vec<_>>().join("---\n")
    };
    let rule = ["check", "--profile", "recommended", "-o", "json"];
    let release = ["web", "db", "cache"];
    let project = Project::new("web")
        .file("install.yaml", of(&release))
        .file("base/all.yaml", of(&release))
        .file("ha-install.yaml", of(&release));
    let (project, report) = project.args(rule).json(0);
    assert_eq!(rules(&report), [""; 0]);
    // A file that shares two with a folder is made from it; one that shares two with another file is a copy.
    let project = project.file("install.yaml", of(&release[..2])).delete("ha-install.yaml");
    let (project, report) = project.args(rule).json(0);
    assert_eq!(rules(&report), [""; 0]);
    let (project, report) = project.file("copy.yaml", of(&release[..2])).delete("base/all.yaml").args(rule).json(1);
    assert_eq!(rules(&report), ["duplicate-object"; 2]);
    let (_, report) = project.file("copy.yaml", of(&release[..1])).args(rule).json(1);
    assert_eq!(rules(&report), ["duplicate-object"]);
}

#[test]
fn what_every_cluster_has_is_known_and_what_every_reader_takes_for_a_text_is_no_riddle() {
    let binding = "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: auth, namespace: kube-system}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: extension-apiserver-authentication-reader}\nsubjects: []\n";
    let role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: web, namespace: kube-system}\nrules: []\n";
    let reads = deployment("shop", "{app: web}").replace(
        "image: \"web:1.4.2\"",
        "image: \"web:1.4.2\", envFrom: [{configMapRef: {name: istio-ca-root-cert}}, {configMapRef: {name: kube-root-ca.crt}}]",
    );
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, namespace: shop}\ndata: {a: b}\n";
    let schema =
        "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: web}\nspec:\n  operators:\n    - =\n    - in\n";
    let files = [("a.yaml", binding), ("b.yaml", role), ("c.yaml", &reads), ("d.yaml", config), ("e.yaml", schema)];
    let project = files.iter().fold(Project::new("web"), |project, (file, text)| project.file(file, text));
    let told = |project: Project| {
        let (project, report) = project.args(["check", "--fail-on", "never", "-o", "json"]).json(0);
        let mut rules = rules(&report);
        rules.retain(|rule| ["role-missing", "config-map-missing", "ambiguous-yaml"].contains(&rule.as_str()));
        (project, rules)
    };
    let (project, none) = told(project);
    assert_eq!(none, [""; 0]);
    // What no cluster has is missing, and what readers disagree about is told.
    let (project, role) = told(project.file("a.yaml", binding.replace("extension-", "other-")));
    assert_eq!(role, ["role-missing"]);
    let (project, config) = told(project.file("a.yaml", binding).file("c.yaml", reads.replace("istio-ca", "my-ca")));
    assert_eq!(config, ["config-map-missing"]);
    let (_, scalar) = told(project.file("c.yaml", reads).file("e.yaml", schema.replace("- in", "- on")));
    assert_eq!(scalar, ["ambiguous-yaml"]);
}

#[test]
fn what_operators_make_and_kustomize_completes_and_helm_tests_is_not_misjudged() {
    let custom = "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: k8s, namespace: shop, labels: {app: web}}\n";
    let test = POD.replace("namespace: shop", "namespace: shop, annotations: {helm.sh/hook: \"test,test-success\"}");
    let base = deployment("shop", "{app: web2}").replace("  selector: {matchLabels: {app: web2}}\n", "");
    let project = Project::new("web")
        .file("a/service.yaml", SERVICE)
        .file("a/custom.yaml", custom)
        .file("a/test.yaml", test)
        .file(
            "base/kustomization.yaml",
            "resources: [web.yaml]\nlabels: [{pairs: {app: web2}, includeSelectors: true}]\n",
        )
        .file("base/web.yaml", base);
    let rule = ["check", "--profile", "recommended", "-o", "json"];
    let (project, report) = project.args(rule).json(0);
    assert_eq!(rules(&report), [""; 0]);
    let (project, report) = project.delete("a/custom.yaml").args(rule).json(1);
    assert_eq!(rules(&report), ["service-selects-nothing"]);
    let pods = SERVICE.replace("{app: web}", "{app: web2, statefulset.kubernetes.io/pod-name: web-0}");
    let (project, report) = project.file("a/service.yaml", pods).args(rule).json(0);
    assert_eq!(rules(&report), [""; 0], "a label that a controller adds stands in no template");
    let (_, report) = project.delete("base/kustomization.yaml").args(rule).json(1);
    assert!(rules(&report).contains(&"unknown-field".to_owned()));
}

#[test]
fn a_placeholder_is_no_secret_and_a_password_is_one() {
    let with = |value: &str| {
        POD.replace("web:latest", &format!("web:1.4.2\n      env: [{{name: DB_PASSWORD, value: \"{value}\"}}]"))
    };
    let rule = ["check", "--profile", "recommended", "-o", "json"];
    let (project, report) = Project::new("web")
        .file("a.yaml", with("CHANGE_ME"))
        .file("b.yaml", with("${PASSWORD}").replace("name: web, ", "name: b, "))
        .args(rule)
        .json(0);
    assert_eq!(rules(&report), [""; 0]);
    let (_, report) = project.file("a.yaml", with("hunter2")).args(rule).json(1);
    assert_eq!(rules(&report), ["literal-secret"]);
}
