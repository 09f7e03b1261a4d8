//! Which document of a text is which of another.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::manifest::Identity;
use crate::yaml::{Data, DocumentPart, Outline};

use super::align::inverted;
use super::alike::{Leaves, likest};

/// What a document says, and what tells it from the others of its text.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) data: Data,
    identity: Option<Identity>,
    group: String,
    pub(super) kind: String,
    /// The name of the object, or what its name is generated from.
    name: Option<String>,
}

/// The documents of a text, none for one that says nothing.
pub(super) type Documents = Vec<Option<Said>>;

/// The documents of three texts, each with the one of another text that it is.
#[derive(Debug)]
pub(super) struct Pairing {
    pub(super) base: Documents,
    pub(super) yours: Documents,
    pub(super) new: Documents,
    /// For each document of the user's the one of the last generation that it was.
    pub(super) yours_was: Vec<Option<usize>>,
    /// For each document of the new generation the one of the last that it was.
    pub(super) new_was: Vec<Option<usize>>,
    /// For each document of the user's the one of the new generation that it is.
    pub(super) twin: Vec<Option<usize>>,
}

impl Said {
    fn of(document: &DocumentPart) -> Option<Self> {
        let data = document.root.as_ref()?.part.data();
        let value = data.value();
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let metadata = |key: &str| text(value.get("metadata").and_then(|metadata| metadata.get(key)));
        let api_version = text(value.get("apiVersion")).unwrap_or_default();
        let group = api_version.split_once('/').map(|(group, _)| group.to_owned()).unwrap_or_default();
        let kind = text(value.get("kind")).unwrap_or_default();
        let name = metadata("name").or_else(|| metadata("generateName"));
        Some(Self { identity: Identity::of(&value).ok(), group, kind, name, data })
    }

    /// What people call it: its object, else its kind.
    pub(super) fn title(&self) -> String {
        self.object().unwrap_or_else(|| self.kind.clone())
    }

    /// The object that it is, where it says which.
    pub(super) fn object(&self) -> Option<String> {
        self.identity.as_ref().map(Identity::to_string)
    }

    /// Whether another one may be the same under another name.
    fn is_akin(&self, other: &Self) -> bool {
        self.kind == other.kind || self.kind.is_empty() || other.kind.is_empty()
    }

    /// Whether another one may be the same under the same name.
    fn is_namesake(&self, other: &Self) -> bool {
        self.is_akin(other) && (self.name == other.name || self.name.is_none() || other.name.is_none())
    }
}

impl Pairing {
    /// Pairs the documents; none where it may be that one of yours is one of another side, and nothing tells.
    pub(super) fn of(outlines: [&Outline; 3]) -> Option<Self> {
        let [base, yours, new] = outlines.map(|outline| outline.documents.iter().map(Said::of).collect::<Documents>());
        let [old, mine, theirs] = [&base, &yours, &new].map(all);
        let (mut yours_was, mut new_was) = (vec![None; yours.len()], vec![None; new.len()]);
        let mut added = vec![None; yours.len()];
        by_name(&old, &mine, &mut yours_was);
        by_name(&old, &theirs, &mut new_was);
        // What both added under one name is nothing that has another name now.
        by_name(&left(&theirs, &new_was), &left(&mine, &yours_was), &mut added);
        let met = inverted(&added, new.len());
        let [in_yours, in_new] = [&yours_was, &new_was].map(|was| inverted(was, base.len()));
        // But where it is what is gone on both sides, both gave that the same other name.
        let mut renamed = vec![None; new.len()];
        let gone = left(&left(&old, &in_yours), &in_new);
        by_likeness(&gone, &left(&theirs, &left_out(&met)), &mut renamed);
        for (at, was) in renamed.into_iter().enumerate() {
            if let (Some(was), Some(mine)) = (was, met[at]) {
                (yours_was[mine], new_was[at], added[mine]) = (Some(was), Some(was), None);
            }
        }
        by_likeness(&old, &left(&mine, &added), &mut yours_was);
        by_likeness(&old, &left(&theirs, &inverted(&added, new.len())), &mut new_was);
        by_kind(&old, &mine, &mut yours_was);
        by_kind(&old, &theirs, &mut new_was);
        by_kind(&left(&theirs, &new_was), &left(&mine, &yours_was), &mut added);
        let of_base = inverted(&new_was, base.len());
        let twin = yours_was.iter().zip(added).map(|(was, added)| was.map_or(added, |old| of_base[old])).collect();
        let pairing = Self { base, yours, new, yours_was, new_was, twin };
        pairing.is_clear().then_some(pairing)
    }

    /// Whether a document of the last generation, which the user deleted, may be one of the user's own.
    pub(super) fn may_stand(&self, deleted: &Said) -> bool {
        self.own().any(|own| own.is_akin(deleted))
    }

    /// The documents of the user's that are none of another side.
    fn own(&self) -> impl Iterator<Item = &Said> {
        let free = self.yours_was.iter().zip(&self.twin).map(|pair| pair == (&None, &None));
        self.yours.iter().zip(free).filter_map(|(said, is_free)| said.as_ref().filter(|_| is_free))
    }

    /// Whether whatever goes into a document or stays out of the text does so for certain.
    fn is_clear(&self) -> bool {
        let (in_yours, in_new) = (inverted(&self.yours_was, self.base.len()), inverted(&self.new_was, self.base.len()));
        let met = inverted(&self.twin, self.new.len());
        let come: Vec<&Said> = (0..self.new.len())
            .filter(|at| self.new_was[*at].is_none() && met[*at].is_none())
            .filter_map(|at| self.new[at].as_ref())
            .collect();
        let is_lost = |(at, old): (usize, &Option<Said>)| {
            let Some(old) = old else { return false };
            let changed = || in_new[at].and_then(|new| self.new[new].as_ref()).is_some_and(|new| new.data != old.data);
            let moved = || in_new[at].is_none() && come.iter().any(|come| come.is_namesake(old));
            in_yours[at].is_none() && self.may_stand(old) && changed() || moved()
        };
        let is_doubled = |own: &Said| come.iter().any(|come| come.is_namesake(own));
        !self.base.iter().enumerate().any(is_lost) && !self.own().any(is_doubled)
    }
}

/// Documents that may be paired, in their places.
type Open<'d> = Vec<Option<&'d Said>>;

fn all(documents: &Documents) -> Open<'_> {
    documents.iter().map(Option::as_ref).collect()
}

/// Those that are paired with none.
fn left<'d>(documents: &Open<'d>, found: &[Option<usize>]) -> Open<'d> {
    documents.iter().zip(found).map(|(said, found)| said.filter(|_| found.is_none())).collect()
}

/// The places of those that are paired with none.
fn left_out(found: &[Option<usize>]) -> Vec<Option<usize>> {
    found.iter().enumerate().map(|(at, found)| found.is_none().then_some(at)).collect()
}

/// Those of both sides that are paired with none, with their places.
fn both<'d>([before, now]: [&Open<'d>; 2], found: &[Option<usize>]) -> [Vec<(usize, &'d Said)>; 2] {
    let places = |open: Open<'d>| open.into_iter().enumerate().filter_map(|(at, said)| Some((at, said?))).collect();
    [places(left(before, &inverted(found, before.len()))), places(left(now, found))]
}

/// Pairs the objects of one name: in the same namespace, else in any.
fn by_name(before: &Open<'_>, now: &Open<'_>, found: &mut [Option<usize>]) {
    let object = |said: &Said| said.object().map(|object| format!("{} {object}", said.group));
    let namesake = |said: &Said| said.name.as_ref().map(|name| format!("{} {} {name}", said.group, said.kind));
    by(&object, usize::MAX, [before, now], found);
    by(&namesake, usize::MAX, [before, now], found);
}

/// Pairs the objects of a kind that have another name now and say the same for the most part.
fn by_likeness(before: &Open<'_>, now: &Open<'_>, found: &mut [Option<usize>]) {
    let [old, open] = both([before, now], found);
    let kinds: BTreeSet<&str> = open.iter().map(|(_, said)| said.kind.as_str()).collect();
    for kind in kinds {
        let of_kind = |said: &[(usize, &Said)]| -> (Vec<usize>, Vec<Leaves>) {
            let said = said.iter().filter(|(_, said)| said.kind == kind);
            said.map(|(at, said)| (*at, Leaves::of(&said.data))).unzip()
        };
        let ((old, before), (open, now)) = (of_kind(&old), of_kind(&open));
        likest(&before, &now).into_iter().for_each(|(was, is)| found[open[is]] = Some(old[was]));
    }
}

/// Pairs the only one of a kind that has no name; of any kind where one says none.
fn by_kind(before: &Open<'_>, now: &Open<'_>, found: &mut [Option<usize>]) {
    by(&|said| said.name.is_none().then(|| said.kind.clone()), 1, [before, now], found);
    let [old, open] = both([before, now], found);
    if let ([(old, was)], [(at, is)]) = (old.as_slice(), open.as_slice())
        && was.is_akin(is)
        && was.name.is_none()
        && is.name.is_none()
    {
        found[*at] = Some(*old);
    }
}

/// Pairs what is called the same, up to `most` of a name. Of several that are, each is the one in its place, where
/// there are as many.
fn by(called: &dyn Fn(&Said) -> Option<String>, most: usize, sides: [&Open<'_>; 2], found: &mut [Option<usize>]) {
    let mut groups: BTreeMap<String, [Vec<usize>; 2]> = BTreeMap::new();
    for (side, documents) in both(sides, found).into_iter().enumerate() {
        for (at, said) in documents {
            if let Some(name) = called(said) {
                groups.entry(name).or_default()[side].push(at);
            }
        }
    }
    for [old, open] in groups.into_values().filter(|[old, open]| old.len() == open.len() && old.len() <= most) {
        old.into_iter().zip(open).for_each(|(old, at)| found[at] = Some(old));
    }
}
