//! Damaged texts: whatever is done to the bytes of real manifests, reading, judging, mending and merging them ends, and
//! what is edited says what it said but for the edit.
//!
//! `KUBEWRIGHT_FUZZ=100000 cargo test --test fuzz` damages more of them.

// A case that is wrong ends the test with its text.
#![allow(clippy::panic)]

use std::env;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use kubewright::check::{Asked, Audit, Demands, Finding, Profile, RULES, Report, Root, Set, mend, read};
use kubewright::merge::{Prefer, merge};
use kubewright::spec::Check;
use kubewright::yaml::{parse, put_value, remove_value, set_value, stream_parts};
use serde_json::{Value, json};

/// The longest that one text may take: far more than any does, far less than for ever.
const LONGEST: Duration = Duration::from_secs(20);
/// Bytes of stack for one text, as `check` has them.
const STACK: usize = 16 << 20;
/// What means something to YAML, to templates or to us, wherever it stands.
const TOKENS: [&str; 34] = [
    "{{",
    "}}",
    "&a ",
    "*a",
    "<<: *a",
    "|",
    ">-",
    "|2\n",
    "---\n",
    "...\n",
    "\t",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{2028}",
    "- ",
    ": ",
    "? ",
    "!!binary ",
    "!!str ",
    "\"",
    "'",
    "#",
    " #",
    "[",
    "]",
    "{",
    "}",
    ",",
    "%YAML 1.1\n",
    "\0",
    "012",
    "null",
    "\\u",
];

/// Numbers that follow from a seed (<https://en.wikipedia.org/wiki/Xorshift>).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most.max(1)).expect("small")).expect("small")
    }
}

/// Real manifests: the examples of the rules, the texts of the merge's cases, and rendered ones.
fn seeds() -> Vec<String> {
    let mut seeds: Vec<String> = RULES.iter().flat_map(|rule| [rule.bad, rule.good]).map(str::to_owned).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["tests/merges", "tests/cases", "snapshots"] {
        collect(&root.join(folder), &mut seeds);
    }
    seeds.retain(|seed| seed.len() < 8_000);
    assert!(seeds.len() > 500, "{} seeds", seeds.len());
    seeds
}

fn collect(folder: &Path, seeds: &mut Vec<String>) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, seeds);
        } else if path.extension().is_some_and(|end| end == "yaml" || end == "snap") {
            seeds.extend(fs::read_to_string(path));
        }
    }
}

/// A text with some of its bytes changed, taken out, repeated, or from another text.
fn damaged(dice: &mut Dice, seeds: &[String]) -> String {
    let mut bytes = seeds[dice.below(seeds.len())].clone().into_bytes();
    for _ in 0..=dice.below(6) {
        let (at, span) = (dice.below(bytes.len()), 1 + dice.below(40));
        let end = (at + span).min(bytes.len());
        match dice.below(8) {
            0 => bytes.get_mut(at).into_iter().for_each(|byte| *byte = byte.wrapping_add(1)),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part.repeat(1 + dice.0 as usize % 4));
            }
            3 => {
                let other = seeds[dice.below(seeds.len())].as_bytes();
                let from = dice.below(other.len());
                let part = &other[from..(from + span * 4).min(other.len())];
                bytes.splice(at..at, part.iter().copied());
            }
            4 => bytes.truncate(at),
            5 => {
                let count = dice.below(300);
                bytes.splice(at..at, ["[", "{", "- ", "? ", " "][dice.below(5)].repeat(count).bytes());
            }
            _ => drop(bytes.splice(at..at, TOKENS[dice.below(TOKENS.len())].bytes())),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn judged(text: &str) -> Vec<Finding> {
    let contents = read("a.yaml", text);
    let asked = Asked::new(Demands::new(Root::default(), &Check::default(), Some(Profile::Strict)));
    let set = Set::new(&contents.objects);
    let mut report = Report::of(contents.findings, &asked);
    report.join(Audit::new(&set, &asked).judge(&contents.objects));
    report.findings
}

/// How often something was done to a text that came out as it should.
#[derive(Debug, Default)]
struct Done {
    /// Values that were put in the place of others.
    edits: u64,
    /// Keys that were taken out.
    removals: u64,
    /// Findings that were mended.
    mended: u64,
}

/// Does to a text what is done to texts.
///
/// # Errors
/// What is wrong with what becomes of it.
fn done(dice: &mut Dice, text: &str, other: &str) -> Result<Done, String> {
    let mut done = Done::default();
    let parts = stream_parts(text);
    let apart = parts.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start);
    if !apart || parts.iter().any(|part| text.get(part.range.clone()) != Some(part.text)) {
        return Err("the parts of a stream do not stand where they say".to_owned());
    }
    let findings = judged(text);
    let mended = mend(text, &findings, true);
    if mended.count == 0 && mended.text != text {
        return Err("a text changes though nothing in it is mended".to_owned());
    }
    if mended.text.matches('#').count() < text.matches('#').count() {
        return Err(format!("a comment is lost:\n{}", mended.text));
    }
    done.mended += mended.count as u64;
    judged(&mended.text);
    if let Ok(node) = parse("a.yaml", text) {
        let value = node.to_value();
        for path in paths(&value, dice) {
            let keys: Vec<&str> = path.iter().map(String::as_str).collect();
            let (put, set) = (put_value(text, &path, &json!("x")), set_value(text, &keys, &json!("x")));
            let mut wanted = value.clone();
            if let Some(place) = pointed(&mut wanted, &path) {
                *place = json!("x");
            }
            for edited in [put.ok(), set.ok()].into_iter().flatten() {
                says(&edited, &wanted).map_err(|said| format!("an edit of {path:?} {said}"))?;
                done.edits += 1;
            }
            if let Ok(edited) = remove_value(text, &keys) {
                let wanted = without(&value, &path);
                says(&edited, &wanted).map_err(|said| format!("{path:?} is taken out, which {said}"))?;
                done.removals += u64::from(wanted != value);
            }
        }
    }
    // One side that changed nothing leaves the other as it is.
    let merged = [merge(other, other, text, Prefer::Yours).text, merge(other, text, other, Prefer::Yours).text];
    if merged.iter().any(|merged| merged != text) {
        return Err("a side that changed nothing changes the other".to_owned());
    }
    let _ = merge(text, other, &mended.text, Prefer::Yours);
    Ok(done)
}

/// Whether an edited text says what it should.
fn says(edited: &str, wanted: &Value) -> Result<(), String> {
    match parse("a.yaml", edited).map(|node| node.to_value()) {
        Ok(said) if said == *wanted => Ok(()),
        _ => Err(format!("says something else:\n{edited}")),
    }
}

/// A value without a key that maps alone lead to.
fn without(value: &Value, path: &[String]) -> Value {
    let mut value = value.clone();
    if let Some((last, above)) = path.split_last()
        && let Some(Value::Object(map)) = above.iter().try_fold(&mut value, |value, key| value.get_mut(key))
    {
        map.shift_remove(last);
    }
    value
}

/// Some paths to scalars.
fn paths(value: &Value, dice: &mut Dice) -> Vec<Vec<String>> {
    fn walk(value: &Value, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
        let mut below = |key: String, value: &Value| {
            path.push(key);
            walk(value, path, found);
            path.pop();
        };
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| below(key.clone(), value)),
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| below(index.to_string(), item)),
            _ if !path.is_empty() => found.push(path.clone()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(value, &mut Vec::new(), &mut found);
    (0..found.len().min(3)).map(|_| found[dice.below(found.len())].clone()).collect()
}

fn pointed<'v>(value: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, key| match value {
        Value::Object(map) => map.get_mut(key),
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

#[test]
fn whatever_is_done_to_a_text_ends_and_edits_say_what_they_should() {
    let seeds = Arc::new(seeds());
    let count: u64 = env::var("KUBEWRIGHT_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(1_500);
    let (mut read_as_yaml, mut all) = (0, Done::default());
    for case in 1..=count {
        let mut dice = Dice(case.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (text, other) = (damaged(&mut dice, &seeds), dice.below(seeds.len()));
        read_as_yaml += u64::from(parse("a.yaml", &text).is_ok());
        // What hangs is told with its text.
        let (sender, receiver) = channel();
        let (seeds, given) = (seeds.clone(), text.clone());
        let work = move || sender.send(done(&mut dice, &given, &seeds[other]));
        thread::Builder::new().stack_size(STACK).spawn(work).expect("there is room for a thread");
        match receiver.recv_timeout(LONGEST) {
            Ok(Ok(one)) => {
                all.edits += one.edits;
                all.removals += one.removals;
                all.mended += one.mended;
            }
            Ok(Err(wrong)) => panic!("case {case}: {wrong}\n{text:?}"),
            Err(RecvTimeoutError::Disconnected) => panic!("case {case} panics\n{text:?}"),
            Err(RecvTimeoutError::Timeout) => panic!("case {case} takes more than {LONGEST:?}\n{text:?}"),
        }
    }
    assert!(read_as_yaml > count / 20 && read_as_yaml < count, "{read_as_yaml} of {count} are YAML still");
    let enough = all.edits > count / 3 && all.removals > count / 6 && all.mended > count / 4;
    assert!(enough, "of {count} texts: {all:?}");
}
