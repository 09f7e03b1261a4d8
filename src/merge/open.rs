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
    /// The same path where no other value has it.
    pub place: String,
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
        let open: BTreeSet<&str> = found.iter().map(|conflict| conflict.place.as_str()).collect();
        let is_free = |known: &&OpenConflict| {
            let is_of_values = !known.path.is_empty() && known.base.is_some() && known.base == known.yours;
            is_of_values && !open.contains(known.place.as_str())
        };
        self.conflicts.iter().filter(is_free).map(|known| known.place.clone()).collect()
    }

    /// Takes a conflict out of those that are open.
    pub(super) fn forget(rounds: &mut Vec<Self>, conflict: &Conflict) {
        let known = OpenConflict::of(conflict);
        // Lines have no place: of those that are alike one is taken.
        for round in rounds.iter_mut() {
            if let Some(at) = round.conflicts.iter().position(|open| *open == known) {
                round.conflicts.remove(at);
                break;
            }
        }
        rounds.retain(|round| !round.conflicts.is_empty());
    }

    /// What is open, to be looked up.
    pub(super) fn known(&self) -> Known<'_> {
        let mut known = BTreeMap::<_, Vec<_>>::new();
        for open in &self.conflicts {
            known.entry(key(&open.place, &open.yours)).or_default().push(open);
        }
        Known(known)
    }
}

/// Open conflicts by what is the same in all forms of their places, and by the user's value.
pub(super) struct Known<'a>(BTreeMap<(String, String), Vec<&'a OpenConflict>>);

impl Known<'_> {
    /// Whether exactly this conflict is open.
    pub(super) fn has(&self, conflict: &Conflict) -> bool {
        self.near(conflict).any(|open| open.is(conflict))
    }

    /// Whether one is open at the place of a conflict, the user's value as it was.
    fn stands_at(&self, conflict: &Conflict) -> bool {
        self.near(conflict).any(|open| open.stands_at(conflict))
    }

    /// Those that a conflict may be one of.
    fn near(&self, conflict: &Conflict) -> impl Iterator<Item = &OpenConflict> {
        self.0.get(&key(&conflict.place, &conflict.yours)).into_iter().flatten().copied()
    }

    /// The conflicts that are open. Each that is known stands for one of them: for the one at its place, and only
    /// where there is none for that of a row like its own, which may have moved.
    fn open_of(mut self, found: Vec<Conflict>) -> Vec<Conflict> {
        let mut found: Vec<(Conflict, bool)> = found.into_iter().map(|conflict| (conflict, false)).collect();
        for is in [OpenConflict::is, OpenConflict::stands_at, OpenConflict::moved_to] {
            for (conflict, is_open) in found.iter_mut().filter(|(_, is_open)| !is_open) {
                let Some(near) = self.0.get_mut(&key(&conflict.place, &conflict.yours)) else { continue };
                if let Some(at) = near.iter().position(|known| is(known, conflict)) {
                    near.remove(at);
                    *is_open = true;
                }
            }
        }
        found.into_iter().filter(|(_, is_open)| *is_open).map(|(conflict, _)| conflict).collect()
    }
}

/// The place inside its object, without those of rows, and the user's value.
fn key(place: &str, yours: &Option<Value>) -> (String, String) {
    let inside = place.rsplit_once(": ").map_or(place, |(_, inside)| inside);
    (without_rows(inside), said(yours).map(Value::to_string).unwrap_or_default())
}

/// A value; the record knows no null but that of nothing.
fn said(value: &Option<Value>) -> Option<&Value> {
    value.as_ref().filter(|value| !value.is_null())
}

/// Whether two places are the same; objects are named once a file holds several.
fn is_same(one: &str, other: &str) -> bool {
    one == other || one.ends_with(&format!(": {other}")) || other.ends_with(&format!(": {one}"))
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
        let Conflict { path, place, base, yours, new, .. } = conflict;
        let [base, yours, new] = [base, yours, new].map(|value| said(value).cloned());
        Self { path: path.clone(), place: place.clone(), base, yours, new }
    }

    /// Whether a conflict is exactly this one.
    fn is(&self, conflict: &Conflict) -> bool {
        *self == Self::of(conflict)
    }

    /// Whether a conflict, whose side of the user's is the same, stands at its place. Lines have none, and are known
    /// by what they were.
    fn stands_at(&self, conflict: &Conflict) -> bool {
        is_same(&self.place, &conflict.place) && (!self.path.is_empty() || self.was(conflict))
    }

    /// Whether a conflict, whose side of the user's is the same, may be that of its row at another place.
    fn moved_to(&self, conflict: &Conflict) -> bool {
        is_same(&without_rows(&self.place), &without_rows(&conflict.place)) && self.was(conflict)
    }

    /// Whether the value of the last generation is the same.
    fn was(&self, conflict: &Conflict) -> bool {
        said(&self.base) == said(&conflict.base)
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
        // What upstream has taken back since.
        let places = places_of(&found);
        fresh.retain(|conflict| {
            conflict.path.is_empty() || places.contains(&conflict.place) || !known.stands_at(conflict)
        });
        if prefer.is_none() {
            let freed = round.freed(&found);
            text = if freed.is_empty() { text } else { take(&text, new, &freed) };
        }
        let newer = places_of(&fresh);
        found = known.open_of(found);
        found.retain(|conflict| !newer.contains(&conflict.place));
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
mod tests;
