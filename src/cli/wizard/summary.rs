//! The summary: every answer, the files, the warnings, and what to do with them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::Style;

use crate::cli::draft::Draft;
use crate::cli::failure::Failure;
use crate::cli::new::propose;
use crate::cli::prompt::{Prompt, Prompter};
use crate::cli::proposal::Proposal;
use crate::cli::report;
use crate::io::IoError;
use crate::problem::Problem;

use super::Wizard;
use super::advanced::ADVANCED;
use super::answers::By;
use super::ask::shown;
use super::question::Question;
use super::questions::BASIC;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const BACK: &str = "Back to the summary";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Write,
    Edit,
    More,
    Show,
    Again,
    Cancel,
}

impl Wizard<'_> {
    /// Shows what the answers come to until they are confirmed.
    ///
    /// # Errors
    /// Whoever cancels, and what no answer could mend.
    pub(super) fn confirm(&mut self, prompter: &mut dyn Prompter) -> Result<Draft, Failure> {
        loop {
            prompter.say(&self.answers_text());
            let proposal = self.proposal()?;
            match &proposal {
                Ok((_, proposal)) => prompter.say(&proposal_text(proposal)),
                Err(problems) => prompter.say(&report::problems(problems)),
            }
            prompter.say("\n");
            if let Some(draft) = self.decide(prompter, proposal.as_ref().ok())? {
                return Ok(draft);
            }
        }
    }

    /// The draft that is to be written, or nothing where the summary has changed.
    fn decide(
        &mut self,
        prompter: &mut dyn Prompter,
        proposal: Option<&(Draft, Proposal)>,
    ) -> Result<Option<Draft>, Failure> {
        let choices: Vec<(Choice, &str)> = [
            (Choice::Write, "Write the files", proposal.is_some()),
            (Choice::Edit, "Change an answer", true),
            (Choice::More, "Answer more questions", !self.advanced().is_empty()),
            (Choice::Show, "Show the files first", proposal.is_some()),
            (Choice::Again, "Look again, after a change outside", proposal.is_none()),
            (Choice::Cancel, "Cancel, and write nothing", true),
        ]
        .into_iter()
        .filter_map(|(choice, label, possible)| possible.then_some((choice, label)))
        .collect();
        let labels: Vec<String> = choices.iter().map(|(_, label)| (*label).to_owned()).collect();
        loop {
            let chosen = prompter.choose(&Prompt::menu("What now"), &labels, 0)?;
            match (choices[chosen].0, proposal) {
                (Choice::Write, Some((draft, _))) => return Ok(Some(draft.clone())),
                (Choice::Show, Some((_, proposal))) => show(prompter, proposal)?,
                (Choice::Edit, _) if self.change(prompter)? => return Ok(None),
                (Choice::More, _) if self.more(prompter)? => return Ok(None),
                (Choice::Again, _) => return Ok(None),
                (Choice::Cancel, _) => return Err(Failure::Interrupted),
                _ => {}
            }
        }
    }

    /// What would be written, or what is wrong with the answers or the folder.
    fn proposal(&self) -> Result<Result<(Draft, Proposal), Vec<Problem>>, Failure> {
        let proposed = self.draft().map_err(Failure::Invalid).and_then(|draft| {
            let proposal = propose(self.session, &draft)?;
            Ok((draft, proposal))
        });
        match proposed {
            Ok(proposed) => Ok(Ok(proposed)),
            Err(Failure::Invalid(problems)) => Ok(Err(problems)),
            Err(Failure::Io(IoError::Invalid(problem))) => Ok(Err(vec![problem])),
            Err(other) => Err(other),
        }
    }

    /// The questions whose answers stand in the summary: the basic ones, and others that were answered.
    fn answered(&self) -> Vec<&'static Question> {
        let told = ADVANCED.iter().filter(|question| self.answers.get(question.flag).is_some());
        BASIC.iter().chain(told).filter(|question| self.makes_sense(question)).collect()
    }

    /// The advanced questions that were not asked yet.
    fn advanced(&self) -> Vec<&'static Question> {
        let open = |question: &&Question| self.answers.get(question.flag).is_none();
        ADVANCED.iter().filter(|question| self.makes_sense(question)).filter(open).collect()
    }

    /// Asks one question again, and those that its answer brings up; whether anything was asked.
    fn change(&mut self, prompter: &mut dyn Prompter) -> Result<bool, Failure> {
        let Some(question) = self.pick(prompter, &self.answered(), 0)? else { return Ok(false) };
        self.ask(prompter, question)?;
        self.ask_basics(prompter)?;
        Ok(true)
    }

    /// Asks further questions, as many as are wanted; whether any was.
    fn more(&mut self, prompter: &mut dyn Prompter) -> Result<bool, Failure> {
        let (mut asked, mut at) = (false, 0);
        loop {
            let open = self.advanced();
            let Some(question) = self.pick(prompter, &open, at)? else { return Ok(asked) };
            at = open.iter().position(|other| other.flag == question.flag).unwrap_or(0);
            self.ask(prompter, question)?;
            asked = true;
        }
    }

    fn pick(
        &self,
        prompter: &mut dyn Prompter,
        questions: &[&'static Question],
        at: usize,
    ) -> Result<Option<&'static Question>, Failure> {
        let mut labels = self.lines(questions);
        labels.push(BACK.to_owned());
        let menu = Prompt::menu("Which one").back(questions.len());
        let chosen = prompter.choose(&menu, &labels, at.min(questions.len()))?;
        Ok(questions.get(chosen).copied())
    }

    /// Questions with their answers, or with what holds without one, in two columns.
    fn lines(&self, questions: &[&'static Question]) -> Vec<String> {
        let cells = questions.iter().map(|question| (question.label(&self.usual), self.standing(question)));
        columns(&cells.collect::<Vec<_>>())
    }

    fn standing(&self, question: &Question) -> String {
        match self.answers.get(question.flag) {
            Some(answer) if !answer.texts.is_empty() => shown(question, &answer.texts),
            _ => self
                .default(question)
                .filter(|offer| offer.texts.is_empty())
                .map_or_else(|| shown(question, &[]), |offer| offer.shown),
        }
    }

    fn answers_text(&self) -> String {
        let mut cells = Vec::new();
        let mut remarks = Vec::new();
        for question in self.answered() {
            cells.push((question.label(&self.usual), self.standing(question)));
            remarks.push(match self.answers.get(question.flag).map(|answer| &answer.by) {
                Some(By::Folder(reason)) => reason.as_str(),
                _ => "",
            });
        }
        for (_, assignment) in &self.flags.assignments {
            let value = assignment.value.as_str().map_or_else(|| assignment.value.to_string(), str::to_owned);
            cells.push((assignment.keys().join("."), value));
            remarks.push(&assignment.source);
        }
        for choice in &self.flags.presets {
            cells.push(("preset".to_owned(), choice.preset.clone()));
            remarks.push(&choice.source);
        }
        if let Some(choice) = &self.flags.layout {
            cells.push(("layout".to_owned(), choice.layout.to_string()));
            remarks.push(&choice.source);
        }
        let mut text = format!("\n{BOLD}Your answers{BOLD:#}\n");
        for (line, remark) in columns(&cells).iter().zip(remarks) {
            let _ = match remark {
                "" => writeln!(text, "  {line}"),
                remark => writeln!(text, "  {line}  {DIM}{remark}{DIM:#}"),
            };
        }
        text.push('\n');
        text
    }
}

/// Two columns, the left one as wide as its widest cell.
fn columns(cells: &[(String, String)]) -> Vec<String> {
    let width = cells.iter().map(|(left, _)| left.chars().count()).max().unwrap_or_default();
    cells.iter().map(|(left, right)| format!("{left:<width$}  {right}")).collect()
}

/// Shows one file after the other, until it is enough.
fn show(prompter: &mut dyn Prompter, proposal: &Proposal) -> Result<(), Failure> {
    let files: Vec<(&str, &str)> =
        proposal.plan.writes().filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?))).collect();
    let mut labels: Vec<String> = files.iter().map(|(path, _)| (*path).to_owned()).collect();
    labels.push(BACK.to_owned());
    let mut at = 0;
    loop {
        at = prompter.choose(&Prompt::menu("Which one").back(files.len()), &labels, at)?;
        let Some((_, text)) = files.get(at) else { return Ok(()) };
        prompter.show(&format!("\n{text}\n"));
    }
}

/// The files by their folders, and what deserves a second look.
fn proposal_text(proposal: &Proposal) -> String {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut text = format!("{BOLD}Files{BOLD:#}\n");
    for path in proposal.plan.writes().map(|file| file.path.as_str()) {
        match path.rsplit_once('/') {
            Some((folder, file)) => folders.entry(folder).or_default().push(file.trim_end_matches(".yaml")),
            None => text.push_str(&format!("  {path}\n")),
        }
    }
    for (folder, files) in folders {
        let _ = writeln!(text, "  {folder}/  {DIM}{}{DIM:#}", files.join(", "));
    }
    if !proposal.warnings.is_empty() {
        text.push('\n');
        text.push_str(&report::warnings(&proposal.warnings));
    }
    text
}

#[cfg(test)]
mod tests;
