//! Three texts made one: what changed since the last generation, in the user's text, edited in place.
//!
//! Plain YAML is compared as values: documents by what tells objects apart, maps by key, lists by what
//! tells their items apart. Everything else is merged line by line.

mod align;
mod alike;
mod children;
mod commented;
mod comments;
mod conflict;
mod documents;
mod found;
mod items;
mod lines;
mod markers;
mod merger;
mod one_of;
mod order;
mod pairing;
mod path;
mod place;
mod write;

use std::collections::BTreeSet;

use crate::yaml::{LineEnds, plain};

pub use conflict::{CommentNote, Conflict, Reason, Reasons};
pub use markers::first_marker;
pub(in crate::merge) use markers::{Marked, marked, unmarked};

/// Whose value stands where both changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prefer {
    /// The user's.
    #[default]
    Yours,
    /// The new generation's.
    New,
}

/// A merged text, and what could not be decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The text; the user's value stands where there is a conflict, unless the new one is preferred.
    pub text: String,
    /// Where both changed the same, in the order of the text.
    pub conflicts: Vec<Conflict>,
    /// The objects that the user deleted, and that are generated still. They stay deleted.
    pub deleted: Vec<String>,
    /// The comments that both changed; the user's stand.
    pub notes: Vec<CommentNote>,
}

impl Merged {
    /// A text in which nothing is left to say.
    fn clean(text: &str) -> Self {
        Self { text: text.to_owned(), conflicts: Vec::new(), deleted: Vec::new(), notes: Vec::new() }
    }
}

/// Brings what changed between `base` and `new` into `yours`.
///
/// A side that is as it was takes the other side's bytes. Otherwise every line of the user's that needs no
/// change keeps its bytes, line ends and a missing last line end included.
pub fn merge(base: &str, yours: &str, new: &str, prefer: Prefer) -> Merged {
    if let Some(text) = of_one_side(base, yours, new) {
        return Merged::clean(text);
    }
    in_form_of(yours, [base, new], |mine, [base, new]| match of_one_side(base, mine, new) {
        Some(text) => Merged::clean(text),
        None => merge_plain(base, mine, new, prefer),
    })
}

/// What comes of texts that one side at most has changed.
fn of_one_side<'t>(base: &str, yours: &'t str, new: &'t str) -> Option<&'t str> {
    match (base == yours, base == new || yours == new) {
        (true, _) => Some(new),
        (false, true) => Some(yours),
        (false, false) => None,
    }
}

/// Takes the new values at some places, as [`Conflict::place`] names them, into `yours`, and nothing else.
pub(in crate::merge) fn take(yours: &str, new: &str, places: &BTreeSet<String>) -> String {
    let merged = in_form_of(yours, [new, new], |mine, [_, new]| {
        let taken = documents::merge_documents([mine, mine, new], Prefer::New, Some(places));
        taken.unwrap_or_else(|| Merged::clean(mine))
    });
    merged.text
}

/// Merges what the texts say, and gives the result the line ends of the user's.
fn in_form_of(yours: &str, others: [&str; 2], merge: impl FnOnce(&str, [&str; 2]) -> Merged) -> Merged {
    let ends = LineEnds::of(yours);
    let [one, other] = others.map(plain);
    let mut merged = merge(ends.plain(), [&one, &other]);
    merged.text = ends.apply(&merged.text);
    merged
}

fn merge_plain(base: &str, yours: &str, new: &str, prefer: Prefer) -> Merged {
    let in_place = documents::merge_documents([base, yours, new], prefer, None);
    // No comment of the user's goes, whatever the values say.
    let keeps = |merged: &Merged| {
        let known = [base, &merged.text].concat();
        prefer == Prefer::New || !comments::has_more(yours, &known)
    };
    if let Some(mut merged) = in_place.filter(keeps) {
        merged.conflicts.sort_by_key(|conflict| conflict.line);
        return merged;
    }
    lines::merge_lines(base, yours, new, prefer)
}
