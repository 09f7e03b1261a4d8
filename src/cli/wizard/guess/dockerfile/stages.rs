//! The stages of a Dockerfile, and on which each of them stands.

use std::collections::HashMap;

use super::super::variables::Variables;
use super::lines::{Instruction, words};

/// One stage.
#[derive(Debug)]
pub(crate) struct Stage<'i> {
    /// The image or stage after `FROM`; empty where a variable in it is unknown.
    pub(crate) base: String,
    /// The earlier stage that this one starts from.
    parent: Option<usize>,
    /// Its instructions.
    pub(crate) body: &'i [Instruction],
}

/// The stages of a Dockerfile and what stands before the first.
#[derive(Debug, Default)]
pub(crate) struct Stages<'i> {
    /// All of them, in order.
    pub(crate) all: Vec<Stage<'i>>,
    /// The arguments before the first `FROM`.
    pub(crate) globals: Variables,
    names: HashMap<String, usize>,
}

impl<'i> Stages<'i> {
    /// Splits instructions at each `FROM`.
    pub(crate) fn of(instructions: &'i [Instruction]) -> Self {
        let mut stages = Self::default();
        let mut parts = instructions.chunk_by(|_, next| next.keyword != "FROM").peekable();
        if let Some(before) = parts.next_if(|part| part[0].keyword != "FROM") {
            for (name, default) in
                before.iter().filter(|found| found.keyword == "ARG").flat_map(|found| arguments(&found.rest))
            {
                let value = default.and_then(|default| stages.globals.expand(default));
                stages.globals.set_argument(name, value);
            }
        }
        for part in parts {
            let mut from = part[0].rest.split_whitespace().skip_while(|word| word.starts_with("--"));
            let base = from.next().and_then(|base| stages.globals.expand(base)).unwrap_or_default();
            let parent = stages.names.get(&base.to_ascii_lowercase()).copied();
            if let (Some(_), Some(name)) = (from.next().filter(|word| word.eq_ignore_ascii_case("as")), from.next()) {
                stages.names.insert(name.to_ascii_lowercase(), stages.all.len());
            }
            stages.all.push(Stage { base, parent, body: &part[1..] });
        }
        stages
    }

    /// A stage by its name or number.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let number = || name.parse().ok().filter(|number| *number < self.all.len());
        self.names.get(&name.to_ascii_lowercase()).copied().or_else(number)
    }

    /// The stages that one is built from, the first one first, itself last.
    pub(crate) fn line_of(&self, stage: usize) -> Vec<usize> {
        let mut line = vec![stage];
        // A parent always stands before its child, so this ends.
        while let Some(parent) = line.last().and_then(|child| self.all[*child].parent) {
            line.push(parent);
        }
        line.reverse();
        line
    }
}

/// The names and defaults of an `ARG`.
pub(crate) fn arguments(rest: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    words(rest)
        .into_iter()
        .map(|word| word.split_once('=').map_or((word, None), |(name, default)| (name, Some(default))))
}

/// The names and values of an `ENV` or `LABEL`: `A=1 B=2`, or in the old form `A 1 2`.
pub(crate) fn pairs(rest: &str) -> Vec<(&str, &str)> {
    let all = words(rest);
    if all.first().is_some_and(|first| first.contains('=')) {
        return all.into_iter().filter_map(|word| word.split_once('=')).collect();
    }
    rest.split_once(char::is_whitespace).map(|(name, value)| (name, value.trim_start())).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines::instructions;
    use super::*;

    #[test]
    fn a_stage_stands_on_an_earlier_one_of_that_name() {
        let text =
            "ARG TAG=22\nFROM node:${TAG} AS Base\nFROM golang AS build\nFROM --platform=linux/amd64 base as final\n";
        let instructions = instructions(text);
        let stages = Stages::of(&instructions);
        assert_eq!(stages.all[0].base, "node:22");
        assert_eq!(stages.line_of(2), [0, 2]);
        assert_eq!((stages.find("FINAL"), stages.find("1"), stages.find("3")), (Some(2), Some(1), None));
    }

    #[test]
    fn a_stage_never_stands_on_itself_or_on_a_later_one() {
        let instructions = instructions("FROM b AS a\nFROM a AS b\nFROM c AS c\n");
        let stages = Stages::of(&instructions);
        assert_eq!((stages.line_of(1), stages.line_of(2)), (vec![0, 1], vec![2]));
    }

    #[test]
    fn reads_both_forms_of_env() {
        assert_eq!(pairs("A=1 B=\"2 3\""), [("A", "1"), ("B", "\"2 3\"")]);
        assert_eq!(pairs("A 1 = 2"), [("A", "1 = 2")]);
        assert_eq!(pairs("A"), []);
    }
}
