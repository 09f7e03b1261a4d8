//! The children of a value on three sides, and which of them is which.

use crate::yaml::{Child, Part};

use super::align::{align, inverted};
use super::items::Items;
use super::merger::Sides;

/// The children of a value on each side, and which of them is which.
#[derive(Debug)]
pub(super) struct Children<'a> {
    pub(super) base: &'a [Child],
    pub(super) yours: &'a [Child],
    pub(super) new: &'a [Child],
    pub(super) yours_was: Vec<Option<usize>>,
    pub(super) new_was: Vec<Option<usize>>,
    /// For each of the user's the new one that it is.
    pub(super) twin: Vec<Option<usize>>,
    pub(super) in_flow: bool,
}

impl<'a> Children<'a> {
    /// None where both sides put other rows in the place of the same.
    pub(super) fn of(sides: Sides<'a>, items: Items) -> Option<Self> {
        let (old, mine, theirs) = (sides.base.map(|base| &base.part), &sides.yours.part, &sides.new.part);
        let [base, yours, new] = [old, Some(mine), Some(theirs)].map(children);
        let (yours_was, new_was) = (matches(items, old, mine), matches(items, old, theirs));
        // What both added.
        let added = matches(if items == Items::Rows { Items::Set } else { items }, Some(theirs), mine);
        let (of_yours, of_new) = (inverted(&yours_was, base.len()), inverted(&new_was, base.len()));
        let twin: Vec<Option<usize>> = yours_was
            .iter()
            .zip(added)
            .map(|(was, added)| match was {
                Some(old) => of_new[*old],
                None => added.filter(|added| new_was[*added].is_none()),
            })
            .collect();
        let met = inverted(&twin, new.len());
        let is_replaced = items == Items::Rows
            && (0..base.len()).any(|at| of_yours[at].is_none() && of_new[at].is_none())
            && (0..yours.len()).any(|at| yours_was[at].is_none() && twin[at].is_none())
            && (0..new.len()).any(|at| new_was[at].is_none() && met[at].is_none());
        let in_flow = sides.yours.part.block().is_some_and(|block| block.is_flow);
        (!is_replaced).then_some(Self { base, yours, new, yours_was, new_was, twin, in_flow })
    }
}

/// For each child of `now` the one of `before` that it was.
fn matches(items: Items, before: Option<&Part>, now: &Part) -> Vec<Option<usize>> {
    let block = before.and_then(Part::block);
    if now.is_map() {
        let place = |child: &Child| block?.place(child.key.as_deref()?);
        return children(Some(now)).iter().map(place).collect();
    }
    let data = |part: Option<&Part>| children(part).iter().map(|child| child.part.data()).collect::<Vec<_>>();
    align(items, &data(before), &data(Some(now)))
}

fn children(part: Option<&Part>) -> &[Child] {
    part.and_then(Part::block).map_or(&[], |block| &block.children)
}
