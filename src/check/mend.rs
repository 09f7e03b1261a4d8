//! Findings mended in the text that they were found in.

use std::collections::BTreeMap;

use crate::yaml::{put_value, stream_parts};

use super::finding::{Edit, Finding};

/// A text with some of its findings mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The text.
    pub text: String,
    /// How many findings are mended in it.
    pub count: usize,
}

/// Mends what is known how to among the findings of one text; what is not safe only where that is wanted.
/// What cannot be mended without touching something else is left as it is.
pub fn mend<'a>(text: &str, findings: impl IntoIterator<Item = &'a Finding>, unsafe_too: bool) -> Mended {
    let mut edits: BTreeMap<usize, Vec<&Edit>> = BTreeMap::new();
    let known = findings.into_iter().filter_map(|finding| finding.edit.as_ref());
    for edit in known.filter(|edit| edit.safe || unsafe_too) {
        edits.entry(edit.document).or_default().push(edit);
    }
    let parts = stream_parts(text);
    let mut mended = Mended { text: text.to_owned(), count: 0 };
    // From the last document to the first, so that the bytes of the others stay where they are.
    for (document, edits) in edits.into_iter().rev() {
        let Some(part) = parts.get(document) else { continue };
        let mut text = part.text.to_owned();
        for edit in edits {
            if let Ok(edited) = put_value(&text, &edit.path, &edit.value) {
                text = edited;
                mended.count += 1;
            }
        }
        mended.text.replace_range(part.range.clone(), &text);
    }
    mended
}
