//! A baseline that is lost or damaged, made anew from what can be proved, and the rest from both sides.

use std::collections::BTreeMap;

use crate::layout::Tree;
use crate::merge::{Disk, agreed, sha256};
use crate::spec::Layout;

use super::{Baseline, FILES, Index, OBJECTS, kept_path, newer};
use crate::io::{IoError, Project};

/// A baseline that was made anew.
#[derive(Debug)]
pub struct Rebuilt {
    /// The baseline.
    pub baseline: Baseline,
    /// The files whose last generation nobody knows: each difference between them and the new one is a conflict.
    pub unknown: Vec<String>,
    /// The version of kubewright that had written the baseline, where that is known still.
    pub version: Option<String>,
}

impl Baseline {
    /// Makes the baseline anew. A text is what was generated last if it has the checksum that the index tells:
    /// that which was kept, that which is generated now, or that which stands on disk. Where none has it, or
    /// there is no index, what the user's text and the new one agree on stands for it.
    ///
    /// # Errors
    /// The disk, a run that was stopped while it wrote, or a baseline of a newer program.
    pub fn rebuild(
        project: &Project,
        disk: &Disk,
        (layout, new, objects): (Layout, &Tree, &Tree),
    ) -> Result<Rebuilt, IoError> {
        project.check_finished()?;
        let index = match Index::read(project) {
            Err(IoError::Invalid(_)) if newer(&Index::text(project)?.unwrap_or_default()).is_none() => None,
            index => index?,
        };
        let mut baseline = Self { layout, ..Self::default() };
        let mut unknown = Vec::new();
        if let Some(index) = &index {
            baseline.layout = index.layout;
            baseline.left.clone_from(&index.left);
            for (path, checksum) in &index.objects {
                if let Some(text) = proved(project, &kept_path(OBJECTS, path), checksum, &[objects.get(path)]) {
                    baseline.objects.insert(path.clone(), text);
                }
            }
        }
        let told: BTreeMap<&String, Option<&String>> = match &index {
            Some(index) => index.files.iter().map(|(path, checksum)| (path, Some(checksum))).collect(),
            None => new.keys().filter(|path| disk.files.contains_key(*path)).map(|path| (path, None)).collect(),
        };
        for (path, checksum) in told {
            let (yours, new) = (disk.files.get(path), new.get(path));
            let found = checksum
                .and_then(|checksum| proved(project, &kept_path(FILES, path), checksum, &[new, yours]))
                // What was deleted stays so, whatever it was.
                .or_else(|| new.filter(|new| yours.is_none_or(|yours| yours == *new)).cloned());
            let text = found.or_else(|| {
                unknown.push(path.clone());
                agreed(yours?, new?)
            });
            baseline.files.extend(text.map(|text| (path.clone(), text)));
        }
        Ok(Rebuilt { baseline, unknown, version: index.map(|index| index.kubewright) })
    }
}

/// The text that has a checksum: the one that was kept, or one of some others.
fn proved(project: &Project, kept: &str, checksum: &str, others: &[Option<&String>]) -> Option<String> {
    let kept = project.text(kept).ok().flatten();
    let mut texts = kept.iter().chain(others.iter().copied().flatten());
    texts.find(|text| sha256(text) == checksum).cloned()
}
