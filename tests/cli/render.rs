//! `kubewright render`.

use serde_json::{Value, json};

use crate::project::{Project, SPEC};

const ANSWERS: [&str; 10] = [
    "render",
    "web",
    "--image",
    "ghcr.io/acme/web:1.4.2",
    "--port",
    "8080",
    "--readiness",
    "/readyz",
    "--liveness",
    "/livez",
];

pub(crate) fn kinds(text: &str) -> Vec<String> {
    let objects = kubewright::yaml::parse_documents("stdout", text).expect("YAML");
    objects.iter().map(|object| object["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn prints_the_objects_of_one_environment() {
    let (_, text) = Project::new("web").spec(SPEC).args(["render", "-e", "production"]).writes_nothing().text();
    assert_eq!(kinds(&text), ["ServiceAccount", "Service", "Deployment", "PodDisruptionBudget", "NetworkPolicy"]);
}

#[test]
fn what_it_prints_is_what_regenerate_writes() {
    let (project, text) = Project::generated().args(["render", "-e", "staging"]).text();
    let files = ["serviceaccount", "service", "deployment", "poddisruptionbudget", "networkpolicy"];
    let written: Vec<String> = files.iter().map(|file| project.read(&format!("deploy/staging/{file}.yaml"))).collect();
    assert_eq!(text, written.join("---\n"));
}

#[test]
fn replicas_beside_the_bounds_of_an_autoscaler_are_pointed_out() {
    let told = "`replicas` is not written beside `autoscaling`, whose `min` and `max` say how many pods run";
    let spec = format!("{SPEC}replicas: 4\nautoscaling: {{min: 2, max: 9}}\n");
    Project::new("web")
        .spec(&spec)
        .args(["render", "-e", "production"])
        .stdout_contains("  minReplicas: 2\n")
        .stderr_is(format!("warning: kubewright.yaml:10:1: {told}\n  hint: take `replicas` out\n"))
        .success();
    // As the fewest pods, or from another layer, they say something.
    Project::new("web")
        .spec(&spec.replace("min: 2, ", ""))
        .args(["render", "-e", "production"])
        .stdout_contains("  minReplicas: 4\n")
        .success();
}

#[test]
fn a_pull_secret_that_is_said_twice_is_written_once() {
    let spec = format!("{SPEC}pullSecrets: [second, first, second]\n");
    let (_, text) = Project::new("web").spec(&spec).args(["render", "-e", "production"]).text();
    assert!(text.contains("      imagePullSecrets:\n        - name: second\n        - name: first\n      s"), "{text}");
}

#[test]
fn hand_edits_are_not_in_it() {
    let (_, text) = Project::generated()
        .edit("deploy/production/deployment.yaml", "replicas: 3", "replicas: 7")
        .args(["render", "-e", "production"])
        .text();
    assert!(text.contains("  replicas: 3\n"), "{text}");
}

#[test]
fn takes_the_answers_as_flags_without_a_spec() {
    let (_, text) = Project::new("web").args(ANSWERS).writes_nothing().text();
    assert!(text.contains("  replicas: 3\n"), "the production preset speaks\n{text}");
    let (_, text) =
        Project::new("web").args([ANSWERS.as_slice(), &["-e", "development"]].concat()).writes_nothing().text();
    assert!(text.contains("  replicas: 1\n"), "{text}");
}

#[test]
fn lists_everything_that_is_missing_without_a_spec() {
    Project::new("web")
        .args(["render", "--port", "0"])
        .stderr_contains("error: --port: `port` must be from 1 to 65535, not 0\n")
        .stderr_contains("error: there is no kubewright.yaml and no name\n")
        .stderr_contains("`image` is missing")
        .writes_nothing()
        .code(2);
}

#[test]
fn flags_and_variables_go_above_the_spec_and_change_nothing_on_disk() {
    let (_, text) = Project::generated()
        .args(["render", "-e", "production", "--replicas", "9", "--set", "config.A=b"])
        .variable("KUBEWRIGHT_REPLICAS", "8")
        .variable("KUBEWRIGHT_PORT", "9090")
        .writes_nothing()
        .text();
    assert!(text.contains("  replicas: 9\n"), "{text}");
    assert!(text.contains("containerPort: 9090\n"), "{text}");
    assert!(kinds(&text).contains(&"ConfigMap".to_owned()), "{text}");
}

#[test]
fn a_variable_for_what_only_a_flag_says_is_told_the_flag() {
    for (variable, flag) in [
        ("KUBEWRIGHT_SET", "--set KEY=VALUE"),
        ("KUBEWRIGHT_PRESET", "--set ENV:preset=NAME"),
        ("KUBEWRIGHT_CALLS", "--calls "),
    ] {
        Project::generated()
            .args(["render", "-e", "production"])
            .variable(variable, "port=9090")
            .stderr_contains(&format!("error: {variable}: no key is set by this variable\n"))
            .stderr_contains(&format!("hint: unset it, and say it as a flag: `{flag}"))
            .writes_nothing()
            .code(2);
    }
}

#[test]
fn asks_for_the_environment_where_there_are_several() {
    Project::new("web")
        .spec(SPEC)
        .args(["render"])
        .stderr_is("error: kubewright.yaml: the spec has several environments\n  hint: name one: -e staging or -e production\n")
        .code(2);
}

#[test]
fn needs_no_environment_where_there_is_one() {
    let spec = SPEC.replace("  staging: {}\n", "");
    let (_, text) = Project::new("web").spec(&spec).args(["render"]).text();
    assert!(text.contains("  replicas: 3\n"), "{text}");
    let spec = SPEC.replace("environments:\n  staging: {}\n  production: {}\n", "");
    let (_, text) = Project::new("web").spec(&spec).args(["render"]).text();
    assert!(text.contains("  replicas: 3\n"), "{text}");
}

#[test]
fn names_the_nearest_environment() {
    Project::new("web")
        .spec(SPEC)
        .args(["render", "-e", "prodution"])
        .stderr_is(
            "error: kubewright.yaml: the spec has no environment `prodution`\n  hint: did you mean `production`?\n",
        )
        .code(2);
}

#[test]
fn refuses_the_name_of_another_app() {
    Project::new("web")
        .spec(SPEC)
        .args(["render", "shop", "-e", "production"])
        .stderr_contains("the spec here is for `web`, not for `shop`")
        .code(2);
}

#[test]
fn writes_one_file_an_object_into_a_folder() {
    Project::new("web")
        .spec(SPEC)
        .args(["render", "-e", "production", "--output-dir", "out/here"])
        .success()
        .files_are(&[
            "kubewright.yaml",
            "out/here/deployment.yaml",
            "out/here/networkpolicy.yaml",
            "out/here/poddisruptionbudget.yaml",
            "out/here/service.yaml",
            "out/here/serviceaccount.yaml",
        ])
        .args(["render", "-e", "production", "--output-dir", "out/here"])
        .success();
}

#[test]
fn an_output_folder_with_another_file_of_that_name_is_left_alone() {
    Project::new("web")
        .spec(SPEC)
        .file("out/service.yaml", "# mine\n")
        .args(["render", "-e", "production", "--output-dir", "out"])
        .stderr_is("error: out/service.yaml: stands there already, with another content\n  hint: remove it, or name an empty folder\n")
        .writes_nothing()
        .code(2);
}

#[test]
fn json_is_a_list_that_kubectl_takes() {
    let (_, list) = Project::new("web").spec(SPEC).args(["render", "-e", "production", "-o", "json"]).json(0);
    assert_eq!((&list["apiVersion"], &list["kind"]), (&json!("v1"), &json!("List")));
    let kinds: Vec<&Value> = list["items"].as_array().expect("items").iter().map(|item| &item["kind"]).collect();
    assert_eq!(kinds, ["ServiceAccount", "Service", "Deployment", "PodDisruptionBudget", "NetworkPolicy"]);
}

#[test]
fn json_tells_problems_with_line_and_column() {
    let spec = SPEC.replace("port: 8080", "port: 0");
    let (_, told) = Project::new("web").spec(&spec).args(["render", "-e", "production", "-o", "json"]).json(2);
    assert_eq!(
        told,
        json!({"version": 1, "problems": [{
            "source": "kubewright.yaml",
            "line": 5,
            "column": 7,
            "message": "`port` must be from 1 to 65535, not 0",
            "hint": null,
        }]})
    );
}

#[test]
fn warnings_go_to_stderr_with_their_place() {
    let (_, text) = Project::new("web")
        .spec(&SPEC.replace("8080", "80"))
        .args(["render", "-e", "production"])
        .stderr_is("warning: kubewright.yaml:5:1: port 80 is below 1024, where a non-root process may not be allowed to listen\n  hint: let the app listen on a higher port, such as 8080\n")
        .text();
    assert!(text.starts_with("apiVersion: v1\n"), "{text}");
}

#[test]
fn quiet_leaves_out_what_went_well_and_keeps_the_warnings() {
    const WARNING: &str = "warning: kubewright.yaml:5:1: port 80 is below 1024, where a non-root process may not be allowed to listen\n  hint: let the app listen on a higher port, such as 8080\n";
    let project = Project::new("web").spec(&SPEC.replace("8080", "80"));
    let (project, text) = project.args(["render", "-e", "production", "-q"]).stderr_is(WARNING).text();
    assert!(text.contains("containerPort: 80\n"), "{text}");
    project.args(["regenerate", "-q"]).stderr_is(WARNING).success();
}

#[test]
fn another_folder_is_named_in_places() {
    Project::new("web")
        .file("below/kubewright.yaml", SPEC.replace("port: 8080", "port: 0"))
        .args(["render", "-C", "below", "-e", "production"])
        .stderr_is("error: below/kubewright.yaml:5:7: `port` must be from 1 to 65535, not 0\n")
        .code(2);
}

/// An escape sequence or a mark that turns the direction would let a message lie about its spec.
#[test]
fn a_message_hides_nothing_from_the_screen() {
    let told = Project::new("web")
        .spec(&format!("{SPEC}labels: {{\"\\e[2Kx\": \"a b\", \"\\u202ey\": \"a b\"}}\n"))
        .args(["render", "-e", "\u{1b}[2Kz", "--color", "always"])
        .outcome()
        .1;
    assert_eq!(told.code, Some(2));
    let colourless = told.stderr.replace("\u{1b}[0m", "");
    assert!(!colourless.contains("\u{1b}[2K") && !colourless.contains('\u{202e}'), "{colourless:?}");
}
