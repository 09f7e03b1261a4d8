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
#[path = "conformance/fields_of_values.rs"]
mod fields_of_values;
#[path = "shared/folders.rs"]
mod folders;
#[path = "conformance/graphs.rs"]
mod graphs;
#[path = "conformance/helm.rs"]
mod helm;
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
#[path = "conformance/monitoring.rs"]
mod monitoring;
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

use cases::{RANDOM_SPECS, Rendering};
use components::Made;
use judges::{Subject, Verdict};
use kubewright::spec::Layout;
use kubewright::yaml::parse_documents;
use laid::Laid;
use made::Beside;
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
