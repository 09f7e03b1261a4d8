//! Text that is not YAML, explained in the words of who wrote it.

use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::granit_parser::ErrorKind;
use serde_saphyr::{Error, ExternalMessageSource, Location};

use crate::problem::{Place, Position, Problem};

/// What is wrong with a text that is not YAML, where, and how to mend it.
pub(super) fn problem(source: &str, text: &str, error: &Error) -> Problem {
    let mut error = error;
    while let Error::WithSnippet { error: inner, .. } | Error::AliasError { error: inner, .. } = error {
        error = inner;
    }
    let spot = Spot::new(text, error.location().and_then(position));
    let tab = is_tab(error).then(|| spot.tab()).flatten();
    let explained = match (tab, spot.has_template_expression()) {
        (Some(_), _) => Some(("a tab indents this line, and YAML knows spaces alone".into(), "use spaces".into())),
        (None, true) => Some((
            "a template expression reads as a map, and nothing fills it in here".into(),
            "write the value itself, or put it in quotes if the braces are meant".into(),
        )),
        (None, false) => explain(error, &spot),
    };
    let (message, hint) = explained.unwrap_or_else(|| {
        let message = error.to_string();
        let message = message.lines().next().unwrap_or_default();
        let message = message.split(" at line ").next().unwrap_or(message);
        (format!("not readable as YAML: {message}"), "look at the quotes, brackets and indentation here".into())
    });
    Problem::new(message).at(Some(Place::new(source, tab.or(spot.position)))).hint(hint)
}

pub(super) fn position(location: Location) -> Option<Position> {
    (location.line() > 0).then(|| Position { line: location.line(), column: location.column() })
}

/// Message and hint of what goes wrong most often.
fn explain(error: &Error, spot: &Spot<'_>) -> Option<(String, String)> {
    let (message, hint) = match error {
        Error::ExternalMessage { source, .. } => {
            let ExternalMessageSource::Parser(error) = source.as_ref() else { return None };
            return explain_form(error.kind(), spot);
        }
        Error::MultipleDocuments { .. } => {
            ("a second document starts here, and a file holds one".into(), "take out the `---` and what follows it")
        }
        Error::RecursiveReferencesRequireWeakTypes { .. } => {
            ("this alias stands inside the value that it repeats, which never ends".into(), "write the value out")
        }
        Error::UnknownAnchor { .. } => {
            let alias = spot.word();
            let hint = format!("write the value out, or \"{alias}\" for a text");
            return Some((format!("`{alias}` repeats a value that no `&` names before it"), hint));
        }
        Error::NonFiniteFloat { value, .. } => {
            let hint = format!("write \"{value}\" for a text, or a finite number");
            return Some((format!("`{value}` is no number that a manifest can hold"), hint));
        }
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => {
            ("lists and maps stand too deep inside each other".into(), "take levels out")
        }
        Error::Budget { .. } => {
            ("the text, with its aliases unfolded, is too large to read".into(), "write it without aliases of aliases")
        }
        Error::Unexpected { expected: "string scalar", .. } | Error::NullIntoString { .. } => {
            ("a key is a text, not a list, a map or nothing".into(), "put the key in quotes")
        }
        _ => return None,
    };
    Some((message, hint.to_owned()))
}

/// Message and hint where the form of the text is wrong.
fn explain_form(kind: &ErrorKind, spot: &Spot<'_>) -> Option<(String, String)> {
    let (message, hint) = match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::ExpectedFlowMappingSeparator if spot.is_colon_in_value() => {
            let hint = match spot.value() {
                Some(value) => format!("put the value in quotes: \"{value}\""),
                None => "put the value in quotes".to_owned(),
            };
            return Some(("a value without quotes holds a colon, which starts a map".into(), hint));
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => {
            ("the indentation of this line fits no line above".into(), "indent all keys of a map alike")
        }
        ErrorKind::SimpleKeyExpected => {
            ("this line is not of the form `key: value`".into(), "write a colon and a space after the key")
        }
        ErrorKind::BlockSequenceEntryNotAllowed => {
            ("an item of a list cannot start here".into(), "put each `- item` on a line of its own below the key")
        }
        ErrorKind::UnclosedQuotedScalar => ("this quote is never closed".into(), "close it where the value ends"),
        ErrorKind::UnclosedFlowCollection { open } => {
            let close = if *open == '{' { '}' } else { ']' };
            return Some((format!("this `{open}` is never closed"), format!("close it with `{close}`")));
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            (format!("`{open}` is closed by `{close}`"), "close each bracket with its own kind")
        }
        ErrorKind::MisplacedFlowCollectionEnd => ("this bracket closes nothing".into(), "take it out"),
        ErrorKind::UnexpectedCharacter { character } => {
            (format!("a value without quotes starts with `{character}`"), "put the value in quotes")
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => {
            ("the value goes on after its closing quote".into(), "write a quote inside '...' twice: ''")
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            ("the value goes on after its closing quote".into(), "write a quote inside \"...\" as \\\"")
        }
        ErrorKind::UnknownQuotedScalarEscape => {
            ("this text holds an escape that YAML does not know".into(), "write a backslash inside \"...\" twice: \\\\")
        }
        ErrorKind::RecursionLimitExceeded => {
            ("lists and maps stand too deep inside each other".into(), "take levels out")
        }
        _ => return None,
    };
    Some((message, hint.to_owned()))
}

fn is_tab(error: &Error) -> bool {
    let Error::ExternalMessage { source, .. } = error else { return false };
    let ExternalMessageSource::Parser(error) = source.as_ref() else { return false };
    matches!(
        error.kind(),
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
    )
}

/// Where reading stopped.
struct Spot<'a> {
    text: &'a str,
    position: Option<Position>,
    /// The line.
    line: &'a str,
    /// What of the line stands before the position, and after it.
    halves: (&'a str, &'a str),
}

impl<'a> Spot<'a> {
    fn new(text: &'a str, position: Option<Position>) -> Self {
        let index = |number: u64| usize::try_from(number - 1).unwrap_or(usize::MAX);
        let line = position.and_then(|position| text.lines().nth(index(position.line))).unwrap_or_default();
        let cut = position.and_then(|position| line.char_indices().nth(index(position.column)));
        Self { text, position, line, halves: line.split_at(cut.map_or(line.len(), |(offset, _)| offset)) }
    }

    /// The first tab, from here on, that indents a line.
    fn tab(&self) -> Option<Position> {
        let start = self.position?.line;
        (1..).zip(self.text.lines()).skip_while(|(line, _)| *line < start).find_map(|(line, text)| {
            let mut indent = (1..).zip(text.chars()).take_while(|(_, c)| c.is_whitespace());
            indent.find(|(_, c)| *c == '\t').map(|(column, _)| Position { line, column })
        })
    }

    /// Whether the line holds a template expression outside of quotes.
    fn has_template_expression(&self) -> bool {
        let before = ["{{", "{%"].iter().find_map(|braces| self.line.split_once(braces)).map(|(before, _)| before);
        before.is_some_and(|before| !before.contains(['"', '\'', '#']))
    }

    /// Whether a colon stands here that follows another one in the same line.
    fn is_colon_in_value(&self) -> bool {
        self.halves.1.starts_with(':') && self.halves.0.contains(": ")
    }

    /// The value of the line's first key, where quotes can be put around it as it stands.
    fn value(&self) -> Option<&'a str> {
        let (_, value) = self.line.split_once(": ")?;
        let value = value.split(" #").next().unwrap_or(value).trim();
        (!value.contains(['{', '}', '[', ']', '"', '\\'])).then_some(value)
    }

    /// The word that starts here.
    fn word(&self) -> &'a str {
        self.halves.1.split([' ', ',', ']', '}']).next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::{parse, parse_documents};

    #[test]
    fn every_problem_has_a_place_and_a_hint() {
        for text in ["a: [", "a: \"x", "a: b: c", "\ta: 1\n\tb: 2", "a: {{ b }}", "a: *b", "a: @b", "a: 'b' c", "%x"] {
            for problem in parse("f", text).expect_err("not YAML") {
                let place = problem.place.as_ref().and_then(|place| place.position);
                assert!(place.is_some() && problem.hint.is_some(), "{text:?}: {problem}");
            }
        }
    }

    #[test]
    fn a_place_beyond_the_text_is_no_reason_to_fail() {
        for text in ["a: \"ä", "ä: [ä", "ä: ä: ä", "a:\r\n\tb: 1\r\n", "\u{feff}a: b: c", "- - : :"] {
            assert!(parse("f", text).is_err() && parse_documents("f", text).is_err(), "{text:?}");
        }
    }
}
