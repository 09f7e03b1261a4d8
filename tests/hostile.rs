//! Hostile strings in every place of a spec that takes a string: each is refused with its place, or
//! stands in the manifests exactly as it was given, and changes nothing around it.

#[path = "hostile/compare.rs"]
mod compare;
#[path = "hostile/group.rs"]
mod group;
#[path = "hostile/made.rs"]
mod made;
#[path = "hostile/sample.rs"]
mod sample;
#[path = "hostile/slot.rs"]
mod slot;
#[path = "hostile/texts.rs"]
mod texts;

use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use compare::Swap;
use group::{Given, Group};
use made::{arrives, made, texts_of};
use texts::{HOSTILE, any_text};

#[test]
fn hostile_texts_stand_exactly_where_any_text_may_stand() {
    judge_hostile_texts(Group::is_free);
}

#[test]
fn hostile_texts_are_refused_or_stand_exactly_where_texts_have_a_form() {
    judge_hostile_texts(|group| !group.is_free());
}

fn judge_hostile_texts(chosen: impl Fn(&Group) -> bool) {
    // A key of YAML is at most 1024 characters long, a value may be longer.
    let (key, value) = ("x".repeat(1000), "x".repeat(4096));
    let mut failures = Vec::new();
    for (index, group) in groups().iter().enumerate().filter(|(_, group)| chosen(group)) {
        let long = if group.is_of_keys() { &key } else { &value };
        for (number, text) in HOSTILE.iter().copied().chain([long.as_str()]).enumerate() {
            let turn = index + number;
            if turn % group.stride() != 0 {
                continue;
            }
            // Where only some texts are valid, those made from a valid one take turns.
            let variants = group.variants(text).into_iter();
            let given = variants.filter(|given| group.is_free() || given.text == text || turn % 2 == 0);
            failures.extend(given.filter_map(|given| group.judge(&given).err()));
        }
    }
    let shown = failures.len().min(40);
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures[..shown].join("\n"));
}

#[test]
fn every_string_of_the_schema_is_among_them() {
    let slots: usize = groups().iter().map(|group| group.slots.len()).sum();
    assert_eq!(slots, slot::slots().len());
    assert!(slots > 150, "{slots} places take a string");
}

#[test]
fn the_comparison_sees_what_is_lost_added_or_changed() {
    let free = groups().iter().find(|group| group.is_free()).expect("some places take any text");
    let given = Given { text: "a b".to_owned(), word: Some("a b".to_owned()) };
    let before = [json!({"kind": "K", "map": {"key": "x zebra", "n": 1}, "list": ["zebra", "y"]})];
    let same = |after: Value| Swap::new(&free.slots[0], &given).compare(&before, &[after]).is_ok();
    assert!(same(json!({"kind": "K", "map": {"key": "x a b", "n": 1}, "list": ["y", "a b"]})));
    for after in [
        json!({"kind": "K", "map": {"key": "x zebra", "n": 1}, "list": ["y", "a b"]}),
        json!({"kind": "K", "map": {"key": "x a b", "n": "1"}, "list": ["y", "a b"]}),
        json!({"kind": "K", "map": {"key": "x a b", "n": 1}, "list": ["y", "a", "b"]}),
        json!({"kind": "K", "map": {"key": "x a b", "n": 1}, "list": ["y", "a  b"]}),
        json!({"kind": "K", "map": {"key": "x a b", "n": 1, "new": 1}, "list": ["y", "a b"]}),
        json!({"kind": "K", "map": {"n": 1}, "list": ["y", "a b"]}),
        json!({"kind": "K", "map": {"key": null, "n": 1}, "list": ["y", "a b"]}),
    ] {
        assert!(!same(after.clone()), "{after}");
    }
}

#[test]
fn hostile_contents_of_config_files_arrive_exactly() {
    assert_eq!(arrives(&HOSTILE.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>()), Ok(()));
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn random_texts_are_values_or_refused(group in any::<Index>(), text in any_text()) {
        let group = &groups()[group.index(groups().len())];
        for given in group.variants(&text) {
            prop_assert_eq!(group.judge(&given), Ok(()));
        }
    }

    #[test]
    fn random_texts_in_free_places_arrive_exactly(group in any::<Index>(), text in any_text()) {
        let free: Vec<&Group> = groups().iter().filter(|group| group.is_free()).collect();
        let group = free[group.index(free.len())];
        for given in group.variants(&text) {
            prop_assert_eq!(group.judge(&given), Ok(()));
        }
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn random_contents_of_config_files_arrive_exactly(
        texts in prop::collection::vec(any_text(), 1..10),
        bytes in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let contents: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).chain([bytes]).collect();
        prop_assert_eq!(arrives(&contents), Ok(()));
    }

    #[test]
    fn generating_twice_gives_the_same_bytes(group in any::<Index>(), text in any_text()) {
        let group = &groups()[group.index(groups().len())];
        for given in group.variants(&text) {
            let spec = group.spec(&given.text).to_string();
            let texts = || made(&spec).map(|made| texts_of(&made));
            prop_assert_eq!(texts(), texts());
        }
    }
}

/// Every place of the schema that takes a string, those of one kind together.
fn groups() -> &'static [Group] {
    static GROUPS: OnceLock<Vec<Group>> = OnceLock::new();
    GROUPS.get_or_init(Group::all)
}
