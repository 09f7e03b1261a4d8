//! Texts cut and joined at line ends, and the proof that nothing else was touched.

use std::ops::Range;

/// The end of the last line of an entry that holds more than space.
pub(super) fn line_end(text: &str, entry: &Range<usize>) -> usize {
    let content_end = entry.start + text[entry.clone()].trim_end().len();
    text[content_end..].find('\n').map_or(text.len(), |at| content_end + at + 1)
}

/// The end of the comments from `at` on that are indented by `column` or more, so belong to the block above.
pub(super) fn comments_end(text: &str, mut at: usize, column: usize) -> usize {
    let mut end = at;
    for line in text[at..].split_inclusive('\n') {
        at += line.len();
        let content = line.trim_start_matches(' ');
        match content.chars().next() {
            Some('#') if line.len() - content.len() >= column => end = at,
            Some('\n' | '\r') => {}
            _ => break,
        }
    }
    end
}

/// The text with further lines at an offset that starts a line.
pub(super) fn with_lines(text: &str, at: usize, lines: &str) -> String {
    let (above, below) = text.split_at(at);
    if above.ends_with('\n') { format!("{above}{lines}\n{below}") } else { format!("{above}\n{lines}{below}") }
}

/// The new text with all that followed the edited entry from `rest` on, where the entry ends at
/// `end`: yaml-edit counts blank lines after a block scalar as part of it, and drops those at the
/// end of an emptied document.
pub(super) fn with_rest(old: &str, new: &str, end: usize, rest: usize) -> String {
    let kept = common_suffix(&old[end..], new);
    if !old[end..old.len() - kept].trim().is_empty() {
        return new.to_owned();
    }
    let head = &new[..new.len() - kept];
    let line_break = if old[..end].ends_with("\r\n") { "\r\n" } else { "\n" };
    let line_break = if head.is_empty() || head.ends_with('\n') || end == old.len() { "" } else { line_break };
    [head, line_break, &old[rest..]].concat()
}

/// The length of the longest text that both texts end with.
pub(super) fn common_suffix(a: &str, b: &str) -> usize {
    let same = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b);
    same.map(|(c, _)| c.len_utf8()).sum()
}

/// Whether the bytes of `old` that `new` lacks all lie in the touched range or are the space and
/// comma before it, and the line below them still starts one; an empty range touches nothing.
pub(super) fn differs_only_in(old: &str, new: &str, touched: &Range<usize>) -> bool {
    let prefix = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    if touched.is_empty() {
        return prefix + common_suffix(old, new) >= old.len();
    }
    // A map that lost its last entry is marked `{}` before the comment on its line.
    if new.get(prefix..).is_some_and(|rest| rest.starts_with("{} #")) {
        return differs_only_in(old, &[&new[..prefix], &new[prefix + 3..]].concat(), touched);
    }
    let before = old[..touched.start].trim_end_matches([' ', '\r', '\n', ',']);
    let (ends_line, below) = (old[..touched.end].ends_with('\n'), &old[touched.end..]);
    let fits = |head: &str| !ends_line || below.is_empty() || head.is_empty() || head.ends_with('\n');
    prefix >= before.len() && new.strip_suffix(below).is_some_and(fits)
}
