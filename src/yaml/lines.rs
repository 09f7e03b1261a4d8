//! Where values stand among the lines of their text.

use crate::problem::Position;

use super::node::Node;

/// Line and column from 0.
pub(crate) fn place(at: Option<Position>) -> Option<(usize, usize)> {
    let at = at?;
    Some((usize::try_from(at.line.checked_sub(1)?).ok()?, usize::try_from(at.column.checked_sub(1)?).ok()?))
}

/// Where the content that starts at a line ends: comments and blank lines above the next key, at its
/// indentation or less, belong to that.
pub(crate) fn content_end(lines: &[&str], start: usize, next: usize, column: usize) -> usize {
    let above = |line: &&str| {
        let content = line.trim_start();
        content.is_empty() || content.starts_with('#') && line.len() - content.len() <= column
    };
    let trailing = lines[start + 1..next].iter().rev().take_while(|line| above(line)).count();
    next - trailing
}

/// Whether a map or list is written in brackets, or has a mark before it.
pub(crate) fn is_flow(lines: &[&str], node: &Node) -> bool {
    let at = place(node.position);
    let character = at.and_then(|(line, column)| lines.get(line)?.chars().nth(column));
    character.is_none_or(|character| matches!(character, '{' | '[' | '&' | '*' | '!'))
}
