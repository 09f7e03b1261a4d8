//! `regenerate --interactive`: every conflict is shown, and a person says what becomes of it.

use std::fmt;

use crate::merge::{Action, Conflict, Decision, FilePlan, Plan, Prefer, first_marker};
use crate::yaml::parse_documents;

use super::failure::Failure;
use super::prompt::{Prompt, Prompter};
use super::report;

const QUESTION: &str = "What becomes of it";

/// What may be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Keep,
    Take,
    Edit,
    KeepAll,
    TakeAll,
    Later,
}

/// What conflicts have in common that are settled in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// The same value, in whichever file.
    Value(String),
    /// Lines of whatever text.
    Lines,
    /// Files that were left alone for the same reason.
    Files(&'static str),
}

impl Kind {
    fn of(conflict: &Conflict) -> Self {
        if conflict.path.is_empty() { Self::Lines } else { Self::Value(conflict.path.clone()) }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(path) => write!(f, "of {path}"),
            Self::Lines => f.write_str("of lines"),
            Self::Files(why) => write!(f, "of files: {why}"),
        }
    }
}

/// Asks about every conflict of a plan, and about every file that it leaves alone and that a side would settle.
///
/// # Errors
/// Whoever stops.
pub(super) fn ask(plan: &mut Plan, prompter: &mut dyn Prompter) -> Result<(), Failure> {
    let later: Vec<Kind> = plan.files.iter().flat_map(kinds).collect();
    let mut asking = Asking { prompter, total: later.len(), later, said: Vec::new() };
    for with_hash in [false, true] {
        for file in plan.files.iter_mut().filter(|file| file.has_hash() == with_hash) {
            asking.file(file)?;
        }
        if !with_hash {
            // What stands in the ConfigMaps is settled, so that the pods' hash is, which may be in conflict or not now.
            plan.rehash();
            let hashed: Vec<Kind> = plan.files.iter().filter(|file| file.has_hash()).flat_map(kinds).collect();
            asking.total = asking.total - asking.later.len() + hashed.len();
            asking.later = hashed;
        }
    }
    Ok(())
}

/// What there is to decide in a file.
fn kinds(file: &FilePlan) -> Vec<Kind> {
    let whole = is_settled_as_a_whole(file).then(|| Kind::Files(file.why().unwrap_or_default()));
    whole.into_iter().chain(file.conflicts.iter().map(Kind::of)).collect()
}

/// Whether a file was left alone for a reason that taking a side takes away.
fn is_settled_as_a_whole(file: &FilePlan) -> bool {
    file.action.is_left() && !matches!(file.action, Action::LeftUnread(_))
}

struct Asking<'a> {
    prompter: &'a mut dyn Prompter,
    /// How much there is to decide in all files.
    total: usize,
    /// What of it stands in files that are still to come, in whichever order.
    later: Vec<Kind>,
    /// What was said of all of a kind.
    said: Vec<(Kind, Prefer)>,
}

impl Asking<'_> {
    fn file(&mut self, file: &mut FilePlan) -> Result<(), Failure> {
        for kind in kinds(file) {
            let at = self.later.iter().position(|later| *later == kind);
            at.map(|at| self.later.swap_remove(at));
        }
        if is_settled_as_a_whole(file) {
            return self.whole(file);
        }
        let mut index = 0;
        while let Some(conflict) = file.conflicts.get(index).cloned() {
            // An edit may have settled some of them.
            let here: Vec<Kind> = file.conflicts[index..].iter().map(Kind::of).collect();
            match self.conflict(file, &conflict, &here)? {
                Some(decision) if file.settle(index, &decision) => {}
                Some(_) => {
                    self.prompter.say("what is new cannot be taken by itself; it stays open\n");
                    index += 1;
                }
                None => index += 1,
            }
        }
        Ok(())
    }

    /// A file that was left alone as a whole.
    fn whole(&mut self, file: &mut FilePlan) -> Result<(), Failure> {
        let why = file.why().unwrap_or_default();
        let line = if let Action::LeftMarked(line) = file.action { format!(":{line}") } else { String::new() };
        let here = [Kind::Files(why)];
        let number = self.number(&here);
        self.prompter.show(&format!("\n{number}: {}{line}: {why}\n", file.path));
        let (old, new) = (file.yours.as_deref().unwrap_or_default(), file.new.as_deref().unwrap_or_default());
        self.prompter.show(&report::diff_of(("yours", old), ("new", new)));
        let side = match self.said(&here[0]) {
            Some(side) => Some(side),
            None => side(self.choose(&here, false)?),
        };
        if let Some(side) = side {
            file.settle_whole(side);
        }
        Ok(())
    }

    /// What becomes of a conflict, the first of those that are left here; nothing where that is left for later.
    fn conflict(&mut self, file: &FilePlan, conflict: &Conflict, here: &[Kind]) -> Result<Option<Decision>, Failure> {
        let number = self.number(here);
        let text = file.text.clone().unwrap_or_default();
        let new = file.with_new(conflict).unwrap_or_default();
        self.prompter.show(&format!("\n{number}: {}", report::conflict(&file.path, conflict)));
        self.prompter.show(&report::diff_of(("yours", &text), ("new", &new)));
        let mut draft = file.marked(std::slice::from_ref(conflict)).unwrap_or_else(|| text.clone());
        loop {
            let choice = match self.said(&here[0]) {
                Some(Prefer::Yours) => Choice::Keep,
                Some(Prefer::New) => Choice::Take,
                None => self.choose(here, true)?,
            };
            match (choice, side(choice)) {
                (_, Some(Prefer::Yours)) => return Ok(Some(Decision::Yours)),
                (_, Some(Prefer::New)) => return Ok(Some(Decision::New)),
                (Choice::Edit, None) => {
                    let Some(edited) = self.prompter.edit(&draft)? else { continue };
                    match objection(&text, &edited) {
                        None => return Ok(Some(Decision::Text(edited))),
                        Some(why) => self.prompter.say(&format!("{why}; edit it again, or choose otherwise\n")),
                    }
                    // What was typed is there when it is edited again.
                    draft = edited;
                }
                _ => return Ok(None),
            }
        }
    }

    /// Which of all it is, beside those that are left in its file and in others.
    fn number(&self, here: &[Kind]) -> String {
        format!("conflict {} of {}", self.total + 1 - self.later.len() - here.len(), self.total)
    }

    /// What was said of all of a kind, which is told.
    fn said(&mut self, kind: &Kind) -> Option<Prefer> {
        let side = self.said.iter().find(|(known, _)| known == kind)?.1;
        self.prompter.say(if side == Prefer::Yours { "  yours stays\n" } else { "  what is new is taken\n" });
        Some(side)
    }

    /// Asks about the first of what is left in a file.
    fn choose(&mut self, here: &[Kind], can_be_edited: bool) -> Result<Choice, Failure> {
        let kind = &here[0];
        let all = here.iter().chain(&self.later).filter(|other| *other == kind).count();
        let of_kind = format!("in all {all} conflicts {kind}");
        let choices = [
            (Choice::Keep, "Keep yours".to_owned(), true),
            (Choice::Take, "Take what is new".to_owned(), true),
            (Choice::Edit, "Edit the file".to_owned(), can_be_edited),
            (Choice::KeepAll, format!("Keep yours {of_kind}"), all > 1),
            (Choice::TakeAll, format!("Take what is new {of_kind}"), all > 1),
            (Choice::Later, "Decide later".to_owned(), true),
        ];
        let (choices, labels): (Vec<Choice>, Vec<String>) =
            choices.into_iter().filter(|(.., possible)| *possible).map(|(choice, label, _)| (choice, label)).unzip();
        let choice = choices[self.prompter.choose(&Prompt::menu(QUESTION), &labels, 0)?];
        if matches!(choice, Choice::KeepAll | Choice::TakeAll) {
            self.said.extend(side(choice).map(|side| (kind.clone(), side)));
        }
        Ok(choice)
    }
}

fn side(choice: Choice) -> Option<Prefer> {
    match choice {
        Choice::Keep | Choice::KeepAll => Some(Prefer::Yours),
        Choice::Take | Choice::TakeAll => Some(Prefer::New),
        Choice::Edit | Choice::Later => None,
    }
}

/// Why an edited text is not what the file may become.
fn objection(before: &str, edited: &str) -> Option<String> {
    if let Some(line) = first_marker(edited) {
        return Some(format!("line {line} is a conflict marker still"));
    }
    let problem = parse_documents("the edited file", edited).err()?;
    parse_documents("", before).is_ok().then(|| problem.to_string())
}

#[cfg(test)]
mod tests;
