//! `kubewright maintenance`: the traffic moves, and nothing else; the way back leaves every byte as it was.

use std::collections::BTreeMap;

use serde_json::json;

use crate::project::{Project, SPEC};

/// A spec with a page, its environments as people write them.
fn spec(layout: &str, environments: &str) -> String {
    let page = format!("name: web\nlayout: {layout}\ngateway: {{name: public}}\nmaintenance: {{}} # ready\n");
    let head = SPEC.split("environments:").next().unwrap_or_default();
    format!("{}environments:\n{environments}", head.replace("name: web\n", &page))
}

const ROUTED: &str = "  staging: {}\n  # The shop itself.\n  production:\n    # Since May.\n    host: web.example.com # public\n\n# The end.\n";

fn texts(project: &Project) -> BTreeMap<String, String> {
    let text = |bytes| String::from_utf8(bytes).expect("what is generated is text");
    project.snapshot().into_iter().map(|(path, (bytes, _))| (path, text(bytes))).collect()
}

/// Switches one environment on and off again; which files were another in between.
fn there_and_back(spec: &str) -> Vec<String> {
    let project = Project::new("web").spec(spec).generate();
    let before = texts(&project);
    let project = project.args(["maintenance", "on", "-e", "production", "-q"]).success();
    let shown = texts(&project);
    let project = project.args(["regenerate", "--check", "-q"]).success();
    let project = project.args(["maintenance", "off", "-e", "production", "-q"]).success();
    assert_eq!(texts(&project), before, "{spec}");
    let files = before.keys().chain(shown.keys()).filter(|path| before.get(*path) != shown.get(*path));
    let mut files: Vec<String> = files.filter(|path| !path.starts_with(".kubewright/")).cloned().collect();
    files.sort();
    files.dedup();
    files
}

#[test]
fn on_and_off_again_leaves_every_file_as_it_was_in_every_layout() {
    let route = "deploy/production/httproute.yaml";
    assert_eq!(there_and_back(&spec("plain", ROUTED)), [route, "kubewright.yaml"]);
    let overlay = "deploy/overlays/production/httproute.yaml";
    assert_eq!(there_and_back(&spec("kustomize", ROUTED)), [overlay, "kubewright.yaml"]);
    assert_eq!(there_and_back(&spec("helm", ROUTED)), ["deploy/chart/values-production.yaml", "kubewright.yaml"]);
}

#[test]
fn without_a_route_the_service_alone_moves() {
    let environments = "  production: {}\n";
    let service = "deploy/production/service.yaml";
    assert_eq!(there_and_back(&spec("plain", environments)), [service, "kubewright.yaml"]);
    assert_eq!(there_and_back(&spec("helm", environments)), ["deploy/chart/values-production.yaml", "kubewright.yaml"]);
    let told = there_and_back(&spec("kustomize", environments));
    assert!(told.iter().all(|path| path.starts_with("deploy/overlays/production/") || path == "kubewright.yaml"));
}

#[test]
fn on_and_off_again_leaves_the_spec_as_it_was_however_an_environment_is_written() {
    for environment in [
        "production:",
        "production: # nothing yet",
        "production:\n    # Nothing yet.",
        "production: {}",
        "production: {} # nothing yet",
        "production: {replicas: 2} # two",
        "production: {maintenance: {retryAfter: 1m}}",
        "production:\n    replicas: 2\n    # why",
        "production:\n    maintenance:\n      # Long.\n      retryAfter: 1h # at most",
        "production:\n    maintenance: {} # its own",
    ] {
        there_and_back(&spec("plain", &format!("  {environment}\n  staging: {{}}\n")));
    }
    // A page of one environment alone.
    let own =
        spec("plain", "  production: {maintenance: {}}\n  staging: {}\n").replace("maintenance: {} # ready\n", "");
    there_and_back(&own);
    // One environment that nobody names.
    let lone = spec("plain", "").replace("environments:\n", "");
    let project = Project::new("web").spec(&lone).generate();
    project
        .args(["maintenance", "on", "-q"])
        .success()
        .args(["maintenance", "off", "-q"])
        .success()
        .file_is("kubewright.yaml", &lone);
}

#[test]
fn what_all_environments_have_is_taken_back_for_one_and_given_again() {
    let active =
        spec("plain", "  staging: {}\n  production: {}\n").replace("maintenance: {}", "maintenance: {active: true}");
    Project::new("web")
        .spec(&active)
        .generate()
        .args(["maintenance", "off", "-e", "production", "-q"])
        .success()
        .file_contains("kubewright.yaml", "  production: {maintenance: {active: false}}\n")
        .args(["maintenance", "on", "-e", "production", "-q"])
        .success()
        .file_is("kubewright.yaml", &active);
}

#[test]
fn off_where_it_is_off_changes_nothing() {
    Project::new("web")
        .spec(&spec("plain", ROUTED))
        .generate()
        .args(["maintenance", "off", "-e", "production"])
        .stderr_is("everything is up to date\n")
        .writes_nothing()
        .success();
}

#[test]
fn who_may_call_the_app_by_its_name_may_call_the_page() {
    let called = "calls: [web]\n".to_owned() + &spec("plain", "  production: {}\n");
    let project = Project::new("shop").spec(&called).generate();
    let folder = "deploy/production";
    let name = "app.kubernetes.io/name: web";
    let caller = project.read(&format!("{folder}/networkpolicy.yaml"));
    assert!(caller.contains(&format!("podSelector:\n            matchLabels:\n              {name}\n")), "{caller}");
    for object in ["deployment", "poddisruptionbudget"] {
        for (file, instance) in [(object.to_owned(), "web"), (format!("maintenance-{object}"), "web-maintenance")] {
            let text = project.read(&format!("{folder}/{file}.yaml"));
            let selector = format!("{name}\n      app.kubernetes.io/instance: {instance}\n");
            assert!(text.contains(&format!("    matchLabels:\n      {selector}")), "{text}");
        }
    }
}

#[test]
fn no_pod_rolls() {
    let (_, told) = Project::new("web")
        .spec(&spec("plain", ROUTED))
        .generate()
        .args(["maintenance", "on", "-e", "production"])
        .stderr_is(
            "  update    kubewright.yaml\n  update    deploy/production/httproute.yaml  moves traffic\n2 files written\n",
        )
        .success()
        .file_contains("deploy/production/httproute.yaml", "        - name: web-maintenance\n          port: 8080\n")
        .args(["status"])
        .stdout("production: switched to the maintenance page\nas generated\n")
        .success()
        .args(["status", "-o", "json"])
        .json(0);
    assert_eq!(told, json!({"version": 1, "maintenance": ["production"], "files": []}));
}

#[test]
fn an_edit_of_the_page_rolls_its_pods_and_those_of_the_app_stay() {
    let configured = spec("plain", ROUTED).replace("gateway:", "config: {A: a}\ngateway:");
    let project = Project::new("web").spec(&configured).generate();
    let project = project.edit("deploy/production/maintenance-configmap-files.yaml", "be back soon", "return at noon");
    let [own, page] = ["deploy/production/deployment.yaml", "deploy/production/maintenance-deployment.yaml"];
    let before = [own, page].map(|path| project.read(path));
    let project = project.args(["regenerate", "-q"]).success();
    assert_eq!(project.read(own), before[0]);
    assert_ne!(project.read(page), before[1]);
}

#[test]
fn for_emergencies_the_commands_alone_are_printed() {
    let (_, told) = Project::new("web")
        .spec(&spec("helm", ROUTED))
        .generate()
        .args(["maintenance", "on", "-e", "production", "--kubectl"])
        .stdout("kubectl patch httproute.gateway.networking.k8s.io web --type=json -p '[{\"op\":\"test\",\"path\":\"/spec/rules/0/backendRefs/0/name\",\"value\":\"web\"},{\"op\":\"replace\",\"path\":\"/spec/rules/0/backendRefs/0/name\",\"value\":\"web-maintenance\"}]'\n")
        .stderr_is("the next apply takes it back: `kubewright maintenance on` says it in the spec, too\n")
        .writes_nothing()
        .success()
        .args(["maintenance", "off", "-e", "staging", "--kubectl", "-o", "json"])
        .writes_nothing()
        .json(0);
    let selector = r#"{"app.kubernetes.io/name":"web","app.kubernetes.io/instance":"web-maintenance"}"#;
    let test = format!(r#"{{"op":"test","path":"/spec/selector","value":{selector}}}"#);
    let patch =
        format!(r#"[{test},{{"op":"replace","path":"/spec/selector/app.kubernetes.io~1instance","value":"web"}}]"#);
    assert_eq!(
        told,
        json!({"version": 1, "commands": [format!("kubectl patch service web --type=json -p '{patch}'")]})
    );
}

#[test]
fn without_a_page_nothing_is_switched() {
    Project::generated()
        .args(["maintenance", "on", "-e", "production"])
        .stderr_contains("no maintenance page stands ready in production")
        .writes_nothing()
        .code(2)
        .args(["maintenance", "on"])
        .stderr_contains("which environment is meant is not said\n  hint: name it: -e staging, -e production\n")
        .writes_nothing()
        .code(2);
}

/// A project whose page leads nowhere, since a selector was edited so that the page's pods lack a label of it; the file
/// that was edited, and the one where the label can be given to them.
fn with_a_selector_of_ones_own(layout: &str) -> (Project, String, String) {
    let project = Project::new("web").spec(&spec(layout, "  staging: {}\n  production: {}\n")).generate();
    let folder = match layout {
        "plain" => "deploy/production",
        "kustomize" => "deploy/base",
        _ => "deploy/chart/templates",
    };
    let [service, page] = ["service", "maintenance-deployment"].map(|name| format!("{folder}/{name}.yaml"));
    let project = project.edit(&service, "  selector:\n", "  selector:\n    tier: shop\n");
    (project, service, page)
}

#[test]
fn a_selector_that_the_pages_pods_do_not_fit_is_told_before_anybody_is_cut_off() {
    for layout in ["plain", "kustomize", "helm"] {
        let (project, service, page) = with_a_selector_of_ones_own(layout);
        let told = format!(
            "error: {service}: clients of production would get nothing: the selector asks for `tier: shop`, which the pods of `web-maintenance` lack\n  hint: take it out of the selector, or give the label to the pods of `web-maintenance`"
        );
        let project =
            project.args(["maintenance", "on", "-e", "production"]).stderr_contains(&told).writes_nothing().code(2);
        // Who needs the page at once is told, too.
        let (project, outcome) = project.args(["maintenance", "on", "-e", "production", "--kubectl"]).outcome();
        assert!(outcome.stdout.starts_with("kubectl patch service web "), "{}", outcome.stdout);
        assert!(outcome.stderr.contains("asks for `tier: shop`"), "{}", outcome.stderr);
        let labels = "      labels:\n";
        project
            .edit(&page, labels, "      labels:\n        tier: shop\n")
            .args(["maintenance", "on", "-e", "production", "-q"])
            .stderr_is("")
            .success();
    }
}

#[test]
fn behind_a_route_a_selector_of_ones_own_means_the_app_and_stays() {
    for layout in ["plain", "helm"] {
        let project = Project::new("web").spec(&spec(layout, ROUTED)).generate();
        let service =
            if layout == "plain" { "deploy/production/service.yaml" } else { "deploy/chart/templates/service.yaml" };
        project
            .edit(service, "  selector:\n", "  selector:\n    tier: shop\n")
            .args(["maintenance", "on", "-e", "production", "-q"])
            .stderr_is("")
            .success();
    }
}

#[test]
fn an_environment_that_took_the_page_back_is_told_how_it_has_one_again() {
    let taken_back = spec("plain", "  staging: {}\n  production:\n    maintenance:\n");
    Project::new("web")
        .spec(&taken_back)
        .generate()
        .args(["maintenance", "on", "-e", "production"])
        .stderr_contains("no maintenance page stands ready in production: its `maintenance` says nothing")
        .stderr_contains("`kubewright set -e production maintenance={}`, then switch\n")
        .code(2)
        .args(["set", "-e", "production", "maintenance={}", "-q"])
        .success()
        .args(["maintenance", "on", "-e", "production", "-q"])
        .success()
        .args(["status"])
        .stdout("production: switched to the maintenance page\nas generated\n")
        .success();
}

#[test]
fn a_page_that_goes_everywhere_but_where_it_is_shown_is_told() {
    let switched = Project::new("web")
        .spec(&spec("plain", "  staging: {}\n  production: {}\n"))
        .generate()
        .args(["maintenance", "on", "-e", "production", "-q"])
        .success();
    switched
        .args(["set", "maintenance=null"])
        .stderr_contains("warning: maintenance: `maintenance` stays where an environment says it of its own: production\n  hint: take it out there, too: `kubewright set -e production --unset maintenance`\n")
        .success()
        .args(["set", "-e", "production", "--unset", "maintenance", "-q"])
        .success()
        .args(["status"])
        .stdout("as generated\n")
        .success()
        .no_file("deploy/production/maintenance-deployment.yaml");
}

#[test]
fn nothing_is_told_of_the_page_that_is_not_told_of_the_app() {
    Project::new("web")
        .spec(&spec("plain", "  development: {}\n  production: {}\n"))
        .args(["regenerate", "--dry-run", "-q"])
        .stderr_is("")
        .success();
}

#[test]
fn an_edited_route_leads_to_one_backend_at_a_time() {
    let route = "deploy/production/httproute.yaml";
    let backend = "        - name: web\n          port: 8080\n";
    for edited in [
        "        # JIRA-1\n        - name: web   # the app\n          port: 8080\n",
        "        - name: web\n          port: 8080\n          weight: 1\n",
    ] {
        let project = Project::new("web").spec(&spec("plain", ROUTED)).generate().edit(route, backend, edited);
        let before = project.read(route);
        let project = project.args(["maintenance", "on", "-e", "production", "-q"]).success();
        let project = project.file_is(route, &before.replace("- name: web", "- name: web-maintenance"));
        project.args(["maintenance", "off", "-e", "production", "-q"]).success().file_is(route, &before);
    }
    // One that leads elsewhere stays, and is told.
    let project = Project::new("web").spec(&spec("plain", ROUTED)).generate();
    let project = project.edit(route, backend, "        - name: web-v2\n          port: 8080\n");
    let before = project.read(route);
    let on = project.args(["maintenance", "on", "-e", "production", "-q"]);
    let project = on.stderr_contains("spec.rules[0].backendRefs[8080].name: changed by you").code(3);
    let project = project.file_is(route, &before);
    project.args(["maintenance", "off", "-e", "production", "-q"]).success().file_is(route, &before);
}

#[test]
fn what_else_would_change_is_written_first() {
    Project::new("web")
        .spec(&spec("plain", ROUTED))
        .generate()
        .edit("kubewright.yaml", ":1.4.2", ":1.5.0")
        .args(["maintenance", "on", "-e", "production"])
        .stderr_contains("more than the traffic would change: `deploy/production/deployment.yaml`")
        .writes_nothing()
        .code(2);
}

#[test]
fn a_comment_on_the_switch_stays() {
    let environments =
        "  production:\n    maintenance:\n      # not now\n      active: false # ticket 42\n      retryAfter: 10m\n";
    let before = spec("plain", environments);
    Project::new("web")
        .spec(&before)
        .generate()
        .args(["maintenance", "on", "-e", "production", "-q"])
        .success()
        .file_is("kubewright.yaml", &before.replace("active: false", "active: true"))
        .args(["maintenance", "off", "-e", "production", "-q"])
        .success()
        .file_is("kubewright.yaml", &before);
}
