//! Where in the merged text a conflict stands.

use crate::manifest::Identity;
use crate::yaml::{Child, Data, Outline};

use super::conflict::Conflict;
use super::items::{Items, title};
use super::merger::Found;
use super::path::{Step, shown};

/// The conflict with the line where the user's value stands; what was deleted stands where it was.
pub(super) fn placed(text: &str, result: &Outline, found: Found) -> Conflict {
    let mut steps = found.path.as_slice();
    let mut roots = result.documents.iter().filter_map(|document| document.root.as_ref());
    let root = match steps.split_first() {
        Some((Step::Object(name), rest)) => {
            steps = rest;
            roots.find(|root| {
                let value = root.part.data().value();
                let identity = Identity::of(&value).map(|identity| identity.to_string()).ok();
                let kind = || value.get("kind").and_then(|kind| kind.as_str().map(str::to_owned));
                identity.or_else(kind).as_ref() == Some(name)
            })
        }
        _ => roots.next(),
    };
    let mut at = root;
    let mut line = root.map_or(1, |root| line_of(text, root.start));
    for step in steps {
        let Some(next) = at.and_then(|child| find(child, step)) else { break };
        line = line_of(text, next.start);
        at = Some(next);
    }
    let value = |data: Option<Data>| data.map(|data| data.value());
    let path = shown(&found.path);
    Conflict { line, path, base: value(found.base), yours: value(found.yours), new: value(found.new), why: found.why }
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

fn line_of(text: &str, at: usize) -> u64 {
    text.as_bytes()[..at].iter().fold(1, |line, byte| line + u64::from(*byte == b'\n'))
}
