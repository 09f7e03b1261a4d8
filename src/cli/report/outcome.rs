//! How a run that writes ended, and what a person can do about what is left.

use crate::cli::mode::Mode;
use crate::cli::session::plural;
use crate::merge::{Action, Plan};

const MARKED: &str = "settle what stands between markers, and take the markers out; --prefer yours or new takes one side \
                      of all";
const WRITTEN_MARKERS: &str = "settle what stands between markers, and take the markers out; until then nothing \
                               can read the file";
const UNMARKED: &str =
    "a file gets no markers where one of its lines looks like one, or a conflict has no lines of its own";
const CONFLICTS: &str = "your values stand; change one and its conflict is settled, --interactive asks about each, \
                         --prefer yours settles all as they stand, --prefer new takes what is new";
const LEFT: &str = "--prefer yours leaves each as it is, --prefer new takes what is new, and deletes what is no longer \
                    generated";
const LEFT_UNSEEN: &str = "--dry-run --diff shows what each needs; take over what you want of it, and it counts as \
                           settled; `patches` of the spec keep a change for good";
const LEFT_UNSEEN_TOOLS: &str = "--dry-run --diff shows what each needs; take over what you want of it, and it counts as \
                                 settled; a script that stays may read files that are no longer generated";
const RENAMED: &str = "where an environment or the app has another name, --rename OLD=NEW carries edits along";
const UNREAD: &str = "`kubewright restore FILE` gives back one that cannot be read";

/// How many files are written and left, and a hint for each kind of thing that is left to decide.
pub(crate) fn outcome(plan: &Plan, mode: Mode, had_conflicts: bool) -> String {
    let (written, left, conflicts) = (plan.writes().count(), plan.left().count(), plan.conflicts());
    if (written, left, conflicts) == (0, 0, 0) {
        let settled = if had_conflicts { "all conflicts are settled, and " } else { "" };
        return format!("{settled}everything is up to date\n");
    }
    let would = if mode.writes() { "" } else { "would be " };
    let mut text = format!("{written} file{} {would}written", plural(written));
    if left > 0 {
        text.push_str(&format!(", {left} left alone"));
    }
    if conflicts > 0 {
        text.push_str(&format!(", {conflicts} conflict{}", plural(conflicts)));
    }
    text.push('\n');
    for hint in hints(plan, mode) {
        text.push_str(&format!("  hint: {hint}\n"));
    }
    text
}

fn hints(plan: &Plan, mode: Mode) -> Vec<&'static str> {
    let is_left = |is: fn(&Action) -> bool| plan.left().any(|file| is(&file.action));
    let marked = |action: &Action| matches!(action, Action::LeftMarked(_));
    let others = plan.left().any(|file| !marked(&file.action)) && !mode.diff;
    // What is written for other tools is mostly no YAML, and `patches` change none of it.
    let manifests = plan.left().any(|file| file.path.ends_with(".yaml"));
    let with_markers = |is: bool| plan.files.iter().any(|file| !file.conflicts.is_empty() && file.is_marked() == is);
    let wanted = [
        (with_markers(true), WRITTEN_MARKERS),
        (mode.markers && with_markers(false), UNMARKED),
        (with_markers(false), CONFLICTS),
        (is_left(marked), MARKED),
        (others && manifests, LEFT_UNSEEN),
        (others && !manifests, LEFT_UNSEEN_TOOLS),
        (others, LEFT),
        (is_left(|action| *action == Action::LeftRemoved), RENAMED),
        (is_left(|action| matches!(action, Action::LeftUnread(_))), UNREAD),
    ];
    wanted.into_iter().filter(|(is, _)| *is).map(|(_, hint)| hint).collect()
}
