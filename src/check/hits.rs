//! What a rule says of one object: paths and messages.

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
}

impl Hits {
    /// Says what is wrong with the value at a path.
    pub(super) fn say(&mut self, path: Vec<String>, message: impl Into<String>) -> &mut Hit {
        let at = self.0.len();
        self.0.push(Hit { path, message: message.into(), fix: None });
        &mut self.0[at]
    }
}

impl Hit {
    /// The next step, where the rule's own is too general.
    pub(super) fn fix(&mut self, fix: impl Into<String>) -> &mut Self {
        self.fix = Some(fix.into());
        self
    }
}
