//! Alerts and dashboards, read by promtool and held against each other.

use std::collections::BTreeSet;

use serde_json::Value;

use super::alerts::{self, Rules};
use super::dashboards::{self, Dashboard};
use super::{none, or_fail, say};

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
