//! What happens to files of each kind of history.

use super::super::action::Unread;
use super::super::text::Prefer;
use super::*;

fn tree(text: Option<&str>) -> Tree {
    text.map(|text| ("f.yaml".to_owned(), text.to_owned())).into_iter().collect()
}

fn disk(text: Option<&str>) -> Disk {
    Disk { files: tree(text), ..Disk::default() }
}

fn plan(base: Option<&str>, yours: Option<&str>, new: Option<&str>, prefer: Option<Prefer>) -> Plan {
    let choice = Choice { prefer, ..Choice::default() };
    Plan::new(&tree(base), &disk(yours), &tree(new), &Pending::default(), &choice)
}

fn only(base: Option<&str>, yours: Option<&str>, new: Option<&str>) -> (Action, Option<String>) {
    let plan = plan(base, yours, new, None);
    (plan.files[0].action, plan.next_baseline().get("f.yaml").cloned())
}

#[test]
fn untouched_files_follow_the_new_generation() {
    assert_eq!(only(None, None, Some("n")), (Action::Create, Some("n".into())));
    assert_eq!(only(Some("b"), Some("b"), Some("n")), (Action::Update, Some("n".into())));
    assert_eq!(only(Some("b"), Some("b"), None), (Action::Delete, None));
    assert_eq!(only(Some("b"), Some("b"), Some("b")), (Action::Unchanged, Some("b".into())));
}

#[test]
fn nothing_a_user_did_is_undone() {
    assert_eq!(only(Some("b"), Some("y"), Some("b")), (Action::KeepEdited, Some("b".into())));
    assert_eq!(only(Some("b"), None, Some("n")), (Action::StayDeleted, Some("n".into())));
    assert_eq!(only(Some("b"), Some("y"), None), (Action::LeftRemoved, Some("b".into())));
    assert_eq!(only(None, Some("y"), Some("n")), (Action::LeftForeign, None));
}

#[test]
fn what_both_changed_is_merged_and_what_they_changed_apart_is_told_until_it_is_settled() {
    let (base, yours, new) = ("a: 1\nb: 1\n", "a: 2\nb: 1\n", "a: 3\nb: 3\n");
    let first = plan(Some(base), Some(yours), Some(new), None);
    let file = &first.files[0];
    assert_eq!((file.action, file.text.as_deref(), first.conflicts()), (Action::Merge, Some("a: 2\nb: 3\n"), 1));
    assert_eq!(first.next_baseline(), tree(Some(new)));
    let again = |text: &str, prefer| {
        let choice = Choice { prefer, ..Choice::default() };
        Plan::new(&tree(Some(new)), &disk(Some(text)), &tree(Some(new)), &first.next_pending(), &choice)
    };
    let second = again("a: 2\nb: 3\n", None);
    assert_eq!((second.files[0].action, second.conflicts()), (Action::KeepEdited, 1));
    assert_eq!(second.next_pending(), first.next_pending());
    assert!(again("a: 4\nb: 3\n", None).is_empty());
    assert_eq!(again("a: 2\nb: 3\n", Some(Prefer::Yours)).next_pending(), Pending::default());
    let taken = again("a: 2\nb: 3\n", Some(Prefer::New));
    assert_eq!(taken.files[0].text.as_deref(), Some(new));
    assert!(taken.is_settled());
}

#[test]
fn a_side_that_is_preferred_settles_files_as_well() {
    let action = |base, new, prefer| plan(base, Some("y"), new, Some(prefer)).files[0].action;
    assert_eq!(action(Some("b"), None, Prefer::Yours), Action::Unchanged);
    assert_eq!(action(Some("b"), None, Prefer::New), Action::Delete);
    assert_eq!(action(None, Some("n"), Prefer::Yours), Action::KeepEdited);
    assert_eq!(action(None, Some("n"), Prefer::New), Action::Update);
}

#[test]
fn line_ends_of_windows_are_no_edit_and_stay() {
    let plan = |yours: &str, new| plan(Some("a: 1\nb: 1\n"), Some(yours), new, None);
    let told = |yours: &str, new| {
        let file = plan(yours, new).files.remove(0);
        (file.action, file.text.clone(), file.is_edited())
    };
    let windows = "a: 1\r\nb: 1\r\n";
    assert_eq!(told(windows, Some("a: 2\nb: 1\n")), (Action::Update, Some("a: 2\r\nb: 1\r\n".into()), false));
    assert_eq!(told(windows, Some("a: 1\nb: 1\n")), (Action::Unchanged, Some(windows.into()), false));
    assert_eq!(told(windows, None), (Action::Delete, None, false));
    let (edited, merged) = ("a: 1\r\nb: 3\r\n", "a: 2\r\nb: 3\r\n");
    assert_eq!(told(edited, Some("a: 2\nb: 1\n")), (Action::Merge, Some(merged.into()), true));
    assert_eq!(told("a: 1\r\nb: 3", Some("a: 2\nb: 1\n")).1, Some("a: 2\r\nb: 3".into()), "no final line end");
}

#[test]
fn a_file_that_cannot_be_read_is_left_alone_where_something_is_new_for_it() {
    let unread = Disk { unread: [("f.yaml".to_owned(), Unread::NotText)].into(), ..Disk::default() };
    let choice = Choice { prefer: Some(Prefer::New), ..Choice::default() };
    let plan = |base, new| Plan::new(&tree(base), &unread, &tree(new), &Pending::default(), &choice);
    let new = plan(Some("b"), Some("n"));
    assert_eq!((new.files[0].action, new.is_settled()), (Action::LeftUnread(Unread::NotText), false));
    assert_eq!(new.next_baseline(), tree(Some("b")), "the next run says it again");
    for (base, new) in [(None, Some("n")), (Some("b"), None)] {
        assert_eq!(plan(base, new).files[0].action, Action::LeftUnread(Unread::NotText));
    }
    assert!(plan(Some("b"), Some("b")).is_empty());
}

#[test]
fn a_file_with_markers_stays_under_its_old_name_until_they_are_gone() {
    let base = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\na: 1\nb: 1\n";
    let marked = base.replace("a: 1\n", "<<<<<<< yours\na: 2\n=======\na: 1\n>>>>>>> new\n");
    let of = |path: &str, text: &str| Tree::from([(path.to_owned(), text.to_owned())]);
    let (old, new) = (of("d/old.yaml", base), of("d/new.yaml", &base.replace("b: 1", "b: 2")));
    let planned = |baseline: &Tree, text: &str| {
        let disk = Disk { files: of("d/old.yaml", text), ..Disk::default() };
        Plan::new(baseline, &disk, &new, &Pending::default(), &Choice::default())
    };
    let first = planned(&old, &marked);
    assert_eq!((first.files.len(), first.files[0].action), (1, Action::LeftMarked(4)));
    assert_eq!(first.next_baseline(), old, "the next run sees the same");
    let settled = planned(&first.next_baseline(), &base.replace("a: 1", "a: 2")).files.remove(0);
    assert_eq!((settled.path.as_str(), settled.from.as_deref()), ("d/new.yaml", Some("d/old.yaml")));
    assert_eq!(settled.text, Some(base.replace("a: 1", "a: 2").replace("b: 1", "b: 2")));
}

#[test]
fn an_identical_file_is_adopted() {
    assert_eq!(only(None, Some("n"), Some("n")), (Action::Unchanged, Some("n".into())));
    assert_eq!(only(Some("b"), Some("n"), Some("n")), (Action::Unchanged, Some("n".into())));
}
