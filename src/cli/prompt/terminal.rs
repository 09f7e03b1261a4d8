//! A person at a terminal.

use std::io;

use console::{Style, Term, measure_text_width, truncate_str};
use dialoguer::theme::{ColorfulTheme, Theme};
use dialoguer::{Editor, Select};

use crate::cli::failure::Failure;
use crate::cli::report;

use super::{Judge, Objection, Prompt, Prompter, interrupt, line};

/// The editor of those who name none.
const USUAL_EDITOR: &str = if cfg!(windows) { "notepad.exe" } else { "vi" };

/// A person at a terminal.
pub(super) struct Terminal {
    term: Term,
    theme: ColorfulTheme,
    dim: Style,
}

impl Terminal {
    pub(super) fn new() -> Self {
        match anstream::ColorChoice::global() {
            anstream::ColorChoice::Auto => {}
            choice => console::set_colors_enabled_stderr(choice != anstream::ColorChoice::Never),
        }
        Self { term: Term::buffered_stderr(), theme: ColorfulTheme::default(), dim: Style::new().for_stderr().dim() }
    }

    fn width(&self) -> usize {
        usize::from(self.term.size().1).max(20)
    }

    /// A remark below or above a question, wrapped and indented, a line each.
    fn remark(&self, text: &str, style: &Style) -> String {
        wrap(text, self.width() - 3, "").iter().map(|line| format!("  {}\n", style.apply_to(line))).collect()
    }

    fn read(&self, prompt: &Prompt<'_>, judge: Judge<'_>) -> io::Result<String> {
        let above = prompt.reason.map(|reason| self.remark(reason, &self.dim)).unwrap_or_default();
        let asked = drawn(|out| self.theme.format_input_prompt(out, prompt.title, prompt.default));
        loop {
            let text = line::read(&self.term, &above, &asked, prompt.begun.unwrap_or_default())?;
            let text = text.trim();
            match judge(text) {
                Ok(answer) => {
                    let done = drawn(|out| self.theme.format_input_prompt_selection(out, prompt.title, &answer));
                    self.term.write_line(&done)?;
                    self.term.flush()?;
                    return Ok(text.to_owned());
                }
                Err(Objection::Help(help)) => self.term.write_str(&self.remark(&help, &Style::new()))?,
                Err(Objection::Wrong(why)) => {
                    let lines = wrap(&why, self.width() - 3, "");
                    let told = drawn(|out| self.theme.format_error(out, &lines.join("\n  ")));
                    self.term.write_line(&told)?;
                }
            }
        }
    }
}

impl Prompter for Terminal {
    fn text(&mut self, prompt: &Prompt<'_>, judge: Judge<'_>) -> Result<String, Failure> {
        self.read(prompt, judge).map_err(stopped)
    }

    fn choose(&mut self, prompt: &Prompt<'_>, options: &[String], at: usize) -> Result<usize, Failure> {
        if interrupt::came() {
            return Err(Failure::Interrupted);
        }
        if let Some(reason) = prompt.reason {
            report::tell(&self.remark(reason, &self.dim));
        }
        // A label that wraps would be drawn again and again.
        let room = self.width() - 4;
        let labels = options.iter().map(|label| truncate_str(label, room, "…").into_owned());
        let back = prompt.back.and_then(|back| Some((back, options.get(back)?)));
        let title = match back {
            Some((_, label)) => format!("{} (Esc: {})", prompt.title, label.to_lowercase()),
            None => prompt.title.to_owned(),
        };
        let select = Select::with_theme(&self.theme).with_prompt(title).report(prompt.stays).items(labels).default(at);
        match back {
            Some((back, _)) => select.interact_opt().map(|chosen| chosen.unwrap_or(back)),
            None => select.interact(),
        }
        .map_err(stopped)
    }

    fn edit(&mut self, text: &str) -> Result<Option<String>, Failure> {
        let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
        let editor = named.into_iter().find(|name| !name.trim().is_empty()).unwrap_or_else(|| USUAL_EDITOR.to_owned());
        let edited =
            interrupt::aside(|| Editor::new().executable(&editor).extension(".yaml").trim_newlines(false).edit(text));
        match edited {
            Ok(Some(edited)) => return Ok(Some(edited)),
            Ok(None) => self.say("nothing was saved\n"),
            Err(error) => self.say(&format!("`{editor}` does not run: {error}; $VISUAL or $EDITOR names another\n")),
        }
        Ok(None)
    }

    fn say(&mut self, text: &str) {
        let width = self.width() - 1;
        for line in text.lines() {
            report::tell(&format!("{}\n", wrap(line, width, "    ").join("\n")));
        }
    }

    fn show(&mut self, text: &str) {
        report::tell(text);
    }
}

/// Whatever ends a prompt before its answer (Ctrl-C, a closed terminal) ends the wizard.
fn stopped<E>(_: E) -> Failure {
    Failure::Interrupted
}

fn drawn(draw: impl FnOnce(&mut String) -> std::fmt::Result) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = draw(&mut text);
    text
}

/// Breaks a line between words into lines of at most `width` columns, all but the first indented; a
/// longer word stays whole.
fn wrap(line: &str, width: usize, indent: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for (index, word) in line.split(' ').enumerate() {
        let last = lines.last_mut().expect("there is always a line");
        let fits = measure_text_width(last) + 1 + measure_text_width(word) <= width;
        match index {
            0 => last.push_str(word),
            _ if fits || last.trim().is_empty() => *last = format!("{last} {word}"),
            _ => lines.push(format!("{indent}{word}")),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn breaks_between_words_and_never_inside_one() {
        assert_eq!(wrap("a name such as ghcr.io/acme/web:1", 10, ""), ["a name", "such as", "ghcr.io/acme/web:1"]);
        assert_eq!(wrap("a name such", 9, "  "), ["a name", "  such"]);
    }

    #[test]
    fn keeps_columns_and_does_not_count_colours() {
        assert_eq!(wrap("  port  8080", 20, ""), ["  port  8080"]);
        assert_eq!(wrap("\u{1b}[1mport\u{1b}[0m 8080", 9, ""), ["\u{1b}[1mport\u{1b}[0m 8080"]);
        assert_eq!(wrap("", 10, ""), [""]);
    }
}
