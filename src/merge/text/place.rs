//! Where in the merged text a conflict stands, and what is said beside it.

use crate::manifest::Identity;
use crate::yaml::{Child, Data, Outline};

use super::comments::{comments, lead, trail};
use super::conflict::{CommentNote, Conflict, Reasons};
use super::found::{Apart, Found};
use super::items::{Items, title};
use super::path::{Step, exact, shown};
use super::write::Writer;

/// The merged text, and the two that it came from beside the user's.
pub(super) struct Places<'a> {
    text: &'a str,
    result: &'a Outline,
    writer: Writer<'a>,
    base: &'a Outline,
    new: &'a Outline,
    /// Where the lines of the text start.
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn of(text: &'a str, result: &'a Outline, writer: Writer<'a>, [base, new]: [&'a Outline; 2]) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        Self { text, result, writer, base, new, starts }
    }

    /// The conflict with the line where the user's value stands; what was deleted stands where it was.
    pub(super) fn conflict(&self, found: Found) -> Conflict {
        let reasons = self.reasons(&found.path);
        let value = |data: Option<Data>| data.map(|data| data.value());
        Conflict {
            line: self.line(&found.path),
            path: shown(&found.path),
            place: exact(&found.path),
            base: value(found.base),
            yours: value(found.yours),
            new: value(found.new),
            why: found.why,
            reasons,
        }
    }

    pub(super) fn note(&self, apart: Apart) -> CommentNote {
        let Apart { path, yours, new } = apart;
        CommentNote { line: self.line(&path), path: shown(&path), yours, new }
    }

    fn line(&self, path: &[Step]) -> u64 {
        let at = walk(self.result, path).last().map_or(0, |child| child.start);
        self.starts.partition_point(|start| *start <= at) as u64 + 1
    }

    /// The user's comments that the last generation did not have, and those of the new one.
    fn reasons(&self, path: &[Step]) -> Reasons {
        let side = |text: &str, outline: &Outline| {
            // An item that is told by its place is another one in another text.
            let rows = path.iter().any(|step| matches!(step, Step::Item(_, Items::Rows)));
            let found = walk(outline, path);
            let child = found.last().filter(|_| !rows && found.len() == steps_of(path).1.len() + 1)?;
            let beside = trail(text, child).map(|at| &text[at]);
            let lines = comments(lead(text, child)).into_iter().chain(beside);
            let words: Vec<&str> =
                lines.map(|line| line.trim_start_matches('#').trim()).filter(|line| !line.is_empty()).collect();
            Some(words.join(" ")).filter(|words| !words.is_empty())
        };
        let (base, new) = (side(self.writer.base, self.base), side(self.writer.new, self.new));
        let yours = side(self.text, self.result).filter(|yours| Some(yours) != base.as_ref());
        Reasons { yours, new, cause: None }
    }
}

/// The object that a path starts from, where it names one, and the steps inside it.
fn steps_of(path: &[Step]) -> (Option<&str>, &[Step]) {
    match path.split_first() {
        Some((Step::Object(name), rest)) => (Some(name), rest),
        _ => (None, path),
    }
}

/// The content of the document and everything below it on a path, as far as that goes.
fn walk<'o>(outline: &'o Outline, path: &[Step]) -> Vec<&'o Child> {
    let (object, steps) = steps_of(path);
    let mut roots = outline.documents.iter().filter_map(|document| document.root.as_ref());
    let root = match object {
        Some(name) => roots.find(|root| {
            let value = root.part.data().value();
            let identity = Identity::of(&value).map(|identity| identity.to_string()).ok();
            let kind = || value.get("kind").and_then(|kind| kind.as_str().map(str::to_owned));
            identity.or_else(kind).as_deref() == Some(name)
        }),
        None => roots.next(),
    };
    let mut found: Vec<&Child> = root.into_iter().collect();
    for step in steps {
        let Some(next) = found.last().and_then(|child| find(child, step)) else { break };
        found.push(next);
    }
    found
}

fn find<'c>(child: &'c Child, step: &Step) -> Option<&'c Child> {
    let block = child.part.block()?;
    match step {
        Step::Key(key) => child.get(key),
        Step::Object(_) => None,
        Step::Item(index, Items::Rows) => block.children.get(index.parse::<usize>().ok()?),
        Step::Item(name, items) => block.children.iter().find(|item| title(*items, &item.part.data()) == *name),
    }
}
