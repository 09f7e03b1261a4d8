//! The files of known findings: read before a report, written on demand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::check::{Finding, Known, Root, Sifted};
use crate::io::{Above, Project, STATE_FOLDER, write};

use super::super::failure::Failure;
use super::super::session::{Session, plural};

/// The file's name, in the folder of the baseline.
const FILE: &str = "known-findings.yaml";

/// The known findings of all that is checked: each file goes by the nearest folder above it that has some, and by that
/// which is worked in where none has.
pub(super) struct KnownFiles {
    files: BTreeMap<PathBuf, KnownFile>,
    /// The folder that each checked file goes by.
    homes: BTreeMap<String, PathBuf>,
    own: PathBuf,
}

/// The known findings of a folder.
struct KnownFile {
    shown: String,
    folder: PathBuf,
    known: Known,
}

impl KnownFiles {
    /// Reads what is known of some files.
    ///
    /// # Errors
    /// Everything that is wrong with a file of known findings; and the disk.
    pub(super) fn read(above: &Above, checked: &[&str]) -> Result<Self, Failure> {
        let own = above.own.clone();
        let mut files = BTreeMap::from([(own.clone(), KnownFile::read(above, &own)?)]);
        let mut homes = BTreeMap::new();
        for (file, home) in above.nearest(checked, &mut |folder| file_in(folder).exists()) {
            let home = home.unwrap_or_else(|| own.clone());
            if !files.contains_key(&home) {
                files.insert(home.clone(), KnownFile::read(above, &home)?);
            }
            homes.insert(file.to_owned(), home);
        }
        Ok(Self { files, homes, own })
    }

    /// Takes out of the findings of some files what is known.
    pub(super) fn sift(&self, findings: Vec<Finding>) -> Sifted {
        let mut all = Sifted { findings: Vec::new(), known: 0, stale: Vec::new() };
        for (file, findings, read) in self.parts(findings) {
            let Sifted { findings, known, stale } =
                file.known.sift(&file.shown, findings, &read, &|path| file.folder.join(path).exists());
            all.findings.extend(findings);
            all.known += known;
            all.stale.extend(stale);
        }
        all
    }

    /// Writes the findings as the known ones; those of files that were not read stay.
    pub(super) fn write(&self, session: &Session, findings: Vec<Finding>) -> Result<(), Failure> {
        for (file, findings, read) in self.parts(findings) {
            let text = file.known.text(&findings, &read, &|path| file.folder.join(path).exists());
            write(Path::new(&file.shown), &text)?;
            let count = findings.len();
            session.tell(&format!("{}: {count} finding{} known from now on\n", file.shown, plural(count)));
        }
        Ok(())
    }

    /// The findings of each file of known ones, with the files that were read.
    fn parts(&self, findings: Vec<Finding>) -> Vec<(&KnownFile, Vec<Finding>, Vec<&str>)> {
        let mut parts: BTreeMap<&PathBuf, (Vec<Finding>, Vec<&str>)> = BTreeMap::new();
        for (file, home) in &self.homes {
            parts.entry(home).or_default().1.push(file);
        }
        for finding in findings {
            let home = self.homes.get(&*finding.file).unwrap_or(&self.own);
            parts.entry(home).or_default().0.push(finding);
        }
        parts.into_iter().map(|(home, (findings, read))| (&self.files[home], findings, read)).collect()
    }
}

impl KnownFile {
    /// Reads the file of a folder; without one nothing is known.
    fn read(above: &Above, folder: &Path) -> Result<Self, Failure> {
        let relative = format!("{STATE_FOLDER}/{FILE}");
        let shown = format!("{}{relative}", above.shown(folder));
        let root = Root::new(folder, &above.here);
        let text = Project::new(folder).text(&relative)?;
        let known = match text {
            Some(text) => Known::parse(&shown, root, &text).map_err(Failure::Invalid)?,
            None => Known::none(root),
        };
        Ok(Self { shown, folder: folder.to_owned(), known })
    }
}

fn file_in(folder: &Path) -> PathBuf {
    folder.join(STATE_FOLDER).join(FILE)
}
