//! Which item of a list is which of the list that it came from.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::yaml::{Data, inline};

use super::items::{Items, title};

/// For each item of `now` the item of `before` that it was.
pub(super) fn align(items: Items, before: &[Data], now: &[Data]) -> Vec<Option<usize>> {
    let titles = |list: &[Data]| list.iter().map(|item| title(items, item)).collect::<Vec<_>>();
    if items != Items::Rows {
        let known = titles(before);
        let mut found: Vec<Option<usize>> =
            titles(now).iter().map(|name| known.iter().position(|known| known == name)).collect();
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
    for (index, row) in new.iter().enumerate() {
        let is_free = |at: &usize| !found.contains(&Some(*at));
        if found[index].is_none() {
            found[index] = (0..old.len()).filter(is_free).find(|at| old[*at] == *row);
        }
    }
    for op in &ops {
        if let DiffOp::Replace { old_index, old_len, new_index, new_len } = *op {
            let free: Vec<usize> = (old_index..old_index + old_len).filter(|at| !found.contains(&Some(*at))).collect();
            let open: Vec<usize> = (new_index..new_index + new_len).filter(|at| found[*at].is_none()).collect();
            for (at, index) in free.into_iter().zip(open) {
                found[index] = Some(at);
            }
        }
    }
    found
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
