//! What must hold before anything is written: inside each document, and across them.

mod references;
mod schema;
mod selectors;
mod values;

use crate::manifest::Document;
use crate::problem::Problem;

/// Everything that is wrong with one environment's documents.
pub fn validate(documents: &[Document]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for document in documents {
        schema::check(document, &mut problems);
        values::check(document, &mut problems);
    }
    selectors::check(documents, &mut problems);
    references::check(documents, &mut problems);
    problems
}

/// A problem with a value of a document, at its place.
fn problem(document: &Document, path: &[&str], message: impl Into<String>) -> Problem {
    Problem::new(format!("{}: {}", document.identity, message.into())).at(Some(document.place(path)))
}
