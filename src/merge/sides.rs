//! One text as each side would have it where it is in conflict, everything else as it stands.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::yaml::LineEnds;

use super::open::{Known, Round};
use super::text::{Conflict, Marked, Merged, Prefer, marked, merge, take};

/// Puts the conflicts of a merged text between markers, in the form that git writes; false where not all of them
/// can be, and nothing is changed.
pub fn mark(base: &str, new: &str, merged: &mut Merged) -> bool {
    let rounds = [Round::of(base, None, &merged.conflicts)];
    let sides = Sides::of(&merged.text, new, &rounds, &merged.conflicts);
    let Some(marked) = sides.and_then(|sides| sides.marked(&merged.text)) else { return merged.conflicts.is_empty() };
    for conflict in &mut merged.conflicts {
        conflict.line = marked.line(conflict.line);
    }
    merged.text = marked.text;
    true
}

/// The user's text with the sides of some conflicts in the place of the user's: the new one, and that of
/// the last generation.
#[derive(Debug)]
pub(super) struct Sides {
    pub(super) base: String,
    pub(super) new: String,
}

impl Sides {
    /// Of a text and conflicts that are open in it; none where the sides of one of them cannot be put there.
    /// `rounds` tell from which text each conflict comes.
    pub(super) fn of(text: &str, new: &str, rounds: &[Round], conflicts: &[Conflict]) -> Option<Self> {
        let ends = LineEnds::of(text);
        let text = ends.plain();
        let (lines, values): (Vec<&Conflict>, Vec<&Conflict>) =
            conflicts.iter().partition(|conflict| conflict.is_of_lines());
        let places = |known: Option<&Known<'_>>| -> BTreeSet<String> {
            let open = values.iter().filter(|conflict| known.is_none_or(|known| known.has(conflict)));
            open.map(|conflict| conflict.place.clone()).collect()
        };
        let mut sides = Self { base: text.to_owned(), new: text.to_owned() };
        let mut lines = lines;
        // From the last to the first, so that the lines above stay where they are.
        lines.sort_by_key(|conflict| conflict.line);
        for conflict in lines.into_iter().rev() {
            sides.base = with_lines(&sides.base, conflict, conflict.base.as_ref())?;
            sides.new = with_lines(&sides.new, conflict, conflict.new.as_ref())?;
        }
        for round in rounds {
            sides.base = taken(&sides.base, &round.base, &places(Some(&round.known())));
        }
        let places = places(None);
        sides.new = taken(&sides.new, new, &places);
        // What was taken is no conflict any more.
        let is_taken = |conflict: &Conflict| !places.contains(&conflict.place);
        let is_open =
            |round: &Round| !merge(&round.base, &sides.new, new, Prefer::Yours).conflicts.iter().all(is_taken);
        if !places.is_empty() && rounds.iter().any(is_open) {
            return None;
        }
        Some(Self { base: ends.apply(&sides.base), new: ends.apply(&sides.new) })
    }

    /// The text with markers where the sides differ.
    pub(super) fn marked(&self, text: &str) -> Option<Marked> {
        marked(&self.base, text, &self.new)
    }
}

fn taken(text: &str, from: &str, places: &BTreeSet<String>) -> String {
    if places.is_empty() { text.to_owned() } else { take(text, from, places) }
}

/// The text with other lines in the place of the user's; none where those do not stand where the conflict says.
fn with_lines(text: &str, conflict: &Conflict, lines: Option<&Value>) -> Option<String> {
    let [own, other] = [conflict.yours.as_ref(), lines].map(|value| value.and_then(Value::as_str).unwrap_or_default());
    let above: usize = text.split_inclusive('\n').take(conflict.line.saturating_sub(1) as usize).map(str::len).sum();
    let below = text[above..].strip_prefix(own)?;
    Some([&text[..above], other, below].concat())
}
