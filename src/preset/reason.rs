//! The comment beside a value, which is its reason.

use crate::problem::Position;

/// The comment that a person wrote beside a value: on the same line, else on the lines above it.
pub fn reason_at(text: &str, position: Position) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let index = usize::try_from(position.line).ok()?.checked_sub(1)?;
    let line = lines.get(index)?;
    if let Some(comment) = trailing_comment(line) {
        return Some(comment.to_owned());
    }
    let above: Vec<&str> =
        lines[..index].iter().rev().map_while(|line| line.trim_start().strip_prefix('#')).map(str::trim).collect();
    let joined = above.into_iter().rev().collect::<Vec<_>>().join(" ");
    (!joined.is_empty()).then_some(joined)
}

/// The comment at the end of a line: after ` #`, outside quotes.
fn trailing_comment(line: &str) -> Option<&str> {
    let mut quote = None;
    let mut previous = ' ';
    for (index, c) in line.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c && (c == '\'' || previous != '\\') => quote = None,
            (None, '"' | '\'') if !previous.is_alphanumeric() => quote = Some(c),
            (None, '#') if previous.is_whitespace() => {
                return Some(line[index + 1..].trim()).filter(|comment| !comment.is_empty());
            }
            _ => {}
        }
        previous = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str, line: u64) -> Option<String> {
        reason_at(text, Position { line, column: 1 })
    }

    #[test]
    fn reads_the_comment_on_the_line_or_above_it() {
        assert_eq!(reason("a: 1 # why not\n", 1).as_deref(), Some("why not"));
        assert_eq!(reason("# first\n# second\na: \"x # y\"\n", 3).as_deref(), Some("first second"));
        assert_eq!(reason("# other\n\na: 1\n", 3), None);
        assert_eq!(reason("a: it's # so\n", 1).as_deref(), Some("so"));
    }
}
