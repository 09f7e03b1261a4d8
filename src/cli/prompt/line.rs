//! A line of text as it is typed: drawn anew after each key, so that it may be longer than the screen is wide.

use std::io;

use console::{Key, Term, measure_text_width};

use super::interrupt;

/// Reads one line that begins with `begun`; `above` stands over the prompt, and all of it is gone when
/// Enter is pressed.
///
/// # Errors
/// Ctrl-C, Ctrl-D on an empty line, a closed terminal.
pub(super) fn read(term: &Term, above: &str, prompt: &str, begun: &str) -> io::Result<String> {
    let mut line = Line { chars: begun.chars().collect(), at: begun.chars().count() };
    let mut row = 0;
    loop {
        erase(term, row)?;
        row = line.draw(term, above, prompt)?;
        term.flush()?;
        if interrupt::came() {
            return Err(io::ErrorKind::Interrupted.into());
        }
        match line.press(&term.read_key()?) {
            Step::More => {}
            Step::Done => {
                erase(term, row)?;
                return Ok(line.chars.into_iter().collect());
            }
            Step::Stop => return Err(io::ErrorKind::Interrupted.into()),
        }
    }
}

/// Erases from the first row of what was drawn, with the cursor in its row `row`.
fn erase(term: &Term, row: usize) -> io::Result<()> {
    term.move_cursor_up(row)?;
    term.write_str("\r")?;
    term.clear_to_end_of_screen()
}

/// The characters so far, and the cursor before one of them or at the end.
#[derive(Debug, Default)]
struct Line {
    chars: Vec<char>,
    at: usize,
}

/// What a key leads to.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    More,
    Done,
    Stop,
}

impl Line {
    fn press(&mut self, key: &Key) -> Step {
        match *key {
            Key::Enter => return Step::Done,
            // Ctrl-D, which ends an input everywhere else.
            Key::Char('\u{4}') if self.chars.is_empty() => return Step::Stop,
            // Ctrl-U, Ctrl-K, Ctrl-W: as every shell has them.
            Key::Char('\u{15}') => self.cut(0, self.at),
            Key::Char('\u{b}') => self.cut(self.at, self.chars.len()),
            Key::Char('\u{17}') => self.cut(self.word(), self.at),
            Key::Char(c) if !c.is_control() => {
                self.chars.insert(self.at, c);
                self.at += 1;
            }
            Key::Backspace => self.cut(self.at.saturating_sub(1), self.at),
            Key::Del => self.cut(self.at, (self.at + 1).min(self.chars.len())),
            Key::ArrowLeft => self.at = self.at.saturating_sub(1),
            Key::ArrowRight => self.at = (self.at + 1).min(self.chars.len()),
            Key::Home => self.at = 0,
            Key::End => self.at = self.chars.len(),
            _ => {}
        }
        Step::More
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.chars.drain(from..to);
        self.at = from;
    }

    /// Where the word before the cursor starts.
    fn word(&self) -> usize {
        let before = &self.chars[..self.at];
        let end = before.iter().rposition(|c| !c.is_whitespace()).map_or(0, |last| last + 1);
        before[..end].iter().rposition(|c| c.is_whitespace()).map_or(0, |space| space + 1)
    }

    /// Draws everything and puts the cursor at its place; returns the cursor's row below the first.
    fn draw(&self, term: &Term, above: &str, prompt: &str) -> io::Result<usize> {
        let width = usize::from(term.size().1).max(1);
        let text: String = self.chars.iter().collect();
        let left: String = self.chars[..self.at].iter().collect();
        let all = measure_text_width(prompt) + measure_text_width(&text);
        let before = measure_text_width(prompt) + measure_text_width(&left);
        term.write_str(above)?;
        term.write_str(prompt)?;
        term.write_str(&text)?;
        if all > 0 && all.is_multiple_of(width) {
            // A full row leaves the cursor on it; the next character belongs to the next row.
            term.write_str("\r\n")?;
        }
        term.move_cursor_up(all / width - before / width)?;
        term.write_str("\r")?;
        term.move_cursor_right(before % width)?;
        Ok(above.lines().count() + before / width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: impl IntoIterator<Item = Key>) -> String {
        let mut line = Line::default();
        for key in keys {
            assert_eq!(line.press(&key), Step::More);
        }
        line.chars.into_iter().collect()
    }

    fn text(text: &str) -> impl Iterator<Item = Key> {
        text.chars().map(Key::Char)
    }

    #[test]
    fn keys_edit_at_the_cursor() {
        assert_eq!(typed(text("wb").chain([Key::ArrowLeft, Key::Char('e')])), "web");
        assert_eq!(typed(text("web").chain([Key::Home, Key::Del, Key::End, Key::Backspace])), "e");
        assert_eq!(typed(text("a b  c").chain([Key::Char('\u{17}')])), "a b  ");
        assert_eq!(typed(text("a b  ").chain([Key::Char('\u{17}')])), "a ");
        assert_eq!(typed(text("abc").chain([Key::ArrowLeft, Key::Char('\u{15}')])), "c");
        assert_eq!(typed(text("abc").chain([Key::Home, Key::Char('\u{b}')])), "");
    }

    #[test]
    fn keys_at_an_edge_change_nothing() {
        assert_eq!(typed([Key::Backspace, Key::Del, Key::ArrowLeft, Key::ArrowRight, Key::Tab]), "");
    }

    #[test]
    fn ctrl_d_stops_on_an_empty_line_only() {
        assert_eq!(Line::default().press(&Key::Char('\u{4}')), Step::Stop);
        assert_eq!(typed(text("a").chain([Key::Char('\u{4}')])), "a");
    }
}
