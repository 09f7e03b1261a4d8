//! Every folder below `tests/upgrades`: a generation, what a person made of it, the spec of the next one, and
//! what stands on disk after it, in every layout.
//!
//! - `base.yaml`: the spec of the first generation; `new.yaml`: that of the next; `words.txt`: what is said to it.
//!   Where the spec has a layout, the case is one of that layout alone.
//! - `yours.txt`: what a person did between the two, see `upgrades/edits.rs`; `yours/`: files that stand there
//!   then, where their folder does.
//! - `beside-base/`, `beside-new/`: what stands beside the spec in each generation.
//! - `expected/LAYOUT.txt`: what the next generation says, its exit code, and what it makes of the person's
//!   files, as a diff; a file that is gone and one that is new are compared where they are much alike. A layout whose files have none of the edits has no such file.
//!
//! `BLESS=1 cargo test --test upgrades` writes what comes out now, to be read in the diff.

#![cfg(feature = "cli")]
// A file that is not as the case says ends the test with its name.
#![allow(clippy::panic)]

#[path = "upgrades/edits.rs"]
mod edits;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use edits::Edit;
use similar::TextDiff;

type Files = BTreeMap<String, String>;

const LAYOUTS: [&str; 3] = ["plain", "kustomize", "helm"];

#[test]
fn every_upgrade_keeps_what_a_person_did_and_brings_what_is_new() {
    let bless = env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for case in cases() {
        let edits = Edit::read(&read_if_there(&case.join("yours.txt")));
        let mut done = vec![false; edits.len()];
        let of_spec = layout_of(&read(&case.join("base.yaml")));
        for layout in LAYOUTS {
            if of_spec.as_deref().is_some_and(|only| only != layout) {
                continue;
            }
            let path = case.join(format!("expected/{layout}.txt"));
            let told = upgraded(&case, layout, &edits, &mut done).unwrap_or_default();
            if bless {
                write(&path, &told);
                if told.is_empty() {
                    fs::remove_file(&path).expect("it was just written");
                }
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            if told != expected {
                failures.push(format!("{}: expected\n{expected}\ngot\n{told}", path.display()));
            }
        }
        for edit in edits.iter().zip(done).filter_map(|(edit, done)| (!done).then_some(edit)) {
            failures.push(format!("{}: no layout has what this edits: {edit:?}", case.display()));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/upgrades");
    let entries = fs::read_dir(folder).expect("the cases are there").map(|entry| entry.expect("readable").path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(cases.len() > 20, "{} cases", cases.len());
    cases
}

/// What comes of a case in a layout; nothing where the layout's files have none of the edits. A further run
/// must change nothing.
fn upgraded(case: &Path, layout: &str, edits: &[Edit], done: &mut [bool]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let spec = |name: &str| {
        let text = read(&case.join(name));
        let text = match layout_of(&text) {
            Some(_) => text,
            None => text.replacen("\nname: ", &format!("\nlayout: {layout}\nname: "), 1),
        };
        write(&root.join("kubewright.yaml"), &text);
    };
    let run = |words: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubewright"));
        command.arg("regenerate").args(words.split_whitespace()).current_dir(root).env("NO_COLOR", "1");
        let output = command.output().expect("it starts");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code().unwrap_or_default(), told)
    };
    let beside = |folder: &str| files(&case.join(folder)).iter().for_each(|(path, text)| write(&root.join(path), text));
    spec("base.yaml");
    beside("beside-base");
    assert_eq!(run("").0, 0, "{}", case.display());
    let mut any = false;
    for (path, text) in files(&case.join("yours")) {
        let path = root.join(path);
        if path.parent().is_some_and(Path::is_dir) {
            write(&path, &text);
            any = true;
        }
    }
    for (edit, done) in edits.iter().zip(done) {
        let did = edit.apply(root, layout);
        *done |= did;
        any |= did;
    }
    if !any {
        return None;
    }
    let before = files(&root.join("deploy"));
    spec("new.yaml");
    for path in files(&case.join("beside-base")).keys() {
        fs::remove_file(root.join(path)).expect("the file is there");
    }
    beside("beside-new");
    let (code, mut told) = run(&read_if_there(&case.join("words.txt")));
    let after = files(&root.join("deploy"));
    let whole = files(root);
    let (again, told_again) = run("");
    assert_eq!(files(root), whole, "{}, {layout}: a second run changes a file", case.display());
    assert_eq!(again, code, "{}, {layout}: {told_again}", case.display());
    let _ = writeln!(told, "exit code {code}\n");
    told.push_str(&difference(&before, &after));
    Some(told)
}

/// What became of files, by their paths.
fn difference(before: &Files, after: &Files) -> String {
    let mut told = String::new();
    let mut moved = BTreeSet::new();
    for (path, text) in after {
        let likeness = |old: &str| TextDiff::from_lines(old, text.as_str()).ratio();
        let gone = before.iter().filter(|(path, old)| !after.contains_key(*path) && likeness(old) > 0.5);
        let from = match before.get(path) {
            Some(old) => Some((path, old)),
            None => gone.max_by(|one, other| likeness(one.1).total_cmp(&likeness(other.1))),
        };
        match from {
            None => told.push_str(&format!("{path}: new\n")),
            Some((from, old)) => {
                if from != path {
                    told.push_str(&format!("{path}: from {from}\n"));
                    moved.insert(from);
                }
                // Line ends of Windows are to be seen.
                let [old, new] = [old, text].map(|text| text.replace('\r', "\\r"));
                let diff = TextDiff::from_lines(&old, &new);
                told.push_str(&diff.unified_diff().context_radius(2).header(from, path).to_string());
            }
        }
    }
    for path in before.keys().filter(|path| !after.contains_key(*path) && !moved.contains(path)) {
        told.push_str(&format!("{path}: gone\n"));
    }
    told
}

/// The layout that a spec has.
fn layout_of(spec: &str) -> Option<String> {
    spec.lines().find_map(|line| line.strip_prefix("layout: ").map(str::to_owned))
}

fn read_if_there(path: &Path) -> String {
    if path.exists() { read(path) } else { String::new() }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a path below a folder")).expect("folders can be made");
    fs::write(path, text).expect("the file can be written");
}

/// Every file below a folder by its path.
fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("below the folder").to_string_lossy().into_owned();
            found.insert(name, read(&path));
        }
    }
    found
}
