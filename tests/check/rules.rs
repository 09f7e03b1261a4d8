//! What holds for every rule: its examples, its words, its id.

use std::collections::BTreeSet;

use kubewright::check::{ITEMS, Profile, RULES, Report, Rule, mend, read};
use kubewright::spec::types::KubernetesVersion;

use crate::judged;

/// The messages of a rule about a text.
fn findings(rule: &Rule, text: &str) -> Vec<String> {
    let report: Report = judged(read("example.yaml", text), Profile::Strict, KubernetesVersion::OLDEST);
    report.findings.iter().filter(|finding| finding.rule.id == rule.id).map(|finding| finding.message.clone()).collect()
}

#[test]
fn the_bad_example_of_every_rule_has_one_finding_of_it_and_the_good_one_has_none() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let (bad, good) = (findings(rule, rule.bad), findings(rule, rule.good));
        if bad.len() != 1 || !good.is_empty() {
            wrong.push(format!("{}: bad: {bad:#?}, good: {good:#?}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_mends_a_finding_takes_it_away_makes_no_other_and_keeps_every_comment() {
    let count = |text: &str| judged(read("example.yaml", text), Profile::Strict, KubernetesVersion::OLDEST).findings;
    let mut mendable = Vec::new();
    for rule in RULES {
        let text = format!("# head\n{}# end\n", rule.bad.replace("\n  ", " # kept\n  "));
        let before = count(&text);
        let own: Vec<_> =
            before.iter().filter(|finding| finding.rule.id == rule.id && finding.edit.is_some()).collect();
        if own.is_empty() {
            continue;
        }
        mendable.push(rule.id);
        let mended = mend(&text, own, true);
        let after = count(&mended.text);
        assert!(!after.iter().any(|finding| finding.rule.id == rule.id), "{}:\n{}", rule.id, mended.text);
        assert!(after.len() < before.len(), "{} makes no other finding: {after:#?}", rule.id);
        assert_eq!(mended.text.matches('#').count(), text.matches('#').count(), "{}:\n{}", rule.id, mended.text);
    }
    assert!(mendable.len() > 8, "{mendable:?}");
}

#[test]
fn pods_are_kept_apart_by_what_selects_them_or_not_at_all() {
    let mended = |text: &str| {
        let found = judged(read("example.yaml", text), Profile::Production, KubernetesVersion::OLDEST).findings;
        mend(text, found.iter().filter(|finding| finding.rule.id == "no-spread"), true).count
    };
    let rule = kubewright::check::rule("no-spread").expect("a rule");
    assert_eq!(mended(rule.bad), 1);
    assert_eq!(mended(&rule.bad.replace("labels: {app: web}", "labels: {app: other}")), 0);
}

#[test]
fn one_pod_at_the_most_needs_no_budget_and_nothing_to_keep_it_apart() {
    let with = |most: u32| {
        let bad = kubewright::check::rule("no-spread").expect("a rule").bad.replace("  replicas: 2\n", "");
        let scaled = "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web}\n";
        format!("{bad}---\n{scaled}spec: {{scaleTargetRef: {{name: web}}, maxReplicaCount: {most}}}\n")
    };
    for rule in ["no-spread", "no-disruption-budget"] {
        let rule = kubewright::check::rule(rule).expect("a rule");
        assert_eq!((findings(rule, &with(1)).len(), findings(rule, &with(2)).len()), (0, 1), "{}", rule.id);
    }
}

#[test]
fn what_a_pod_without_any_probe_lacks_is_told_once() {
    let rule = |id: &str| kubewright::check::rule(id).expect("a rule");
    assert!(findings(rule("no-liveness"), rule("no-probe").bad).is_empty());
    let keeps = "ports: [{containerPort: 80}]\n      securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}";
    let bad = rule("privileged-port").bad.replace("ports: [{containerPort: 80}]", keeps);
    assert!(findings(rule("privileged-port"), &bad).is_empty(), "what lets it listen there is told");
}

#[test]
fn the_examples_of_every_rule_are_objects() {
    for rule in RULES {
        let count = |text| read("example.yaml", text).objects.len();
        assert!(count(rule.good) > 0, "{}: the good example", rule.id);
        assert!(rule.id == "unreadable" || count(rule.bad) > 0, "{}: the bad example", rule.id);
    }
}

#[test]
fn ids_are_unique_in_order_and_name_what_is_wrong() {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let ordered: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids, ordered.into_iter().collect::<Vec<_>>());
    let plain = |id: &&str| id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    assert!(ids.iter().all(plain), "{ids:?}");
}

#[test]
fn every_rule_says_what_why_and_how_to_mend_and_belongs_to_an_item() {
    for rule in RULES {
        let sentence =
            |text: &str| text.ends_with(['.', ')']) && text.starts_with(|c: char| c == '`' || c.is_uppercase());
        assert!(sentence(rule.what) && sentence(rule.why), "{}: what and why are sentences", rule.id);
        let phrase = |text: &str| {
            !text.is_empty() && !text.ends_with('.') && !text.starts_with(|c: char| c == '`' || c.is_uppercase())
        };
        assert!(phrase(rule.fix), "{}: the fix is a phrase", rule.id);
        assert!(!rule.name.is_empty() && !rule.name.ends_with('.'), "{}: the name is a statement", rule.id);
        assert!((1..=ITEMS.len()).contains(&usize::from(rule.item)), "{}: an item of the checklist", rule.id);
    }
}
