//! Comments as values: whose they are, and which of them stays.

use std::collections::HashMap;

use crate::yaml::{Block, Child, Form, line_end, line_start};

/// The lines above a child that are its own.
pub(super) fn lead<'t>(text: &'t str, child: &Child) -> &'t str {
    let start = line_start(text, child.start);
    if child.own_line && child.head < start { &text[child.head..start] } else { "" }
}

/// The lines below the last child of a block that are the block's.
pub(super) fn foot<'t>(text: &'t str, block: &Block) -> &'t str {
    let last = block.children.last().map_or(block.end, |last| last.end);
    text.get(last..block.end).unwrap_or_default()
}

/// The comment on the line of a child, an empty range where one would go; none where the line is a
/// child's inside it.
pub(super) fn trail(text: &str, child: &Child) -> Option<std::ops::Range<usize>> {
    let from = match &child.part.form {
        Form::Leaf(_) if text[child.part.span.clone()].starts_with(['|', '>']) => {
            let line = line_end(text, child.part.span.start);
            let head = &text[child.part.span.start..line];
            child.part.span.start + head.find([' ', '\n', '\r', '\t']).unwrap_or(head.len())
        }
        Form::Map(block) | Form::List(block) if !block.is_flow => {
            let first = block.children.first()?;
            if first.start < line_end(text, child.opened) {
                return None;
            }
            child.opened
        }
        _ => child.part.span.end.max(child.opened),
    };
    let line = &text[from..line_end(text, from)];
    let line = line.trim_end_matches(['\n', '\r']);
    let comment = line.char_indices().find(|(at, c)| *c == '#' && (*at == 0 || line[..*at].ends_with([' ', '\t'])));
    let start = comment.map_or(from + line.trim_end().len(), |(at, _)| from + at);
    Some(start..comment.map_or(start, |_| from + line.len()))
}

/// The comments of some lines.
pub(super) fn comments(lines: &str) -> Vec<&str> {
    lines.lines().map(str::trim).filter(|line| line.starts_with('#')).collect()
}

/// All that looks like a comment in some text; what stands in block scalars as well.
pub(super) fn all(text: &str) -> Vec<&str> {
    let comment = |line: &'_ str| {
        let mut signs = line.char_indices().filter(|(_, c)| *c == '#');
        signs.find(|(at, _)| *at == 0 || line[..*at].ends_with([' ', '\t'])).map(|(at, _)| at)
    };
    text.lines().filter_map(|line| comment(line).map(|at| line[at..].trim_end())).collect()
}

/// Whether some text has a comment that another lacks.
pub(super) fn has_more(text: &str, than: &str) -> bool {
    let mut left: HashMap<&str, usize> = HashMap::new();
    all(than).into_iter().for_each(|comment| *left.entry(comment).or_default() += 1);
    all(text).into_iter().any(|comment| match left.get_mut(comment) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    })
}

/// The lines inside a child, without what stands beside it.
pub(super) fn inner(text: &str, child: &Child) -> String {
    let all = &text[child.opened..child.end];
    let trail = trail(text, child).filter(|at| at.start >= child.opened && at.end <= child.end);
    trail.map_or(all.to_owned(), |at| [&text[child.opened..at.start], &text[at.end..child.end]].concat())
}

/// The comments inside a child of three texts to which the last one put some that the second lacks: those two.
pub(super) fn left(children: [(&str, &Child); 3]) -> Option<[String; 2]> {
    // Most values have no comment inside, and every one of a text is asked.
    let (text, child) = children[2];
    if !text[child.opened..child.end].contains('#') {
        return None;
    }
    let [base, yours, new] = children.map(|(text, child)| inner(text, child));
    let comes = has_more(&new, &base) && has_more(&new, &yours);
    comes.then(|| [yours, new].map(|text| all(&text).join("\n")))
}

/// Lines in the place of the user's, where only upstream changed their comments: the new ones at the
/// user's indentation, below the blank lines that the user has.
pub(super) fn merged(base: Option<&str>, yours: &str, new: &str, column: usize) -> String {
    let [is, will] = [yours, new].map(comments);
    if base.is_none_or(|base| comments(base) != is) || is == will {
        return yours.to_owned();
    }
    let blank = |lines: &str| lines.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
    let (mine, theirs): (usize, usize) = (blank(yours), blank(new));
    let mut lines = yours[..mine].to_owned();
    for line in new[theirs..].lines() {
        let content = line.trim_start();
        let indent = if content.is_empty() { 0 } else { column };
        lines.push_str(&format!("{:indent$}{content}\n", ""));
    }
    lines
}

/// What tells a comment of a child of a text.
type Comment<'a> = &'a dyn Fn(&str, &Child) -> String;

/// The comments of a child of three texts that the later two changed, not alike: those two.
pub(super) fn apart(children: [(&str, &Child); 3]) -> Option<[String; 2]> {
    let above = |text: &str, child: &Child| comments(lead(text, child)).join("\n");
    let beside =
        |text: &str, child: &Child| trail(text, child).map(|at| text[at].trim_end().to_owned()).unwrap_or_default();
    let below = |text: &str, child: &Child| {
        child.part.lines().map(|block| comments(foot(text, block)).join("\n")).unwrap_or_default()
    };
    let places: [Comment<'_>; 3] = [&above, &beside, &below];
    places.into_iter().find_map(|of| {
        let [was, mine, theirs] = children.map(|(text, child)| of(text, child));
        let apart = was != mine && was != theirs && mine != theirs;
        (apart && !mine.is_empty() && !theirs.is_empty()).then_some([mine, theirs])
    })
}
