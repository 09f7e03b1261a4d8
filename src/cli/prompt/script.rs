//! A person from a script, in the place of a terminal.

use std::collections::VecDeque;

use crate::cli::failure::Failure;

use super::{Judge, Objection, Prompt, Prompter};

/// The person; whoever has nothing more to say has closed the terminal.
pub(in crate::cli) struct Script {
    /// Questions and answers that are to come.
    pub(in crate::cli) steps: VecDeque<(&'static str, &'static str)>,
    /// Every question, in its order.
    pub(in crate::cli) asked: Vec<String>,
    /// Everything that was told.
    pub(in crate::cli) told: String,
}

impl Script {
    /// Someone who has an answer to each of these questions, and to no other.
    pub(in crate::cli) fn of(steps: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        Self { steps: steps.into_iter().collect(), asked: Vec::new(), told: String::new() }
    }

    fn step(&mut self, prompt: &Prompt<'_>) -> Result<&'static str, Failure> {
        let (question, answer) = self.steps.pop_front().ok_or(Failure::Interrupted)?;
        assert_eq!(prompt.title, question, "this is asked now, and the script has an answer to it");
        Ok(answer)
    }

    fn ask(&mut self, prompt: &Prompt<'_>) {
        self.asked.push(prompt.title.to_owned());
        let begun = prompt.begun.map(|begun| format!("{} begins with {begun}", prompt.title));
        let default = prompt.default.map(|default| format!("{} ({default})", prompt.title));
        for text in [prompt.reason.map(str::to_owned), begun, default].into_iter().flatten() {
            self.say(&format!("{text}\n"));
        }
    }
}

impl Prompter for Script {
    fn text(&mut self, prompt: &Prompt<'_>, judge: Judge<'_>) -> Result<String, Failure> {
        self.ask(prompt);
        loop {
            let text = self.step(prompt)?;
            match judge(text) {
                Ok(_) => return Ok(text.to_owned()),
                Err(Objection::Help(why) | Objection::Wrong(why)) => self.say(&format!("{why}\n")),
            }
        }
    }

    fn choose(&mut self, prompt: &Prompt<'_>, options: &[String], at: usize) -> Result<usize, Failure> {
        self.ask(prompt);
        let wanted = self.step(prompt)?;
        if wanted.is_empty() {
            return Ok(at);
        }
        let found = options.iter().position(|option| option.starts_with(wanted));
        assert!(found.is_some(), "`{wanted}` is one of {options:?}");
        Ok(found.unwrap_or(at))
    }

    /// The text that the script types; `EDITOR` is the question, and no text leaves without saving.
    fn edit(&mut self, text: &str) -> Result<Option<String>, Failure> {
        self.show(text);
        let typed = self.step(&Prompt::menu("EDITOR"))?;
        Ok((!typed.is_empty()).then(|| typed.to_owned()))
    }

    fn say(&mut self, text: &str) {
        self.told.push_str(text);
    }

    fn show(&mut self, text: &str) {
        self.say(text);
    }
}
