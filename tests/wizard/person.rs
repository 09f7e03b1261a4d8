//! A person at a pseudo-terminal.

use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

use crate::folder::Folder;

/// Far longer than any answer takes, even on a busy machine.
const PATIENCE: u64 = 30_000;
const CTRL_C: &str = "\u{3}";

/// Someone who reads before typing: every answer waits for its question. Only ASCII can be waited for.
pub(crate) struct Person {
    terminal: PtySession,
    /// All that was read so far.
    read: String,
}

impl Person {
    /// Starts a command line in a folder. The shell sets the terminal up as a login does, and tells its
    /// modes before and after; Ctrl-C is the program's to answer, not the shell's. Every list fits on one page.
    pub(crate) fn starts(folder: &Folder, line: &str) -> Self {
        let line = format!(
            "trap : INT; stty sane rows 50 cols 79; before=$(stty -g); {line}; code=$?; after=$(stty -g); \
             test \"$before\" = \"$after\" && echo \"modes restored\"; echo \"code $code\""
        );
        let terminal = spawn_command(folder.shell(&line), Some(PATIENCE)).expect("a pseudo-terminal");
        Self { terminal, read: String::new() }
    }

    /// The basic questions of an app on port 8080, with health checks.
    pub(crate) fn takes_the_short_way(self) -> Self {
        self.answers("Name of the app", "web")
            .answers("Image, with its tag", "ghcr.io/acme/web:1.4.2")
            .answers("Port that it listens on", "")
            .answers("Readiness, an http path", "/readyz")
            .answers("Liveness, an http path", "/livez")
            .answers("Namespace", "")
            .answers("Write the Namespace too", "")
            .chooses("Size of a pod in production", "medium")
            .answers("Public host name in production", "")
    }

    /// Waits for a text.
    pub(crate) fn sees(mut self, text: &str) -> Self {
        self.reads_to(text);
        self
    }

    /// Types an answer to a question, and Enter.
    pub(crate) fn answers(self, question: &str, answer: &str) -> Self {
        self.types(question, &format!("{answer}\r"))
    }

    /// Presses keys at a question.
    pub(crate) fn types(mut self, question: &str, keys: &str) -> Self {
        self.reads_to(&format!("? {question} "));
        self.press(keys);
        self
    }

    /// Presses keys where the program is.
    pub(crate) fn types_on(mut self, keys: &str) -> Self {
        self.press(keys);
        self
    }

    /// Moves down a list to the first line that starts so, and presses Enter.
    pub(crate) fn chooses(mut self, question: &str, option: &str) -> Self {
        self.reads_to(&format!("? {question} "));
        let last = match question {
            "What now" => "Cancel, and write nothing",
            "Which one" => "Back to the summary",
            "How the app reads it" => "as the variable",
            "What becomes of it" => "Decide later",
            _ => "xlarge",
        };
        let list = format!("{}{last}", self.reads_to(last));
        let at = list.lines().position(|line| line.starts_with('❯')).expect("one line is marked");
        let wanted = list.lines().position(|line| line.trim_start_matches(['❯', ' ']).starts_with(option));
        assert!(wanted.is_some(), "`{option}` is in the list:\n{list}");
        let wanted = wanted.unwrap_or(at);
        let keys = if wanted < at { "k".repeat(at - wanted) } else { "j".repeat(wanted - at) };
        self.press(&format!("{keys}\r"));
        self
    }

    /// Waits for the end; everything that was said.
    #[track_caller]
    pub(crate) fn ends(mut self, code: i32) -> String {
        let rest = self.terminal.exp_eof();
        assert!(rest.is_ok(), "the program ends:\n{}", self.read);
        self.read.push_str(&utf8(&rest.unwrap_or_default()));
        assert!(self.read.contains(&format!("code {code}\r\n")), "the exit code is {code}:\n{}", self.read);
        assert!(self.read.contains("modes restored\r\n"), "the terminal's modes are restored:\n{}", self.read);
        let (hidden, shown) = (self.read.rfind("\u{1b}[?25l"), self.read.rfind("\u{1b}[?25h"));
        assert!(hidden <= shown, "the cursor is visible:\n{}", self.read);
        self.read
    }

    /// Presses Ctrl-C, which ends the program with 130.
    #[track_caller]
    pub(crate) fn interrupts(mut self) -> String {
        self.press(CTRL_C);
        self.ends(130)
    }

    /// Has the program ended by a signal that did not come from the keyboard.
    #[track_caller]
    pub(crate) fn gets_a_signal(self) -> String {
        let (_, pid) = self.read.split_once("pid ").expect("the program tells its pid");
        let pid = pid.lines().next().expect("a line");
        let sent = Command::new("kill").args(["-INT", pid]).status().expect("kill can be run");
        assert!(sent.success(), "{pid} runs");
        self.ends(130)
    }

    fn press(&mut self, keys: &str) {
        self.terminal.send(keys).expect("the terminal is open");
        self.terminal.flush().expect("the terminal is open");
    }

    /// Reads up to a text and past it; what stood before it.
    fn reads_to(&mut self, text: &str) -> String {
        let before = self.terminal.exp_string(text);
        assert!(before.is_ok(), "`{text}` comes: {before:?}\nafter:\n{}", self.read);
        let before = utf8(&before.unwrap_or_default());
        self.read.push_str(&before);
        self.read.push_str(text);
        before
    }
}

/// rexpect takes each byte for a character.
fn utf8(bytes: &str) -> String {
    String::from_utf8_lossy(&bytes.chars().filter_map(|c| u8::try_from(c).ok()).collect::<Vec<u8>>()).into_owned()
}
