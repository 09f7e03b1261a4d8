//! The session that the README shows is what the program does.

use std::fs;
use std::path::Path;

use crate::project::Project;

#[test]
fn the_readme_shows_what_the_program_says() {
    let readme = fs::read_to_string(root().join("README.md")).expect("readable");
    assert!(play(Project::new("web"), &readme) > 2, "the session shows the main commands");
}

#[test]
fn the_walk_through_the_shop_shows_what_the_program_says() {
    let shop = root().join("examples/online-boutique");
    let readme = fs::read_to_string(shop.join("README.md")).expect("readable");
    assert!(play(copied(Project::new("shop"), &shop, ""), &readme) > 4, "the walk has its steps");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A project with the files of a folder, which those that it generates stand beside.
fn copied(mut project: Project, folder: &Path, below: &str) -> Project {
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        let name = format!("{below}{}", path.file_name().expect("a name").to_string_lossy());
        project = if path.is_dir() {
            copied(project, &path, &format!("{name}/"))
        } else {
            project.file(&name, fs::read(&path).expect("readable"))
        };
    }
    project
}

/// Runs the session of a document, each command of which says what is shown below it; how many there were.
fn play(mut project: Project, text: &str) -> usize {
    let session = text.split("```console\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a session");
    let turns: Vec<(&str, &str)> = session.split("$ kubewright ").skip(1).map(turn).collect();
    for (command, shown) in &turns {
        let command = command.replace("\\\n", " ");
        let outcome;
        (project, outcome) = project.args(command.split_whitespace()).outcome();
        assert_eq!(outcome.code, Some(0), "{command}\n{}", outcome.stderr);
        assert_shown(&format!("{}{}", outcome.stdout, outcome.stderr), shown, &command);
    }
    turns.len()
}

/// A command, whose lines but the last end in a backslash, and what is shown below it.
fn turn(text: &str) -> (&str, &str) {
    let end = text.match_indices('\n').map(|(at, _)| at).find(|at| !text[..*at].ends_with('\\'));
    text.split_at(end.expect("a command ends its line"))
}

/// Every line shown is said, in that order and right below the one before; after `...` later.
fn assert_shown(said: &str, shown: &str, command: &str) {
    let mut said = said.lines().filter(|line| !line.is_empty());
    let mut later = false;
    for line in shown.lines().filter(|line| !line.is_empty()) {
        if line.trim() == "..." {
            later = true;
            continue;
        }
        let found = if later { said.any(|one| one == line) } else { said.next() == Some(line) };
        assert!(found, "`kubewright {command}` does not say there:\n{line}");
        later = false;
    }
}
