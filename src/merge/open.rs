//! Conflicts that nobody has settled yet: kept beside the baseline, and told at every run.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::input::Past;
use super::text::{CommentNote, Conflict, Prefer, Reason, merge, take};

/// The open conflicts of every file, by its path, in the order of the runs that found them.
pub type OpenConflicts = BTreeMap<String, Vec<Round>>;

/// What one run could not decide in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The pristine text that both sides came from.
    pub base: String,
    /// What brought the new side, where that was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// What is open still.
    pub conflicts: Vec<OpenConflict>,
}

/// A conflict that is settled once the user's value is another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenConflict {
    /// The path of the value.
    pub path: String,
    /// The same path where no other value has it; none where that is the path itself, or nobody wrote it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The value of the last generation.
    pub base: Option<Value>,
    /// The user's value.
    pub yours: Option<Value>,
    /// The value of the new generation.
    pub new: Option<Value>,
}

/// A file that both sides changed, merged.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MergedFile {
    pub(super) text: String,
    pub(super) conflicts: Vec<Conflict>,
    pub(super) deleted: Vec<String>,
    pub(super) open: Vec<Round>,
    pub(super) notes: Vec<CommentNote>,
}

impl Round {
    /// What one merge could not decide.
    pub(super) fn of(base: &str, cause: Option<&str>, conflicts: &[Conflict]) -> Self {
        let conflicts = conflicts.iter().map(OpenConflict::of).collect();
        Self { base: base.to_owned(), cause: cause.map(str::to_owned), conflicts }
    }

    /// The places of values that the user never changed, and that nothing keeps from being renewed any more: the
    /// comment, or the anchor, that stood in the way is gone.
    fn freed(&self, found: &[Conflict]) -> BTreeSet<String> {
        let open: BTreeSet<&str> =
            found.iter().flat_map(|conflict| [conflict.path.as_str(), conflict.place.as_str()]).collect();
        let is_free = |known: &&OpenConflict| {
            let is_of_values = !known.path.is_empty() && known.base.is_some() && known.base == known.yours;
            is_of_values && !open.contains(known.place())
        };
        self.conflicts.iter().filter(is_free).map(|known| known.place().to_owned()).collect()
    }

    /// Takes a conflict out of those that are open.
    pub(super) fn forget(rounds: &mut Vec<Self>, conflict: &Conflict) {
        let known = OpenConflict::of(conflict);
        if let Some(round) = rounds.iter_mut().find(|round| round.conflicts.contains(&known)) {
            round.conflicts.retain(|open| *open != known);
        }
        rounds.retain(|round| !round.conflicts.is_empty());
    }

    /// What is open, to be looked up.
    pub(super) fn known(&self) -> Known<'_> {
        let mut known = BTreeMap::<_, Vec<_>>::new();
        for open in &self.conflicts {
            known.entry(key(&open.path, &open.yours)).or_default().push(open);
        }
        Known(known)
    }
}

/// Open conflicts by what is the same in all forms of their paths, and by the user's value.
pub(super) struct Known<'a>(BTreeMap<(String, String), Vec<&'a OpenConflict>>);

impl Known<'_> {
    /// Whether exactly this conflict is open.
    pub(super) fn has(&self, conflict: &Conflict) -> bool {
        let known = OpenConflict::of(conflict);
        self.near(conflict).any(|open| *open == known)
    }

    /// Those that a conflict may be one of.
    fn near(&self, conflict: &Conflict) -> impl Iterator<Item = &OpenConflict> {
        self.0.get(&key(&conflict.path, &conflict.yours)).into_iter().flatten().copied()
    }
}

/// The path inside its object, without the places of rows, and the user's value.
fn key(path: &str, yours: &Option<Value>) -> (String, String) {
    let inside = path.rsplit_once(": ").map_or(path, |(_, inside)| inside);
    (without_rows(inside), yours.as_ref().filter(|value| !value.is_null()).map(Value::to_string).unwrap_or_default())
}

/// A path without the places of rows, which are others once somebody adds a row before.
fn without_rows(path: &str) -> String {
    let is_place = |text: &str| text.trim_start_matches('+').parse::<usize>().is_ok();
    let mut parts = path.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| match part.split_once(']').filter(|(text, _)| is_place(text)) {
        Some((_, rest)) => format!("{path}[]{rest}"),
        None => format!("{path}[{part}"),
    })
}

impl OpenConflict {
    fn of(conflict: &Conflict) -> Self {
        let Conflict { path, place, base, yours, new, .. } = conflict.clone();
        // The record knows no null but that of nothing.
        let [base, yours, new] = [base, yours, new].map(|value| value.filter(|value| !value.is_null()));
        let place = Some(place).filter(|place| *place != path);
        Self { path, place, base, yours, new }
    }

    /// Its place; its path where that is none, or nobody wrote it down.
    fn place(&self) -> &str {
        self.place.as_deref().unwrap_or(&self.path)
    }

    /// Whether a conflict is this one, the user's value as it was.
    fn is(&self, conflict: &Conflict) -> bool {
        let value = |value: &Option<Value>| value.clone().filter(|value| !value.is_null());
        let is_as_it_was = value(&self.base) == value(&conflict.base);
        // Objects are named once a file holds several.
        let same = |one: &str, other: &str| one == other || one.ends_with(&format!(": {other}"));
        let either = |one: &str, other: &str| same(one, other) || same(other, one);
        let here = match &self.place {
            Some(place) => either(place, &conflict.place),
            None => either(&self.path, &conflict.path),
        };
        let moved = || is_as_it_was && either(&without_rows(self.place()), &without_rows(&conflict.place));
        let lines = self.path.is_empty() && !is_as_it_was;
        (here || moved()) && !lines && value(&self.yours) == value(&conflict.yours)
    }
}

/// Merges what changed since the last generation, and looks after what earlier runs left open.
pub(super) fn merge_file(base: &str, yours: &str, new: &str, past: &Past) -> MergedFile {
    let Past { open: rounds, prefer, cause, .. } = past;
    let prefer = *prefer;
    let merged = merge(base, yours, new, prefer.unwrap_or_default());
    let mut text = merged.text;
    let mut fresh = merged.conflicts;
    brought_by(&mut fresh, cause.as_deref());
    let mut open = Vec::new();
    let mut conflicts = Vec::new();
    for round in rounds {
        let mut found = merge(&round.base, &text, new, Prefer::Yours).conflicts;
        let known = round.known();
        let is_open = |conflict: &Conflict| known.near(conflict).any(|known| known.is(conflict));
        // What upstream has taken back since.
        let places = places_of(&found);
        fresh.retain(|conflict| conflict.path.is_empty() || places.contains(&conflict.place) || !is_open(conflict));
        if prefer.is_none() {
            let freed = round.freed(&found);
            text = if freed.is_empty() { text } else { take(&text, new, &freed) };
        }
        let newer = places_of(&fresh);
        found.retain(|conflict| is_open(conflict) && !newer.contains(&conflict.place));
        match prefer {
            Some(Prefer::New) => text = taken(round, &text, new, &found),
            Some(Prefer::Yours) => {}
            None if found.is_empty() => {}
            None => {
                brought_by(&mut found, round.cause.as_deref());
                open.push(Round::of(&round.base, round.cause.as_deref(), &found));
                conflicts.extend(found);
            }
        }
    }
    if prefer.is_some() {
        fresh.clear();
    }
    if !fresh.is_empty() {
        open.push(Round::of(base, cause.as_deref(), &fresh));
    }
    conflicts.extend(fresh);
    conflicts.sort_by_key(|conflict| conflict.line);
    MergedFile { text, conflicts, deleted: merged.deleted, open, notes: merged.notes }
}

/// Says of conflicts what brought their new side.
fn brought_by(conflicts: &mut [Conflict], cause: Option<&str>) {
    conflicts.iter_mut().for_each(|conflict| conflict.reasons.cause = cause.map(str::to_owned));
}

/// The text with the new side of conflicts that an earlier run left open.
fn taken(round: &Round, text: &str, new: &str, found: &[Conflict]) -> String {
    if found.iter().any(|conflict| conflict.path.is_empty()) {
        let lines = matches!(found, [conflict] if conflict.why == Reason::NotInPlace);
        return if lines { new.to_owned() } else { merge(&round.base, text, new, Prefer::New).text };
    }
    take(text, new, &places_of(found))
}

/// The places of conflicts of values.
fn places_of(conflicts: &[Conflict]) -> BTreeSet<String> {
    conflicts.iter().filter(|conflict| !conflict.path.is_empty()).map(|conflict| conflict.place.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "a: 1\nb: 1\nc: 1\n";

    fn merge_file(base: &str, yours: &str, new: &str, open: &[Round], prefer: Option<Prefer>) -> MergedFile {
        super::merge_file(base, yours, new, &Past { open: open.to_vec(), prefer, ..Past::default() })
    }

    fn rounds(base: &str, yours: &str, new: &str) -> (String, Vec<Round>) {
        let merged = merge_file(base, yours, new, &[], None);
        (merged.text, merged.open)
    }

    #[test]
    fn a_conflict_stays_open_until_the_value_of_the_user_is_another() {
        let new = BASE.replace("a: 1", "a: 3");
        let (text, open) = rounds(BASE, &BASE.replace("a: 1", "a: 2"), &new);
        let again = |text: &str| merge_file(&new, text, &new, &open, None);
        let told = again(&text);
        assert_eq!((told.text.as_str(), told.conflicts.len(), &told.open), (text.as_str(), 1, &open));
        let elsewhere = again(&text.replace("b: 1", "b: 9").replace("a: 2", "a: 2 # I mean it"));
        assert_eq!(elsewhere.conflicts.len(), 1, "something else changed");
        for settled in ["a: 3", "a: 4"] {
            let settled = again(&text.replace("a: 2", settled));
            assert!(settled.conflicts.is_empty() && settled.open.is_empty(), "{settled:?}");
        }
        assert!(again(&text.replace("a: 2\n", "")).conflicts.is_empty(), "deleted");
    }

    #[test]
    fn a_side_that_is_preferred_settles_what_is_open_and_touches_nothing_else() {
        let new = "a: 3\nb: 3\nc: 1\n";
        let (text, open) = rounds(BASE, "a: 2 # mine\nb: 2\nc: 1\n", new);
        // Since then the user took back what had come in, and settled one of the two by hand.
        let text = text.replace("b: 2", "b: 4");
        let yours = merge_file(new, &text, new, &open, Some(Prefer::Yours));
        assert_eq!((yours.text.as_str(), yours.open.len()), (text.as_str(), 0));
        let taken = merge_file(new, &text, new, &open, Some(Prefer::New));
        assert_eq!((taken.text.as_str(), taken.open.len()), ("a: 3 # mine\nb: 4\nc: 1\n", 0));
    }

    #[test]
    fn what_upstream_changes_again_is_the_same_conflict_and_what_it_takes_back_is_none() {
        let (text, open) = rounds(BASE, "a: 2\nb: 1\nc: 1\n", "a: 3\nb: 1\nc: 1\n");
        let again = merge_file("a: 3\nb: 1\nc: 1\n", &text, "a: 4\nb: 5\nc: 1\n", &open, None);
        assert_eq!((again.text.as_str(), again.conflicts.len()), ("a: 2\nb: 5\nc: 1\n", 1));
        assert_eq!(again.conflicts[0].new, Some(4.into()));
        for back in ["a: 1", "a: 2"] {
            let again = merge_file("a: 3\nb: 1\nc: 1\n", &text, &BASE.replace("a: 1", back), &open, None);
            assert!(again.text == text && again.conflicts.is_empty(), "{back}: {again:?}");
        }
    }

    #[test]
    fn what_was_deleted_is_open_until_it_is_back_and_can_be_taken() {
        let (base, new) = ("a: {x: 1}\nb: 1\n", "a: {x: 2}\nb: 1\n");
        let (text, open) = rounds(base, "b: 1\n", new);
        assert_eq!((text.as_str(), open.len()), ("b: 1\n", 1));
        assert_eq!(merge_file(new, &text, new, &open, None).conflicts.len(), 1);
        assert!(merge_file(new, "a: {x: 1}\nb: 1\n", new, &open, None).conflicts.is_empty());
        let taken = merge_file(new, &text, new, &open, Some(Prefer::New));
        assert_eq!(taken.text, "a: {x: 2}\nb: 1\n");
    }

    #[test]
    fn lines_are_open_until_they_are_others() {
        let base = "{{ a }}: 1\nx\ny\n{{ b }}: 1\n";
        let new = base.replace("a }}: 1", "a }}: 3");
        let (text, open) = rounds(base, &base.replace("a }}: 1", "a }}: 2"), &new);
        assert_eq!(merge_file(&new, &text, &new, &open, None).conflicts.len(), 1);
        let taken = merge_file(&new, &text, &new, &open, Some(Prefer::New));
        assert_eq!(taken.text, new);
        assert!(merge_file(&new, &text.replace(": 2", ": 4"), &new, &open, None).conflicts.is_empty());
    }

    const TWINS: &str =
        "envFrom:\n  - configMapRef: {name: web, optional: A}\n  - secretRef: {name: web, optional: B}\n";

    fn twins(a: &str, b: &str) -> String {
        TWINS.replace("optional: A", &format!("optional: {a}")).replace("optional: B", &format!("optional: {b}"))
    }

    #[test]
    fn two_items_that_are_shown_alike_are_two_conflicts() {
        let (base, yours, new) = (twins("1", "1"), twins("2", "2"), twins("3", "3"));
        let (text, open) = rounds(&base, &yours, &new);
        let told = merge_file(&new, &text, &new, &open, None);
        let paths: Vec<&str> = told.conflicts.iter().map(|conflict| conflict.path.as_str()).collect();
        assert_eq!(paths, ["envFrom[web].configMapRef.optional", "envFrom[web].secretRef.optional"]);
        // One of them is upstream's again; the other one stays open, of another run by now.
        let (newer, mine) = (twins("3", "4"), twins("2", "3"));
        let again = merge_file(&new, &mine, &newer, &open, None);
        assert_eq!((again.text.as_str(), again.conflicts.len()), (twins("2", "4").as_str(), 1));
        let taken = take(&text, &new, &[told.conflicts[1].place.clone()].into());
        assert_eq!(taken, twins("2", "3"));
    }

    #[test]
    fn a_row_is_found_again_behind_one_that_came_before_it() {
        let rules = |port: &str| format!("egress:\n  - ports: [{{port: {port}, protocol: TCP}}]\n    to: [{{a: b}}]\n");
        let (text, open) = rounds(&rules("1"), &rules("2"), &rules("3"));
        assert_eq!(open.len(), 1);
        let longer = text.replace("egress:\n", "egress:\n  - to: [{mine: too}]\n");
        let told = merge_file(&rules("3"), &longer, &rules("3"), &open, None);
        assert_eq!((told.text.as_str(), told.conflicts.len()), (longer.as_str(), 1), "{told:?}");
    }

    #[test]
    fn a_record_without_places_is_read_by_its_paths() {
        let (text, mut open) = rounds(&twins("1", "1"), &twins("2", "1"), &twins("3", "1"));
        let new = twins("3", "1");
        assert!(open[0].conflicts[0].place.is_some());
        open[0].conflicts[0].place = None;
        let record = serde_json::to_string(&open).expect("it is JSON");
        assert!(!record.contains("place"), "{record}");
        let told = merge_file(&new, &text, &new, &open, None);
        assert_eq!((told.text.as_str(), told.conflicts.len()), (text.as_str(), 1));
        assert!(merge_file(&new, &twins("4", "1"), &new, &open, None).conflicts.is_empty());
    }

    #[test]
    fn what_brought_a_conflict_is_told_for_as_long_as_it_is_open() {
        let merged = |base: &str, yours: &str, new: &str, open: &[Round], cause: &str| {
            let past = Past { open: open.to_vec(), cause: Some(cause.to_owned()), ..Past::default() };
            let merged = super::merge_file(base, yours, new, &past);
            let causes = merged.conflicts.iter().map(|conflict| conflict.reasons.cause.clone().unwrap_or_default());
            (causes.collect::<Vec<_>>(), merged.open)
        };
        let (first, second) = ("a: 3\nb: 1\nc: 1\n", "a: 3\nb: 3\nc: 1\n");
        let (told, open) = merged(BASE, "a: 2\nb: 2\nc: 1\n", first, &[], "the spec changed");
        assert_eq!(told, ["the spec changed"]);
        let (told, _) = merged(first, "a: 2\nb: 2\nc: 1\n", second, &open, "kubewright 1 became 2");
        assert_eq!(told, ["the spec changed", "kubewright 1 became 2"]);
    }
}
