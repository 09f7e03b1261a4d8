//! `canary`: a share of the requests goes to another version, and nothing of the app itself changes but its route.

use std::collections::BTreeMap;

use crate::project::{Project, SPEC};

const LAYOUTS: [&str; 3] = ["plain", "kustomize", "helm"];

/// A spec whose production has all that a canary has a part of its own in.
fn spec(layout: &str) -> String {
    let head = format!(
        "name: web\nnamespace: shop\nlayout: {layout}\ngateway: {{name: public}}\nconfig: {{A: b}}\nmaintenance: {{}}\n\
         metrics: {{port: 9090, monitor: {{}}, style: http-server}}\nalerts: {{objective: 99.9}}\n"
    );
    let spec = SPEC.replace("name: web\n", &head);
    spec.replace("production: {}", "production: {host: web.example.com, replicas: 4} # the shop")
}

fn generated(layout: &str) -> Project {
    Project::new("web").spec(&spec(layout)).generate()
}

/// Sets values of production.
fn set(project: Project, values: &[&str]) -> Project {
    project.args(["set", "-e", "production", "-q"].into_iter().chain(values.iter().copied())).success()
}

fn texts(project: &Project) -> BTreeMap<String, String> {
    let text = |bytes| String::from_utf8(bytes).expect("what is generated is text");
    project.snapshot().into_iter().map(|(path, (bytes, _))| (path, text(bytes))).collect()
}

/// The objects of production by their kinds and names, whatever the layout.
fn objects(project: Project) -> (Project, BTreeMap<String, String>) {
    let (project, text) = project.args(["render", "-e", "production"]).text();
    let named = |object: &str| {
        let line = |start: &str| object.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_default();
        (format!("{} {}", line("kind: "), line("  name: ")), object.to_owned())
    };
    (project, text.split("---\n").map(named).collect())
}

/// Those that are another text in two generations, or in one of them alone.
fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let both = before.keys().chain(after.keys()).filter(|name| before.get(*name) != after.get(*name));
    let names: std::collections::BTreeSet<String> = both.cloned().collect();
    names.into_iter().collect()
}

#[test]
fn no_object_of_the_app_changes_but_the_route() {
    let (project, before) = objects(generated("plain"));
    let (project, on) = objects(set(project, &["canary.tag=1.5.0"]));
    let own = ["Deployment", "HTTPRoute", "NetworkPolicy", "PodMonitor", "PrometheusRule", "Service"];
    let expected = own.map(|kind| format!("{kind} web{}", if kind == "HTTPRoute" { "" } else { "-canary" }));
    assert_eq!(changed(&before, &on), expected);
    let (project, heavier) = objects(set(project, &["canary.weight=50%", "canary.replicas=1"]));
    assert_eq!(changed(&on, &heavier), ["HTTPRoute web"]);
    // Half of four pods, of which one may be moved at a time.
    let (project, more) = objects(set(project, &["canary.replicas=null"]));
    assert_eq!(
        changed(&heavier, &more),
        ["Deployment", "PodDisruptionBudget"].map(|kind| format!("{kind} web-canary"))
    );
    let (_, off) = objects(set(project, &["canary=null"]));
    assert_eq!(off, before);
}

#[test]
fn its_end_leaves_every_byte_as_before_in_every_layout() {
    for layout in LAYOUTS {
        let project = generated(layout);
        let before = texts(&project);
        let project = set(project, &["canary={\"tag\": \"1.5.0\", \"weight\": \"30%\"}"]);
        let project = project.args(["regenerate", "--check", "-q"]).success();
        assert_ne!(texts(&project), before, "{layout}");
        let project = project.args(["set", "-e", "production", "-q", "--unset", "canary"]).success();
        assert_eq!(texts(&project), before, "{layout}");
    }
}

#[test]
fn one_command_makes_it_the_app() {
    let route = "deploy/production/httproute.yaml";
    let project = generated("plain");
    let alone = project.read(route);
    let project = set(project, &["canary.tag=1.5.0"]);
    let project = project.args(["set", "-e", "production", "image=ghcr.io/acme/web:1.5.0", "canary=null"]);
    project
        .stderr_contains("  update    deploy/production/deployment.yaml  rolls pods\n")
        .stderr_contains("  update    deploy/production/httproute.yaml  moves traffic\n")
        .success()
        .file_is(route, &alone)
        .file_contains("deploy/production/deployment.yaml", "image: ghcr.io/acme/web:1.5.0\n")
        .no_file("deploy/production/canary-deployment.yaml");
}

#[test]
fn a_change_of_its_weight_moves_traffic_and_rolls_no_pod() {
    for (layout, file) in [
        ("plain", "deploy/production/httproute.yaml"),
        ("kustomize", "deploy/overlays/production/httproute.yaml"),
        ("helm", "deploy/chart/values-production.yaml"),
    ] {
        let project = set(generated(layout), &["canary.tag=1.5.0", "canary.replicas=1"]);
        project
            .args(["set", "-e", "production", "canary.weight=30%"])
            .stderr_is(format!("  update    kubewright.yaml\n  update    {file}  moves traffic\n2 files written\n"))
            .success();
    }
}

#[test]
fn its_pods_are_those_of_the_app_but_for_names_and_image() {
    let (_, objects) = objects(set(generated("plain"), &["canary.tag=1.5.0", "canary.weight=50%"]));
    let app = objects["Deployment web"]
        .replace("  name: web\n  namespace", "  name: web-canary\n  namespace")
        .replace("instance: web\n", "instance: web-canary\n")
        .replace("1.4.2", "1.5.0")
        .replace("replicas: 4", "replicas: 2");
    assert_eq!(objects["Deployment web-canary"], app);
}

#[test]
fn the_page_wins_and_its_end_gives_the_canary_its_share_again() {
    for layout in LAYOUTS {
        let project = set(generated(layout), &["canary.tag=1.5.0", "canary.weight=30%"]);
        let before = texts(&project);
        let (project, with) = objects(project);
        let (project, page) = objects(project.args(["maintenance", "on", "-e", "production", "-q"]).success());
        assert_eq!(changed(&with, &page), ["HTTPRoute web"], "{layout}");
        let refs = page["HTTPRoute web"].split("backendRefs:\n").nth(1);
        assert_eq!(refs, Some("        - name: web-maintenance\n          port: 8080\n"), "{layout}");
        let project = project.args(["maintenance", "off", "-e", "production", "-q"]).success();
        assert_eq!(texts(&project), before, "{layout}");
    }
}

#[test]
fn an_edited_weight_stays_while_the_spec_says_the_same() {
    let route = "deploy/production/httproute.yaml";
    let project = set(generated("plain"), &["canary.tag=1.5.0", "canary.weight=10%"]);
    let project = project.edit(route, "weight: 90", "weight: 75 # JIRA-7").edit(route, "weight: 10", "weight: 25");
    let before = project.read(route);
    // What has nothing to do with it comes in.
    let project = set(project, &["host=shop.example.com"]);
    let project = project.file_is(route, &before.replace("web.example.com", "shop.example.com"));
    let before = project.read(route);
    // Another weight of the spec is a conflict, and the edit stands.
    let project = project
        .args(["set", "-e", "production", "canary.weight=50%"])
        .stderr_contains("spec.rules[0].backendRefs[8080].weight: changed by you")
        .stderr_contains("spec.rules[0].backendRefs[8080/canary].weight: changed by you")
        .code(3)
        .file_is(route, &before);
    project
        .args(["regenerate", "--prefer", "new", "-q"])
        .success()
        .file_contains(route, "          weight: 50 # JIRA-7\n")
        .file_lacks(route, "weight: 25");
}

#[test]
fn an_edit_of_the_configuration_rolls_the_canary_too() {
    let project = set(generated("plain"), &["canary.tag=1.5.0"]);
    let hash = |project: &Project, file: &str| {
        let text = project.read(&format!("deploy/production/{file}.yaml"));
        text.lines().find(|line| line.contains("config-hash")).map(str::to_owned)
    };
    let before = hash(&project, "deployment");
    let project = project.edit("deploy/production/configmap.yaml", "A: b", "A: c");
    let project = project.args(["regenerate", "-q"]).success();
    let after = hash(&project, "deployment");
    assert!(before != after && after == hash(&project, "canary-deployment"), "{before:?} {after:?}");
    let (_, told) = project.args(["check", "-o", "json"]).json(0);
    assert_eq!(told["findings"], serde_json::json!([]));
}

#[test]
fn it_has_its_share_of_the_most_pods_that_the_app_has() {
    let pods = |values: &[&str]| {
        let project = set(generated("plain"), &[&["canary.tag=1.5.0"], values].concat());
        let text = project.read("deploy/production/canary-deployment.yaml");
        text.lines().find_map(|line| line.strip_prefix("  replicas: ")).map(str::to_owned)
    };
    for (values, expected) in [
        (&["canary.weight=1%"] as &[&str], "1"),
        (&["canary.weight=26%"], "2"),
        (&["canary.weight=100%"], "4"),
        // It stands ready.
        (&[], "1"),
        // Nothing scales it.
        (&["canary.weight=25%", "replicas=null", "autoscaling={\"min\": 3, \"max\": 9, \"cpu\": 70}"], "3"),
        (&["canary.weight=25%", "canary.replicas=7"], "7"),
    ] {
        assert_eq!(pods(values).as_deref(), Some(expected), "{values:?}");
    }
}

#[test]
fn capacity_and_quota_count_its_pods() {
    let load = "load={\"peakConcurrency\": 60, \"workersPerReplica\": 30, \"database\": {\"connectionsPerReplica\": 10, \"maxConnections\": 100}}";
    let project = set(generated("plain"), &[load]);
    let (project, alone) = project.args(["capacity", "-e", "production"]).text();
    assert!(alone.contains("5 pods x 10 = 50 of 100"), "{alone}");
    let project = set(project, &["canary.tag=1.5.0", "canary.weight=50%"]);
    let (project, with) = project.args(["capacity", "-e", "production"]).text();
    // Two of the canary, and one more during its own rollout.
    assert!(with.contains("8 pods x 10 = 80 of 100"), "{with}");
    assert!(with.contains("the canary, its share"), "{with}");
    project
        .args(["set", "-e", "production", "canary.weight=60%", "canary.replicas=1"])
        .stderr_contains("the canary's share of the peak is 36 requests at the same moment")
        .stderr_contains("`canary.replicas: 2`")
        .writes_nothing()
        .code(2)
        .args(["set", "-e", "production", "namespaceRules={\"quota\": {\"pods\": 10}}"])
        .stderr_contains("the app alone needs 11 pods during a rollout, and the quota has 10")
        .code(2);
}
