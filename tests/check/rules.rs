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
