//! The summary: every answer, the files, the warnings, and what to do with them.

use std::fmt::Write as _;

use crate::cli::draft::Draft;
use crate::cli::failure::Failure;
use crate::cli::new::{Proposal, propose};
use crate::cli::report;

use super::Wizard;
use super::answers::is_flagged;
use super::prompter::Prompter;
use super::questions::{QUESTIONS, Question};

impl Wizard<'_> {
    /// Shows what the answers come to until they are confirmed.
    ///
    /// # Errors
    /// Whoever cancels.
    pub(super) fn confirm(&mut self, prompter: &mut dyn Prompter) -> Result<Draft, Failure> {
        loop {
            prompter.say(&self.answers_text());
            let proposal = self.proposal();
            let mut choices: Vec<(Choice, String)> = Vec::new();
            match &proposal {
                Ok((_, proposal)) => {
                    prompter.say(&proposal_text(proposal));
                    choices.push((
                        Choice::Write,
                        format!("Write the spec and {} manifests", report::files(&proposal.plan).len()),
                    ));
                    choices.push((Choice::Show, "Show the manifests first".to_owned()));
                }
                Err(Failure::Invalid(problems)) => prompter.say(&report::problems(problems)),
                Err(_) => {}
            }
            choices.push((Choice::Edit, "Change an answer".to_owned()));
            choices.push((Choice::More, "Answer more questions".to_owned()));
            choices.push((Choice::Cancel, "Cancel, and write nothing".to_owned()));
            let labels: Vec<String> = choices.iter().map(|(_, label)| label.clone()).collect();
            let chosen = prompter.choose("What now", &labels, 0)?;
            match (choices[chosen].0, proposal) {
                (Choice::Write, Ok((draft, _))) => return Ok(draft),
                (Choice::Show, Ok((_, proposal))) => prompter.say(&manifests_text(&proposal)),
                (Choice::Edit, _) => self.change(prompter)?,
                (Choice::More, _) => self.ask_all(prompter, true)?,
                (Choice::Cancel, _) => return Err(Failure::Interrupted),
                (Choice::Write | Choice::Show, Err(failure)) => return Err(failure),
            }
        }
    }

    fn proposal(&self) -> Result<(Draft, Proposal), Failure> {
        let draft = self.draft().map_err(Failure::Invalid)?;
        let proposal = propose(self.session, &draft)?;
        Ok((draft, proposal))
    }

    /// The questions whose answers can be changed: those asked, and those that now make sense.
    fn changeable(&self) -> Vec<&'static Question> {
        let open = |question: &&Question| (question.when)(&self.answers) && !is_flagged(question.flag, self.flags);
        let shown = |question: &&Question| !question.advanced || self.answers.is_asked(question.flag);
        QUESTIONS.iter().filter(open).filter(shown).collect()
    }

    fn change(&mut self, prompter: &mut dyn Prompter) -> Result<(), Failure> {
        let questions = self.changeable();
        let labels: Vec<String> = questions.iter().map(|question| self.line(question)).collect();
        let chosen = prompter.choose("Which one", &labels, 0)?;
        self.ask(prompter, questions[chosen])?;
        self.ask_all(prompter, false)
    }

    fn line(&self, question: &Question) -> String {
        let answer = self.answers.all(question.flag);
        format!("{:<46} {}", question.text, if answer.is_empty() { "-".to_owned() } else { answer.join(", ") })
    }

    fn answers_text(&self) -> String {
        let mut text = String::from("\nYour answers\n");
        for question in self.changeable() {
            let _ = writeln!(text, "  {}", self.line(question));
        }
        for (_, assignment) in &self.flags.assignments {
            let value = match &assignment.value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let _ = writeln!(text, "  {:<46} {value}", assignment.source);
        }
        text.push('\n');
        text
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Write,
    Show,
    Edit,
    More,
    Cancel,
}

fn proposal_text(proposal: &Proposal) -> String {
    let mut text = String::from("Files\n  create    kubewright.yaml\n");
    text.push_str(&report::plan(&proposal.plan, false));
    text.push('\n');
    text.push_str(&report::warnings(&proposal.warnings));
    text
}

fn manifests_text(proposal: &Proposal) -> String {
    proposal.plan.writes().filter_map(|(path, text)| text.map(|text| format!("\n--- {path}\n{text}"))).collect()
}
