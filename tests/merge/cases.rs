//! A case is a folder with `base.yaml`, `yours.yaml`, `new.yaml`, and what becomes of them: `expected.yaml`,
//! and `conflicts.txt` where something is left to decide.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use kubewright::merge::{Merged, Prefer, merge};
use serde_json::Value;

/// `BLESS=1 cargo test --test merge` writes what comes out now, to be read in the diff.
#[test]
fn every_case_merges_as_expected() {
    let bless = env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for case in cases() {
        let [base, yours, new] = texts(&case);
        let merged = merge(&base, &yours, &new, Prefer::Yours);
        let told = told(&merged);
        if bless {
            fs::write(case.join("expected.yaml"), &merged.text).expect("the case is writable");
            let path = case.join("conflicts.txt");
            let _ = fs::remove_file(&path);
            if !told.is_empty() {
                fs::write(path, &told).expect("the case is writable");
            }
        }
        let expected = fs::read_to_string(case.join("expected.yaml")).unwrap_or_default();
        let conflicts = fs::read_to_string(case.join("conflicts.txt")).unwrap_or_default();
        if (&merged.text, &told) != (&expected, &conflicts) {
            failures.push(format!("{}: expected\n{expected}{conflicts}got\n{}{told}", case.display(), merged.text));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn merging_once_more_changes_nothing() {
    for case in cases() {
        let [base, yours, new] = texts(&case);
        let once = merge(&base, &yours, &new, Prefer::Yours);
        let twice = merge(&new, &once.text, &new, Prefer::Yours);
        assert_eq!((&twice.text, twice.conflicts.len()), (&once.text, 0), "{}", case.display());
    }
}

#[test]
fn what_is_preferred_leaves_no_conflict_for_the_next_merge() {
    for case in cases() {
        let [base, yours, new] = texts(&case);
        let merged = merge(&base, &yours, &new, Prefer::New);
        let again = merge(&base, &merged.text, &new, Prefer::Yours);
        assert_eq!(again.text, merged.text, "{}", case.display());
        assert!(again.conflicts.is_empty(), "{}: {:#?}", case.display(), again.conflicts);
    }
}

pub(super) fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/merges");
    let entries = fs::read_dir(folder).expect("the cases are there");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    cases.sort();
    assert!(cases.len() > 30, "{} cases", cases.len());
    cases
}

pub(super) fn texts(case: &Path) -> [String; 3] {
    ["base", "yours", "new"].map(|side| {
        let path = case.join(format!("{side}.yaml"));
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    })
}

/// What is left to decide, and what stays deleted.
fn told(merged: &Merged) -> String {
    let mut told = String::new();
    let side = |value: &Option<Value>| value.as_ref().map_or_else(|| "-".to_owned(), Value::to_string);
    for conflict in &merged.conflicts {
        let _ = writeln!(told, "{}: {}: {}", conflict.line, conflict.path, conflict.why);
        for (name, value) in [("base", &conflict.base), ("yours", &conflict.yours), ("new", &conflict.new)] {
            let _ = writeln!(told, "  {name}: {}", side(value));
        }
    }
    for note in &merged.notes {
        let _ = writeln!(told, "{}: {}: comment: yours {:?}, new {:?}", note.line, note.path, note.yours, note.new);
    }
    for object in &merged.deleted {
        let _ = writeln!(told, "stays deleted: {object}");
    }
    told
}
