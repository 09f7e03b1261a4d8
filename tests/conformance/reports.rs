//! The reports of `check`, read by what reads them: schemas of SARIF and JUnit, and a browser.

use std::collections::BTreeSet;
use std::process::Command;

use kubewright::check::{RULES, rule};
use serde_json::Value;
use tempfile::TempDir;

use super::command::output;
use super::or_fail;
use super::tools::Tools;

/// Texts that would end the element that they stand in, or that a format cannot hold.
const HOSTILE: &str = "apiVersion: v1
kind: Secret
metadata: {name: \"</script><img src=https://example.com/x>\", annotations: {kubewright.dev/ignore.no-such-rule: \"]]>\"}}
stringData: {\"a&b\": \"<!-- ]]> \\u0007 \\\"'\"}
";
/// The rule whose good example is an app in whose picture three objects refer to each other.
const SHOP: &str = "backend-missing";

/// The rules whose example says nothing beside those of the others: what it lacks, another has.
const SILENT: &[&str] = &[
    "autoscaler-without-request",
    "disruption-budget-blocks",
    "disruption-budgets-overlap",
    "newer-than-target",
    "no-disruption-budget",
    "rollout-takes-all-down",
    "service-port-missing",
];

/// The rules that a report does not tell.
fn silent(told: impl Fn(&str) -> bool) -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.id).filter(|id| !told(id)).collect()
}

/// A folder with what is wrong in every way that there is a rule for.
fn every_finding() -> TempDir {
    let bad = RULES.iter().map(|rule| (format!("{}.yaml", rule.id), rule.bad));
    folder(bad.chain([("a & b's <c>.yaml".to_owned(), HOSTILE)]))
}

fn folder(files: impl IntoIterator<Item = (String, &'static str)>) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        fs_err::write(folder.path().join(name), text).expect("the folder is writable");
    }
    folder
}

fn report(folder: &TempDir, format: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubewright"));
    command.current_dir(folder.path()).args(["check", "--profile", "strict", "--fail-on", "never", "-o", format]);
    or_fail(output(&mut command, ""))
}

/// What a script says of a report.
fn read(script: &str, report: &str) -> String {
    let tools = or_fail(Tools::installed());
    or_fail(output(&mut tools.node(script), report))
}

#[test]
fn the_schema_of_sarif_accepts_every_finding_and_refuses_what_is_none() {
    let log = report(&every_finding(), "sarif");
    assert_eq!(silent(|id| log.contains(&format!("\"ruleId\": \"{id}\""))), SILENT);
    assert_eq!(read("sarif.mjs", &log), "");
    for (from, to) in [("\"level\": \"error\"", "\"level\": \"fatal\""), ("\"ruleId\"", "\"rule\"")] {
        assert_ne!(read("sarif.mjs", &log.replace(from, to)), "", "{to}");
    }
}

#[test]
fn the_schema_of_junit_accepts_every_finding_and_refuses_what_is_none() {
    let text = report(&every_finding(), "junit");
    assert_eq!(silent(|id| text.contains(&format!("\"{id}\""))), SILENT);
    assert_eq!(read("junit.mjs", &text), "");
    for (from, to) in [("<testcase ", "<testcase colour=\"red\" "), ("</failure>", "&nothing;</failure>")] {
        assert_ne!(read("junit.mjs", &text.replacen(from, to, 1)), "", "{to}");
    }
}

#[test]
fn a_browser_shows_the_page_of_a_report_and_its_filter_without_a_word_or_a_request() {
    let shop = rule(SHOP).expect("a rule").good;
    let folder = folder([("shop.yaml".to_owned(), shop), ("a & b's <c>.yaml".to_owned(), HOSTILE)]);
    let told: Value = serde_json::from_str(&report(&folder, "json")).expect("JSON");
    let page: Value = serde_json::from_str(&read("page.mjs", &report(&folder, "html"))).expect("JSON");
    assert_eq!((&page["said"], &page["asked"]), (&Value::Array(Vec::new()), &Value::Array(Vec::new())));

    let items = told["summary"]["items"].as_array().expect("a list").iter();
    let items: Vec<Value> = items
        .map(|item| format!("{} {}{} %", item["item"], item["name"].as_str().unwrap_or_default(), item["score"]).into())
        .collect();
    assert_eq!(page["items"], Value::Array(items), "the score of each item");

    let drawn = &page["drawn"];
    let title = |kind: &str| Value::from(format!("{kind} web in shop.yaml"));
    let objects = drawn["objects"].as_array().expect("a list");
    assert!(["Ingress", "Service", "Deployment"].map(title).iter().all(|one| objects.contains(one)));
    assert_eq!((&drawn["links"], &drawn["inside"], &drawn["overlap"]), (&2.into(), &true.into(), &false.into()));
    assert_eq!(page["scrolls"], false, "the page is no wider than the window");

    let findings = told["findings"].as_array().expect("a list");
    let rules = |wanted: &dyn Fn(&Value) -> bool| {
        findings.iter().filter(|one| wanted(one)).filter_map(|one| one["rule"].as_str()).collect::<BTreeSet<_>>()
    };
    let shown = |state: &str| {
        let rules = page[state]["rules"].as_array().expect("a list").iter();
        rules.filter_map(Value::as_str).filter(|word| rule_ids().contains(word)).collect::<BTreeSet<_>>()
    };
    let all = rules(&|_| true);
    assert!(all.len() > 10, "{all:?}");
    assert_eq!(shown("all"), all);
    assert_eq!(shown("withoutErrors"), rules(&|one| one["severity"] == "warning"));
    assert_eq!(shown("ofNone"), BTreeSet::new());
    assert_eq!(shown("ofOneRule").len(), 1);
    let first = told["summary"]["items"][0]["item"].as_u64();
    let of_first = |id: &str| RULES.iter().any(|rule| rule.id == id && Some(u64::from(rule.item)) == first);
    assert_eq!(shown("ofOneItem"), all.iter().copied().filter(|id| of_first(id)).collect());
    let chosen = objects[0].as_str().and_then(|title| title.split_once(" in ")).map(|(object, _)| object);
    assert_eq!(shown("ofOneObject"), rules(&|one| one["object"].as_str() == chosen));
    assert_eq!(shown("again"), all);
}

fn rule_ids() -> BTreeSet<&'static str> {
    RULES.iter().map(|rule| rule.id).collect()
}
