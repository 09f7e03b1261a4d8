//! What the layouts rest on: the base, which follows from a spec without any of its environments.

// A case that does not render ends the test with what is wrong.
#![allow(clippy::panic)]

#[path = "shared/folders.rs"]
mod folders;

use std::path::Path;

use kubewright::generate::{GenerateError, Generated, Request, base, generate, tree};
use kubewright::io::Project;
use kubewright::layout::Tree;
use kubewright::preset::Sources;
use kubewright::spec::{Layout, Spec};
use kubewright::yaml::parse_documents;
use serde_json::Value;

use folders::folders;

/// No file stands beside the spec.
struct Nothing;

impl Sources for Nothing {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("there is no such file".to_owned())
    }
}

const SPEC: &str =
    "version: 1\nkubernetes: \"1.35\"\nname: web\nport: 8080\nhealth: {readiness: /readyz, liveness: /livez}\n";

fn parse(text: &str) -> Spec {
    Spec::parse("kubewright.yaml", text).expect("the spec is valid")
}

fn spec_of(folder: &Path) -> Spec {
    let text = Project::new(folder).spec().expect("readable").expect("a case has a spec");
    Spec::parse(Project::SPEC, &text).unwrap_or_else(|problems| panic!("{}: {problems:#?}", folder.display()))
}

fn texts(generated: &Generated) -> Vec<&str> {
    generated.documents.iter().map(|document| document.text.as_str()).collect()
}

#[test]
fn every_case_has_a_base_in_which_no_environment_has_a_say() {
    for folder in folders() {
        let (mut spec, project) = (spec_of(&folder), Project::new(&folder));
        let of = |spec: &Spec| base(spec, &project).unwrap_or_else(|error| panic!("{}: {error:#?}", folder.display()));
        let whole = of(&spec);
        assert!(whole.warnings.is_empty(), "a base never runs, and warns of nothing");
        spec.environments.clear();
        assert_eq!(texts(&whole), texts(&of(&spec)), "{}", folder.display());
    }
}

#[test]
fn what_environments_alone_say_is_told_as_lacking_at_the_top_level() {
    let spec = parse(&format!(
        "{SPEC}layout: kustomize\nenvironments:\n  staging: {{image: \"ghcr.io/acme/web:2\"}}\n  production: {{image: \"ghcr.io/acme/web:1\"}}\n"
    ));
    let Err(GenerateError::Invalid(problems)) = base(&spec, &Nothing) else { panic!("the base has no image") };
    assert_eq!(
        problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "kubewright.yaml:1:1: the layout `kustomize` needs a base, and without an environment `image` is missing (hint: say at the top level what holds where no environment says otherwise: say it, such as `image: ghcr.io/acme/web:1.4.2`, or give --image)"
        ]
    );
}

#[test]
fn the_base_has_what_an_environment_with_several_pods_has() {
    let spec = parse(&format!("{SPEC}image: ghcr.io/acme/web:1\nenvironments: {{production: {{replicas: 9}}}}\n"));
    let base = base(&spec, &Nothing).unwrap_or_else(|error| panic!("{error:#?}"));
    let kinds: Vec<&str> = base.documents.iter().map(|document| document.identity.kind.as_str()).collect();
    assert!(kinds.contains(&"PodDisruptionBudget"), "{kinds:?}");
    let deployment = base.documents.iter().find(|document| document.identity.kind == "Deployment").expect("one");
    assert_eq!(deployment.value["spec"]["replicas"], 2);
}

/// The files of a spec in the layout of kustomize.
fn kustomized(text: &str) -> Tree {
    let spec = parse(&format!("{SPEC}layout: kustomize\nimage: ghcr.io/acme/web:1.4.2\n{text}"));
    let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
    let made = generate(&request, &spec.environment_names(), &Nothing).unwrap_or_else(|error| panic!("{error:#?}"));
    tree(&spec, &made, &Nothing).unwrap_or_else(|error| panic!("{error:#?}"))
}

/// The values that an overlay's files state, without what names objects and files.
fn stated(tree: &Tree, environment: &str) -> Vec<String> {
    let folder = format!("deploy/overlays/{environment}/");
    let mut found = Vec::new();
    for (path, text) in tree.iter().filter(|(path, _)| path.starts_with(&folder)) {
        for value in parse_documents(path, text).expect("the files are YAML") {
            leaves(&value, "", &mut found);
        }
    }
    let is_name = |leaf: &String| {
        let at = leaf.split(' ').next().unwrap_or_default();
        let ends = ["/apiVersion", "/kind", "/name", "/metadata/namespace"];
        at.starts_with("/patches/") || ends.iter().any(|name| at.ends_with(name))
    };
    found.retain(|leaf| !is_name(leaf) && leaf != "/resources/0 \"../../base\"");
    found
}

fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| leaves(value, &format!("{path}/{key}"), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| leaves(item, &format!("{path}/{index}"), found))
        }
        leaf => found.push(format!("{path} {leaf}")),
    }
}

#[test]
fn an_overlay_states_what_differs_and_nothing_else() {
    let tree = kustomized(
        "size: medium\nconfig: {LOG_LEVEL: info, GREETING: hello}\nenvironments:\n  production: {replicas: 4, config: {LOG_LEVEL: debug}, health: {readiness: /ready}}\n",
    );
    assert_eq!(
        stated(&tree, "production"),
        [
            "/replicas/0/count 4",
            "/data/LOG_LEVEL \"debug\"",
            // The hash of the configuration, which rolls the pods.
            "/spec/template/metadata/annotations/kubewright.dev/config-hash \"3d08d7871439bb0f\"",
            "/spec/template/spec/containers/0/readinessProbe/httpGet/path \"/ready\"",
        ]
    );
}

#[test]
fn an_environment_that_is_the_base_has_an_overlay_that_states_nothing() {
    let tree = kustomized("size: medium\nreplicas: 3\nenvironments: {production: {}}\n");
    assert_eq!(stated(&tree, "production"), Vec::<String>::new());
    assert_eq!(
        tree["deploy/overlays/production/kustomization.yaml"],
        "# What differs in production.\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - ../../base\n"
    );
}

#[test]
fn adding_removing_or_changing_an_environment_touches_its_own_overlay_alone() {
    let environments = ["staging: {}", "production: {replicas: 4}", "eu-prod: {preset: production, size: large}"];
    let of = |environments: &[&str]| {
        kustomized(&format!("namespace: shop\nenvironments:\n  {}\n", environments.join("\n  ")))
    };
    let own = |tree: &Tree| {
        tree.iter()
            .filter(|(path, _)| !path.starts_with("deploy/overlays/production/"))
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect::<Tree>()
    };
    let all = of(&environments);
    for changed in [
        "production: {replicas: 9, host: web.example.com, ingress: {class: nginx}, namespace: other}",
        "production: {kind: StatefulSet, image: \"eu.acme.io/web:2\", exceptions: {no-network-policy: none}}",
    ] {
        let tree = of(&[environments[0], changed, environments[2]]);
        assert_eq!(own(&tree), own(&all), "{changed}");
        assert_ne!(tree, all);
    }
    assert_eq!(of(&[environments[0], environments[2]]), own(&all));
}

#[test]
fn another_namespace_is_one_line_where_everything_moves() {
    let tree = kustomized(
        "namespace: shop\ncreateNamespace: true\nreplicas: 3\nsize: medium\nenvironments: {production: {namespace: shop-eu}}\n",
    );
    assert_eq!(stated(&tree, "production"), ["/namespace \"shop-eu\""]);
}

/// Whether an object says all that a patch says.
fn is_said(patch: &Value, object: &Value) -> bool {
    match (patch, object) {
        (Value::Object(patch), Value::Object(object)) => patch.iter().all(|(key, value)| match object.get(key) {
            Some(own) => is_said(value, own),
            None => value.is_null(),
        }),
        // kustomize merges what has such a key, and replaces all other lists.
        (Value::Array(patch), Value::Array(object)) if patch.iter().all(has_key) => {
            patch.iter().all(|item| object.iter().any(|own| is_said(item, own)))
        }
        (patch, object) => patch == object,
    }
}

fn has_key(item: &Value) -> bool {
    ["name", "mountPath", "devicePath", "ip"].iter().any(|key| item.get(key).is_some())
}

/// Whether an operation makes something else of an object.
fn operates(operation: &Value, object: &Value) -> bool {
    let at = operation["path"].as_str().and_then(|path| object.pointer(path));
    match operation["op"].as_str() {
        Some("test") => false,
        Some("remove") => at.is_some(),
        _ => at != Some(&operation["value"]),
    }
}

#[test]
fn every_patch_is_for_an_object_of_the_base_and_changes_it() {
    let mut patches = 0;
    for folder in folders() {
        let (mut spec, project) = (spec_of(&folder), Project::new(&folder));
        spec.layout = Some((Layout::Kustomize, None));
        let request = Request { name: &spec.name, spec: Some(&spec), preset: None, given: &[] };
        let made = generate(&request, &spec.environment_names(), &project).expect("the case is valid");
        let tree = tree(&spec, &made, &project).expect("the case has a base");
        let of_base: Vec<Value> =
            base(&spec, &project).expect("the case has a base").documents.into_iter().map(|one| one.value).collect();
        let is = |object: &Value, path: &str, wanted: &Value| object.pointer(path).unwrap_or(&Value::Null) == wanted;
        for (path, text) in tree.iter().filter(|(path, _)| path.ends_with("/kustomization.yaml")) {
            let folder = path.trim_end_matches("kustomization.yaml");
            let read = |text: &str| parse_documents(path, text).expect("the files are YAML");
            let entries = read(text)[0]["patches"].as_array().cloned().unwrap_or_default();
            for entry in &entries {
                let file = format!("{folder}{}", entry["path"].as_str().expect("a patch is a file"));
                for patch in read(&tree[&file]) {
                    patches += 1;
                    let targets: Vec<&Value> = match &entry["target"] {
                        Value::Null => of_base
                            .iter()
                            .filter(|object| {
                                let head = ["/apiVersion", "/kind", "/metadata/name", "/metadata/namespace"];
                                head.iter().all(|path| is(object, path, patch.pointer(path).unwrap_or(&Value::Null)))
                            })
                            .collect(),
                        target => of_base
                            .iter()
                            .filter(|object| {
                                [("/kind", "kind"), ("/metadata/name", "name"), ("/metadata/namespace", "namespace")]
                                    .iter()
                                    .all(|(path, key)| target[key].is_null() || is(object, path, &target[key]))
                            })
                            .collect(),
                    };
                    // A patch without a kind is for every object of a namespace.
                    let every = entry["target"].is_object() && entry["target"]["kind"].is_null();
                    assert!(if every { !targets.is_empty() } else { targets.len() == 1 }, "{file}: {patch}");
                    let changes = |target: &&Value| match patch.as_array() {
                        Some(operations) => operations.iter().any(|operation| operates(operation, target)),
                        None => !is_said(&patch, target),
                    };
                    assert!(targets.iter().any(changes), "{file} changes nothing");
                }
            }
            let files = tree.keys().filter_map(|path| path.strip_prefix(folder)).filter(|path| path.contains('/'));
            let named = |file: &&str| entries.iter().any(|entry| entry["path"] == **file);
            let lost: Vec<&str> = files.filter(|file| !path.contains("/base/") && !named(file)).collect();
            assert_eq!(lost, Vec::<&str>::new(), "{path} names every patch");
        }
    }
    assert!(patches > 100, "{patches} patches");
}
