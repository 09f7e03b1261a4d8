//! Texts that are not plain YAML, merged line by line.

use similar::{MergeRegion, MergeResolution, TextMerge};

use crate::yaml::{Outline, parse_documents};

use super::conflict::{Conflict, Reason};
use super::{Merged, Prefer};

/// Three texts merged by their lines. The result is YAML where the user's text is.
pub(super) fn merge_lines(base: &str, yours: &str, new: &str, prefer: Prefer) -> Merged {
    let merge = TextMerge::from_lines(base, yours, new);
    let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (before, mine, theirs) = (lines(base), lines(yours), lines(new));
    let mut text = String::new();
    let mut conflicts = Vec::new();
    for region in merge.regions() {
        let (old, own, will) = (
            before[region.base_range()].concat(),
            mine[region.ours_range()].concat(),
            theirs[region.theirs_range()].concat(),
        );
        let twice = region.resolution() == MergeResolution::Theirs && stands_already(region, &theirs, base, yours);
        let taken = match region.resolution() {
            MergeResolution::Theirs if !twice => &will,
            MergeResolution::Theirs | MergeResolution::Conflict => {
                let line = 1 + text.matches('\n').count() as u64;
                let side = |lines: &str| (!lines.is_empty()).then(|| lines.into());
                conflicts.push(Conflict {
                    line,
                    path: String::new(),
                    base: side(&old),
                    yours: side(&own),
                    new: side(&will),
                    why: if twice { Reason::Twice } else { Reason::Lines },
                });
                if prefer == Prefer::New { &will } else { &own }
            }
            _ => &own,
        };
        if !text.is_empty() && !text.ends_with('\n') && !taken.is_empty() {
            text.push('\n');
        }
        text.push_str(taken);
    }
    if reads(yours) && !(reads(&text) && has_no_key_twice(yours, &text)) {
        return untouched(base, yours, new, prefer);
    }
    Merged { text, conflicts, deleted: Vec::new() }
}

/// The user's text as it is, and the whole of it a conflict.
fn untouched(base: &str, yours: &str, new: &str, prefer: Prefer) -> Merged {
    let [base, mine, theirs] = [base, yours, new].map(|text| Some(text.into()));
    let why = Reason::NotInPlace;
    let conflict = Conflict { line: 1, path: String::new(), base, yours: mine, new: theirs, why };
    let text = if prefer == Prefer::New { new } else { yours };
    Merged { text: text.to_owned(), conflicts: vec![conflict], deleted: Vec::new() }
}

/// Whether lines that come in new stand elsewhere in the user's text, who brought them there himself.
fn stands_already(region: &MergeRegion, theirs: &[String], base: &str, yours: &str) -> bool {
    let block = &theirs[region.theirs_range()];
    let text = block.concat();
    let lines = block.iter().filter(|line| !line.trim().is_empty()).count();
    lines > 1 && yours.matches(&text).count() > base.matches(&text).count()
}

fn reads(text: &str) -> bool {
    parse_documents("", text).is_ok()
}

/// Where the user's text can be told apart, the merged one can be as well: then no key stands twice.
fn has_no_key_twice(yours: &str, text: &str) -> bool {
    Outline::of(yours).is_none() || Outline::of(text).is_some()
}
