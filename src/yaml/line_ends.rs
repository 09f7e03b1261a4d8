//! How a text is written beside what it says: what its lines end with, and its byte order mark.

use std::borrow::Cow;

use similar::{Algorithm, capture_diff_slices};

const BYTE_ORDER_MARK: char = '\u{feff}';
const UNIX: &str = "\n";
const WINDOWS: &str = "\r\n";

/// The line ends and the byte order mark of a text.
#[derive(Debug, Clone)]
pub(crate) struct LineEnds<'t> {
    has_mark: bool,
    plain: Cow<'t, str>,
    /// For each line whether it ends as on Windows.
    windows: Vec<bool>,
}

/// A text whose lines all end with `\n`, without a byte order mark: what two texts are compared by.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    if text.contains(WINDOWS) { text.replace(WINDOWS, UNIX).into() } else { text.into() }
}

impl<'t> LineEnds<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        let windows = if text.contains(WINDOWS) { lines.map(|line| line.ends_with(WINDOWS)).collect() } else { vec![] };
        Self { has_mark: text.starts_with(BYTE_ORDER_MARK), plain: plain(text), windows }
    }

    /// The text that these are of, as [`plain`] gives it.
    pub(crate) fn plain(&self) -> &str {
        &self.plain
    }

    /// A plain text in the form of the text that these are of. Where line ends are mixed, each line that is there
    /// still keeps its own, also one that says something else now, and a further one ends as the line above it does.
    pub(crate) fn apply(&self, text: &str) -> String {
        let mut written = String::from_iter(self.has_mark.then_some(BYTE_ORDER_MARK));
        let ends =
            if self.windows.iter().all(|windows| *windows == self.windows[0]) { vec![] } else { self.own_ends(text) };
        let mut windows = self.windows.first().copied().unwrap_or_default();
        for (index, line) in text.split_inclusive('\n').enumerate() {
            windows = ends.get(index).copied().flatten().unwrap_or(windows);
            match line.strip_suffix('\n') {
                Some(content) if windows => written.extend([content, WINDOWS]),
                _ => written.push_str(line),
            }
        }
        written
    }

    /// For each line of a plain text the end that it has already; none for a further one.
    fn own_ends(&self, text: &str) -> Vec<Option<bool>> {
        let [old, new]: [Vec<&str>; 2] = [&self.plain, text].map(|text| text.split_inclusive('\n').collect());
        let mut ends = vec![None; new.len()];
        // By the lines that stand once: of an object and a copy of it, the one that the user edited is the user's.
        for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
            let pairs = op.old_range().zip(op.new_range());
            pairs.for_each(|(old, new)| ends[new] = self.windows.get(old).copied());
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_out_of_its_form_and_put_back_into_it() {
        for text in ["", "a", "a\n", "a\r\n", "a\r\nb", "a\nb\r\nc\n", "\u{feff}a\r\n\nb\rc\r\n", "\u{feff}"] {
            let ends = LineEnds::of(text);
            assert!(!ends.plain().contains(WINDOWS) && !ends.plain().contains(BYTE_ORDER_MARK), "{text:?}");
            assert_eq!(ends.apply(ends.plain()), text);
        }
    }

    #[test]
    fn each_line_keeps_its_end_and_a_new_one_takes_that_of_the_line_above() {
        for (text, now, expected) in [
            ("a\r\nb\r\n", "a\nx\nb\ny", "a\r\nx\r\nb\r\ny"),
            ("a\nb\r\nc\n", "x\na\nb\nx\ny\nc\nx\n", "x\na\nb\r\nx\r\ny\r\nc\nx\n"),
            ("a\nb\r\nc\n", "a\nx\ny\nc\n", "a\nx\r\ny\r\nc\n"),
            ("\u{feff}a\n", "b\na\n", "\u{feff}b\na\n"),
            // A copy of lines below them, of which the first says something else now.
            (
                "a\nb\r\nz\nb\r\nc\nmine\r\nt\n",
                "a\nb\nz\nb #\nc\nmine\nt\nd\nb\nc\nt\n",
                "a\nb\r\nz\nb #\r\nc\nmine\r\nt\nd\nb\nc\nt\n",
            ),
        ] {
            assert_eq!(LineEnds::of(text).apply(now), expected, "{text:?}");
        }
    }
}
