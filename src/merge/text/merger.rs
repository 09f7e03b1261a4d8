//! Three values merged: decides, value by value, whose stands, and writes it into the user's text.

use crate::yaml::{Child, Data, Form};

use super::conflict::Reason;
use super::found::{Apart, Found};
use super::items::{Items, items_of};
use super::path::{Step, shown};
use super::write::Writer;
use super::{Prefer, align::align, one_of::chooses_two};

/// The key that brings the entries of another map in, where no key of its own says otherwise.
const MERGE_KEY: &str = "<<";

/// What became of a child: its text, and what it says.
#[derive(Debug, Clone)]
pub(super) struct Done {
    pub(super) text: String,
    pub(super) data: Data,
}

/// A child of the merged block.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) done: Done,
    pub(super) key: Option<String>,
    /// Which of the user's children it was; none for one that is new.
    pub(super) yours: Option<usize>,
    new: Option<usize>,
    base: Option<usize>,
}

/// The same value on all sides; the last generation may lack it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) base: Option<&'a Child>,
    pub(super) yours: &'a Child,
    pub(super) new: &'a Child,
}

pub(super) struct Merger<'a> {
    pub(super) writer: Writer<'a>,
    pub(super) prefer: Prefer,
    /// The only paths whose values are taken; all where there is none.
    pub(super) only: Option<&'a [String]>,
    pub(super) kind: String,
    pub(super) path: Vec<Step>,
    pub(super) found: Vec<Found>,
    pub(super) notes: Vec<Apart>,
    /// Whether what aliases stand for stays, since a change of it would be one of theirs.
    pub(super) pinned: bool,
}

impl<'a> Merger<'a> {
    /// Notes a conflict; true where the new side is to be taken.
    pub(super) fn conflict(&mut self, why: Reason, base: Option<Data>, yours: Option<Data>, new: Option<Data>) -> bool {
        self.found.push(Found { path: self.path.clone(), base, yours, new, why });
        self.prefer == Prefer::New
    }

    /// Whether what is new may come in here.
    pub(super) fn is_open(&self) -> bool {
        let Some(only) = self.only else { return true };
        (0..=self.path.len()).any(|steps| only.contains(&shown(&self.path[..steps])))
    }

    /// Merges a value that both have.
    pub(super) fn child(&mut self, sides: Sides<'_>, in_flow: bool) -> Done {
        let (base, yours, new) =
            (sides.base.map(|base| base.part.data()), sides.yours.part.data(), sides.new.part.data());
        let path = &self.path;
        let apart = self.writer.comments_apart(sides).filter(|_| !in_flow);
        self.notes.extend(apart.map(|[yours, new]| Apart { path: path.clone(), yours, new }));
        let descends = self.descends(sides);
        let changes = base.as_ref() != Some(&new) && yours != new && self.is_open();
        if changes && self.is_bound(sides.yours, descends.is_some()) {
            if self.conflict(Reason::Anchored, base, Some(yours.clone()), Some(new.clone())) {
                return Done { text: self.writer.replaced(sides, in_flow), data: new };
            }
            return Done { text: self.writer.own(sides.yours), data: yours };
        }
        if let Some(items) = descends {
            let before = self.found.len();
            let done = self.inside(sides, items, in_flow);
            // What both added is one thing, unless both added it alike.
            if base.is_some() || self.found.len() == before || self.prefer == Prefer::New {
                return done;
            }
            self.found.truncate(before);
        } else {
            if base.as_ref() == Some(&new) || yours == new {
                return Done { text: self.writer.kept(sides, in_flow), data: yours };
            }
            if base.as_ref() == Some(&yours) && !self.is_open() {
                return Done { text: self.writer.own(sides.yours), data: yours };
            }
            if base.as_ref() == Some(&yours) {
                let lost = sides.base.is_some_and(|base| self.writer.loses_comments(base, sides.yours, sides.new));
                if !lost || self.conflict(Reason::Commented, base, Some(yours.clone()), Some(new.clone())) {
                    return Done { text: self.writer.replaced(sides, in_flow), data: new };
                }
                return Done { text: self.writer.own(sides.yours), data: yours };
            }
        }
        let why = if base.is_some() { Reason::BothChanged } else { Reason::BothAdded };
        if self.conflict(why, base, Some(yours.clone()), Some(new.clone())) {
            return Done { text: self.writer.replaced(sides, in_flow), data: new };
        }
        Done { text: self.writer.own(sides.yours), data: yours }
    }

    /// Whether a value cannot change by itself: a merge key puts it together, or aliases stand for it.
    fn is_bound(&self, yours: &Child, descends: bool) -> bool {
        let merges = yours.get(MERGE_KEY).is_some();
        let head = yours.part.lines().and_then(|block| block.children.first()).map(|first| first.head);
        let end = head.filter(|_| descends).unwrap_or(yours.end);
        merges || self.pinned && self.writer.has_anchor(yours.opened..end.max(yours.opened))
    }

    /// How the children of a value are told apart, where it is merged child by child.
    fn descends(&self, sides: Sides<'_>) -> Option<Items> {
        let mut parts = vec![&sides.yours.part, &sides.new.part];
        parts.extend(sides.base.map(|base| &base.part));
        // What is empty has no lines to be edited.
        if sides.yours.part.block()?.children.is_empty() {
            return None;
        }
        if parts.iter().all(|part| part.is_map()) {
            return Some(Items::Set);
        }
        let lists: Vec<Vec<Data>> = parts.iter().map(|part| items(part)).collect::<Option<_>>()?;
        let lists: Vec<&[Data]> = lists.iter().map(Vec::as_slice).collect();
        let names: Vec<&str> = self.path.iter().filter_map(Step::key).collect();
        items_of(&self.kind, &names, &lists)
    }

    /// Merges the children of a map or a list.
    fn inside(&mut self, sides: Sides<'_>, items: Items, in_flow: bool) -> Done {
        let before = (self.found.len(), self.path.len());
        let pieces = self.pieces(sides, items);
        let pieces = if sides.yours.part.is_list() { self.in_order(sides, pieces) } else { pieces };
        let data = if sides.yours.part.is_map() {
            Data::Map(
                pieces.iter().map(|piece| (piece.key.clone().unwrap_or_default(), piece.done.data.clone())).collect(),
            )
        } else {
            Data::List(pieces.iter().map(|piece| piece.done.data.clone()).collect())
        };
        let names: Vec<&str> = self.path.iter().filter_map(Step::key).collect();
        let yours = sides.yours.part.data();
        if chooses_two(&names, &data) && !chooses_two(&names, &yours) {
            self.found.truncate(before.0);
            let (base, new) = (sides.base.map(|base| base.part.data()), sides.new.part.data());
            if self.conflict(Reason::OneOf, base, Some(yours.clone()), Some(new.clone())) {
                return Done { text: self.writer.replaced(sides, in_flow), data: new };
            }
            return Done { text: self.writer.own(sides.yours), data: yours };
        }
        Done { text: self.writer.joined(sides, &pieces, in_flow), data }
    }

    /// The children of the merged block, those that are new after the one that they follow.
    fn pieces(&mut self, sides: Sides<'_>, items: Items) -> Vec<Piece> {
        let none: &[Child] = &[];
        let children =
            |child: &'_ Child| -> Vec<Child> { child.part.block().map_or(none, |block| &block.children).to_vec() };
        let (base, yours, new) =
            (sides.base.map(children).unwrap_or_default(), children(sides.yours), children(sides.new));
        let is_map = sides.yours.part.is_map();
        let in_flow = sides.yours.part.block().is_some_and(|block| block.is_flow);
        let was = |now: &[Child]| matches(is_map, items, &base, now);
        let (yours_was, new_was) = (was(&yours), was(&new));
        // What both added.
        let twin = matches(is_map, if items == Items::Rows { Items::Set } else { items }, &new, &yours);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut met = vec![false; new.len()];
        for (index, mine) in yours.iter().enumerate() {
            let old = yours_was[index];
            let theirs = match old {
                Some(old) => new_was.iter().position(|was| *was == Some(old)),
                None => twin[index].filter(|twin| new_was[*twin].is_none() && !met[*twin]),
            };
            self.path.push(Step::of(mine, items, index));
            let done = match (old.map(|old| &base[old]), theirs.map(|theirs| &new[theirs])) {
                (base, Some(new)) => Some(self.child(Sides { base, yours: mine, new }, in_flow)),
                (Some(base), None) => self.deleted_upstream(base, mine),
                (None, None) => Some(Done { text: self.writer.own(mine), data: mine.part.data() }),
            };
            self.path.pop();
            if let Some(theirs) = theirs {
                met[theirs] = true;
            }
            if let Some(done) = done {
                pieces.push(Piece { done, key: mine.key.clone(), yours: Some(index), new: theirs, base: old });
            }
        }
        for (index, theirs) in new.iter().enumerate().filter(|(index, _)| !met[*index]) {
            if let Some(old) = new_was[index] {
                let data = [&base[old], theirs].map(|child| child.part.data());
                self.path.push(Step::of(theirs, items, index));
                let taken = data[0] != data[1] && {
                    let [base, new] = data;
                    self.conflict(Reason::YoursDeleted, Some(base), None, Some(new))
                };
                self.path.pop();
                if !taken {
                    continue;
                }
            }
            self.path.push(Step::of(theirs, items, index));
            let is_open = self.is_open();
            self.path.pop();
            if !is_open {
                continue;
            }
            let text = self.writer.brought(theirs, sides.new, sides.yours);
            let done = Done { text, data: theirs.part.data() };
            let piece = Piece { done, key: theirs.key.clone(), yours: None, new: Some(index), base: None };
            let before = (0..index).rev().find_map(|at| pieces.iter().position(|piece| piece.new == Some(at)));
            // What stands beside the dash of its item stays there.
            let first = usize::from(
                pieces
                    .first()
                    .zip(yours.first())
                    .is_some_and(|(piece, first)| piece.yours == Some(0) && !first.own_line && !in_flow),
            );
            pieces.insert(before.map_or(first, |at| at + 1), piece);
        }
        pieces
    }

    /// What becomes of a child that the new generation no longer has.
    fn deleted_upstream(&mut self, base: &Child, yours: &Child) -> Option<Done> {
        let data = [base, yours].map(|child| child.part.data());
        let why = if data[0] != data[1] {
            Reason::NewDeleted
        } else if self.writer.has_own_comments(base, yours) {
            Reason::Commented
        } else if self.is_open() && self.pinned && self.writer.has_anchor(yours.opened..yours.end) {
            Reason::Anchored
        } else if self.is_open() {
            return None;
        } else {
            return Some(Done { text: self.writer.own(yours), data: yours.part.data() });
        };
        let [base, mine] = data;
        let gone = self.conflict(why, Some(base), Some(mine.clone()), None);
        (!gone).then(|| Done { text: self.writer.own(yours), data: mine })
    }

    /// The items in the order that upstream gave them, where the user left them in the old one.
    fn in_order(&mut self, sides: Sides<'_>, pieces: Vec<Piece>) -> Vec<Piece> {
        let shared: Vec<usize> =
            (0..pieces.len()).filter(|at| pieces[*at].base.is_some() && pieces[*at].new.is_some()).collect();
        let mine: Vec<_> = shared.iter().map(|at| pieces[*at].base).collect();
        let mut theirs = shared.clone();
        theirs.sort_by_key(|at| pieces[*at].new);
        let new: Vec<_> = theirs.iter().map(|at| pieces[*at].base).collect();
        let is_old = |order: &[Option<usize>]| order.is_sorted();
        let first_beside_dash =
            sides.yours.part.lines().and_then(|block| block.children.first()).is_some_and(|first| !first.own_line);
        if is_old(&new) || mine == new || first_beside_dash || !self.is_open() {
            return pieces;
        }
        if !is_old(&mine) {
            let data = |child: &Child| Some(child.part.data());
            if !self.conflict(Reason::BothReordered, sides.base.and_then(data), data(sides.yours), data(sides.new)) {
                return pieces;
            }
        }
        let mut ordered = pieces.clone();
        for (slot, from) in shared.into_iter().zip(theirs) {
            ordered[slot] = pieces[from].clone();
        }
        ordered
    }
}

/// For each child of `now` the one of `before` that it was.
fn matches(is_map: bool, items: Items, before: &[Child], now: &[Child]) -> Vec<Option<usize>> {
    if is_map {
        return now.iter().map(|child| before.iter().position(|known| known.key == child.key)).collect();
    }
    let data = |children: &[Child]| children.iter().map(|child| child.part.data()).collect::<Vec<_>>();
    align(items, &data(before), &data(now))
}

fn items(part: &crate::yaml::Part) -> Option<Vec<Data>> {
    match &part.form {
        Form::List(block) => Some(block.children.iter().map(|child| child.part.data()).collect()),
        _ => None,
    }
}
