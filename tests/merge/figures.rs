//! How often a merge of different things is right, and how often that of git is.
//!
//! `KUBEWRIGHT_LAWS=2000 cargo test --test merge figures -- --ignored --nocapture` prints what docs/upgrading.md
//! tells.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::process::Command;

use kubewright::merge::{Prefer, merge};

use crate::edits::Edit;
use crate::laws::{Drawn, holds, plain, values};

/// What came of some merges of edits that have nothing to do with each other.
#[derive(Debug, Default)]
struct Figures {
    merges: usize,
    /// There is none to be told.
    conflicts: usize,
    /// Without a conflict, and not what both edits make of it.
    wrong: usize,
    comments_lost: usize,
}

impl Figures {
    fn count(&mut self, drawn: &Drawn, merged: Option<&str>) {
        self.merges += 1;
        let Some(text) = merged else {
            self.conflicts += 1;
            return;
        };
        let expected = values(&drawn.union).expect("what both edits make reads");
        self.wrong += usize::from(values(text).ok() != Some(expected));
        let comments = drawn.mine.iter().chain(&drawn.theirs).filter_map(Edit::says);
        let comments = comments.filter(|says| says.starts_with('#') && drawn.union.contains(says));
        self.comments_lost += comments.filter(|says| !text.contains(says)).count();
    }
}

#[test]
#[ignore = "runs git thousands of times"]
fn merges_are_right_beside_those_of_git() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let figures: RefCell<[Figures; 2]> = RefCell::default();
    holds(true, |drawn| {
        let [ours, gits] = &mut *figures.borrow_mut();
        let merged = merge(&drawn.base, &drawn.yours, &drawn.new, Prefer::Yours);
        ours.count(drawn, merged.conflicts.is_empty().then_some(&merged.text));
        gits.count(drawn, merged_by_git(folder.path(), drawn).as_deref());
        Ok(())
    });
    let [ours, gits] = figures.into_inner();
    println!("kubewright: {ours:?}\ngit merge-file: {gits:?}");
    assert_eq!((ours.wrong, ours.comments_lost), (0, 0));
    assert!(ours.conflicts * 200 < ours.merges, "fewer than one false conflict in 200 merges");
}

/// What `git merge-file` makes of it, in the form that both sides have; nothing where it finds a conflict.
fn merged_by_git(folder: &Path, drawn: &Drawn) -> Option<String> {
    for (name, text) in [("yours", &plain(&drawn.yours)), ("base", &drawn.base), ("new", &drawn.new)] {
        fs::write(folder.join(name), text).expect("the file can be written");
    }
    let mut git = Command::new("git");
    let output = git.args(["merge-file", "-p", "yours", "base", "new"]).current_dir(folder).output();
    let output = output.expect("git is installed");
    assert!(output.status.code().is_some_and(|code| (0..128).contains(&code)), "{output:?}");
    output.status.success().then(|| String::from_utf8(output.stdout).expect("text"))
}
