//! What a rule says of one object: paths and messages.

use serde_json::Value;

/// What one rule has to say of one object.
#[derive(Debug, Default)]
pub(super) struct Hits(pub(super) Vec<Hit>);

/// A value of an object, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Hit {
    /// The keys and indices that lead to it in the object, as far as it has them.
    pub(super) path: Vec<String>,
    /// What is wrong, in one lower-case sentence without a full stop.
    pub(super) message: String,
    /// The next step, where it is not the rule's.
    pub(super) fix: Option<String>,
    /// The path and the value that mend it, and whether an app that works goes on working.
    pub(super) edit: Option<(Vec<String>, Value, bool)>,
}

impl Hits {
    /// Says what is wrong with the value at a path.
    pub(super) fn say(&mut self, path: Vec<String>, message: impl Into<String>) -> &mut Hit {
        let at = self.0.len();
        self.0.push(Hit { path, message: message.into(), fix: None, edit: None });
        &mut self.0[at]
    }
}

impl Hit {
    /// The next step, where the rule's own is too general.
    pub(super) fn fix(&mut self, fix: impl Into<String>) -> &mut Self {
        self.fix = Some(fix.into());
        self
    }

    /// A value that mends it, and breaks no app that works.
    pub(super) fn mend(&mut self, path: Vec<String>, value: impl Into<Value>) {
        self.edit = Some((path, value.into(), true));
    }

    /// A value that mends it, and that an app has to be ready for: it stands where the finding does.
    pub(super) fn mend_if_ready(&mut self, value: impl Into<Value>) {
        self.edit = Some((self.path.clone(), value.into(), false));
    }
}
