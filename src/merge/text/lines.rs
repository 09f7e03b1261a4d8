//! Texts that are not plain YAML, merged line by line.

use similar::{DiffableStr as _, MergeRegion, MergeResolution, TextMerge};

use crate::yaml::{Outline, parse_documents};

use super::conflict::{Conflict, Reason, Reasons};
use super::documents::without_aliases;
use super::{Merged, Prefer};

/// Three texts merged by their lines. The result is YAML where the user's text is.
pub(super) fn merge_lines(base: &str, yours: &str, new: &str, prefer: Prefer) -> Merged {
    let merge = TextMerge::from_lines(base, yours, new);
    // As the merge counts them: a carriage return by itself ends a line as well.
    let lines = |text: &str| text.tokenize_lines().into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (before, mine, theirs) = (lines(base), lines(yours), lines(new));
    let mut text = String::new();
    let mut line = 1;
    let mut conflicts = Vec::new();
    for region in merge.regions() {
        let (old, own, will) = (
            before[region.base_range()].concat(),
            mine[region.ours_range()].concat(),
            theirs[region.theirs_range()].concat(),
        );
        let apart = (region.resolution() == MergeResolution::Conflict)
            .then(|| {
                let [old, own, will] =
                    [&before[region.base_range()], &mine[region.ours_range()], &theirs[region.theirs_range()]];
                line_by_line(old, own, will)
            })
            .flatten();
        let twice =
            region.resolution() == MergeResolution::Theirs && stands_already(region, (&before, &theirs), base, yours);
        let taken = match region.resolution() {
            MergeResolution::Conflict if apart.is_some() => apart.as_deref().unwrap_or_default(),
            MergeResolution::Theirs if !twice => &will,
            MergeResolution::Theirs | MergeResolution::Conflict => {
                let side = |lines: &str| (!lines.is_empty()).then(|| lines.into());
                conflicts.push(Conflict {
                    line,
                    path: String::new(),
                    place: String::new(),
                    base: side(&old),
                    yours: side(&own),
                    new: side(&will),
                    why: if twice { Reason::Twice } else { Reason::Lines },
                    reasons: Reasons::default(),
                });
                if prefer == Prefer::New { &will } else { &own }
            }
            _ => &own,
        };
        if !text.is_empty() && !text.ends_with(['\n', '\r']) && !taken.is_empty() {
            text.push('\n');
            line += 1;
        }
        line += taken.matches('\n').count() as u64;
        text.push_str(taken);
    }
    let keeps_all = || reads(&text) && has_no_key_twice(yours, &text) && !has_aliases(yours);
    if reads(yours) && !keeps_all() {
        return untouched(base, yours, new, prefer);
    }
    Merged { conflicts, ..Merged::clean(&text) }
}

/// The user's text as it is, and the whole of it a conflict.
fn untouched(base: &str, yours: &str, new: &str, prefer: Prefer) -> Merged {
    let [base, mine, theirs] = [base, yours, new].map(|text| Some(text.into()));
    let why = Reason::NotInPlace;
    let (path, place, reasons) = Default::default();
    let conflict = Conflict { line: 1, path, place, base, yours: mine, new: theirs, why, reasons };
    let text = if prefer == Prefer::New { new } else { yours };
    Merged { conflicts: vec![conflict], ..Merged::clean(text) }
}

/// Lines that go together one by one, each changed by one side at most. A comment of the user's at the end of a
/// line goes along with what is new there.
fn line_by_line(old: &[String], own: &[String], will: &[String]) -> Option<String> {
    if old.len() != own.len() || old.len() != will.len() {
        return None;
    }
    let merged = old.iter().zip(own).zip(will).map(|((old, own), will)| {
        let beside =
            |line: &str| own.trim_end().strip_prefix(line.trim_end()).filter(|rest| rest.trim_start().starts_with('#'));
        match beside(old) {
            _ if beside(will).is_some() && says_the_same(old, own) => Some(own.clone()),
            _ if own == old => (will == old || says_the_same(old, will)).then(|| will.clone()),
            _ if will == old || will == own => (own == will || says_the_same(old, own)).then(|| own.clone()),
            Some(comment) if says_the_same(old, will) && !will.contains(" #") => {
                let end = if will.ends_with('\n') { "\n" } else { "" };
                Some([will.trim_end(), comment, end].concat())
            }
            _ => None,
        }
    });
    merged.collect()
}

/// Whether two lines are about the same: a comment, or the value of a key that tells nothing apart.
fn says_the_same(one: &str, other: &str) -> bool {
    let about = |line: &str| {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if content.starts_with('#') {
            return Some((indent, "#".to_owned()));
        }
        let key = content.split_once(':').map(|(key, _)| key)?;
        (!content.starts_with(['-', '{']) && key != "name").then(|| (indent, key.to_owned()))
    };
    about(one).is_some_and(|one| about(other) == Some(one))
}

/// Whether lines that come in new, or a key of theirs, stand elsewhere in the user's text, who brought them there
/// himself.
fn stands_already(region: &MergeRegion, (before, theirs): (&[String], &[String]), base: &str, yours: &str) -> bool {
    let (old, block) = (&before[region.base_range()], &theirs[region.theirs_range()]);
    let text = block.concat();
    let lines: Vec<&String> = block.iter().filter(|line| !line.trim().is_empty()).collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let least = lines.iter().map(|line| indent(line)).min().unwrap_or_default();
    let starts = |text: &str, key: &str| text.lines().filter(|line| line.starts_with(key)).count();
    let brought = |line: &&String| {
        let Some((key, _)) = line.split_once(':') else { return false };
        let word = key.trim_start().chars().all(|c| c.is_ascii_alphanumeric() || "._/-".contains(c));
        let key = format!("{key}:");
        let is_new = word && indent(line) == least && !old.iter().any(|line| line.starts_with(&key));
        is_new && !line.trim_start().starts_with('-') && starts(yours, &key) > starts(base, &key)
    };
    lines.len() > 1 && yours.matches(&text).count() > base.matches(&text).count() || lines.iter().any(brought)
}

fn reads(text: &str) -> bool {
    parse_documents("", text).is_ok()
}

/// Whether a change of a line may be one of another place as well.
fn has_aliases(yours: &str) -> bool {
    without_aliases(yours).is_some_and(|alone| alone != yours)
}

/// Where the user's text can be told apart, the merged one can be as well: then no key stands twice.
fn has_no_key_twice(yours: &str, text: &str) -> bool {
    Outline::of(yours).is_none() || Outline::of(text).is_some()
}
