//! What the base and each environment have at one place of an object.

use super::part::Part;

/// What one set of documents has at a place; the first of several is the base's.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot<'a> {
    /// The place itself is not there.
    Off,
    /// Nothing, where something could be.
    Missing,
    /// A part.
    Has(&'a Part),
}

impl<'a> Slot<'a> {
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// What is there below it.
    pub(super) fn below(&self, find: impl FnOnce(&'a Part) -> Option<&'a Part>) -> Self {
        match self {
            Self::Has(part) => find(part).map_or(Self::Missing, Self::Has),
            _ => Self::Off,
        }
    }
}

/// The parts that are there.
pub(super) fn parts<'a>(slots: &[Slot<'a>]) -> Vec<&'a Part> {
    slots.iter().filter_map(|slot| if let Slot::Has(part) = slot { Some(*part) } else { None }).collect()
}

/// The comments that all parts have above them.
pub(super) fn agreed_head(parts: &[&Part]) -> Vec<String> {
    let Some((first, others)) = parts.split_first() else { return Vec::new() };
    let shared = |line: &&String| others.iter().all(|part| part.head.contains(line));
    // A comment of several lines stands or falls as one.
    if first.head.iter().filter(shared).count() == first.head.len() { first.head.clone() } else { Vec::new() }
}

/// All keys or items, each after the one that it follows where it is.
pub(super) fn order(slots: &[Slot<'_>], names: impl Fn(&Part) -> Vec<String>) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    for part in parts(slots) {
        let mut at = 0;
        for name in names(part) {
            match order.iter().position(|known| *known == name) {
                Some(index) => at = index + 1,
                None => {
                    order.insert(at, name);
                    at += 1;
                }
            }
        }
    }
    order
}
