//! What a person or a program is told.

mod conflicts;
mod findings;
mod findings_github;
mod findings_html;
mod findings_json;
mod findings_junit;
mod findings_sarif;
mod json;
mod outcome;
mod text;

use std::io::{self, Write};

use super::failure::Failure;

pub(crate) use conflicts::{conflict, conflicts, conflicts_json, notes, notes_json};
pub(crate) use findings::{Audited, findings};
pub(crate) use findings_github::findings_github;
pub(crate) use findings_html::findings_html;
pub(crate) use findings_json::findings_json;
pub(crate) use findings_junit::findings_junit;
pub(crate) use findings_sarif::findings_sarif;
pub(crate) use json::{plan_json, problems_json};
pub(crate) use outcome::outcome;
pub(crate) use text::{diff, diff_of, file_diff, plan, problems, urgent, warnings};

/// Writes to stdout; whoever closes the pipe early has read enough.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    written(io::stdout().lock(), text)
}

/// Writes coloured text to stdout where colour is wanted.
pub(crate) fn print_styled(text: &str) -> Result<(), Failure> {
    written(anstream::stdout().lock(), text)
}

fn written(mut out: impl Write, text: &str) -> Result<(), Failure> {
    read_enough(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Takes a pipe that was closed early for one that was read.
pub(crate) fn read_enough(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}

/// Writes to stderr, coloured where that is wanted.
pub(crate) fn tell(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
