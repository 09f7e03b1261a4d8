//! The merge of three texts: every folder below `tests/merges`, and laws that hold for all texts.

// A case that does not merge as expected ends the test with what came out.
#![allow(clippy::panic, clippy::print_stdout)]

#[path = "merge/cases.rs"]
mod cases;
#[path = "merge/edits.rs"]
mod edits;
#[path = "merge/figures.rs"]
mod figures;
#[path = "merge/laws.rs"]
mod laws;
