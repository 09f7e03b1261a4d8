//! Each judge and each reader can fail: what is wrong on purpose is found.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::alerts::Rules;
use super::cases::Rendering;
use super::components;
use super::dashboards::{self, Dashboard};
use super::difference;
use super::judges::{self, Judge, MINORS, Subject, Verdict, title};
use super::tool_files::{self, READERS};
use super::{or_fail, readers};
use kubewright::yaml::parse_documents;

/// A way to spoil an object.
type Mutation = (&'static str, fn(&mut Value));

#[test]
fn strict_schemas_reject_every_mutation_in_every_minor() {
    let mutations: [Mutation; 7] = [
        ("an unknown field", |object| object["unknown"] = json!({})),
        ("an unknown field deep inside", |object| {
            object["spec"]["template"]["spec"]["containers"][0]["unknown"] = json!("x")
        }),
        ("a string for an integer", |object| object["spec"]["replicas"] = json!("2")),
        ("a decimal for an integer", |object| object["spec"]["replicas"] = json!(2.0)),
        ("a boolean for a string", |object| object["spec"]["template"]["spec"]["containers"][0]["image"] = json!(true)),
        ("a missing required field", |object| drop(object["spec"].as_object_mut().expect("a map").remove("selector"))),
        ("a null for an object", |object| object["spec"]["selector"] = Value::Null),
    ];
    rejects(judges::strict_schemas, &deployment(), &mutations);
}

#[test]
fn definitions_reject_every_mutation() {
    let mutations: [Mutation; 5] = [
        ("an unknown field", |object| object["spec"]["unknown"] = json!("x")),
        ("an unknown field deep inside", |object| object["spec"]["storage"]["unknown"] = json!("x")),
        ("a text for a number", |object| object["spec"]["instances"] = json!("3")),
        ("a word that is none of the known", |object| object["spec"]["primaryUpdateMethod"] = json!("often")),
        ("a missing required field", |object| drop(object["spec"].as_object_mut().expect("a map").remove("instances"))),
    ];
    let cluster = json!({
        "apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster", "metadata": {"name": "a"},
        "spec": {"instances": 3, "primaryUpdateMethod": "restart", "storage": {"size": "1Gi"}},
    });
    rejects(components::by_definition, &cluster, &mutations);
}

#[test]
fn the_tests_of_alerts_reject_one_that_always_fires_and_one_that_never_does() {
    for rules in or_fail(Rules::all()).iter().filter(|rules| rules.name == "alerts-of-a-schedule@production") {
        let Some(tests) = rules.tests() else { continue };
        for alert in rules.alerts() {
            for expr in ["vector(1)", "vector(1) > 1"] {
                assert!(rules.with(alert, expr).test(&tests).is_err(), "{}: {alert} as `{expr}`", rules.name);
            }
        }
        assert!(rules.with(rules.alerts()[0], "sum(").check().is_err());
    }
}

#[test]
fn the_types_of_dashboards_and_the_reader_of_their_queries_reject_what_is_wrong() {
    let dashboard = or_fail(Dashboard::all()).remove(0);
    let mutations: [Mutation; 4] = [
        ("an unknown field", |dashboard| dashboard["unknown"] = json!({})),
        ("an unknown field of a panel", |dashboard| dashboard["panels"][0]["unknown"] = json!("x")),
        ("a text for a number", |dashboard| dashboard["schemaVersion"] = json!("39")),
        ("an unknown kind of variable", |dashboard| dashboard["templating"]["list"][0]["type"] = json!("x")),
    ];
    let spoilt = mutations.map(|(_, spoil)| {
        let mut json = dashboard.json.clone();
        spoil(&mut json);
        json
    });
    for ((what, _), problems) in mutations.iter().zip(or_fail(dashboards::problems(&spoilt))) {
        assert!(!problems.is_empty(), "{what}");
    }
    assert!(Rules::of_queries("wrong", &["sum("]).check().is_err());
}

/// Who reads files for other tools, a file that it reads, and what is wrong on purpose in it.
const SPOILT: [(&str, &str, &str, &str); 14] = [
    ("hadolint", "Dockerfile", "WORKDIR /src", "WORKDIR src"),
    ("hadolint", "Dockerfile", "RUN ", "RUM "),
    ("shellcheck", "deploy/delivery/deploy.sh", "\"$(dirname \"$0\")/../..\"", "$(dirname $0)/../.."),
    ("actionlint", "/workflows/delivery.yaml", "needs.image.outputs.reference", "needs.image.outputs.refrence"),
    ("actionlint", "/workflows/delivery.yaml", "mkdir -p ~/.kube", "mkdir -p $KUBE"),
    ("zizmor", "/workflows/delivery.yaml", "@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@main"),
    ("zizmor", "/workflows/delivery.yaml", "persist-credentials: false", "fetch-depth: 1"),
    ("zizmor", "/workflows/delivery.yaml", "sign --yes \"$IMAGE@$DIGEST\"", "sign --yes \"${{ github.head_ref }}\""),
    ("the schema of workflows", "/workflows/delivery.yaml", "timeout-minutes: 30", "timeout-minutes: [30]"),
    ("the schema of GitLab", ".gitlab-ci.yml", "stage: test", "stages: test"),
    ("Alloy's parser and printer", ".alloy", "= [\"shop\"]", "= [\"shop\""),
    ("Alloy's parser and printer", ".alloy", "target_label  =", "target_label ="),
    ("the schema of Renovate", "renovate.json", "\"enabled\": false", "\"enabled\": \"no\""),
    ("the schema of Dependabot", "dependabot.yml", "interval: weekly", "interval: often"),
];

#[test]
fn readers_of_files_for_other_tools_reject_what_is_wrong() {
    let files = or_fail(tool_files::all());
    for (name, end, right, wrong) in SPOILT {
        let reader = READERS.iter().find(|reader| reader.name == name).expect("a reader");
        let sound = files.iter().find(|file| file.path.ends_with(end) && file.text.contains(right));
        let mut file = or_fail(sound.ok_or_else(|| format!("no {end} has {right}"))).clone();
        file.text = file.text.replace(right, wrong);
        assert!(reader.judge(&file).is_err(), "{name}: {wrong}");
    }
}

#[test]
fn models_reject_every_mutation() {
    let mutations: [Mutation; 7] = [
        ("an unknown field", |object| object["unknown"] = json!({})),
        ("an unknown field deep inside", |object| object["spec"]["rules"][0]["backendRefs"][0]["unknown"] = json!("x")),
        ("an unknown field of the metadata", |object| object["metadata"]["unknown"] = json!("x")),
        ("a string for an integer", |object| object["spec"]["rules"][0]["backendRefs"][0]["port"] = json!("80")),
        ("a string for a list", |object| object["spec"]["hostnames"] = json!("web.example.com")),
        ("a missing required field", |object| object["spec"]["rules"][0]["backendRefs"][0] = json!({"port": 80})),
        ("a null for a list", |object| object["spec"]["hostnames"] = Value::Null),
    ];
    rejects(judges::custom_resources, &route(), &mutations);
}

#[test]
fn each_minor_is_judged_by_its_own_fields() {
    let mut object = deployment();
    object["spec"]["template"]["spec"]["containers"][0]["restartPolicyRules"] = json!([]); // new in 1.34
    let verdicts = or_fail(judges::strict_schemas(&[subject("x", &object)])).remove(0);
    assert_eq!(verdicts.iter().map(Verdict::accepts).collect::<Vec<_>>(), [false, true, true, true, true]);
    assert_eq!(verdicts.iter().map(|verdict| verdict.judge.as_str()).collect::<Vec<_>>(), MINORS);
    let below = |target| {
        verdicts.iter().filter(|verdict| verdict.is_below_target(&Subject { target, ..subject("x", &object) })).count()
    };
    assert_eq!((below("1.33"), below("1.35")), (0, 2));
}

#[test]
fn a_kind_is_known_by_its_whole_group_and_to_one_judge_only() {
    let impostor = json!({"apiVersion": "apps.example.com/v1", "kind": "Deployment", "metadata": {"name": "web"}});
    let (deployment, route) = (deployment(), route());
    let subjects = [subject("impostor", &impostor), subject("deployment", &deployment), subject("route", &route)];
    let known =
        |verdicts: Vec<Vec<Verdict>>| verdicts.iter().map(|of_one| of_one[0].problems.is_some()).collect::<Vec<_>>();
    assert_eq!(known(or_fail(judges::strict_schemas(&subjects))), [false, true, false]);
    assert_eq!(known(or_fail(judges::custom_resources(&subjects))), [false, false, true]);
}

#[test]
fn no_judge_lets_an_unknown_field_pass_in_any_kind_that_is_rendered() {
    let objects = or_fail(Rendering::all()).iter().flat_map(|rendering| &rendering.objects);
    let kinds: BTreeMap<_, _> =
        objects.map(|object| ((object["apiVersion"].to_string(), object["kind"].to_string()), object)).collect();
    let spoil = |object: &Value| {
        let mut spoilt = object.clone();
        spoilt["unknown"] = json!("x");
        spoilt
    };
    let spoilt: Vec<_> = kinds.values().map(|object| spoil(object)).collect();
    let subjects: Vec<_> = spoilt.iter().map(|object| subject("spoilt", object)).collect();
    for judge in [judges::strict_schemas as Judge, judges::custom_resources] {
        for (object, verdicts) in spoilt.iter().zip(or_fail(judge(&subjects))) {
            assert!(!verdicts.iter().any(Verdict::accepts), "an unknown field passes in {}", title(object));
        }
    }
}

#[test]
fn readers_find_the_scalars_that_they_read_differently() {
    let text = |value| {
        format!(
            "# comment\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: web}}\ndata: {{key: {value}}}\n---\n# comment\n"
        )
    };
    let texts = ["\"y\"", "1", "012", "1:30", "y"].map(text);
    let ours = texts.each_ref().map(|text| or_fail(parse_documents("-", text).map_err(|problem| problem.to_string())));
    let built: Vec<_> = or_fail(readers::kustomize(&texts)).into_iter().map(or_fail).collect();
    let readings = [readers::kubectl(&texts), readers::yaml_1_1(&texts), readers::kubectl(&built)].map(or_fail);
    let [quoted, plain, octal, sexagesimal, boolean] = [0, 1, 2, 3, 4]
        .map(|index| readings.each_ref().map(|theirs| !difference::between(&ours[index], &theirs[index]).is_empty()));
    assert_eq!((quoted, plain, octal), ([false; 3], [false; 3], [true; 3]));
    // Only a reader of YAML 1.1 takes this for 90, and only Go's and kubewright's take `y` for true;
    // kustomize quotes it on the way through, so that its output alone would not tell.
    assert_eq!(sexagesimal, [false, true, false]);
    assert!(boolean.contains(&true));
}

fn rejects(judge: Judge, sound: &Value, mutations: &[Mutation]) {
    let mut objects = vec![("nothing", sound.clone())];
    for (name, mutate) in mutations {
        let mut object = sound.clone();
        mutate(&mut object);
        objects.push((*name, object));
    }
    let subjects: Vec<_> = objects.iter().map(|(name, object)| subject(name, object)).collect();
    for (index, verdicts) in or_fail(judge(&subjects)).iter().enumerate() {
        for verdict in verdicts {
            let known = verdict.problems.is_some();
            assert!(known && verdict.accepts() == (index == 0), "{}: {verdict:?}", subjects[index].case);
        }
    }
}

fn subject<'a>(case: &'a str, object: &'a Value) -> Subject<'a> {
    Subject { case, env: "self-test", target: "1.33", object }
}

fn deployment() -> Value {
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "web:1"}]}},
        },
    })
}

fn route() -> Value {
    json!({
        "apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "web", "labels": {"app": "web"}},
        "spec": {
            "parentRefs": [{"name": "public", "namespace": "infra", "sectionName": "https"}],
            "hostnames": ["web.example.com"],
            "rules": [{"matches": [{"path": {"type": "PathPrefix", "value": "/"}}], "backendRefs": [{"name": "web", "port": 80}]}],
        },
    })
}
