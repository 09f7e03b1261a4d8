//! The items of a list in the order of the side that changed it.

use crate::yaml::Child;

use super::conflict::Reason;
use super::merger::{Merger, Piece, Sides};

impl Merger<'_> {
    /// The items in the order that upstream gave them, where the user left them in the old one.
    pub(super) fn in_order(&mut self, sides: Sides<'_>, pieces: Vec<Piece>) -> Vec<Piece> {
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
