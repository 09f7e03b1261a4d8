//! Values of a chart: a tree of named parts, and its text.

use crate::yaml::scalar;

use super::lines;
use super::part::{Body, Part};
use super::table;

/// A value, or a map of values.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Given {
    /// Values by name.
    Map(Values),
    /// A value.
    Value(Part),
    /// Takes a value of the chart back.
    Null,
}

/// Values by name, in the order in which they were given.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Values(Vec<(String, Given)>);

impl Values {
    /// Gives a value a name; one that is given twice keeps its place.
    pub(super) fn set(&mut self, path: &[String], given: Given) {
        let Some((first, rest)) = path.split_first() else { return };
        let index = self.0.iter().position(|(name, _)| name == first).unwrap_or_else(|| {
            self.0.push((first.clone(), Given::Map(Self::default())));
            self.0.len() - 1
        });
        let entry = &mut self.0[index].1;
        match (rest, entry) {
            ([], entry) => *entry = given,
            (rest, Given::Map(values)) => values.set(rest, given),
            (rest, entry) => {
                let mut values = Self::default();
                values.set(rest, given);
                *entry = Given::Map(values);
            }
        }
    }

    /// Whether a name holds a map, so that what is below it can be asked for.
    pub(super) fn has_map(&self, path: &[String]) -> bool {
        match self.get(path) {
            Some(Given::Map(_)) => true,
            Some(Given::Value(part)) => matches!(part.body, Body::Map(_)),
            _ => false,
        }
    }

    /// Everything that is held, by its whole name, a map before what is in it.
    pub(super) fn all(&self) -> Vec<(Vec<String>, &Given)> {
        let mut all = Vec::new();
        for (name, given) in &self.0 {
            all.push((vec![name.clone()], given));
            if let Given::Map(values) = given {
                all.extend(
                    values.all().into_iter().map(|(below, given)| ([vec![name.clone()], below].concat(), given)),
                );
            }
        }
        all
    }

    /// What a name holds.
    pub(super) fn get(&self, path: &[String]) -> Option<&Given> {
        let (first, rest) = path.split_first()?;
        let (_, given) = self.0.iter().find(|(name, _)| name == first)?;
        match (rest, given) {
            ([], given) => Some(given),
            (rest, Given::Map(values)) => values.get(rest),
            _ => None,
        }
    }

    /// Takes out a name that takes a value of the chart back.
    pub(super) fn forget_null(&mut self, path: &[String]) {
        let Some((first, rest)) = path.split_first() else { return };
        let Some(index) = self.0.iter().position(|(name, _)| name == first) else { return };
        match (rest, &mut self.0[index].1) {
            ([], Given::Null) => _ = self.0.remove(index),
            (rest, Given::Map(values)) => values.forget_null(rest),
            _ => {}
        }
    }

    /// Takes out what other values say, too: Helm joins both.
    pub(super) fn without(&mut self, base: &Self) {
        let given = std::mem::take(&mut self.0);
        for (name, given) in given {
            let known = base.0.iter().find(|(known, _)| *known == name).map(|(_, known)| known);
            let rest = match (known, given) {
                (None, Given::Null) => None,
                (known @ (None | Some(Given::Map(_))), Given::Map(mut values)) => {
                    let base = if let Some(Given::Map(base)) = known { base } else { &Self::default() };
                    values.without(base);
                    (!values.0.is_empty()).then_some(Given::Map(values))
                }
                (Some(Given::Value(base)), Given::Value(part)) => difference(base, &part),
                (_, given) => Some(given),
            };
            self.0.extend(rest.map(|rest| (name, rest)));
        }
    }

    /// The text of a values file; `told` says of each name what it is, where nothing else does.
    pub(super) fn text(&self, told: bool) -> Vec<String> {
        let mut top: Vec<_> = self.0.iter().collect();
        top.sort_by_key(|(name, _)| table::rank(name));
        let mut text = Vec::new();
        for (name, given) in top {
            let mut lines = Vec::new();
            write(name, given, &mut vec![name.clone()], 0, told, &mut lines);
            if told && !text.is_empty() {
                text.push(String::new());
            }
            text.extend(lines);
        }
        text
    }
}

fn write(name: &str, given: &Given, path: &mut Vec<String>, indent: usize, told: bool, text: &mut Vec<String>) {
    if told {
        let above = if let Given::Value(part) = given { part.head.as_slice() } else { &[] };
        let about = table::about(path).filter(|_| above.is_empty());
        text.extend(about.into_iter().flat_map(|about| wrapped(about, indent)));
    }
    match given {
        Given::Map(Values(values)) if values.is_empty() => text.push(format!("{:indent$}{}: {{}}", "", scalar(name))),
        Given::Map(Values(values)) => {
            text.push(format!("{:indent$}{}:", "", scalar(name)));
            for (name, given) in values {
                path.push(name.clone());
                write(name, given, path, indent + 2, told, text);
                path.pop();
            }
        }
        Given::Value(part) => text.extend(lines::entry(name, part, indent, lines::plain)),
        Given::Null => text.push(format!("{:indent$}{}: null", "", scalar(name))),
    }
}

/// A sentence as comment lines.
pub(super) fn wrapped(text: &str, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut().filter(|line| line.len() + word.len() < 100) {
            Some(line) => *line = format!("{line} {word}"),
            None => lines.push(format!("{:indent$}# {word}", "")),
        }
    }
    lines
}

/// What of a map of values another environment says differently: maps are joined by Helm, `null` takes
/// a value back, and all else is replaced.
pub(super) fn difference(from: &Part, to: &Part) -> Option<Given> {
    if from.says(to) {
        return None;
    }
    let (Body::Map(old), Body::Map(new)) = (&from.body, &to.body) else { return Some(Given::Value(to.clone())) };
    let mut values = Vec::new();
    for (key, part) in new {
        match from.get(key) {
            None => values.push((key.clone(), Given::Value(part.clone()))),
            Some(known) => values.extend(difference(known, part).map(|given| (key.clone(), given))),
        }
    }
    let gone = old.iter().filter(|(key, _)| to.get(key).is_none());
    values.extend(gone.map(|(key, _)| (key.clone(), Given::Null)));
    Some(Given::Map(Values(values)))
}

/// A plain value.
pub(super) fn value(value: &serde_json::Value) -> Given {
    Given::Value(Part::of_value(value))
}
