//! What the real helm makes of every chart, under whatever values and names.

use kubewright::spec::Layout;
use kubewright::yaml::parse_documents;
use serde_json::Value;

use super::charts::{self, Chart};
use super::random::RandomSpec;
use super::tape::tape_of;
use super::{each_value, hostile_charts, hostile_specs, judges, loose_ends, none, or_fail, overrides, parallel, say};

#[test]
fn helm_gives_every_environment_the_objects_of_plain() {
    none(&or_fail(charts::judge(or_fail(Chart::cases()))));
}

/// Random specs of which charts are judged.
const RANDOM_CHARTS: u64 = 40;

#[test]
fn helm_gives_random_specs_the_objects_of_plain() {
    let chart = |number: u64| {
        let text = RandomSpec::valid(&tape_of(number)).text();
        or_fail(Chart::of_text(&format!("random spec {number}"), &text)).ok()
    };
    let charts: Vec<Chart> = (0..RANDOM_CHARTS).filter_map(chart).collect();
    say(&format!("{} of {RANDOM_CHARTS} random specs have a base, and so a chart", charts.len()));
    assert!(charts.len() as u64 > RANDOM_CHARTS / 2, "most random specs have a base");
    none(&or_fail(charts::judge(&charts)));
}

#[test]
fn a_value_that_is_set_changes_what_it_should_and_nothing_else() {
    none(&or_fail(overrides::judge()));
}

#[test]
fn every_value_of_a_chart_changes_the_fields_of_its_name_and_nothing_else() {
    let (mut values, mut failures) = (0, Vec::new());
    for sample in each_value::SAMPLES {
        let (count, found) = or_fail(each_value::judge(sample));
        values += count;
        failures.extend(found);
    }
    say(&format!("{values} values of {} charts, each set to another one", each_value::SAMPLES.len()));
    assert!(values > 200, "{values} values");
    none(&failures);
}

#[test]
fn a_number_that_null_takes_back_is_left_out_or_asked_for_and_never_0() {
    let (mut left_out, mut asked_for, mut failures) = (0, 0, Vec::new());
    for sample in each_value::SAMPLES {
        let ([left, asked], found) = or_fail(each_value::taken_back(sample));
        left_out += left;
        asked_for += asked;
        failures.extend(found);
    }
    say(&format!("{left_out} numbers are left out, {asked_for} are asked for"));
    assert!(left_out > 5 && asked_for > 2);
    none(&failures);
}

#[test]
fn a_value_that_an_object_cannot_do_without_is_asked_for_when_null_takes_it_back() {
    none(&or_fail(each_value::not_asked_for()));
}

/// Specs of which the base or an environment has no volume at all.
const WITHOUT_VOLUMES: [&str; 2] = [
    r#"{base: {/tmp: null}, staging: {/tmp: null}, production: {/tmp: 64Mi, /cache: 64Mi}, files: {}}"#,
    r#"{base: {/tmp: 64Mi}, staging: {/tmp: null}, production: {/cache: 64Mi}, files: {/etc/web.conf: web.conf}}"#,
];

#[test]
fn further_volumes_and_mounts_come_to_those_of_every_chart_and_environment() {
    let spec = |text: &&str| {
        let given = or_fail(parse_documents("volumes", text).map_err(|problem| problem.to_string())).remove(0);
        let mut spec = serde_json::json!({
            "version": 1, "kubernetes": "1.35", "name": "web", "image": "ghcr.io/acme/web:1.4.2", "port": 8080,
            "health": {"readiness": "/readyz"}, "writable": given["base"],
            "environments": {"staging": {"writable": given["staging"]}, "production": {"writable": given["production"]}},
        });
        spec["environments"]["production"]["configFiles"] = given["files"].clone();
        or_fail(or_fail(Chart::of_text(text, &spec.to_string())))
    };
    let without: Vec<Chart> = WITHOUT_VOLUMES.iter().map(spec).collect();
    let charts: Vec<&Chart> = or_fail(Chart::cases()).iter().chain(&without).collect();
    let judged = parallel::parallel(charts, |chart| or_fail(chart.further_volumes()));
    none(&judged.concat());
}

#[test]
fn every_value_of_an_environment_changes_something() {
    none(&each_value::SAMPLES.iter().flat_map(|sample| or_fail(each_value::idle(sample))).collect::<Vec<_>>());
}

/// What else gives the objects of a release other names.
const OTHER_NAMES: [&[&str]; 3] =
    [&[], &["--set", "nameOverride=zulu"], &["--set", "fullnameOverride=yankee", "--set", "nameOverride=zulu"]];

#[test]
fn a_release_of_another_name_in_another_namespace_holds_together() {
    let mut failures = Vec::new();
    for (turn, chart) in or_fail(Chart::cases()).iter().enumerate() {
        let written = or_fail(chart.write());
        for (index, (environment, plain)) in chart.0.environments.iter().enumerate() {
            let values = written.file(&format!("values-{environment}.yaml"));
            let name = OTHER_NAMES[(turn + index) % OTHER_NAMES.len()];
            let arguments: Vec<&str> = ["-f", &values].into_iter().chain(name.iter().copied()).collect();
            let objects = or_fail(written.template("other", Some("elsewhere"), &arguments));
            let told = |found: String| format!("{} {environment} {name:?}: {found}", chart.0.case);
            failures.extend(loose_ends::loose_ends(&objects).into_iter().map(told));
            let [before, after] = [plain, &objects].map(|objects| loose_ends::own_peers(objects));
            if before != after {
                failures.push(told(format!("{after} peers are its own pods, and {before} in the plain layout")));
            }
            let strays = objects.iter().filter(|object| {
                let namespace = &object["metadata"]["namespace"];
                namespace.is_string() && namespace != "elsewhere"
            });
            failures.extend(strays.map(|object| told(format!("{} is elsewhere", judges::title(object)))));
        }
    }
    none(&failures);
}

#[test]
fn a_chart_works_as_a_dependency_with_values_for_all_charts() {
    let mut failures = Vec::new();
    for name in ["web", "stateful-database", "queue-worker-keda", "immutable-config", "migration-job", "database-proxy"]
    {
        let chart = or_fail(Chart::case(name));
        let written = or_fail(chart.write());
        let values = format!("global: {{region: eu}}\n{}: {{podLabels: {{tier: back}}, enabled: true}}\n", chart.0.app);
        let (_folder, parent) = or_fail(written.around(&values));
        let objects = or_fail(charts::template(&parent, "all", Some("shop"), &[]));
        let full = format!("all-{}", chart.0.app);
        let is_named = |object: &Value| object["metadata"]["name"].as_str().is_some_and(|name| name.starts_with(&full));
        assert!(objects.iter().any(is_named), "{name}: {objects:#?}");
        failures.extend(loose_ends::loose_ends(&objects).into_iter().map(|found| format!("{name}: {found}")));
        assert!(objects.iter().any(|object| object.to_string().contains(r#""tier":"back""#)), "{name}");
    }
    none(&failures);
}

#[test]
fn a_chart_refuses_values_of_a_wrong_type_and_of_unknown_names() {
    let chart = or_fail(Chart::case("web"));
    let written = or_fail(chart.write());
    let refused = |set: &[&str]| written.template("web", Some("shop"), set).expect_err(&set.join(" "));
    for (set, told) in [
        (["--set", "replicaCount=many"], "replicaCount"),
        (["--set", "replicaCounts=3"], "replicaCounts"),
        (["--set", "image.tag=14"], "tag"),
        (["--set", "image.tags=x"], "tags"),
        (["--set", "service.prot=80"], "prot"),
        (["--set", "resources.limit.cpu=1"], "limit"),
        (["--set", "config.LIST={a,b}"], "LIST"),
        (["--set", "httpRoute.enabled=perhaps"], "enabled"),
        (["--set", "podAntiAffinity=sometimes"], "podAntiAffinity"),
        (["--set", "extraEnv[0].value=x"], "extraEnv"),
        (["--set", "service.port=null"], "port"),
        (["--set", "service=null"], "service"),
        (["--set", "image.repository=null"], "repository"),
    ] {
        let why = refused(&set);
        assert!(why.contains("schema") && why.contains(told), "{set:?}: {why}");
    }
    or_fail(written.template("web", Some("shop"), &["--set", "global.anything=1"]));
}

#[test]
fn hostile_texts_are_data_to_helm_in_the_base_and_in_an_environment() {
    let charts: Vec<Chart> = hostile_specs(Layout::Helm).into_iter().map(Chart).collect();
    let objects = charts[1].0.environments[0].1.clone();
    let text = Value::from(objects).to_string();
    for hostile in hostile_charts::TEXTS {
        let quoted = Value::from(*hostile).to_string();
        assert!(text.contains(quoted.trim_matches('"')), "{hostile:?} is part of no object");
    }
    none(&or_fail(charts::judge(&charts)));
}
