//! The conformance suite: every case and example in every environment, judged by the field's own tools.
//!
//! `cargo test --features conformance --test conformance`; needs python3, node, npm and Go.

#![cfg(feature = "conformance")]

#[path = "conformance/alerts.rs"]
mod alerts;
#[path = "conformance/cases.rs"]
mod cases;
#[path = "conformance/charts.rs"]
mod charts;
#[path = "conformance/command.rs"]
mod command;
#[path = "conformance/components.rs"]
mod components;
#[path = "conformance/dashboards.rs"]
mod dashboards;
#[path = "shared/definitions.rs"]
mod definitions;
#[path = "conformance/difference.rs"]
mod difference;
#[path = "conformance/each_value.rs"]
mod each_value;
#[path = "shared/folders.rs"]
mod folders;
#[path = "conformance/graphs.rs"]
mod graphs;
#[path = "conformance/hostile.rs"]
mod hostile;
#[path = "conformance/hostile_charts.rs"]
mod hostile_charts;
#[path = "conformance/judges.rs"]
mod judges;
#[path = "shared/laid.rs"]
mod laid;
#[path = "conformance/loose_ends.rs"]
mod loose_ends;
#[allow(dead_code, reason = "shared with another test")]
#[path = "hostile/made.rs"]
mod made;
#[path = "conformance/maintenance.rs"]
mod maintenance;
#[path = "conformance/overlay_images.rs"]
mod overlay_images;
#[path = "conformance/overlays.rs"]
mod overlays;
#[path = "conformance/overrides.rs"]
mod overrides;
#[path = "shared/parallel.rs"]
mod parallel;
#[allow(dead_code, reason = "shared with another test")]
#[path = "random/spec.rs"]
mod random;
#[path = "conformance/readers.rs"]
mod readers;
#[path = "conformance/reports.rs"]
mod reports;
#[allow(dead_code, reason = "shared with another test")]
#[path = "hostile/sample.rs"]
mod sample;
#[path = "conformance/scripts.rs"]
mod scripts;
#[path = "conformance/self_tests.rs"]
mod self_tests;
#[allow(dead_code, reason = "shared with another test")]
#[path = "hostile/slot.rs"]
mod slot;
#[path = "random/tape.rs"]
mod tape;
#[path = "conformance/tool_files.rs"]
mod tool_files;
#[path = "conformance/tools.rs"]
mod tools;
#[path = "random/value.rs"]
mod value;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::OnceLock;

use alerts::Rules;
use cases::{RANDOM_SPECS, Rendering};
use charts::Chart;
use components::Made;
use dashboards::Dashboard;
use judges::{Subject, Verdict};
use kubewright::spec::Layout;
use kubewright::yaml::parse_documents;
use laid::Laid;
use made::Beside;
use maintenance::Page;
use random::RandomSpec;
use scripts::Scripts;
use serde_json::{Value, json};
use tape::tape_of;

#[test]
fn strict_schemas_of_every_supported_minor_accept_every_object() {
    let subjects = Subject::of(or_fail(Rendering::all()));
    let (mut failures, mut below_target) = (Vec::new(), 0);
    for (subject, verdicts) in subjects.iter().zip(schema_verdicts()) {
        // A kind that no minor knows is a custom resource, which the next test is about.
        if is_custom(verdicts) {
            continue;
        }
        let rejections = verdicts.iter().filter(|verdict| !verdict.accepts());
        let (excused, failed): (Vec<_>, Vec<_>) = rejections.partition(|verdict| verdict.is_below_target(subject));
        below_target += excused.len();
        failures.extend(failed.into_iter().map(|verdict| verdict.report(subject)));
    }
    say(&format!(
        "{} objects; {below_target} rejections by a minor below the target of the case, let pass",
        subjects.len()
    ));
    none(&failures);
}

#[test]
fn models_accept_every_custom_resource_and_know_every_kind_that_kubernetes_does_not() {
    let subjects = Subject::of(or_fail(Rendering::all()));
    let judged = subjects.into_iter().zip(schema_verdicts());
    let custom: Vec<_> = judged.filter(|(_, verdicts)| is_custom(verdicts)).map(|(subject, _)| subject).collect();
    let verdicts = or_fail(judges::custom_resources(&custom));
    let judged = custom.iter().zip(verdicts.iter().flatten());
    say(&format!("{} custom resources", custom.len()));
    none(
        &judged
            .filter(|(_, verdict)| !verdict.accepts())
            .map(|(subject, verdict)| verdict.report(subject))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn shellcheck_finds_nothing_in_any_script() {
    let scripts = or_fail(Scripts::all());
    let (checked, failures): (Vec<_>, Vec<_>) = scripts.iter().map(Scripts::check).partition(Result::is_ok);
    say(&format!("{} scripts", checked.into_iter().flatten().sum::<usize>()));
    none(&failures.into_iter().filter_map(Result::err).collect::<Vec<_>>());
    assert!(scripts.len() > 3, "there are cases with scripts");
}

#[test]
fn k6_reads_every_load_test_as_the_spec_says_it() {
    let scripts = or_fail(Scripts::all());
    let mut read = 0;
    for scripts in &scripts {
        for (environment, options) in or_fail(scripts.options()) {
            read += 1;
            let stages = &options["scenarios"]["peak"]["stages"];
            assert!(
                stages[1]["target"].as_u64().is_some_and(|peak| peak > 0),
                "{} {environment}: {options}",
                scripts.case
            );
            if scripts.case == "tests-under-load" {
                assert_eq!((&stages[1]["target"], &stages[1]["duration"]), (&json!(40), &json!("5m0s")));
                let thresholds = json!({"http_req_duration": ["p(99.5)<=250"], "http_req_failed": ["rate<=0.001"]});
                assert_eq!(options["thresholds"], thresholds);
            }
        }
    }
    assert!(read > 2, "there are load tests");
}

#[test]
fn a_load_test_fails_exactly_where_too_many_requests_do() {
    let case = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/tests-under-load");
    let scripts = or_fail(Scripts::of(&case));
    let run = |fails_each| scripts.load("production", &or_fail(scripts::server(fails_each)));
    let told = or_fail(run(None));
    assert!(told.contains("\n0 of ") && told.ends_with("shop keeps what was promised in production\n"), "{told}");
    let told = run(Some(100)).expect_err("one request of a hundred fails");
    assert!(told.contains("load.sh: shop does not keep what was promised in production"), "{told}");
    assert!(told.contains(" requests failed; at most 0.1 % may"), "{told}");
}

#[test]
fn an_opentelemetry_collector_takes_every_snippet_and_no_slip_of_one() {
    let snippets: Vec<String> = or_fail(Scripts::all()).iter().flat_map(Scripts::of_collector).collect();
    assert!(snippets.len() > 1, "there are snippets");
    none(&snippets.iter().filter_map(|snippet| scripts::collects(snippet).err()).collect::<Vec<_>>());
    for (part, slip) in [("send_quiet", "sendquiet"), ("type: container", "type: containr"), ("- otlphttp/", "- otlp/")]
    {
        assert!(snippets[0].contains(part) && scripts::collects(&snippets[0].replace(part, slip)).is_err(), "{slip}");
    }
}

#[test]
fn every_file_for_another_tool_is_taken_by_who_reads_it() {
    let files = or_fail(tool_files::all());
    for reader in &tool_files::READERS {
        let count = reader.files(&files).len();
        say(&format!("{count} files for {}", reader.name));
        assert!(count > 5, "{count} files for {}", reader.name);
        none(&reader.judge_all(&files));
    }
}

#[test]
fn renovate_finds_every_image_that_a_spec_names() {
    let (count, missed) = or_fail(tool_files::missed_by_renovate(&or_fail(tool_files::all())));
    assert!(count > 50, "{count} images");
    none(&missed);
}

#[test]
fn models_accept_every_object_by_which_argo_cd_and_flux_read_the_manifests() {
    let files = or_fail(tool_files::all());
    let objects = or_fail(tool_files::objects(&files));
    let kinds: BTreeSet<&str> = objects.iter().filter_map(|(_, object)| object["kind"].as_str()).collect();
    let expected = ["Application", "ApplicationSet", "GitRepository", "HelmRelease", "Kustomization"];
    assert_eq!(kinds, BTreeSet::from(expected));
    let subjects: Vec<Subject<'_>> = objects.iter().map(tool_files::subject).collect();
    let verdicts = or_fail(judges::custom_resources(&subjects));
    let judged = subjects.iter().zip(verdicts.iter().flatten());
    none(
        &judged
            .filter(|(_, verdict)| !verdict.accepts())
            .map(|(subject, verdict)| verdict.report(subject))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn definitions_and_models_accept_everything_that_is_made_of_components() {
    let all = or_fail(Made::all());
    let custom = Made::subjects(&all, false);
    let defined = or_fail(components::by_definition(&custom));
    let modelled = or_fail(judges::custom_resources(&custom));
    say(&format!("{} custom resources of components", custom.len()));
    let judged = custom.iter().zip(defined.iter().flatten().zip(modelled.iter().flatten()));
    // Some kinds have a definition, some a model, and some neither.
    let mut unjudged = BTreeSet::new();
    let failed = judged.flat_map(|(subject, (defined, modelled))| {
        let known = [defined, modelled].into_iter().filter(|verdict| verdict.problems.is_some()).collect::<Vec<_>>();
        let kind = ["apiVersion", "kind"].map(|field| subject.object[field].as_str().unwrap_or_default());
        if known.is_empty() && components::UNJUDGED.contains(&kind.into()) {
            unjudged.insert(kind);
            return Vec::new();
        }
        let judges = if known.is_empty() { vec![defined] } else { known };
        let failed = judges.into_iter().filter(|verdict| !verdict.accepts());
        failed.map(|verdict| verdict.report(subject)).collect::<Vec<_>>()
    });
    none(&failed.collect::<Vec<_>>());
    assert_eq!(unjudged.len(), components::UNJUDGED.len(), "{unjudged:?}: what has a judge is judged");
    let own = Made::subjects(&all, true);
    assert!(!own.is_empty(), "components have policies");
    let verdicts = or_fail(judges::strict_schemas(&own));
    let rejected = own.iter().zip(&verdicts).flat_map(|(subject, verdicts)| {
        verdicts.iter().filter(|verdict| !verdict.accepts()).map(|verdict| verdict.report(subject))
    });
    none(&rejected.collect::<Vec<_>>());
}

#[test]
fn helm_lays_the_values_of_components_over_their_charts() {
    let (tried, failures) = or_fail(components::laid_over_their_charts(&or_fail(Made::all())));
    say(&format!("{tried} values over charts"));
    assert!(tried > 1, "{tried} values");
    none(&failures);
}

#[test]
fn promtool_reads_every_alert() {
    let rules = or_fail(Rules::all());
    say(&format!("{} sets of alerts", rules.len()));
    none(&rules.iter().filter_map(|rules| rules.check().err()).collect::<Vec<_>>());
}

#[test]
fn alerts_fire_when_they_should_and_at_no_other_time() {
    let rules = or_fail(Rules::all());
    let tested: Vec<(&Rules, String)> = rules.iter().filter_map(|rules| Some((rules, rules.tests()?))).collect();
    let mut names: Vec<&str> = tested.iter().map(|(rules, _)| rules.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(alerts::tested(), names, "each file of tests is that of a case");
    let untested = tested.iter().flat_map(|(rules, tests)| {
        let is_untested = |alert: &&str| !tests.contains(&format!(r#"alertname="{alert}""#));
        rules.alerts().into_iter().filter(is_untested).map(|alert| format!("{}: {alert} never fires", rules.name))
    });
    none(&untested.collect::<Vec<_>>());
    none(&tested.iter().filter_map(|(rules, tests)| rules.test(tests).err()).collect::<Vec<_>>());
}

#[test]
fn promtool_reads_every_query_of_a_dashboard_and_grafanas_types_fit_it() {
    let dashboards = or_fail(Dashboard::all());
    say(&format!("{} dashboards", dashboards.len()));
    assert!(dashboards.len() > 5, "{} dashboards", dashboards.len());
    none(&dashboards.iter().filter_map(|dashboard| dashboard.check().err()).collect::<Vec<_>>());
    let json: Vec<Value> = dashboards.iter().map(|dashboard| dashboard.json.clone()).collect();
    let problems = or_fail(dashboards::problems(&json));
    let told = dashboards.iter().zip(problems).filter(|(_, problems)| !problems.is_empty());
    none(&told.map(|(dashboard, problems)| format!("{}: {problems:?}", dashboard.name)).collect::<Vec<_>>());
}

#[test]
fn a_dashboard_shows_nothing_that_no_alert_is_made_of() {
    let rules = or_fail(Rules::all());
    let expressions = rules.iter().flat_map(Rules::expressions);
    let known: BTreeSet<&str> = expressions.flat_map(dashboards::metrics).collect();
    let strays = |dashboard: &Dashboard| {
        let shown: BTreeSet<String> =
            dashboard.queries().into_iter().flat_map(dashboards::metrics).map(str::to_owned).collect();
        assert!(!shown.is_empty(), "{}", dashboard.name);
        let strays: Vec<String> = shown.into_iter().filter(|name| !known.contains(name.as_str())).collect();
        (!strays.is_empty()).then(|| format!("{}: {strays:?}", dashboard.name))
    };
    // The cases have alerts of all that they have; what is drawn at random may have a dashboard alone.
    let of_cases = |dashboard: &&Dashboard| dashboard.name.starts_with("tests/cases/");
    none(&or_fail(Dashboard::all()).iter().filter(of_cases).filter_map(strays).collect::<Vec<_>>());
}

#[test]
fn alerts_of_a_chart_follow_its_release() {
    let cases = ["alerts", "alerts-of-a-database", "alerts-of-a-schedule", "alerts-of-a-job"];
    none(&cases.iter().flat_map(|case| or_fail(alerts::strays(case))).collect::<Vec<_>>());
}

#[test]
fn dashboards_of_two_releases_of_a_chart_are_two_files() {
    let cases = ["alerts", "alerts-of-a-database", "alerts-of-a-schedule", "alerts-of-a-job"];
    none(&cases.iter().flat_map(|case| or_fail(dashboards::strays(case))).collect::<Vec<_>>());
}

#[test]
fn nginx_answers_all_but_the_probes_with_the_maintenance_page_and_503() {
    let pages = or_fail(Page::all());
    say(&format!("{} pages", pages.len()));
    assert!(pages.len() > 2, "{} pages", pages.len());
    none(&pages.iter().flat_map(|page| or_fail(page.judge())).collect::<Vec<_>>());
}

#[test]
fn mermaid_graphviz_and_xml_read_every_picture_as_it_is_told_in_json() {
    let (objects, failures) = or_fail(graphs::judge());
    say(&format!("{objects} objects in pictures"));
    assert!(objects > 1000, "{objects} objects");
    none(&failures);
}

#[test]
fn kubectl_reads_every_rendered_value_as_kubewright_does() {
    none(&differences(readers::kubectl(&texts())));
}

#[test]
fn a_yaml_1_1_reader_reads_every_rendered_value_as_kubewright_does() {
    none(&differences(readers::yaml_1_1(&texts())));
}

#[test]
fn kustomize_hands_on_every_value_as_kubewright_reads_it() {
    let (mut built, mut failures) = (Vec::new(), Vec::new());
    for (rendering, text) in or_fail(Rendering::all()).iter().zip(or_fail(readers::kustomize(&texts()))) {
        match text {
            Ok(text) => built.push(text),
            Err(failure) => failures.push(format!("{}: {failure}", rendering.name())),
        }
    }
    none(&failures);
    // Two readers of its output, one of YAML 1.1 with Go's rules and one of 1.2, that have to agree.
    let ours = built.iter().map(|text| parse_documents("kustomize", text).map_err(|problem| problem.to_string()));
    none(&[differences(readers::kubectl(&built)), differences(ours.collect())].concat());
}

#[test]
fn kustomize_makes_of_every_overlay_the_objects_of_its_environment() {
    let laid = or_fail(Laid::cases(Layout::Kustomize));
    none(&or_fail(overlays::judge(&laid)));
}

#[test]
fn kustomize_makes_of_the_overlays_of_random_specs_the_objects_of_their_environments() {
    let spec = |number| RandomSpec::valid(&tape_of(number)).text();
    let laid = |number| or_fail(Laid::of_text(&format!("random spec {number}"), &spec(number), Layout::Kustomize));
    let (laid, baseless): (Vec<_>, Vec<_>) = (0..RANDOM_SPECS).map(laid).partition(Result::is_ok);
    let laid: Vec<Laid> = laid.into_iter().flatten().collect();
    say(&format!("{} random specs have a base, {} have none", laid.len(), baseless.len()));
    assert!(laid.len() * 2 > baseless.len(), "most random specs have a base");
    none(&or_fail(overlays::judge(&laid)));
}

#[test]
fn kustomize_hands_on_hostile_texts_whatever_stands_in_the_base() {
    let laid: Vec<Laid> = hostile_specs(Layout::Kustomize);
    let has_patch = |path: &str| laid[0].tree.contains_key(&format!("deploy/overlays/production/{path}"));
    assert!(has_patch("patches/configmap.yaml") && has_patch("patches/deployment.yaml"));
    none(&or_fail(overlays::judge(&laid)));
}

#[test]
fn an_image_that_is_set_in_an_overlay_comes_to_every_container_of_the_app_and_changes_nothing_else() {
    let laid = or_fail(Laid::cases(Layout::Kustomize));
    let (containers, failures) = or_fail(overlay_images::judge(&laid));
    say(&format!("{containers} containers have the tag that `kustomize edit set image` gave"));
    none(&failures);
}

#[test]
fn kubectl_reads_hostile_texts_of_plain_manifests_as_they_are() {
    for laid in hostile_specs(Layout::Plain) {
        let text = |environment: &str| {
            let own = format!("deploy/{environment}/");
            let files = laid.tree.iter().filter(|(path, _)| path.starts_with(&own)).map(|(_, text)| text.as_str());
            files.collect::<Vec<_>>().join("---\n")
        };
        let texts: Vec<String> = laid.environments.iter().map(|(environment, _)| text(environment)).collect();
        for ((environment, objects), read) in laid.environments.iter().zip(or_fail(readers::kubectl(&texts))) {
            let found = difference::between(&overlays::sorted(objects.clone()), &overlays::sorted(read));
            assert!(found.is_empty(), "{environment}: {found:#?}");
        }
    }
}

/// Specs full of hostile texts in a layout: every one in the place of every other, and all of them everywhere.
fn hostile_specs(layout: Layout) -> Vec<Laid> {
    // kustomize itself writes line ends of other alphabets as blanks.
    let kept = |text: &str| match layout {
        Layout::Kustomize => text.replace(['\u{85}', '\u{2028}', '\u{feff}'], "e"),
        Layout::Plain | Layout::Helm => text.to_owned(),
    };
    let contents: Vec<Vec<u8>> =
        hostile_charts::contents().iter().map(|text| kept(&String::from_utf8_lossy(text)).into_bytes()).collect();
    let laid = |spec: String| or_fail(or_fail(Laid::of("hostile texts", &kept(&spec), layout, &Beside(&contents))));
    vec![laid(hostile::spec()), laid(hostile_charts::spec())]
}

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

/// The verdicts of all minors on every object, in the order of [`Subject::of`].
fn schema_verdicts() -> &'static [Vec<Verdict>] {
    static VERDICTS: OnceLock<Result<Vec<Vec<Verdict>>, String>> = OnceLock::new();
    let judge = || judges::strict_schemas(&Subject::of(Rendering::all()?));
    or_fail(VERDICTS.get_or_init(judge).as_deref().map_err(Clone::clone))
}

/// Whether no supported minor knows the kind of the object.
fn is_custom(verdicts: &[Verdict]) -> bool {
    verdicts.iter().all(|verdict| verdict.problems.is_none())
}

fn texts() -> Vec<String> {
    or_fail(Rendering::all()).iter().map(|rendering| rendering.text.clone()).collect()
}

/// Where the readings of all renderings differ from kubewright's own.
fn differences(readings: Result<Vec<Vec<Value>>, String>) -> Vec<String> {
    let (renderings, readings) = (or_fail(Rendering::all()), or_fail(readings));
    assert_eq!(readings.len(), renderings.len(), "a reader has to read every rendering");
    let named = |(rendering, theirs): (&Rendering, Vec<Value>)| {
        difference::between(&rendering.objects, &theirs)
            .into_iter()
            .map(|found| format!("{}: {found}", rendering.name()))
            .collect::<Vec<_>>()
    };
    renderings.iter().zip(readings).flat_map(named).collect()
}

#[track_caller]
fn none(failures: &[String]) {
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[track_caller]
#[expect(clippy::panic, reason = "the one way to fail a test with a text that keeps its lines")]
fn or_fail<T>(result: Result<T, String>) -> T {
    result.unwrap_or_else(|failure| panic!("{failure}"))
}

/// Says something beside the verdict, past the capture of the test harness.
fn say(text: &str) {
    writeln!(io::stderr(), "conformance: {text}").expect("standard error is open");
}
