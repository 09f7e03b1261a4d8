//! Which lines belong to which child.

use super::{Child, line_end, line_start};

/// Divides the lines of a child among the children inside it.
///
/// Comments and blank lines above a key or a dash belong to it; comments that are indented more than
/// the key or dash above them belong to that.
pub(super) fn lay_out(text: &str, child: &mut Child) {
    let body = content_end(text, child);
    child.body = body;
    let (opened, end) = (child.opened, child.end);
    let Some(block) = child.part_lines_mut() else { return };
    let column = block.column;
    let mut from = match block.children.first() {
        Some(first) if first.own_line && line_start(text, first.start) > opened => line_end(text, opened),
        Some(first) => first.start,
        None => return,
    };
    let starts: Vec<usize> = block.children.iter().map(|child| line_start(text, child.start)).collect();
    for (index, inner) in block.children.iter_mut().enumerate() {
        inner.head = from.min(inner.start);
        let gap = content_end(text, inner);
        let next = starts.get(index + 1).copied().unwrap_or(end);
        from = deeper_comments_end(text, gap, next, column);
        inner.end = from;
        lay_out(text, inner);
    }
    block.end = end;
}

/// The end of the last line that a child's values reach.
fn content_end(text: &str, child: &Child) -> usize {
    let span = child.part.lines().and_then(|block| block.children.last());
    match span {
        Some(last) => content_end(text, last),
        None => {
            let end = child.part.span.end.max(child.opened);
            if text[..end].ends_with('\n') && end > child.opened { end } else { line_end(text, end) }
        }
    }
}

/// The end of the last comment line between two offsets that is indented by more than `column`.
fn deeper_comments_end(text: &str, from: usize, to: usize, column: usize) -> usize {
    let (mut at, mut end) = (from, from);
    for line in text[from..to.max(from)].split_inclusive('\n') {
        at += line.len();
        let content = line.trim_start_matches([' ', '\t']);
        if content.starts_with('#') {
            if line.len() - content.len() <= column {
                break;
            }
            end = at;
        }
    }
    end
}

impl Child {
    fn part_lines_mut(&mut self) -> Option<&mut super::Block> {
        match &mut self.part.form {
            super::Form::Map(block) | super::Form::List(block) if !block.is_flow => Some(block),
            _ => None,
        }
    }
}
