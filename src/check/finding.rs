//! A finding: a rule that does not hold somewhere.

use std::sync::Arc;

use crate::problem::Position;

use super::rule::{Rule, Severity};

/// A rule that does not hold at a place.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How much it weighs.
    pub severity: Severity,
    /// The file, as it was named or walked to.
    pub file: Arc<str>,
    /// Line and column; none where the file is no text.
    pub position: Option<Position>,
    /// The object, such as `Deployment shop/web`; none where a text could not be read as one.
    pub object: Option<String>,
    /// Keys and indices of what is wrong in the object.
    pub path: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// The next step.
    pub fix: String,
}
