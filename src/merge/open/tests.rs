//! What stays open, and for how long.

use crate::merge::file::FilePlan;
use crate::merge::settle::Decision;

use super::*;

const BASE: &str = "a: 1\nb: 1\nc: 1\n";

fn merge_file(base: &str, yours: &str, new: &str, open: &[Round], prefer: Option<Prefer>) -> MergedFile {
    super::merge_file(base, yours, new, &Past { open: open.to_vec(), prefer, ..Past::default() })
}

fn rounds(base: &str, yours: &str, new: &str) -> (String, Vec<Round>) {
    let merged = merge_file(base, yours, new, &[], None);
    (merged.text, merged.open)
}

#[test]
fn a_conflict_stays_open_until_the_value_of_the_user_is_another() {
    let new = BASE.replace("a: 1", "a: 3");
    let (text, open) = rounds(BASE, &BASE.replace("a: 1", "a: 2"), &new);
    let again = |text: &str| merge_file(&new, text, &new, &open, None);
    let told = again(&text);
    assert_eq!((told.text.as_str(), told.conflicts.len(), &told.open), (text.as_str(), 1, &open));
    let elsewhere = again(&text.replace("b: 1", "b: 9").replace("a: 2", "a: 2 # I mean it"));
    assert_eq!(elsewhere.conflicts.len(), 1, "something else changed");
    for settled in ["a: 3", "a: 4"] {
        let settled = again(&text.replace("a: 2", settled));
        assert!(settled.conflicts.is_empty() && settled.open.is_empty(), "{settled:?}");
    }
    assert!(again(&text.replace("a: 2\n", "")).conflicts.is_empty(), "deleted");
}

#[test]
fn a_side_that_is_preferred_settles_what_is_open_and_touches_nothing_else() {
    let new = "a: 3\nb: 3\nc: 1\n";
    let (text, open) = rounds(BASE, "a: 2 # mine\nb: 2\nc: 1\n", new);
    // Since then the user took back what had come in, and settled one of the two by hand.
    let text = text.replace("b: 2", "b: 4");
    let yours = merge_file(new, &text, new, &open, Some(Prefer::Yours));
    assert_eq!((yours.text.as_str(), yours.open.len()), (text.as_str(), 0));
    let taken = merge_file(new, &text, new, &open, Some(Prefer::New));
    assert_eq!((taken.text.as_str(), taken.open.len()), ("a: 3 # mine\nb: 4\nc: 1\n", 0));
}

#[test]
fn what_upstream_changes_again_is_the_same_conflict_and_what_it_takes_back_is_none() {
    let (text, open) = rounds(BASE, "a: 2\nb: 1\nc: 1\n", "a: 3\nb: 1\nc: 1\n");
    let again = merge_file("a: 3\nb: 1\nc: 1\n", &text, "a: 4\nb: 5\nc: 1\n", &open, None);
    assert_eq!((again.text.as_str(), again.conflicts.len()), ("a: 2\nb: 5\nc: 1\n", 1));
    assert_eq!(again.conflicts[0].new, Some(4.into()));
    for back in ["a: 1", "a: 2"] {
        let again = merge_file("a: 3\nb: 1\nc: 1\n", &text, &BASE.replace("a: 1", back), &open, None);
        assert!(again.text == text && again.conflicts.is_empty(), "{back}: {again:?}");
    }
}

#[test]
fn what_was_deleted_is_open_until_it_is_back_and_can_be_taken() {
    let (base, new) = ("a: {x: 1}\nb: 1\n", "a: {x: 2}\nb: 1\n");
    let (text, open) = rounds(base, "b: 1\n", new);
    assert_eq!((text.as_str(), open.len()), ("b: 1\n", 1));
    assert_eq!(merge_file(new, &text, new, &open, None).conflicts.len(), 1);
    assert!(merge_file(new, "a: {x: 1}\nb: 1\n", new, &open, None).conflicts.is_empty());
    let taken = merge_file(new, &text, new, &open, Some(Prefer::New));
    assert_eq!(taken.text, "a: {x: 2}\nb: 1\n");
}

#[test]
fn lines_are_open_until_they_are_others() {
    let base = "{{ a }}: 1\nx\ny\n{{ b }}: 1\n";
    let new = base.replace("a }}: 1", "a }}: 3");
    let (text, open) = rounds(base, &base.replace("a }}: 1", "a }}: 2"), &new);
    assert_eq!(merge_file(&new, &text, &new, &open, None).conflicts.len(), 1);
    let taken = merge_file(&new, &text, &new, &open, Some(Prefer::New));
    assert_eq!(taken.text, new);
    assert!(merge_file(&new, &text.replace(": 2", ": 4"), &new, &open, None).conflicts.is_empty());
}

const TWINS: &str = "envFrom:\n  - configMapRef: {name: web, optional: A}\n  - secretRef: {name: web, optional: B}\n";

fn twins(a: &str, b: &str) -> String {
    TWINS.replace("optional: A", &format!("optional: {a}")).replace("optional: B", &format!("optional: {b}"))
}

#[test]
fn two_items_that_are_shown_alike_are_two_conflicts() {
    let (base, yours, new) = (twins("1", "1"), twins("2", "2"), twins("3", "3"));
    let (text, open) = rounds(&base, &yours, &new);
    let told = merge_file(&new, &text, &new, &open, None);
    let paths: Vec<&str> = told.conflicts.iter().map(|conflict| conflict.path.as_str()).collect();
    assert_eq!(paths, ["envFrom[web].configMapRef.optional", "envFrom[web].secretRef.optional"]);
    // One of them is upstream's again; the other one stays open, of another run by now.
    let (newer, mine) = (twins("3", "4"), twins("2", "3"));
    let again = merge_file(&new, &mine, &newer, &open, None);
    assert_eq!((again.text.as_str(), again.conflicts.len()), (twins("2", "4").as_str(), 1));
    let taken = take(&text, &new, &[told.conflicts[1].place.clone()].into());
    assert_eq!(taken, twins("2", "3"));
}

#[test]
fn a_row_is_found_again_behind_one_that_came_before_it() {
    let rules = |port: &str| format!("egress:\n  - ports: [{{port: {port}, protocol: TCP}}]\n    to: [{{a: b}}]\n");
    let (text, open) = rounds(&rules("1"), &rules("2"), &rules("3"));
    assert_eq!(open.len(), 1);
    let longer = text.replace("egress:\n", "egress:\n  - to: [{mine: too}]\n");
    let told = merge_file(&rules("3"), &longer, &rules("3"), &open, None);
    assert_eq!((told.text.as_str(), told.conflicts.len()), (longer.as_str(), 1), "{told:?}");
}

const RULES: &str = "egress:\n  - ports: [{port: A, protocol: TCP}]\n    to: [{a: b}]\n  - ports: [{port: B, protocol: TCP}]\n    to: [{a: b}]\n";

fn rules(a: &str, b: &str) -> String {
    RULES.replace("port: A", &format!("port: {a}")).replace("port: B", &format!("port: {b}"))
}

/// A plan's file in which two rows are in the same conflict.
fn like_rows() -> FilePlan {
    let texts = [rules("1", "1"), rules("2", "2"), rules("3", "3")].map(Some);
    FilePlan::of("networkpolicy.yaml", texts, Past::default())
}

fn places(file: &FilePlan) -> Vec<&str> {
    file.conflicts.iter().map(|conflict| conflict.place.as_str()).collect()
}

#[test]
fn of_two_rows_that_are_alike_each_is_settled_by_itself() {
    let all = like_rows();
    assert_eq!(all.conflicts.len(), 2, "{:?}", all.conflicts);
    for (index, decision) in [(0, Decision::Yours), (1, Decision::Yours), (0, Decision::New), (1, Decision::New)] {
        let mut file = all.clone();
        assert!(file.settle(index, &decision));
        assert_eq!(places(&file), [places(&all)[1 - index]], "{index} {decision:?}");
        let settled = if decision == Decision::New { "3" } else { "2" };
        let ports = if index == 0 { [settled, "2"] } else { ["2", settled] };
        assert_eq!(file.text, Some(rules(ports[0], ports[1])));
        assert!(file.settle(0, &Decision::Yours));
        assert!(file.conflicts.is_empty() && file.open.is_empty(), "{file:?}");
    }
}

#[test]
fn the_one_row_that_is_open_is_found_again_among_those_like_it() {
    let mut file = like_rows();
    assert!(file.settle(0, &Decision::Yours));
    let (new, text) = (rules("3", "3"), rules("2", "2"));
    let again = merge_file(&new, &text, &new, &file.open, None);
    assert_eq!((again.conflicts.len(), &again.open), (1, &file.open));
}

#[test]
fn rows_in_the_same_conflict_are_found_again_behind_one_that_came_before_them() {
    let [base, yours, new] = ["1", "2", "3"].map(|port| rules(port, port).replacen("a: b", "c: d", 1));
    let (text, open) = rounds(&base, &yours, &new);
    assert_eq!(open[0].conflicts.len(), 2, "{open:?}");
    let longer = text.replace("egress:\n", "egress:\n  - to: [{mine: too}]\n");
    let told = merge_file(&new, &longer, &new, &open, None);
    assert_eq!((told.text.as_str(), told.conflicts.len()), (longer.as_str(), 2), "{told:?}");
}

#[test]
fn of_lines_that_are_alike_each_is_settled_by_itself() {
    let text = |a: &str, b: &str| format!("{{{{ x }}}}\na: {a}\nx\ny\nz\n{{{{ y }}}}\na: {b}\n");
    for new in [text("3", "3"), text("3", "4")] {
        let texts = [text("1", "1"), text("2", "2"), new].map(Some);
        let mut file = FilePlan::of("f", texts, Past::default());
        assert_eq!(file.conflicts.len(), 2, "{:?}", file.conflicts);
        assert!(file.settle(0, &Decision::New));
        assert_eq!((file.text.as_deref(), file.conflicts.len()), (Some(text("3", "2").as_str()), 1));
        assert!(file.settle(0, &Decision::Yours) && file.conflicts.is_empty() && file.open.is_empty());
    }
}

#[test]
fn what_brought_a_conflict_is_told_for_as_long_as_it_is_open() {
    let merged = |base: &str, yours: &str, new: &str, open: &[Round], cause: &str| {
        let past = Past { open: open.to_vec(), cause: Some(cause.to_owned()), ..Past::default() };
        let merged = super::merge_file(base, yours, new, &past);
        let causes = merged.conflicts.iter().map(|conflict| conflict.reasons.cause.clone().unwrap_or_default());
        (causes.collect::<Vec<_>>(), merged.open)
    };
    let (first, second) = ("a: 3\nb: 1\nc: 1\n", "a: 3\nb: 3\nc: 1\n");
    let (told, open) = merged(BASE, "a: 2\nb: 2\nc: 1\n", first, &[], "the spec changed");
    assert_eq!(told, ["the spec changed"]);
    let (told, _) = merged(first, "a: 2\nb: 2\nc: 1\n", second, &open, "kubewright 1 became 2");
    assert_eq!(told, ["the spec changed", "kubewright 1 became 2"]);
}
