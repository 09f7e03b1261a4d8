//! Which item of a list is which of the list that it came from.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::yaml::{Data, inline};

use super::alike::{Leaves, likest};
use super::items::{Items, title};

/// For each item of `now` the item of `before` that it was.
pub(super) fn align(items: Items, before: &[Data], now: &[Data]) -> Vec<Option<usize>> {
    let titles = |list: &[Data]| list.iter().map(|item| title(items, item)).collect::<Vec<_>>();
    if items != Items::Rows {
        let known: HashMap<String, usize> =
            titles(before).into_iter().enumerate().map(|(at, name)| (name, at)).collect();
        let mut found: Vec<Option<usize>> = titles(now).iter().map(|name| known.get(name).copied()).collect();
        if items.are_ports() {
            by_name(before, now, &mut found);
        }
        return found;
    }
    let rows = |list: &[Data]| list.iter().map(|item| inline(&item.value())).collect::<Vec<_>>();
    let (old, new) = (rows(before), rows(now));
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut found = vec![None; now.len()];
    for op in &ops {
        if let DiffOp::Equal { old_index, new_index, len } = *op {
            (0..len).for_each(|at| found[new_index + at] = Some(old_index + at));
        }
    }
    // What moved.
    let taken = inverted(&found, before.len());
    let mut left: HashMap<&str, Vec<usize>> = HashMap::new();
    (0..old.len()).rev().filter(|at| taken[*at].is_none()).for_each(|at| left.entry(&old[at]).or_default().push(at));
    for (found, row) in found.iter_mut().zip(&new).filter(|(found, _)| found.is_none()) {
        *found = left.get_mut(row.as_str()).and_then(Vec::pop);
    }
    for op in &ops {
        if let DiffOp::Replace { old_index, old_len, new_index, new_len } = *op {
            replaced(before, now, [old_index..old_index + old_len, new_index..new_index + new_len], &mut found);
        }
    }
    found
}

/// The rows that stand where others did.
fn replaced(before: &[Data], now: &[Data], [old, new]: [Range<usize>; 2], found: &mut [Option<usize>]) {
    let free = |found: &[Option<usize>]| -> Vec<usize> {
        let taken = inverted(found, before.len());
        old.clone().filter(|at| taken[*at].is_none()).collect()
    };
    let open = |found: &[Option<usize>]| -> Vec<usize> { new.clone().filter(|at| found[*at].is_none()).collect() };
    let leaves = |list: &[Data], rows: &[usize]| rows.iter().map(|at| Leaves::of(&list[*at])).collect::<Vec<_>>();
    let (were, are) = (free(found), open(found));
    for (old, new) in likest(&leaves(before, &were), &leaves(now, &are)) {
        found[are[new]] = Some(were[old]);
    }
    let (were, are) = (free(found), open(found));
    // As many as there were stand for those that were.
    if were.len() == are.len() {
        were.into_iter().zip(are).for_each(|(old, new)| found[new] = Some(old));
    }
}

/// For each of as many places the one that was found for it.
pub(super) fn inverted(of: &[Option<usize>], count: usize) -> Vec<Option<usize>> {
    let mut places = vec![None; count];
    of.iter().enumerate().for_each(|(at, to)| {
        if let Some(to) = to {
            places[*to] = Some(at);
        }
    });
    places
}

/// Ports that have another number now are still the ones of their name.
fn by_name(before: &[Data], now: &[Data], found: &mut [Option<usize>]) {
    let name = |item: &Data| item.value().get("name").and_then(|name| name.as_str().map(str::to_owned));
    for index in 0..now.len() {
        let Some(own) = name(&now[index]).filter(|_| found[index].is_none()) else { continue };
        let of_name = |item: &Data| name(item).as_ref() == Some(&own);
        let mut known = (0..before.len()).filter(|at| of_name(&before[*at]));
        let only =
            known.next().filter(|_| known.next().is_none() && now.iter().filter(|item| of_name(item)).count() == 1);
        found[index] = only.filter(|at| !found.contains(&Some(*at)));
    }
}
