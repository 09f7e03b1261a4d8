//! What a script says of conflicts, and what becomes of the files.

use crate::cli::prompt::Script;
use crate::layout::Tree;
use crate::manifest::config_hash;
use crate::merge::{Action, Choice as Side, Disk, Pending, Unread};

use super::*;

const KEEP: &str = "Keep yours";
const TAKE: &str = "Take what is new";
const LATER: &str = "Decide later";
const EDIT: (&str, &str) = (QUESTION, "Edit the file");

fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// A plan of files of the same base, each with what the user and upstream made of it.
fn plan(base: &str, files: &[(&str, &str, &str)]) -> Plan {
    let of = |side: fn(&(&str, &str, &str)) -> String| {
        files.iter().map(|file| (file.0.to_owned(), side(file))).collect::<Tree>()
    };
    let old = files.iter().map(|file| (file.0.to_owned(), base.to_owned())).collect();
    let new = of(|file| file.2.to_owned());
    compared(&old, of(|file| file.1.to_owned()), &new)
}

fn compared(old: &Tree, files: Tree, new: &Tree) -> Plan {
    let disk = Disk { files, ..Disk::default() };
    Plan::new(old, &disk, new, &Pending::default(), &Side::default())
}

/// What a plan comes to when somebody says this; every answer must have been asked for.
fn asked(mut plan: Plan, steps: &[(&'static str, &'static str)]) -> (Plan, String) {
    let mut script = Script::of(steps.iter().copied());
    ask(&mut plan, &mut script).expect("every question has an answer");
    assert!(script.steps.is_empty(), "never asked for: {:?}", script.steps);
    (plan, script.told)
}

fn text<'p>(plan: &'p Plan, path: &str) -> &'p str {
    plan.files.iter().find(|file| file.path == path).and_then(|file| file.text.as_deref()).unwrap_or("no text")
}

const BASE: &str = "a: 1\nb: 1\nc: 1\n";
const YOURS: &str = "a: 2\nb: 2 # mine\nc: 1\n";
const NEW: &str = "a: 3\nb: 3\nc: 3\n";

#[test]
fn each_conflict_is_shown_as_a_diff_and_settled_by_itself() {
    let (plan, told) = asked(plan(BASE, &[("f", YOURS, NEW)]), &[(QUESTION, KEEP), (QUESTION, TAKE)]);
    assert_eq!(text(&plan, "f"), "a: 2\nb: 3 # mine\nc: 3\n");
    assert!(plan.is_settled() && plan.next_pending() == Pending::default());
    for part in
        ["conflict 1 of 2", "f:1", "a: changed by you and upstream", "--- yours", "-a: 2", "+a: 3", "conflict 2 of 2"]
    {
        assert!(told.contains(part), "`{part}` was told:\n{told}");
    }
}

#[test]
fn each_of_two_rows_that_are_alike_is_asked_about_once() {
    let rules = |port: &str| {
        let rule = format!("  - ports: [{{port: {port}, protocol: TCP}}]\n    to: [{{a: b}}]\n");
        format!("egress:\n{rule}{rule}")
    };
    let [base, yours, new] = ["1", "2", "3"].map(rules);
    for (first, second) in [(KEEP, KEEP), (KEEP, TAKE), (TAKE, KEEP), (LATER, KEEP)] {
        let steps = [(QUESTION, first), (QUESTION, second)];
        let (plan, told) = asked(plan(&base, &[("f", &yours, &new)]), &steps);
        assert_eq!(plan.conflicts(), usize::from(first == LATER), "{told}");
        let ports: Vec<&str> = text(&plan, "f").split("port: ").skip(1).map(|rest| &rest[..1]).collect();
        let settled = [first, second].map(|said| if said == TAKE { "3" } else { "2" });
        assert_eq!(ports, settled, "{told}");
    }
}

#[test]
fn what_is_left_for_later_stays_open() {
    let (plan, _) = asked(plan(BASE, &[("f", YOURS, NEW)]), &[(QUESTION, LATER), (QUESTION, TAKE)]);
    assert_eq!(text(&plan, "f"), "a: 2\nb: 3 # mine\nc: 3\n");
    assert_eq!((plan.conflicts(), plan.files[0].conflicts[0].path.as_str()), (1, "a"));
    let open = &plan.next_pending().open["f"];
    assert_eq!((open.len(), open[0].conflicts.len()), (1, 1));
}

#[test]
fn an_answer_for_all_of_a_kind_is_not_asked_again() {
    let files = [("f", YOURS, NEW), ("g", YOURS, NEW)];
    let all = "Take what is new in all 2 conflicts of a";
    let (plan, told) = asked(plan(BASE, &files), &[(QUESTION, all), (QUESTION, KEEP), (QUESTION, LATER)]);
    assert_eq!(text(&plan, "f"), "a: 3\nb: 2 # mine\nc: 3\n");
    assert_eq!(text(&plan, "g"), text(&plan, "f"));
    assert_eq!(plan.conflicts(), 1);
    assert!(told.contains("what is new is taken") && told.contains("conflict 4 of 4"), "{told}");
}

#[test]
fn an_answer_for_all_counts_those_that_are_still_to_come() {
    let files = [("f", YOURS, NEW), ("g", YOURS, NEW), ("h", YOURS, NEW)];
    let rest = [(QUESTION, KEEP), (QUESTION, KEEP)];
    let steps =
        [&[(QUESTION, KEEP), (QUESTION, LATER), (QUESTION, "Take what is new in all 2 conflicts of a")], &rest[..]];
    let (plan, _) = asked(plan(BASE, &files), &steps.concat());
    let texts = ["f", "g", "h"].map(|path| text(&plan, path));
    assert_eq!(texts, ["a: 2\nb: 2 # mine\nc: 3\n", "a: 3\nb: 2 # mine\nc: 3\n", "a: 3\nb: 2 # mine\nc: 3\n"]);
}

#[test]
fn a_conflict_that_is_alone_of_its_kind_has_no_answer_for_all() {
    let mut script = Script::of([(QUESTION, "Keep yours in all")]);
    let mut plan = plan(BASE, &[("f", "a: 2\nb: 1\nc: 1\n", NEW)]);
    let asked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| ask(&mut plan, &mut script)));
    assert!(asked.is_err(), "the choice is not offered");
}

#[test]
fn an_edit_becomes_the_file_and_settles_its_conflict() {
    let edited = "a: 9\nb: 2 # mine\nc: 4\n";
    let (plan, told) = asked(plan(BASE, &[("f", YOURS, NEW)]), &[EDIT, ("EDITOR", edited), (QUESTION, KEEP)]);
    assert_eq!(text(&plan, "f"), edited);
    assert!(plan.is_settled());
    assert!(
        told.contains("<<<<<<< yours\na: 2\n||||||| base\na: 1\n=======\na: 3\n>>>>>>> new\nb: 2 # mine\n"),
        "{told}"
    );
}

#[test]
fn an_edit_that_keeps_the_value_settles_it_as_well() {
    let (plan, _) =
        asked(plan(BASE, &[("f", YOURS, NEW)]), &[EDIT, ("EDITOR", "a: 2\nb: 2 # mine\nc: 3\n"), (QUESTION, KEEP)]);
    assert!(plan.is_settled());
}

#[test]
fn an_edit_with_markers_or_one_that_does_not_read_is_told_and_not_lost() {
    let steps = [
        EDIT,
        ("EDITOR", "<<<<<<< yours\na: 7\n"),
        EDIT,
        ("EDITOR", "a: [7\nb: 1\n"),
        EDIT,
        ("EDITOR", ""),
        (QUESTION, TAKE),
        (QUESTION, KEEP),
    ];
    let (plan, told) = asked(plan(BASE, &[("f", YOURS, NEW)]), &steps);
    assert_eq!(text(&plan, "f"), "a: 3\nb: 2 # mine\nc: 3\n");
    assert!(told.contains("line 1 is a conflict marker still; edit it again"), "{told}");
    assert!(told.contains("the edited file:"), "{told}");
    assert_eq!(told.matches("a: [7").count(), 1, "what was typed is there at the next edit:\n{told}");
}

#[test]
fn lines_are_settled_as_well() {
    let base = "{{ a }}: 1\nx\ny\nz\n{{ b }}: 1\n";
    let side = |value: &str| base.replace(": 1", value);
    let files = [("f", side(": 2"), side(": 3"))];
    let files: Vec<_> = files.iter().map(|(path, yours, new)| (*path, yours.as_str(), new.as_str())).collect();
    let (plan, _) = asked(plan(base, &files), &[(QUESTION, TAKE), (QUESTION, KEEP)]);
    assert_eq!(text(&plan, "f"), "{{ a }}: 3\nx\ny\nz\n{{ b }}: 2\n");
    assert!(plan.is_settled());
}

#[test]
fn files_that_were_left_alone_are_settled_by_a_side() {
    let old = tree(&[("gone", BASE), ("kept", BASE), ("marked", BASE)]);
    let disk = tree(&[
        ("gone", YOURS),
        ("kept", YOURS),
        ("foreign", YOURS),
        ("marked", "<<<<<<< a\na: 2\n=======\na: 3\n>>>>>>> b\nb: 1\nc: 1\n"),
    ]);
    let new = tree(&[("foreign", NEW), ("marked", BASE)]);
    let plan = compared(&old, disk.clone(), &new);
    // In the order of paths: foreign, gone, kept, marked.
    let steps = [(QUESTION, TAKE), (QUESTION, TAKE), (QUESTION, LATER), (QUESTION, KEEP)];
    let (plan, told) = asked(plan, &steps);
    let actions: Vec<Action> = plan.files.iter().map(|file| file.action).collect();
    assert_eq!(actions, [Action::Update, Action::Delete, Action::LeftRemoved, Action::Merge]);
    assert_eq!(text(&plan, "marked"), "a: 2\nb: 1\nc: 1\n");
    assert!(told.contains("marked:1: has conflict markers") && !told.contains("EDITOR"), "{told}");
}

#[test]
fn whoever_stops_changes_nothing() {
    let mut plan = plan(BASE, &[("f", YOURS, NEW)]);
    let before = plan.next_pending();
    let stopped = ask(&mut plan, &mut Script::of([(QUESTION, LATER)]));
    assert!(matches!(stopped, Err(Failure::Interrupted)));
    assert_eq!(plan.next_pending(), before);
}

/// An app `web` whose configuration says this, with the hash of that.
fn configured(value: &str) -> (String, String) {
    let map = serde_json::json!({"data": {"A": value}});
    let hash = config_hash("web", &["web"], |name| (name == "web-config").then_some(&map));
    (config(value), pods(&hash.expect("a hash"), 1))
}

fn config(value: &str) -> String {
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: web-config}}\ndata:\n  A: {value}\n")
}

fn pods(hash: &str, replicas: u8) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web}}\nspec:\n  replicas: {replicas}\n  template:\n    metadata:\n      labels: {{app.kubernetes.io/instance: web}}\n      annotations:\n        kubewright.dev/config-hash: {}\n    spec: {{containers: [{{name: web}}]}}\n",
        crate::yaml::scalar(hash)
    )
}

#[test]
fn the_pods_get_the_hash_of_the_configuration_that_was_chosen() {
    let of = |(config, pods): (String, String)| tree(&[("d/a.yaml", &pods), ("d/config.yaml", &config)]);
    let (old, new) = (of(configured("a")), of(configured("c")));
    let disk = of((config("b"), configured("a").1));
    let hash = |steps: &[(&'static str, &'static str)]| {
        let plan = compared(&old, disk.clone(), &new);
        let (plan, _) = asked(plan, steps);
        text(&plan, "d/a.yaml").to_owned()
    };
    assert_eq!(hash(&[(QUESTION, KEEP)]), configured("b").1);
    assert_eq!(hash(&[(QUESTION, TAKE)]), configured("c").1);
}

#[test]
fn a_hash_that_is_in_conflict_no_more_is_not_counted() {
    let of = |pods: &str, config: &str| tree(&[("d/a.yaml", pods), ("d/config.yaml", config)]);
    // Upstream's hash is the one that it had, so that only the user's value speaks against it.
    let (_, generated) = configured("c");
    let old = of(&generated, &config("a"));
    let new = of(&generated.replace("replicas: 1", "replicas: 3"), &config("c"));
    let plan = compared(&old, of(&pods("mine456789012345", 2), &config("b")), &new);
    assert_eq!(plan.conflicts(), 3, "of the value, of the hash that follows from it, of replicas");
    let (plan, told) = asked(plan, &[(QUESTION, TAKE), (QUESTION, TAKE)]);
    assert!(plan.is_settled() && told.contains("conflict 1 of 3") && told.contains("conflict 2 of 2"), "{told}");
}

#[test]
fn nobody_is_asked_about_a_file_that_no_side_would_settle() {
    let disk = Disk { unread: [("f".to_owned(), Unread::NotText)].into(), ..Disk::default() };
    let (old, new) = (tree(&[("f", BASE)]), tree(&[("f", NEW)]));
    let plan = Plan::new(&old, &disk, &new, &Pending::default(), &Side::default());
    let (plan, told) = asked(plan, &[]);
    assert_eq!((plan.files[0].action, told.as_str()), (Action::LeftUnread(Unread::NotText), ""));
}
