//! Conflicts between markers, in the form that git writes: what each side says, and what both came from.

use std::borrow::Cow;

use similar::{DiffableStr as _, TextMerge};

use crate::yaml::{LineEnds, plain};

use super::Prefer;

const YOURS: &str = "<<<<<<< yours";
const BASE: &str = "||||||| base";
const BETWEEN: &str = "=======";
const NEW: &str = ">>>>>>> new";
/// How many signs a marker has.
const SIGNS: usize = 7;

/// A text with markers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::merge) struct Marked {
    pub(in crate::merge) text: String,
    /// Of every marked place its first line in the user's text, and the line of its marker.
    places: Vec<(u64, u64)>,
}

impl Marked {
    /// The line of the marker that a line of the user's text stands below.
    pub(in crate::merge) fn line(&self, of_yours: u64) -> u64 {
        let before = self.places.iter().take_while(|(yours, _)| *yours <= of_yours);
        before.last().or(self.places.first()).map_or(of_yours, |(_, marker)| *marker)
    }
}

/// The user's text, and between markers what the new one says otherwise; none where a text has lines that
/// would be taken for markers, or nothing to mark.
pub(in crate::merge) fn marked(base: &str, yours: &str, new: &str) -> Option<Marked> {
    let ends = LineEnds::of(yours);
    let [base, yours, new] = [base, yours, new].map(plain);
    // As the merge counts them: a carriage return by itself ends a line as well.
    let lines = |text: &str| text.tokenize_lines().into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (before, mine, theirs) = (lines(&base), lines(&yours), lines(&new));
    if [&before, &mine, &theirs].iter().any(|lines| lines.iter().any(|line| is_marker(line) || is_between(line))) {
        return None;
    }
    let mut text = String::new();
    let mut places = Vec::new();
    for region in TextMerge::from_lines(&*base, &*yours, &*new).regions() {
        let own = mine[region.ours_range()].concat();
        let will = theirs[region.theirs_range()].concat();
        if own == will {
            text.push_str(&own);
            continue;
        }
        let was = before[region.base_range()].concat();
        let above = mine[..region.ours_range().start].concat();
        places.push((above.matches('\n').count() as u64 + 1, text.matches('\n').count() as u64 + 1));
        for (marker, lines) in [(YOURS, own), (BASE, was), (BETWEEN, will), (NEW, String::new())] {
            text.extend([marker, "\n", &lines]);
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
    }
    (!places.is_empty()).then(|| Marked { text: ends.apply(&text), places })
}

/// The line of the first conflict marker in a text, from 1.
pub fn first_marker(text: &str) -> Option<u64> {
    plain(text).lines().position(is_marker).map(|at| at as u64 + 1)
}

/// The text with one side of every place between markers; none where the markers do not go together.
pub(in crate::merge) fn unmarked(text: &str, side: Prefer) -> Option<Cow<'_, str>> {
    if first_marker(text).is_none() {
        return Some(text.into());
    }
    let ends = LineEnds::of(text);
    let mut taken = String::new();
    // Outside, or below the marker that stands at this place of its set.
    let mut below: Option<usize> = None;
    for line in ends.plain().split_inclusive('\n') {
        let sign = line.chars().next().filter(|_| is_marker(line) || below.is_some() && is_between(line));
        below = match (sign, below) {
            (Some('<'), None) => Some(0),
            (Some('|'), Some(0)) => Some(1),
            (Some('='), Some(0 | 1)) => Some(2),
            (Some('>'), Some(2)) => None,
            (None, below) => {
                let is_side = below == Some(if side == Prefer::New { 2 } else { 0 });
                if below.is_none() || is_side {
                    taken.push_str(line);
                }
                below
            }
            _ => return None,
        };
    }
    below.is_none().then(|| ends.apply(&taken).into())
}

fn is_marker(line: &str) -> bool {
    ["<", "|", ">"].iter().any(|sign| is_of(line, sign))
}

/// Whether a line stands between two sides; in some texts such a line underlines a title.
fn is_between(line: &str) -> bool {
    is_of(line, "=")
}

fn is_of(line: &str, sign: &str) -> bool {
    line.strip_prefix(sign.repeat(SIGNS).as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_sides_say_apart_stands_between_markers_and_is_taken_out_again() {
        let (base, yours, new) = ("a: 1\nb: 1\nc: 1\n", "a: 1\nb: 2\nc: 1\n", "a: 1\nb: 3\nc: 1\n");
        let marked = marked(base, yours, new).expect("no line looks like a marker");
        assert_eq!(marked.text, "a: 1\n<<<<<<< yours\nb: 2\n||||||| base\nb: 1\n=======\nb: 3\n>>>>>>> new\nc: 1\n");
        assert_eq!((marked.line(2), first_marker(&marked.text), first_marker(yours)), (2, Some(2), None));
        assert_eq!(unmarked(&marked.text, Prefer::Yours).as_deref(), Some(yours));
        assert_eq!(unmarked(&marked.text, Prefer::New).as_deref(), Some(new));
    }

    #[test]
    fn a_carriage_return_by_itself_stays_where_it_is() {
        let (base, yours, new) = ("{{ a }}\rb\nm\nc\n", "{{ a }}\rb\nm\nd\n", "{{ a }}\rx\nm\nc\n");
        assert_eq!(crate::merge::merge(base, yours, new, Prefer::Yours).text, "{{ a }}\rx\nm\nd\n");
        let marked = marked(base, yours, "{{ a }}\rb\nm\ne\n").expect("no line looks like a marker");
        assert_eq!((marked.line(3), first_marker(&marked.text)), (3, Some(3)));
    }

    #[test]
    fn a_side_that_has_nothing_there_and_a_missing_line_end_are_marked() {
        let marked = marked("a: 1\nb: 1", "a: 1\n", "a: 1\nb: 2").expect("no line looks like a marker");
        assert_eq!(marked.text, "a: 1\n<<<<<<< yours\n||||||| base\nb: 1\n=======\nb: 2\n>>>>>>> new\n");
    }

    #[test]
    fn markers_that_do_not_go_together_are_no_text() {
        for text in ["<<<<<<< yours\na: 1\n", "a: 1\n>>>>>>> new\n", "<<<<<<< a\n<<<<<<< b\n=======\n>>>>>>> c\n"] {
            assert!(first_marker(text).is_some() && unmarked(text, Prefer::New).is_none(), "{text}");
        }
        let underlined = "Notes\n=======\n";
        assert_eq!((first_marker(underlined), unmarked(underlined, Prefer::New).as_deref()), (None, Some(underlined)));
    }
}
