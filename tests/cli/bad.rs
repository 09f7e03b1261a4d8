//! Every folder below `tests/bad`: a spec that is wrong, and all that is said about it.

use std::path::Path;
use std::{env, fs};

use kubewright::yaml::{self, Node};

use crate::project::Project;

/// `BLESS=1 cargo test --test cli` writes what is said now into `expected.txt`, to be read in the diff.
#[test]
fn every_bad_spec_is_told_exactly_what_is_wrong() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let bless = env::var_os("BLESS").is_some();
    let mut cases: Vec<_> =
        fs::read_dir(folder).expect("the cases are there").map(|entry| entry.expect("readable").path()).collect();
    cases.sort();
    let mut failures = Vec::new();
    for case in &cases {
        let spec = fs::read(case.join("kubewright.yaml")).expect("each case has a spec");
        let environment = environment(&String::from_utf8_lossy(&spec));
        let run = beside(case, Project::new("bad")).args(["render", "-e", &environment]);
        let told = run.writes_nothing().outcome().1;
        let path = case.join("expected.txt");
        if bless {
            fs::write(&path, &told.stderr).expect("the case is writable");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if let Some(line) = misplaced(&told.stderr) {
            failures.push(format!("{}: without its place, or out of order: {line}", case.display()));
        }
        let refused = (told.code, told.stdout.is_empty()) == (Some(2), true) && told.stderr.starts_with("error: ");
        if !refused || told.stderr != expected {
            let printed = told.stdout.lines().count();
            failures.push(format!(
                "{}: expected exit code 2, nothing on stdout, and on stderr\n{expected}got {:?}, {printed} lines on stdout, and on stderr\n{}",
                case.display(),
                told.code,
                told.stderr,
            ));
        }
    }
    assert!(cases.len() > 30, "{} cases", cases.len());
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

/// The project with all files of a case: its spec, and what the spec refers to.
pub(crate) fn beside(case: &Path, mut project: Project) -> Project {
    let mut folders = vec![case.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the case") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(case).expect("below the case").to_string_lossy().into_owned();
            if name != "expected.txt" {
                project = project.file(&name, fs::read(&path).expect("readable"));
            }
        }
    }
    project
}

/// The first problem that does not name file, line and column, or that stands above the one before it.
fn misplaced(told: &str) -> Option<&str> {
    let mut last = ("", 0, 0);
    let problems = told.lines().filter(|line| line.starts_with("error: ") && !line.ends_with("nothing was written"));
    problems.into_iter().find(|line| {
        let mut parts = line.trim_start_matches("error: ").splitn(4, ':');
        let file = parts.next().unwrap_or_default();
        let mut numbers = parts.map(str::parse::<u64>);
        let (Some(Ok(line)), Some(Ok(column))) = (numbers.next(), numbers.next()) else { return true };
        std::mem::replace(&mut last, (file, line, column)) > (file, line, column)
    })
}

/// `production`, or the first environment where there is none of that name.
fn environment(spec: &str) -> String {
    let node = yaml::parse("spec", spec).ok();
    let names: Vec<String> = node
        .iter()
        .filter_map(|node| node.get("environments"))
        .flat_map(Node::entries)
        .map(|(name, ..)| name.clone())
        .collect();
    let production = "production".to_owned();
    if names.contains(&production) { production } else { names.first().cloned().unwrap_or(production) }
}
