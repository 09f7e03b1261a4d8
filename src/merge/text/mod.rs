//! Three texts made one: what changed since the last generation, in the user's text, edited in place.
//!
//! Plain YAML is compared as values: documents by what tells objects apart, maps by key, lists by what
//! tells their items apart. Everything else is merged line by line.

mod align;
mod comments;
mod conflict;
mod documents;
mod found;
mod items;
mod lines;
mod markers;
mod merger;
mod one_of;
mod path;
mod place;
mod write;

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
    if base == yours {
        return Merged::clean(new);
    }
    if base == new || yours == new {
        return Merged::clean(yours);
    }
    in_form_of(yours, [base, new], |mine, [base, new]| merge_plain(base, mine, new, prefer))
}

/// Takes the new values at some paths, as [`Conflict::path`] names them, into `yours`, and nothing else.
pub fn take(yours: &str, new: &str, paths: &[String]) -> String {
    let merged = in_form_of(yours, [new, new], |mine, [_, new]| {
        let taken = documents::merge_documents([mine, mine, new], Prefer::New, Some(paths));
        taken.unwrap_or_else(|| Merged::clean(mine))
    });
    merged.text
}

/// Merges without line ends and marks of Windows, and gives those of the user's text to the result.
fn in_form_of(yours: &str, others: [&str; 2], merge: impl FnOnce(&str, [&str; 2]) -> Merged) -> Merged {
    let windows = yours.contains("\r\n") && !yours.replace("\r\n", "").contains('\n');
    let mark = if yours.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { "" };
    let plain = |text: &str, windows: bool| {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        if windows { text.replace("\r\n", "\n") } else { text.to_owned() }
    };
    let [one, other] = others.map(|text| plain(text, true));
    let mut merged = merge(&plain(yours, windows), [&one, &other]);
    if windows {
        merged.text = merged.text.replace('\n', "\r\n");
    }
    merged.text.insert_str(0, mark);
    merged
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

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
