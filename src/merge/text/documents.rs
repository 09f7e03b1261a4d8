//! The documents of a text, matched by what tells objects apart.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::yaml::{Child, Data, Outline, inline};

use super::align::inverted;
use super::merger::{Merger, Sides};
use super::pairing::{Pairing, Said};
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

/// Three texts merged document by document; none where one of them is not plain YAML, or the result would
/// not say what it should.
///
/// A change of what an alias stands for would be one of the alias as well. So what is anchored stays, and is a
/// conflict; where the new side is preferred, the aliases become what they stand for.
pub(super) fn merge_documents(texts: [&str; 3], prefer: Prefer, only: Option<&BTreeSet<String>>) -> Option<Merged> {
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

fn attempt(texts: [&str; 3], prefer: Prefer, only: Option<&BTreeSet<String>>, pinned: bool) -> Option<Merged> {
    let [base, yours, new] = texts;
    let [base_outline, mine, new_outline] = [Outline::of(base)?, Outline::of(yours)?, Outline::of(new)?];
    let pairing = Pairing::of([&base_outline, &mine, &new_outline])?;
    let writer = Writer { base, yours, new, own_comments: only.is_some() };
    let (kind, path, found, notes) = Default::default();
    let merger = Merger { writer, prefer, only, kind, path, found, notes, pinned };
    let several = mine.documents.len().max(new_outline.documents.len()) > 1;
    let mut merge = Merge { merger, outlines: [&base_outline, &mine, &new_outline], pairing: &pairing, several };
    let mut pieces = merge.own();
    let deleted = merge.bring(&mut pieces);
    let text = joined(pieces.iter().map(|piece| piece.text.as_str()), yours);
    let result = reads_as(&text, pieces)?;
    let places = Places::of(&text, &result, writer, [&base_outline, &new_outline]);
    let Merger { found, notes, .. } = merge.merger;
    let conflicts = found.into_iter().map(|found| places.conflict(found)).collect();
    let notes = notes.into_iter().map(|apart| places.note(apart)).collect();
    Some(Merged { text, conflicts, deleted, notes })
}

/// The documents of three texts on their way to one.
struct Merge<'a> {
    merger: Merger<'a>,
    outlines: [&'a Outline; 3],
    pairing: &'a Pairing,
    /// Whether a text holds several, so that paths start with the object.
    several: bool,
}

impl Merge<'_> {
    /// What becomes of the user's documents.
    fn own(&mut self) -> Vec<Piece> {
        let [base, yours, new] = self.outlines.map(|outline| &outline.documents);
        let text = self.merger.writer.yours;
        let mut pieces = Vec::new();
        for (index, document) in yours.iter().enumerate() {
            let own = text[document.range.clone()].to_owned();
            let (Some(root), Some(said)) = (&document.root, &self.pairing.yours[index]) else {
                pieces.push(Piece { text: own, data: None, new: None });
                continue;
            };
            self.enter(said);
            let (old, twin) = (self.pairing.yours_was[index], self.pairing.twin[index]);
            let base = old.and_then(|old| base[old].root.as_ref());
            match (twin.and_then(|twin| new[twin].root.as_ref()), base) {
                (Some(new), base) => {
                    let done = self.merger.child(Sides { base, yours: root, new }, false);
                    let text = text[document.range.start..root.head].to_owned() + &done.text;
                    pieces.push(Piece { text, data: Some(done.data), new: twin });
                }
                (None, Some(base)) if self.merger.deleted_upstream(base, root).is_none() => {}
                (None, _) => pieces.push(Piece { text: own, data: Some(said.data.clone()), new: None }),
            }
        }
        pieces
    }

    /// Brings in the documents that are new, each after the one that it follows, and tells which the user deleted.
    fn bring(&mut self, pieces: &mut Vec<Piece>) -> Vec<String> {
        let [.., new] = self.outlines;
        let met = inverted(&self.pairing.twin, new.documents.len());
        let mut deleted = Vec::new();
        for (index, document) in new.documents.iter().enumerate().filter(|(index, _)| met[*index].is_none()) {
            let Some(said) = &self.pairing.new[index] else { continue };
            if self.pairing.new_was[index].is_some() {
                deleted.extend(said.object().filter(|_| !self.pairing.may_stand(said)));
                continue;
            }
            self.enter(said);
            if !self.merger.is_open() {
                continue;
            }
            let text = self.merger.writer.new[document.range.clone()].to_owned();
            let piece = Piece { text, data: Some(said.data.clone()), new: Some(index) };
            let after = (0..index).rev().find_map(|at| pieces.iter().position(|piece| piece.new == Some(at)));
            pieces.insert(after.map_or(0, |at| at + 1), piece);
        }
        deleted
    }
    fn enter(&mut self, said: &Said) {
        self.merger.kind.clone_from(&said.kind);
        self.merger.path = Vec::from_iter(self.several.then(|| Step::Object(said.title())));
    }
}

/// The merged text as it reads; none where it does not say what it should.
fn reads_as(text: &str, pieces: Vec<Piece>) -> Option<Outline> {
    let result = Outline::of(text)?;
    let roots = result.documents.iter().filter_map(|document| document.root.as_ref());
    let wanted = pieces.into_iter().filter_map(|piece| piece.data);
    roots.map(|root| root.part.data()).eq(wanted).then_some(result)
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

/// The documents one after the other, each below the first with its `---`.
fn joined<'p>(pieces: impl Iterator<Item = &'p str>, yours: &str) -> String {
    let mut text = String::new();
    for piece in pieces {
        if !text.is_empty() {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            if !has_marker(piece) {
                text.push_str("---\n");
            }
        }
        text.push_str(piece);
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
