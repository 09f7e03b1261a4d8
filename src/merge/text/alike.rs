//! What is the same thing still, though nothing names it and it says something else.

use std::collections::HashMap;

use crate::yaml::{Data, inline};

/// What a value says: each scalar in it with the keys that lead there, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaves {
    counts: HashMap<String, usize>,
    total: usize,
}

impl Leaves {
    pub(super) fn of(data: &Data) -> Self {
        let mut leaves = Self { counts: HashMap::new(), total: 0 };
        leaves.collect(data, &mut String::new());
        leaves
    }

    fn collect(&mut self, data: &Data, path: &mut String) {
        let length = path.len();
        match data {
            Data::Map(entries) if !entries.is_empty() => entries.iter().for_each(|(key, data)| {
                path.extend(["\0", key]);
                self.collect(data, path);
                path.truncate(length);
            }),
            Data::List(items) if !items.is_empty() => items.iter().for_each(|item| self.collect(item, path)),
            leaf => {
                *self.counts.entry(format!("{path}\0\0{}", inline(&leaf.value()))).or_default() += 1;
                self.total += 1;
            }
        }
    }

    fn shared(&self, other: &Self) -> usize {
        let count = |(leaf, count): (&String, &usize)| other.counts.get(leaf).map_or(0, |known| *known.min(count));
        self.counts.iter().map(count).sum()
    }

    /// Whether they share more than half of what the smaller of them says.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.shared(other) * 2 > self.total.min(other.total)
    }
}

/// Whether two values share more than half of what the smaller of them says.
pub(super) fn alike(one: &Data, other: &Data) -> bool {
    Leaves::of(one).is_like(&Leaves::of(other))
}

/// Which of some values is which of others: those that share more than half, where each is the one that the other
/// shares the most with.
pub(super) fn likest(before: &[Leaves], now: &[Leaves]) -> Vec<(usize, usize)> {
    let shared: Vec<Vec<usize>> = before
        .iter()
        .map(|old| now.iter().map(|new| if old.is_like(new) { old.shared(new) } else { 0 }).collect())
        .collect();
    let only_best = |scores: &mut dyn Iterator<Item = usize>| {
        let scores: Vec<usize> = scores.collect();
        let best = scores.iter().copied().max().filter(|best| *best > 0)?;
        let mut places = (0..scores.len()).filter(|at| scores[*at] == best);
        places.next().filter(|_| places.next().is_none())
    };
    let old_of: Vec<Option<usize>> =
        (0..now.len()).map(|new| only_best(&mut shared.iter().map(|scores| scores[new]))).collect();
    let pair = |old: usize| {
        let new = only_best(&mut shared[old].iter().copied())?;
        (old_of[new] == Some(old)).then_some((old, new))
    };
    (0..before.len()).filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Outline;

    fn leaves(text: &str) -> Leaves {
        let outline = Outline::of(text).expect("plain YAML");
        Leaves::of(&outline.documents[0].root.as_ref().expect("it says something").part.data())
    }

    fn pairs(before: &[&str], now: &[&str]) -> Vec<(usize, usize)> {
        let of = |texts: &[&str]| texts.iter().map(|text| leaves(text)).collect::<Vec<_>>();
        likest(&of(before), &of(now))
    }

    #[test]
    fn what_shares_more_than_half_is_the_same_thing_still() {
        let rules =
            ["ports: [{port: 53}]", "ports: [{port: 443, protocol: TCP}]", "ports: [{port: 5432, protocol: TCP}]"];
        assert_eq!(pairs(&rules, &["{to: 10.0.0.0/8, ports: [{port: 443, protocol: TCP}]}"]), [(1, 0)]);
        assert!(pairs(&rules, &["ports: [{port: 80, protocol: TCP}]"]).is_empty());
        assert_eq!(pairs(&rules, &[rules[2], rules[1]]), [(1, 1), (2, 0)]);
    }

    #[test]
    fn what_is_as_like_to_two_is_neither() {
        assert!(pairs(&["{a: 1, b: 1, c: 1}"], &["{a: 1, b: 1, c: 2}", "{a: 1, b: 2, c: 1}"]).is_empty());
        assert!(pairs(&["{a: 1}", "{a: 1}"], &["{a: 1, b: 1}"]).is_empty());
    }
}
