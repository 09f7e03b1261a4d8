//! The file of known findings: read before a report, written on demand.

use std::path::Path;

use crate::check::{Finding, Known, Sifted};
use crate::io::{STATE_FOLDER, write};

use super::super::failure::Failure;
use super::super::session::{Session, plural};

/// The file's name, in the folder of the baseline.
const FILE: &str = "known-findings.yaml";

/// The known findings of the folder that is worked in.
pub(super) struct KnownFile<'a> {
    session: &'a Session,
    path: String,
    known: Known,
}

impl<'a> KnownFile<'a> {
    /// Reads the file; without one nothing is known.
    pub(super) fn read(session: &'a Session) -> Result<Self, Failure> {
        let relative = format!("{STATE_FOLDER}/{FILE}");
        let path = session.shown(&relative);
        let root = session.folder_prefix();
        let text = session.project.text(&relative)?;
        let known = text.map(|text| Known::parse(&path, &root, &text)).transpose().map_err(Failure::Invalid)?;
        Ok(Self { session, path, known: known.unwrap_or_else(|| Known::none(&root)) })
    }

    /// Takes out of the findings of some files what is known.
    pub(super) fn sift(&self, findings: Vec<Finding>, files: &[&str]) -> Sifted {
        self.known.sift(&self.path, findings, files, &|file| self.exists(file))
    }

    /// Writes the findings of some files as the known ones; those of other files stay.
    pub(super) fn write(&self, findings: &[Finding], files: &[&str]) -> Result<(), Failure> {
        write(Path::new(&self.path), &self.known.text(findings, files, &|file| self.exists(file)))?;
        let count = findings.len();
        self.session.tell(&format!("{}: {count} finding{} known from now on\n", self.path, plural(count)));
        Ok(())
    }

    fn exists(&self, file: &str) -> bool {
        self.session.project.path(file).exists()
    }
}
