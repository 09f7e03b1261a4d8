//! Reading YAML: text in, nodes with places out, what readers disagree about refused.

use std::collections::BTreeMap;

use serde_json::{Number, Value};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use serde_saphyr::{Location, Spanned};

use crate::problem::{Place, Position, Problem, sorted};

use super::ambiguous::{is_ambiguous, is_canonical_number};
use super::node::{Node, NodeValue};
use super::quick;
use super::raw::{Raw, RawValue};
use super::syntax::{self, position};

/// Reads one YAML document, and names the place of what is wrong with it.
///
/// Scalars that YAML readers disagree about (`yes`, `012`, `1_000` ...) are problems: the next
/// step is to quote them.
///
/// # Errors
/// Every problem found; for text that is not YAML at all just the first.
pub fn parse(source: &str, text: &str) -> Result<Node, Vec<Problem>> {
    unproblematic(read(source, text, Keys::AreTexts))
}

/// Reads the YAML document of a Kubernetes object, as [`parse`] does: keys that readers disagree about are problems, too.
///
/// # Errors
/// Every problem found; for text that is not YAML at all just the first.
pub fn parse_object(source: &str, text: &str) -> Result<Node, Vec<Problem>> {
    unproblematic(read(source, text, Keys::AreJudged))
}

fn unproblematic(read: Result<(Node, Vec<Problem>), Problem>) -> Result<Node, Vec<Problem>> {
    let (node, problems) = read.map_err(|problem| vec![problem])?;
    if problems.is_empty() { Ok(node) } else { Err(problems) }
}

/// How keys are taken that readers disagree about, such as `on`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// As the texts that they are here.
    AreTexts,
    /// As problems.
    AreJudged,
}

/// Reads one YAML document as [`parse_object`] does, and hands over beside its problems what it says all the same.
///
/// # Errors
/// The first thing that is not YAML.
pub(super) fn parse_anyway(source: &str, text: &str) -> Result<(Node, Vec<Problem>), Problem> {
    read(source, text, Keys::AreJudged)
}

fn read(source: &str, text: &str, keys: Keys) -> Result<(Node, Vec<Problem>), Problem> {
    match quick::read(text) {
        Some(node) => Ok((node, Vec::new())),
        None => judged(source, text, keys),
    }
}

/// Reads one YAML document that leaves something to judge.
fn judged(source: &str, text: &str, keys: Keys) -> Result<(Node, Vec<Problem>), Problem> {
    // Repeated keys and `<<` come through as they stand: here is said, for all of them, what to do.
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
    };
    let raw: Raw =
        serde_saphyr::from_str_with_options(text, options).map_err(|error| syntax::problem(source, text, &error))?;
    let mut settling = Settling { text, source, keys, problems: Vec::new() };
    let node = settling.settle(raw);
    Ok((node, sorted(settling.problems)))
}

/// Reads every document of a stream as plain values; empty documents are left out.
///
/// # Errors
/// The place and the reason of the first thing that is not YAML.
pub fn parse_documents(source: &str, text: &str) -> Result<Vec<Value>, Problem> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_documents: 1_000_000 },
    };
    let values: Vec<Value> = serde_saphyr::from_multiple_with_options(text, options)
        .map_err(|error| syntax::problem(source, text, &error))?;
    Ok(values.into_iter().filter(|value| !value.is_null()).collect())
}

/// Turns what was read into nodes, collecting what readers disagree about on the way.
struct Settling<'a> {
    text: &'a str,
    source: &'a str,
    keys: Keys,
    problems: Vec<Problem>,
}

impl Settling<'_> {
    fn settle(&mut self, raw: Raw) -> Node {
        let Spanned { value, referenced, .. } = raw.0;
        let here = position(referenced);
        let scalar = matches!(value, RawValue::Bool(_) | RawValue::Number(_) | RawValue::String(_));
        // What a plain scalar says is what stands there; a block scalar is a text whatever it says.
        let is_block = |plain: &&str| matches!(&value, RawValue::String(string) if string != *plain);
        let loses = |plain: &&str| matches!(&value, RawValue::Number(number) if number.to_string() != **plain);
        let plain = scalar.then(|| plain(self.text, referenced)).flatten();
        let mut ambiguous = None;
        if let Some(plain) = plain.filter(|plain| !is_block(plain) && (is_ambiguous(plain) || loses(plain))) {
            ambiguous = as_kubernetes_reads(plain);
            let message = format!("`{plain}` unquoted means different things to different YAML readers");
            let hint = format!("write \"{plain}\" for a text, or the plain number or true/false that is meant");
            self.say(Problem::new(message).hint(hint), here);
        }
        if let Some(value) = ambiguous {
            return Node { value, position: here };
        }
        let value = match value {
            RawValue::Null => NodeValue::Null,
            RawValue::Bool(bool) => NodeValue::Bool(bool),
            RawValue::Number(number) => NodeValue::Number(number),
            RawValue::String(string) => NodeValue::String(string),
            RawValue::List(items) => NodeValue::List(items.into_iter().map(|item| self.settle(item)).collect()),
            RawValue::Map(entries) => {
                self.check_keys(&entries);
                let takes_over = entries.iter().any(|(key, _)| is_merge(key, self.text));
                let settled = entries.into_iter().map(|(key, item)| {
                    let at = position(key.referenced);
                    (key.value, at, self.settle(item))
                });
                let settled = settled.collect();
                NodeValue::Map(if takes_over { merged(settled) } else { settled })
            }
        };
        Node { value, position: here }
    }

    /// Keys that stand twice, those that readers disagree about, and `<<`, which not every reader knows.
    fn check_keys(&mut self, entries: &[(Spanned<String>, Raw)]) {
        let mut seen: BTreeMap<&str, Location> = BTreeMap::new();
        for (key, _) in entries {
            let here = position(key.referenced);
            if is_merge(key, self.text) {
                let problem = Problem::new("`<<` takes entries over from elsewhere, which not every YAML reader does");
                self.say(problem.hint("write the entries out"), here);
                continue;
            }
            let judged = plain(self.text, key.referenced).filter(|_| self.keys == Keys::AreJudged);
            if let Some(plain) = judged.filter(|plain| is_loose_key(plain)) {
                let message = format!("the key `{plain}` unquoted means different things to different YAML readers");
                self.say(Problem::new(message).hint(format!("write \"{plain}\"")), here);
            }
            if let Some(first) = seen.insert(&key.value, key.referenced) {
                let problem = Problem::new(format!("key `{}` stands here twice", key.value));
                self.say(problem.hint(format!("the other is on line {}: keep one of the two", first.line())), here);
            }
        }
    }

    fn say(&mut self, problem: Problem, position: Option<Position>) {
        self.problems.push(problem.at(Some(Place::new(self.source, position))));
    }
}

/// What Kubernetes' reader, which is of YAML 1.1, takes a plain scalar for that others take for something else;
/// none where that is what stands there (<https://yaml.org/type/bool.html>, <https://yaml.org/type/int.html>).
fn as_kubernetes_reads(plain: &str) -> Option<NodeValue> {
    match plain.to_ascii_lowercase().as_str() {
        "y" | "yes" | "on" | "true" => return Some(NodeValue::Bool(true)),
        "n" | "no" | "off" | "false" => return Some(NodeValue::Bool(false)),
        "~" | "null" => return Some(NodeValue::Null),
        _ => {}
    }
    let digits = plain.replace('_', "");
    let based = [("0x", 16), ("0o", 8), ("0b", 2), ("0", 8)];
    let (digits, base) = based
        .iter()
        .find_map(|(prefix, base)| Some((digits.strip_prefix(prefix)?, *base)))
        .unwrap_or((digits.as_str(), 10));
    i64::from_str_radix(digits, base).ok().map(|number| NodeValue::Number(number.into()))
}

/// The entries with those that `<<` takes over from elsewhere; what is written out goes before them.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    let (taken, mut own): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|(key, ..)| key == "<<");
    let sources = taken.into_iter().flat_map(|(.., node)| match node.value {
        NodeValue::List(items) => items,
        _ => vec![node],
    });
    for (key, at, node) in sources.flat_map(|source| source.entries().to_vec()) {
        if !own.iter().any(|(name, ..)| *name == key) {
            own.push((key, at, node));
        }
    }
    own
}

/// The text of a scalar that is neither quoted nor tagged.
fn plain(text: &str, location: Location) -> Option<&str> {
    let offset = usize::try_from(location.span().byte_offset()?).ok()?;
    let length = usize::try_from(location.span().byte_len()?).ok()?;
    text.get(offset..offset + length).filter(|raw| !raw.starts_with(['"', '\'', '|', '>', '!', '*', '&']))
}

/// Whether a key is `<<`, and not a text that says so.
fn is_merge(key: &Spanned<String>, text: &str) -> bool {
    key.value == "<<" && plain(text, key.referenced).is_some()
}

/// Whether readers take a plain key for different texts, such as `on` and `1.10`.
pub(super) fn is_loose_key(plain: &str) -> bool {
    // Most keys are long words.
    let may_be = plain.len() <= 5 || plain.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    may_be && (is_ambiguous(plain) || is_rounded(plain))
}

/// Whether a number has another form once it was read.
fn is_rounded(plain: &str) -> bool {
    is_canonical_number(plain) && plain.parse::<Number>().is_ok_and(|number| number.to_string() != plain)
}

/// A key, its place, its value.
type Entry = (String, Option<Position>, Node);

#[cfg(test)]
mod tests;
