//! Commands: a line that a shell reads, and a word that none does.

use super::name::shown;
use super::{TextType, kept_text};

/// One line of a shell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine(String);

/// A program or an argument as it is handed over, which no shell reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandWord(String);

kept_text!(CommandLine, CommandWord);

impl TextType for CommandLine {
    const FORMAT: &'static str = "command-line";
    const WHAT: &'static str = "a line of a shell such as go test ./...";

    fn parse(text: &str) -> Result<Self, String> {
        let is_line = !text.chars().any(is_break);
        // A pipeline puts a value there before the shell reads the line.
        let is_plain = !text.contains("${{") && !text.contains("$[[");
        if is_line && is_plain && text.len() <= 1000 && text.trim() == text && !text.is_empty() {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{} is not a line of a shell: write one such as `go test ./...`, without line breaks, blanks around it, \
             `${{{{` and `$[[`",
            shown(text)
        ))
    }
}

impl TextType for CommandWord {
    const FORMAT: &'static str = "command-word";
    const WHAT: &'static str = "a program or one argument such as --port=8080";

    fn parse(text: &str) -> Result<Self, String> {
        if text.len() <= 1000 && !text.chars().any(is_break) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("{} is no word of a command: leave out line breaks and control characters", shown(text)))
    }
}

/// Whether a character ends a line for some reader, or is none that is printed.
fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_one_line_that_nobody_but_the_shell_reads() {
        for text in ["go test ./...", "a && b | c > \"$HOME/d\"", "echo '# {{ no template }}' : ${A}", "- x"] {
            assert!(CommandLine::parse(text).is_ok(), "{text}");
        }
        for text in ["", " ", " a", "a ", "a\nb", "a\rb", "echo ${{ github.head_ref }}", "echo $[[ inputs.a ]]"] {
            assert!(CommandLine::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_word_is_handed_over_as_it_is() {
        for text in ["", "gunicorn", "--bind=:8080", "a b", "$HOME", "\"it's\""] {
            assert!(CommandWord::parse(text).is_ok(), "{text}");
        }
        for text in ["a\nb", "\u{7}", "\u{2028}"] {
            assert!(CommandWord::parse(text).is_err(), "{text:?}");
        }
    }
}
