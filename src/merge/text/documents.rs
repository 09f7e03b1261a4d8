//! The documents of a text, matched by what tells objects apart.

use std::ops::Range;

use crate::manifest::Identity;
use crate::yaml::{Child, Data, DocumentPart, Outline, inline};

use super::conflict::Reason;
use super::merger::{Merger, Sides};
use super::path::Step;
use super::place::Places;
use super::write::Writer;
use super::{Merged, Prefer};

/// A document of the merged text.
struct Piece {
    text: String,
    data: Option<Data>,
    new: Option<usize>,
}

/// What tells a document from the others of a text: the object that it is; else, that it is alone.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    identity: Option<Identity>,
    api_version: String,
    kind: String,
}

impl Name {
    fn of(document: &DocumentPart) -> Option<Self> {
        let value = document.root.as_ref()?.part.data().value();
        let text = |key: &str| value.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        Some(Self { identity: Identity::of(&value).ok(), api_version: text("apiVersion"), kind: text("kind") })
    }
}

/// Three texts merged document by document; none where one of them is not plain YAML, or the result would
/// not say what it should.
///
/// A change of what an alias stands for would be one of the alias as well. So what is anchored stays, and is a
/// conflict; where the new side is preferred, the aliases become what they stand for.
pub(super) fn merge_documents(texts: [&str; 3], prefer: Prefer, only: Option<&[String]>) -> Option<Merged> {
    let [_, yours, _] = texts;
    let merged = attempt(texts, prefer, only, false);
    if merged.is_some() || !yours.contains('&') {
        return merged;
    }
    match prefer {
        Prefer::Yours => attempt(texts, prefer, only, true),
        Prefer::New => {
            let [base, _, new] = texts;
            let alone = without_aliases(yours)?;
            let base = if base == yours { &alone } else { base };
            attempt([base, &alone, new], prefer, only, false)
        }
    }
}

fn attempt([base, yours, new]: [&str; 3], prefer: Prefer, only: Option<&[String]>, pinned: bool) -> Option<Merged> {
    let [before, mine, theirs] = [base, yours, new].map(Outline::of);
    let (base_outline, new_outline) = (before?, theirs?);
    let (before, mine, theirs) = (&base_outline.documents, mine?.documents, &new_outline.documents);
    let names = |documents: &[DocumentPart]| documents.iter().map(Name::of).collect::<Vec<_>>();
    let (mine_was, theirs_was) = (matches(&names(before), &names(&mine)), matches(&names(before), &names(theirs)));
    let twin = matches(&names(theirs), &names(&mine));
    let writer = Writer { base, yours, new, own_comments: only.is_some() };
    let (kind, path, found, notes) = Default::default();
    let mut merger = Merger { writer, prefer, only, kind, path, found, notes, pinned };
    let several = mine.len().max(theirs.len()) > 1;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut deleted = Vec::new();
    let mut met = vec![false; theirs.len()];
    for (index, document) in mine.iter().enumerate() {
        let own = || yours[document.range.clone()].to_owned();
        let Some(root) = &document.root else {
            pieces.push(Piece { text: own(), data: None, new: None });
            continue;
        };
        let old = mine_was[index];
        let there = match old {
            Some(old) => theirs_was.iter().position(|was| *was == Some(old)),
            None => twin[index].filter(|twin| theirs_was[*twin].is_none() && !met[*twin]),
        };
        enter(&mut merger, document, several);
        let base = old.and_then(|old| before[old].root.as_ref());
        let data = root.part.data();
        let piece = match there.and_then(|there| theirs[there].root.as_ref()) {
            Some(new) => {
                let done = merger.child(Sides { base, yours: root, new }, false);
                Some(Piece {
                    text: yours[document.range.start..root.head].to_owned() + &done.text,
                    data: Some(done.data),
                    new: there,
                })
            }
            None => {
                let kept = Piece { text: own(), data: Some(data.clone()), new: None };
                let edited = base.map(|base| {
                    let changed = base.part.data() != data;
                    let why = if changed { Reason::NewDeleted } else { Reason::Commented };
                    (changed || writer.has_own_comments(base, root)).then(|| (why, base.part.data()))
                });
                match edited {
                    // The user's own document.
                    None => Some(kept),
                    Some(None) if merger.is_open() => None,
                    Some(None) => Some(kept),
                    Some(Some((why, base))) => (!merger.conflict(why, Some(base), Some(data), None)).then_some(kept),
                }
            }
        };
        there.into_iter().for_each(|there| met[there] = true);
        pieces.extend(piece);
    }
    for (index, document) in theirs.iter().enumerate().filter(|(index, _)| !met[*index]) {
        let Some(root) = &document.root else { continue };
        if theirs_was[index].is_some() {
            deleted.extend(Name::of(document).and_then(|name| name.identity).map(|identity| identity.to_string()));
            continue;
        }
        enter(&mut merger, document, several);
        if !merger.is_open() {
            continue;
        }
        let text = new[document.range.clone()].to_owned();
        let piece = Piece { text, data: Some(root.part.data()), new: Some(index) };
        let after = (0..index).rev().find_map(|at| pieces.iter().position(|piece| piece.new == Some(at)));
        pieces.insert(after.map_or(0, |at| at + 1), piece);
    }
    let text = joined(&pieces, yours);
    let wanted: Vec<&Data> = pieces.iter().filter_map(|piece| piece.data.as_ref()).collect();
    let result = Outline::of(&text)?;
    let says: Vec<Data> =
        result.documents.iter().filter_map(|document| document.root.as_ref()).map(|root| root.part.data()).collect();
    if !says.iter().eq(wanted) {
        return None;
    }
    let places = Places { text: &text, result: &result, writer, base: &base_outline, new: &new_outline };
    let conflicts = merger.found.into_iter().map(|found| places.conflict(found)).collect();
    let notes = merger.notes.into_iter().map(|apart| places.note(apart)).collect();
    Some(Merged { text, conflicts, deleted, notes })
}

/// The text with what each alias stands for in its place.
pub(super) fn without_aliases(text: &str) -> Option<String> {
    fn collect(text: &str, child: &Child, found: &mut Vec<(Range<usize>, String)>) {
        match child.part.block() {
            Some(block) => block.children.iter().for_each(|child| collect(text, child, found)),
            None if text[child.part.span.clone()].starts_with('*') => {
                found.push((child.part.span.clone(), inline(&child.part.data().value())));
            }
            None => {}
        }
    }
    let mut found = Vec::new();
    let outline = Outline::of(text)?;
    outline
        .documents
        .iter()
        .filter_map(|document| document.root.as_ref())
        .for_each(|root| collect(text, root, &mut found));
    let mut alone = text.to_owned();
    found.into_iter().rev().for_each(|(span, value)| alone.replace_range(span, &value));
    Some(alone)
}

fn enter(merger: &mut Merger<'_>, document: &DocumentPart, several: bool) {
    let name = Name::of(document);
    merger.kind = name.as_ref().map(|name| name.kind.clone()).unwrap_or_default();
    merger.path.clear();
    if several {
        let title = name.and_then(|name| name.identity.map(|identity| identity.to_string()).or(Some(name.kind)));
        merger.path.push(Step::Object(title.unwrap_or_default()));
    }
}

/// For each document of `now` the one of `before` that it was.
fn matches(before: &[Option<Name>], now: &[Option<Name>]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; now.len()];
    type Same = fn(&Name, &Name) -> bool;
    let same: [Same; 3] = [
        |one, other| one.identity.is_some() && one.identity == other.identity,
        // An object that has another name now, or none.
        |one, other| (&one.api_version, &one.kind) == (&other.api_version, &other.kind),
        |one, other| one.kind == other.kind,
    ];
    for same in same {
        let like = |names: &[Option<Name>], of: &Name| {
            let is_like = |at: &usize| names[*at].as_ref().is_some_and(|name| same(name, of));
            (0..names.len()).filter(is_like).collect::<Vec<_>>()
        };
        for at in 0..now.len() {
            let Some(name) = now[at].as_ref().filter(|_| found[at].is_none()) else { continue };
            let mut candidates = like(before, name);
            candidates.retain(|old| !found.contains(&Some(*old)));
            let mut rivals = like(now, name);
            rivals.retain(|other| found[*other].is_none());
            // Only where it can be no other.
            if let ([old], [_]) = (candidates.as_slice(), rivals.as_slice()) {
                found[at] = Some(*old);
            }
        }
    }
    found
}

/// The documents one after the other, each below the first with its `---`.
fn joined(pieces: &[Piece], yours: &str) -> String {
    let mut text = String::new();
    for piece in pieces {
        if !text.is_empty() {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            if !has_marker(&piece.text) {
                text.push_str("---\n");
            }
        }
        text.push_str(&piece.text);
    }
    if !yours.ends_with('\n') && !yours.is_empty() {
        text.truncate(text.trim_end_matches(['\n', '\r']).len().max(text.len().saturating_sub(1)));
    }
    text
}

fn has_marker(text: &str) -> bool {
    let content = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    text.lines().find(content).is_some_and(|line| line.starts_with("---"))
}
