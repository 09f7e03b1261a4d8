//! Three values merged: decides, value by value, whose stands, and writes it into the user's text.

use std::collections::{BTreeMap, BTreeSet};

use crate::yaml::{Child, Data, Form, Part};

use super::align::inverted;
use super::alike::alike;
use super::children::Children;
use super::commented::Inside;
use super::conflict::Reason;
use super::found::{Apart, Found};
use super::items::{Items, items_of};
use super::path::{Step, exact};
use super::write::Writer;
use super::{Prefer, one_of::chooses_two};

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
    pub(super) new: Option<usize>,
    pub(super) base: Option<usize>,
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
    /// The only paths whose values are taken, as [`exact`] writes them; all where there is none.
    pub(super) only: Option<&'a BTreeSet<String>>,
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
        (0..=self.path.len()).any(|steps| only.contains(&exact(&self.path[..steps])))
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
            if let Some(done) = self.inside(sides, items, in_flow)
                // What both added is one thing, unless both added it alike.
                && (base.is_some() || self.found.len() == before || self.prefer == Prefer::New)
            {
                return done;
            }
            self.found.truncate(before);
        } else {
            if base.as_ref() == Some(&new) || yours == new {
                let inside = if self.is_open() { self.writer.comments_inside(sides) } else { Inside::Nothing };
                match inside {
                    Inside::Nothing => {}
                    Inside::Come => return Done { text: self.writer.replaced(sides, in_flow), data: yours },
                    Inside::Told([yours, new]) => self.notes.push(Apart { path: self.path.clone(), yours, new }),
                }
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
        // What is empty has no lines to be edited, and of a row that is another one now nothing goes into it.
        if sides.yours.part.block()?.children.is_empty() || self.is_replaced(sides) {
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

    /// Whether a row stands where the last generation had one that says something else.
    fn is_replaced(&self, sides: Sides<'_>) -> bool {
        let base = sides.base.filter(|_| matches!(self.path.last(), Some(Step::Item(_, Items::Rows))));
        base.is_some_and(|base| {
            [sides.yours, sides.new].iter().any(|side| !alike(&base.part.data(), &side.part.data()))
        })
    }

    /// Merges the children of a map or a list; none where nothing tells which is which.
    fn inside(&mut self, sides: Sides<'_>, items: Items, in_flow: bool) -> Option<Done> {
        let before = self.found.len();
        let pieces = self.pieces(sides, items)?;
        let pieces = if sides.yours.part.is_list() { self.in_order(sides, pieces) } else { pieces };
        let data = if sides.yours.part.is_map() {
            Data::Map(
                pieces.iter().map(|piece| (piece.key.clone().unwrap_or_default(), piece.done.data.clone())).collect(),
            )
        } else {
            Data::List(pieces.iter().map(|piece| piece.done.data.clone()).collect())
        };
        let yours = sides.yours.part.data();
        let chooses = |data: &Data| chooses_two(&self.kind, &self.path, data);
        if chooses(&data) && !chooses(&yours) {
            self.found.truncate(before);
            let (base, new) = (sides.base.map(|base| base.part.data()), sides.new.part.data());
            if self.conflict(Reason::OneOf, base, Some(yours.clone()), Some(new.clone())) {
                return Some(Done { text: self.writer.replaced(sides, in_flow), data: new });
            }
            return Some(Done { text: self.writer.own(sides.yours), data: yours });
        }
        Some(Done { text: self.writer.joined(sides, &pieces, in_flow), data })
    }

    /// The children of the merged block, those that are new after the one that they follow; none where nothing tells
    /// which is which.
    fn pieces(&mut self, sides: Sides<'_>, items: Items) -> Option<Vec<Piece>> {
        let children = Children::of(sides, items)?;
        let mut pieces = Vec::new();
        for (index, mine) in children.yours.iter().enumerate() {
            let (old, theirs) = (children.yours_was[index], children.twin[index]);
            let done = self.at(Step::of(mine, items, index), |merger| {
                match (old.map(|old| &children.base[old]), theirs.map(|theirs| &children.new[theirs])) {
                    (base, Some(new)) => Some(merger.child(Sides { base, yours: mine, new }, children.in_flow)),
                    (Some(base), None) => merger.deleted_upstream(base, mine),
                    (None, None) => Some(Done { text: merger.writer.own(mine), data: mine.part.data() }),
                }
            });
            pieces.extend(done.map(|done| Piece {
                done,
                key: mine.key.clone(),
                yours: Some(index),
                new: theirs,
                base: old,
            }));
        }
        let mut brought = self.brought(sides, items, &children);
        let mut all = Vec::new();
        // What stands beside the dash of its item stays there.
        let is_beside = |piece: &Piece| piece.yours == Some(0) && !children.yours[0].own_line && !children.in_flow;
        let first = brought.remove(&None).unwrap_or_default();
        let (before, after) = if pieces.first().is_some_and(is_beside) { (vec![], first) } else { (first, vec![]) };
        all.extend(before);
        let mut after = Some(after);
        for piece in pieces {
            let follow = piece.new.and_then(|new| brought.remove(&Some(new)));
            all.push(piece);
            all.extend(follow.into_iter().flatten().chain(after.take().into_iter().flatten()));
        }
        Some(all)
    }

    /// The children that come in, by the one of the new generation that they follow in the merged block.
    fn brought(
        &mut self,
        sides: Sides<'_>,
        items: Items,
        children: &Children<'_>,
    ) -> BTreeMap<Option<usize>, Vec<Piece>> {
        let met = inverted(&children.twin, children.new.len());
        // An item that the user made another one of is one that is gone, and one that came.
        let has_own = children.yours_was.iter().zip(&children.twin).any(|pair| pair == (&None, &None));
        let mut brought: BTreeMap<_, Vec<Piece>> = BTreeMap::new();
        let mut above = None;
        for (index, theirs) in children.new.iter().enumerate() {
            if met[index].is_some() {
                above = Some(index);
                continue;
            }
            let comes = self.at(Step::to_new(theirs, items, index), |merger| {
                let old = children.new_was[index].map(|old| &children.base[old]);
                let deleted = old.map(|old| old.part.data());
                let new = theirs.part.data();
                let comments = old.filter(|_| theirs.key.is_none() && has_own && deleted.as_ref() == Some(&new));
                let comments = comments.and_then(|old| merger.writer.comments_gone(old, theirs));
                let path = &merger.path;
                merger.notes.extend(comments.map(|new| Apart { path: path.clone(), yours: String::new(), new }));
                let taken = deleted.is_none_or(|base| {
                    base != new && merger.conflict(Reason::YoursDeleted, Some(base), None, Some(new))
                });
                taken && merger.is_open()
            });
            if comes {
                let text = self.writer.brought(theirs, sides.new, sides.yours);
                let done = Done { text, data: theirs.part.data() };
                let piece = Piece { done, key: theirs.key.clone(), yours: None, new: Some(index), base: None };
                brought.entry(above).or_default().push(piece);
            }
        }
        brought
    }

    /// Does something one step further down.
    fn at<T>(&mut self, step: Step, does: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let done = does(self);
        self.path.pop();
        done
    }

    /// What becomes of a child, or a document, that the new generation no longer has.
    pub(super) fn deleted_upstream(&mut self, base: &Child, yours: &Child) -> Option<Done> {
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
}

fn items(part: &Part) -> Option<Vec<Data>> {
    match &part.form {
        Form::List(block) => Some(block.children.iter().map(|child| child.part.data()).collect()),
        _ => None,
    }
}
