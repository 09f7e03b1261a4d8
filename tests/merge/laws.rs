//! What holds for all texts: random edits on both sides of every rendered case.
//!
//! `KUBEWRIGHT_LAWS=20000 cargo test --test merge laws` draws more of them.

use std::cell::Cell;
use std::{env, fs};

use kubewright::merge::{Prefer, merge};
use kubewright::yaml::{parse, parse_documents};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestRng, TestRunner};
use serde_json::Value;
use similar::{Algorithm, DiffOp, DiffTag, TextDiff};

use crate::edits::{Edit, apply};

/// Every rendered case, as its snapshot holds it.
fn manifests() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("there are snapshots").map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    let text = |path| fs::read_to_string(path).expect("readable");
    let manifests = paths.into_iter().map(text).filter_map(|text| Some(text.splitn(3, "---\n").nth(2)?.to_owned()));
    // Snapshots of whole trees have lines that are no lines of YAML.
    let plain = |text: &String| !text.contains("==> ") && text.len() < 20_000;
    manifests.filter(plain).collect()
}

pub(super) struct Drawn {
    pub(super) base: String,
    pub(super) yours: String,
    pub(super) new: String,
    /// What both sides together make of it.
    pub(super) union: String,
    pub(super) mine: Vec<Edit>,
    pub(super) theirs: Vec<Edit>,
}

/// A case, two random numbers for each edit of both sides, and the form of the user's text.
type Tape = (usize, Vec<(usize, usize)>, Vec<(usize, usize)>, usize);

fn tapes() -> impl Strategy<Value = Tape> {
    let edits = || prop::collection::vec((0..10_000usize, 0..100usize), 1..6);
    (0..10_000usize, edits(), edits(), 0..12usize)
}

/// A text with line ends of Windows in some of its lines, and with a byte order mark in some forms.
fn in_form(text: &str, form: usize) -> String {
    let is_windows = |at: usize| match form / 2 {
        0 => true,
        1 => at % 3 == 1,
        _ => false,
    };
    let lines = text.lines().enumerate().map(|(at, line)| [line, if is_windows(at) { "\r\n" } else { "\n" }].concat());
    let mark = if form.is_multiple_of(2) { "" } else { "\u{feff}" };
    mark.to_owned() + &lines.collect::<String>()
}

/// What a text says, whatever its form.
pub(super) fn plain(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// The sides that a tape stands for; where they must be apart, edits of the same thing are left out.
fn draw(manifests: &[String], (case, mine, theirs, form): &Tape, apart: bool) -> Drawn {
    let base = manifests[case % manifests.len()].clone();
    let lines: Vec<&str> = base.lines().collect();
    let mut marks = 0;
    let mut edits = |tape: &[(usize, usize)], others: &[Edit]| {
        let mut drawn: Vec<Edit> = Vec::new();
        for (at, kind) in tape {
            marks += 1;
            let edit = Edit::draw(&lines, *at, *kind, marks);
            let fits = |edit: &Edit| {
                drawn.iter().all(|other| edit.is_apart(other))
                    && (!apart || others.iter().all(|other| edit.is_apart(other)))
            };
            drawn.extend(edit.filter(fits));
        }
        drawn
    };
    let mine = edits(mine, &[]);
    let theirs = edits(theirs, &mine);
    let text = |edits: &[&Edit]| apply(&lines, edits);
    let yours = in_form(&text(&mine.iter().collect::<Vec<_>>()), *form);
    let new = text(&theirs.iter().collect::<Vec<_>>());
    let union = text(&mine.iter().chain(&theirs).collect::<Vec<_>>());
    Drawn { base: base.clone(), yours, new, union, mine, theirs }
}

/// Holds a law for the edits of many tapes, the same at every run.
pub(super) fn holds(apart: bool, law: impl Fn(&Drawn) -> Result<(), String>) {
    let cases = env::var("KUBEWRIGHT_LAWS").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200);
    let manifests = manifests();
    let config = Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let checked = runner.run(&tapes(), |tape| {
        let drawn = draw(&manifests, &tape, apart);
        law(&drawn).map_err(|why| TestCaseError::fail(format!("{why}\n{:?}\n{:?}", drawn.mine, drawn.theirs)))
    });
    if let Err(error) = checked {
        panic!("{error}");
    }
}

/// The documents, without what is empty, lists and documents in an order of their own.
pub(super) fn values(text: &str) -> Result<Vec<Value>, String> {
    let text = &plain(text);
    let documents = parse_documents("t", text).map_err(|problem| format!("{problem}\n{text}"))?;
    let mut values: Vec<Value> = documents.into_iter().filter_map(full).collect();
    values.sort_by_key(Value::to_string);
    Ok(values)
}

fn full(value: Value) -> Option<Value> {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.into_iter().filter_map(|(key, value)| Some((key, full(value)?))).collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            (!entries.is_empty()).then(|| Value::Object(entries.into_iter().collect()))
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().filter_map(full).collect();
            items.sort_by_key(Value::to_string);
            (!items.is_empty()).then(|| Value::Array(items))
        }
        Value::Null => None,
        value => Some(value),
    }
}

fn equal<T: PartialEq + std::fmt::Debug>(got: &T, expected: &T) -> Result<(), String> {
    if got == expected { Ok(()) } else { Err(format!("got {got:#?}\nexpected {expected:#?}")) }
}

#[test]
fn a_side_that_did_nothing_takes_the_bytes_of_the_other() {
    holds(false, |Drawn { base, yours, new, .. }| {
        equal(&merge(base, base, new, Prefer::Yours).text, new)?;
        equal(&merge(base, yours, base, Prefer::Yours).text, yours)?;
        equal(&merge(base, yours, yours, Prefer::Yours).text, yours)
    });
}

#[test]
fn a_side_that_only_commented_takes_the_values_of_the_other() {
    holds(false, |Drawn { base, yours, new, .. }| {
        let idle = format!("# idle\n{base}");
        for (mine, theirs) in [(&idle, new), (yours, &idle)] {
            let merged = merge(base, mine, theirs, Prefer::Yours);
            equal(&merged.conflicts, &Vec::new())?;
            equal(&values(&merged.text)?, &values(if mine == yours { yours } else { new })?)?;
            // Where both commented the same, the user's stays, and both are told.
            let is_told = merged.notes.iter().any(|note| note.new.contains("# idle"));
            equal(&(plain(&merged.text).starts_with("# idle\n") || is_told), &true)?;
        }
        Ok(())
    });
}

#[test]
fn edits_of_different_things_merge_to_what_both_make() {
    let (merges, conflicts) = (Cell::new(0), Cell::new(0));
    holds(true, |Drawn { base, yours, new, union, mine, theirs }| {
        let merged = merge(base, yours, new, Prefer::Yours);
        merges.set(merges.get() + 1);
        if !merged.conflicts.is_empty() {
            conflicts.set(conflicts.get() + 1);
            return Ok(());
        }
        equal(&values(&merged.text)?, &values(union)?)?;
        let deleted = |text: &str| !union.contains(text);
        // A comment in what the user made another thing of does not come in, and is told.
        let told = |says: &String| merged.notes.iter().any(|note| note.new.contains(says));
        for says in mine.iter().chain(theirs).filter_map(Edit::says).filter(|says| !deleted(says) && !told(says)) {
            let count = merged.text.lines().filter(|line| line.contains(&says)).count();
            equal(&(says.clone(), count), &(says.clone(), union.lines().filter(|line| line.contains(&says)).count()))?;
        }
        Ok(())
    });
    let (merges, conflicts) = (merges.get(), conflicts.get());
    assert!(conflicts * 200 <= merges, "{conflicts} false conflicts in {merges} merges");
}

#[test]
fn nothing_of_upstream_goes_in_silence_and_no_document_is_doubled() {
    holds(false, |Drawn { base, yours, new, mine, theirs, .. }| {
        let merged = merge(base, yours, new, Prefer::Yours);
        let told: String =
            merged.conflicts.iter().filter_map(|conflict| conflict.new.as_ref()?.to_string().into()).collect();
        for says in theirs.iter().filter_map(Edit::says).filter(|says| new.contains(says) && !says.starts_with('#')) {
            if !merged.text.contains(&says) && !told.contains(&says) {
                return Err(format!("lost: {says}\n{:#?}\n{}", merged.conflicts, merged.text));
            }
        }
        let count = |text: &str| values(text).map(|values| values.len());
        let added: usize = mine.iter().chain(theirs).map(Edit::documents).sum();
        equal(&(count(&merged.text)? <= count(base)? + added), &true)
    });
}

#[test]
fn every_line_of_the_users_that_upstream_did_not_touch_keeps_its_bytes_and_its_order() {
    holds(true, |Drawn { base, yours, new, union, .. }| {
        let merged = merge(base, yours, new, Prefer::Yours).text;
        let [own, merged_lines]: [Vec<&str>; 2] =
            [yours, &merged].map(|text| text.trim_start_matches('\u{feff}').split_inclusive('\n').collect());
        let mut lines = merged_lines.into_iter();
        let mine = plain(yours);
        let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_lines(mine.as_str(), union.as_str());
        let untouched = diff.ops().iter().filter(|op| op.tag() == DiffTag::Equal).flat_map(DiffOp::old_range);
        for line in untouched.map(|at| own[at]) {
            if !lines.any(|merged| merged == line) {
                return Err(format!("lost or moved: {line:?}\n{merged}"));
            }
        }
        Ok(())
    });
}

#[test]
fn edits_of_the_same_things_leave_a_text_that_reads_and_settles() {
    holds(false, |Drawn { base, yours, new, mine, .. }| {
        let merged = merge(base, yours, new, Prefer::Yours);
        for document in
            format!("\n{}", plain(&merged.text)).split("\n---\n").filter(|document| !document.trim().is_empty())
        {
            // No key stands twice.
            parse("t", document).map_err(|problems| format!("{problems:?}\n{document}"))?;
        }
        let again = merge(new, &merged.text, new, Prefer::Yours);
        equal(&again.text, &merged.text)?;
        let preferred = merge(base, yours, new, Prefer::New);
        let settled = merge(base, &preferred.text, new, Prefer::Yours);
        equal(&settled.text, &preferred.text)?;
        // Nothing that the user said goes in silence.
        for says in mine.iter().filter_map(Edit::says).filter(|says| yours.contains(says)) {
            if !merged.text.contains(&says) {
                return Err(format!("lost: {says}\n{}", merged.text));
            }
        }
        Ok(())
    });
}
