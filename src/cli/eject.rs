//! Taking over what comes with the program: a copy beside the spec, to be edited.

use crate::io::{Change, apply};
use crate::problem::{Place, Problem};
use crate::spec::types::SourcePath;

use super::failure::Failure;
use super::session::Session;

/// A path beside the spec that a flag names.
pub(crate) fn path(flag: &str, text: &str) -> Result<SourcePath, Failure> {
    let place = Place::new(flag, None);
    text.parse().map_err(|error: String| Failure::invalid(Problem::new(error).at(Some(place))))
}

/// Writes a text beside the spec, where nothing stands yet, and says what makes use of it.
pub(crate) fn write(session: &Session, path: &str, text: String, next: Option<&str>) -> Result<(), Failure> {
    let _lock = session.begin()?;
    if session.project.text(path)?.is_some() {
        let problem = Problem::new("stands there already").at(Some(Place::new(session.shown(path), None)));
        return Err(Failure::invalid(problem.hint("it is yours to edit; move it away to start afresh")));
    }
    apply(&session.project, &[Change::write(path, text)])?;
    session.tell(&format!("  create    {path}\n"));
    if let Some(next) = next {
        session.tell(&format!("to use it: {next}\n"));
    }
    Ok(())
}
