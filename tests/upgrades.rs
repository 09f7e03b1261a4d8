//! Every folder below `tests/upgrades`: a generation, what a person made of it, the spec of the next one, and
//! what stands on disk after it.
//!
//! - `base.yaml`: the spec of the first generation.
//! - `yours/`: files that stand in the place of the generated ones; `yours.txt`: edits of them, a line each:
//!   `edit PATH` with the old and the new text on the two lines below it, `\n` for line ends; `delete PATH`;
//!   `move PATH TO`; `join PATH TO`, which puts a file below another one; `windows PATH`, which gives it line ends
//!   of Windows.
//! - `new.yaml`: the spec of the next generation; `words.txt`: what is said to it.
//! - `beside-base/`, `beside-new/`: what stands beside the spec in each generation.
//! - `expected/`: every file that the next generation changes; `expected.txt`: what it says, and its exit code.
//!
//! `BLESS=1 cargo test --test upgrades` writes what comes out now, to be read in the diff.

#![cfg(feature = "cli")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Files = BTreeMap<String, String>;

#[test]
fn every_upgrade_keeps_what_a_person_did_and_brings_what_is_new() {
    let bless = env::var_os("BLESS").is_some();
    let mut failures = Vec::new();
    for case in cases() {
        let (changed, told) = upgraded(&case);
        if bless {
            let _ = fs::remove_dir_all(case.join("expected"));
            for (path, text) in &changed {
                write(&case.join("expected").join(path), text);
            }
            write(&case.join("expected.txt"), &told);
        }
        let expected =
            (files(&case.join("expected")), fs::read_to_string(case.join("expected.txt")).unwrap_or_default());
        if (&changed, &told) != (&expected.0, &expected.1) {
            failures.push(format!("{}: expected {expected:#?}\ngot {changed:#?}\n{told}", case.display()));
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/upgrades");
    let entries = fs::read_dir(folder).expect("the cases are there");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    cases.sort();
    cases
}

/// The files that the next generation changes, and what it says. A further run must change nothing.
fn upgraded(case: &Path) -> (Files, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let spec = |name: &str| write(&root.join("kubewright.yaml"), &read(&case.join(name)));
    let run = |words: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubewright"));
        command.arg("regenerate").args(words.split_whitespace()).current_dir(root).env("NO_COLOR", "1");
        let output = command.output().expect("it starts");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code().unwrap_or_default(), told)
    };
    let beside = |folder: &str| {
        files(&case.join(folder)).iter().for_each(|(path, text)| write(&root.join(path), text));
    };
    spec("base.yaml");
    beside("beside-base");
    assert_eq!(run("").0, 0, "{}", case.display());
    edit(case, root);
    let before = files(&root.join("deploy"));
    spec("new.yaml");
    for path in files(&case.join("beside-base")).keys() {
        fs::remove_file(root.join(path)).expect("the file is there");
    }
    beside("beside-new");
    let (code, told) = run(&fs::read_to_string(case.join("words.txt")).unwrap_or_default());
    let after = files(&root.join("deploy"));
    let whole = files(root);
    let (again, told_again) = run("");
    assert_eq!(files(root), whole, "{}: a second run changes a file", case.display());
    assert_eq!(again, code, "{}: {told_again}", case.display());
    let gone = before.keys().filter(|path| !after.contains_key(*path)).map(|path| format!("gone: {path}\n"));
    let gone: String = gone.collect();
    let changed = after.into_iter().filter(|(path, text)| before.get(path) != Some(text));
    (changed.collect(), format!("{told}{gone}exit code {code}\n"))
}

/// Does what a person did between the two.
fn edit(case: &Path, root: &Path) {
    for (path, text) in files(&case.join("yours")) {
        write(&root.join(path), &text);
    }
    let edits = fs::read_to_string(case.join("yours.txt")).unwrap_or_default();
    let mut lines = edits.lines();
    while let Some(line) = lines.next() {
        match line.split_once(' ') {
            Some(("delete", path)) => fs::remove_file(root.join(path)).expect("the file is there"),
            Some(("move", paths)) => {
                let (from, to) = paths.split_once(' ').expect("two paths");
                fs::rename(root.join(from), root.join(to)).expect("the file is there");
            }
            Some(("join", paths)) => {
                let (from, to) = paths.split_once(' ').expect("two paths");
                write(&root.join(to), &format!("{}---\n{}", read(&root.join(to)), read(&root.join(from))));
                fs::remove_file(root.join(from)).expect("the file is there");
            }
            Some(("windows", path)) => write(&root.join(path), &read(&root.join(path)).replace('\n', "\r\n")),
            Some(("edit", path)) => {
                let mut text = || lines.next().expect("an edit has two texts").replace("\\n", "\n");
                let (old, new) = (text(), text());
                let before = read(&root.join(path));
                assert_eq!(before.matches(&old).count(), 1, "`{old}` stands once in {path}:\n{before}");
                write(&root.join(path), &before.replace(&old, &new));
            }
            _ => assert!(line.is_empty(), "{}: {line}", case.display()),
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| format!("{}: {error}", path.display()))
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
