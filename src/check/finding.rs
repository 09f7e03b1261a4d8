//! A finding: a rule that does not hold somewhere.

use std::sync::Arc;

use serde_json::Value;

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
    /// The same for people and known findings: items of lists by their names, such as `spec.containers[web].image`.
    pub field: String,
    /// What is wrong.
    pub message: String,
    /// The next step.
    pub fix: String,
    /// The change that mends it, where one is known.
    pub edit: Option<Edit>,
}

/// A value that mends a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Which document of the file it belongs into, from 0.
    pub document: usize,
    /// The keys and indices that lead to it in the document.
    pub path: Vec<String>,
    /// What is to stand there.
    pub value: Value,
    /// Whether an app that works goes on working.
    pub safe: bool,
}
