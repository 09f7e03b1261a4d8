//! The user's text with a change in it: what is not changed keeps its bytes.

use std::ops::Range;

use serde_json::{Value, json};

use crate::yaml::{Block, Child, Data, Form, document, inline, line_end, line_start};

use super::comments::{foot, lead, merged, trail};
use super::merger::{Piece, Sides};

/// The three texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) base: &'a str,
    pub(super) yours: &'a str,
    pub(super) new: &'a str,
    /// Whether comments stay as the user has them.
    pub(super) own_comments: bool,
}

impl Writer<'_> {
    /// The user's text of a child.
    pub(super) fn own(&self, yours: &Child) -> String {
        self.yours[yours.head..yours.end].to_owned()
    }

    /// The user's text with the comments that only upstream changed.
    pub(super) fn kept(&self, sides: Sides<'_>, in_flow: bool) -> String {
        if in_flow {
            return self.own(sides.yours);
        }
        let line = self.line_of(sides.yours)..sides.yours.end;
        self.lead(sides) + &self.with_trail(sides, line)
    }

    /// The user's child with the new value.
    pub(super) fn replaced(&self, sides: Sides<'_>, in_flow: bool) -> String {
        let Sides { yours, new, .. } = sides;
        let (span, value) = (&yours.part.span, new.part.data().value());
        if in_flow {
            // `{a}` has no colon yet.
            let gap = if yours.key.is_some() && yours.part.span.is_empty() { ": " } else { "" };
            let before =
                self.yours[yours.start..span.start].trim_end_matches(|c| !gap.is_empty() && [':', ' '].contains(&c));
            return [before, gap, &inline(&value)].concat();
        }
        let single = |text: &str, child: &Child| {
            let written = &text[child.part.span.clone()];
            !written.contains('\n') && !written.starts_with(['|', '>']) && child.part.lines().is_none()
        };
        let head = &self.yours[self.line_of(yours)..yours.opened];
        if single(self.yours, yours) && single(self.new, new) {
            let written = self.in_quotes(yours, new);
            let gap = &self.yours[yours.opened..span.start];
            let gap = if gap.is_empty() && !written.is_empty() && yours.opened > yours.start { " " } else { gap };
            return [&self.lead(sides), head, gap, &written, &self.with_trail(sides, span.end..yours.end)].concat();
        }
        let column = column(self.yours, yours);
        if !ends_line(self.new, new.end) {
            let entry = match &yours.key {
                Some(key) => json!({ (key): value }),
                None => json!([value]),
            };
            let text = document(&entry, column);
            let text = if yours.own_line { text } else { text.trim_start().to_owned() };
            return self.lead(sides) + &text + "\n";
        }
        let mut below = self.new[new.opened..new.end].to_owned();
        if let (Some(at), Some(comment)) = (trail(self.new, new), self.trail(sides)) {
            below.replace_range(at.start - new.opened..at.end - new.opened, &comment);
            below = tidy(&below, at.start - new.opened, &comment);
        }
        let gap = if below.starts_with([' ', '\n', '\r']) || yours.opened == yours.start { "" } else { " " };
        let below = shifted(&below, self::column(self.new, new), column, false);
        [&self.lead(sides), head, gap, &below].concat()
    }

    /// A new child, written the way its surroundings in the user's text are.
    pub(super) fn brought(&self, child: &Child, from: &Child, to: &Child) -> String {
        let value = child.part.data().value();
        let (Some(theirs), Some(mine)) = (from.part.block(), to.part.block()) else { return String::new() };
        if mine.is_flow {
            return match &child.key {
                Some(key) => format!("{}: {}", inline(&Value::from(key.as_str())), inline(&value)),
                None => inline(&value),
            };
        }
        if theirs.is_flow {
            let entry = match &child.key {
                Some(key) => json!({ (key): value }),
                None => json!([value]),
            };
            return document(&entry, mine.column) + "\n";
        }
        let text = &self.new[child.head..child.end];
        let text = if child.own_line { text.to_owned() } else { format!("{:1$}{text}", "", theirs.column) };
        let text = shifted(&text, theirs.column, mine.column, true);
        if text.ends_with('\n') { text } else { text + "\n" }
    }

    /// A child whose children are these.
    pub(super) fn joined(&self, sides: Sides<'_>, pieces: &[Piece], in_flow: bool) -> String {
        let yours = sides.yours;
        let Some(block) = yours.part.block() else { return self.own(yours) };
        let span = &yours.part.span;
        if block.is_flow {
            let flow = self.flow(yours, block, pieces);
            if in_flow {
                return [&self.yours[yours.start..span.start], &flow].concat();
            }
            let head = &self.yours[self.line_of(yours)..span.start];
            return [&self.lead(sides), head, &flow, &self.with_trail(sides, span.end..yours.end)].concat();
        }
        let Some(first) = block.children.first() else { return self.own(yours) };
        let mut text = self.lead(sides) + &self.yours[self.line_of(yours)..yours.opened];
        if pieces.is_empty() {
            text.push_str(if matches!(yours.part.form, Form::Map(_)) { " {}" } else { " []" });
        }
        let beside = !first.own_line && first.start > yours.opened;
        let opened = yours.opened..first.head.max(yours.opened);
        if pieces.is_empty() && beside {
            text.push('\n');
        } else {
            text.push_str(&self.with_trail(sides, opened));
        }
        for (index, piece) in pieces.iter().enumerate() {
            if index == 0 && beside && piece.yours != Some(0) {
                let lines = &piece.done.text;
                let commented = lines.trim_start().starts_with('#');
                text.push_str(&if commented { format!("\n{lines}") } else { lines.trim_start().to_owned() });
                continue;
            }
            push_lines(&mut text, &piece.done.text, index > 0 || !beside);
        }
        push_lines(&mut text, &self.foot(sides, block), true);
        text
    }

    /// A list or a map in brackets whose children are these.
    fn flow(&self, yours: &Child, block: &Block, pieces: &[Piece]) -> String {
        let (span, old) = (&yours.part.span, &block.children);
        let (Some(first), Some(last)) = (old.first(), old.last()) else { return String::new() };
        if pieces.is_empty() {
            return if yours.part.is_map() { "{}" } else { "[]" }.to_owned();
        }
        let mut text = self.yours[span.start..first.start].to_owned();
        let mut before: Option<&Piece> = None;
        for piece in pieces {
            if let Some(before) = before {
                let next = before.yours.zip(piece.yours).filter(|(one, other)| one + 1 == *other);
                text.push_str(next.map_or(", ", |(one, other)| &self.yours[old[one].end..old[other].start]));
            }
            text.push_str(&piece.done.text);
            before = Some(piece);
        }
        text + &self.yours[last.end..span.end]
    }

    /// Whether an anchor stands in some of the user's bytes.
    pub(super) fn has_anchor(&self, bytes: Range<usize>) -> bool {
        let names = |word: &str| word.strip_prefix('&').is_some_and(|name| name.starts_with(char::is_alphanumeric));
        self.yours[bytes].split([' ', '\t', '\n', '[', '{', ',']).any(names)
    }

    /// The start of a child's line, or of the child where something else starts the line.
    fn line_of(&self, child: &Child) -> usize {
        if child.own_line { line_start(self.yours, child.start).max(child.head) } else { child.start }
    }

    fn lead(&self, sides: Sides<'_>) -> String {
        let base = sides.base.map(|base| lead(self.base, base));
        let yours = lead(self.yours, sides.yours);
        if self.own_comments
            || !sides.yours.own_line
            || !sides.new.own_line
            || sides.base.is_some_and(|base| !base.own_line)
        {
            return yours.to_owned();
        }
        merged(base, yours, lead(self.new, sides.new), column(self.yours, sides.yours))
    }

    fn foot(&self, sides: Sides<'_>, block: &Block) -> String {
        let yours = foot(self.yours, block);
        let base = sides.base.and_then(|base| base.part.lines()).map(|block| foot(self.base, block));
        let new = sides.new.part.lines().map(|block| foot(self.new, block)).filter(|_| !self.own_comments);
        new.map_or_else(|| yours.to_owned(), |new| merged(base, yours, new, block.column))
    }

    /// The comment on a child's line: the new one where only upstream changed it.
    fn trail(&self, sides: Sides<'_>) -> Option<String> {
        let of = |text: &str, child: &Child| trail(text, child).map(|at| text[at].trim_end().to_owned());
        let (yours, new) = (of(self.yours, sides.yours)?, of(self.new, sides.new));
        let base = sides.base.and_then(|base| of(self.base, base)).filter(|_| !self.own_comments);
        Some(if base.as_ref() == Some(&yours) { new.unwrap_or(yours) } else { yours })
    }

    /// Some of the user's bytes with the comment on the child's line.
    fn with_trail(&self, sides: Sides<'_>, bytes: Range<usize>) -> String {
        let own = self.yours[bytes.clone()].to_owned();
        let (Some(at), Some(comment)) = (trail(self.yours, sides.yours), self.trail(sides)) else { return own };
        if at.start < bytes.start || at.end > bytes.end || self.yours[at.clone()].trim_end() == comment {
            return own;
        }
        let mut text = own;
        text.replace_range(at.start - bytes.start..at.end - bytes.start, &comment);
        tidy(&text, at.start - bytes.start, &comment)
    }

    /// The new scalar in the quotes of the user's.
    fn in_quotes(&self, yours: &Child, new: &Child) -> String {
        let (mine, theirs) = (&self.yours[yours.part.span.clone()], &self.new[new.part.span.clone()]);
        let is_text = |child: &Child| matches!(&child.part.form, Form::Leaf(Data::Scalar(Value::String(_))));
        let quote = mine.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        match quote {
            Some(quote) if is_text(yours) && is_text(new) => {
                let quoted = theirs.strip_prefix(['"', '\'']).and_then(|text| text.strip_suffix(['"', '\'']));
                let plain = |text: &&str| !text.contains(['"', '\'', '\\']);
                let bare = quoted.or(Some(theirs).filter(|text| !text.starts_with(['*', '&', '!']))).filter(plain);
                bare.map_or_else(|| theirs.to_owned(), |text| format!("{quote}{text}{quote}"))
            }
            _ => theirs.to_owned(),
        }
    }
}

/// A text whose comment at an offset was replaced: a space before one, none where there is none.
fn tidy(text: &str, at: usize, comment: &str) -> String {
    let (before, after) = text.split_at(at);
    if comment.is_empty() {
        return [before.trim_end_matches([' ', '\t']), after].concat();
    }
    let gap = if before.is_empty() || !before.ends_with([' ', '\t']) { " " } else { "" };
    [before, gap, after].concat()
}

fn column(text: &str, child: &Child) -> usize {
    child.start - line_start(text, child.start)
}

fn ends_line(text: &str, at: usize) -> bool {
    at == text.len() || text[..at].ends_with('\n') || line_end(text, at) == at
}

/// Lines moved from one column to another.
fn shifted(text: &str, from: usize, to: usize, first: bool) -> String {
    if from == to {
        return text.to_owned();
    }
    let lines = text.split_inclusive('\n').enumerate().map(|(index, line)| {
        if index == 0 && !first || line.trim().is_empty() {
            return line.to_owned();
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        format!("{:1$}{2}", "", (indent + to).saturating_sub(from), &line[indent..])
    });
    lines.collect()
}

/// Further lines, on a line of their own.
fn push_lines(text: &mut String, lines: &str, own: bool) {
    if own && !lines.is_empty() && !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(lines);
}
