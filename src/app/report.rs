//! Collects what is wrong and what is worth a second look while an app is put together.

use crate::preset::{LayerKind, Resolved};
use crate::problem::Problem;
use crate::spec::{join_key, split_key};

/// Problems and warnings, placed where the values they speak of were set.
pub(crate) struct Report<'a> {
    resolved: &'a Resolved,
    /// The part of the spec that keys are looked up below, and its name in messages.
    scope: Option<(String, String)>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(resolved: &'a Resolved) -> Self {
        Self { resolved, scope: None, problems: Vec::new(), warnings: Vec::new() }
    }

    /// The values that it speaks of.
    pub(crate) fn resolved(&self) -> &'a Resolved {
        self.resolved
    }

    /// Looks keys up below a part of the spec, and names that part in all messages.
    pub(crate) fn within<T>(&mut self, what: &str, part: &[&str], f: impl FnOnce(&mut Self) -> T) -> T {
        let name = part.last().copied().unwrap_or_default();
        self.scope = Some((join_key(part), format!("{what} `{name}`: ")));
        let made = f(self);
        self.scope = None;
        made
    }

    /// The whole key of a key of the part that is looked at.
    fn key(&self, key: &str) -> String {
        match &self.scope {
            None => key.to_owned(),
            Some((part, _)) if key.is_empty() => part.clone(),
            Some((part, _)) => format!("{part}.{key}"),
        }
    }

    fn told(&self, key: &str, message: impl Into<String>, hint: impl Into<String>) -> Problem {
        let part = self.scope.as_ref().map_or("", |(_, name)| name);
        Problem::new(format!("{part}{}", message.into())).at(self.resolved.place(&self.key(key))).hint(hint)
    }

    /// Whether the spec itself, a variable or a flag gives the value, and neither a preset nor an organisation.
    pub(crate) fn stated(&self, key: &str) -> bool {
        self.given_by(LayerKind::Spec, key)
    }

    /// Whether anybody gives the value, and not the built-in default.
    pub(crate) fn chosen(&self, key: &str) -> bool {
        self.given_by(LayerKind::Organisation, key)
    }

    /// Whether the value of a key, or of one below it, was last given by a layer of these kinds.
    pub(crate) fn given_in(&self, key: &str, kinds: &[LayerKind]) -> bool {
        self.given_by(LayerKind::Default, key)
            && self.resolved.origin(&[key]).is_some_and(|origin| kinds.contains(&origin.kind))
    }

    fn given_by(&self, least: LayerKind, key: &str) -> bool {
        let parts = split_key(&self.key(key));
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let mut values = self.resolved.values.get(parts[0]);
        for part in &parts[1..] {
            values = values.and_then(|value| value.get(part));
        }
        values.is_some() && self.resolved.origin(&parts).is_some_and(|origin| origin.kind >= least)
    }

    /// Whether one layer gives both values.
    pub(crate) fn together(&self, key: &str, other: &str) -> bool {
        let layer = |key: &str| {
            let parts: Vec<&str> = key.split('.').collect();
            self.resolved.values.get(parts[0])?;
            // A flag is a layer of its own, and flags speak together.
            self.resolved
                .origin(&parts)
                .map(|origin| (origin.kind, Some(origin.layer).filter(|_| origin.kind < LayerKind::Variable)))
        };
        layer(key).is_some_and(|one| layer(other) == Some(one))
    }

    /// Something that cannot be written.
    pub(crate) fn problem(&mut self, key: &str, message: impl Into<String>, hint: impl Into<String>) {
        let problem = self.told(key, message, hint);
        self.problems.push(problem);
    }

    /// Something that can be written and deserves a second look.
    pub(crate) fn warning(&mut self, key: &str, message: impl Into<String>, hint: impl Into<String>) {
        let warning = self.told(key, message, hint);
        self.warnings.push(warning);
    }

    /// Where a key was set, as words that follow it; none where nobody set it.
    pub(crate) fn from(&self, key: &str) -> String {
        self.resolved.place(&self.key(key)).map_or_else(String::new, |place| format!(" at {place}"))
    }

    /// Two settings that cannot be had together; the hint names the other one's place.
    pub(crate) fn contradiction(&mut self, key: &str, other: &str, message: impl Into<String>) {
        let hint = match self.resolved.place(&self.key(other)) {
            Some(place) => format!("`{other}` is set at {place}; take one back with `null`"),
            None => format!("take `{key}` or `{other}` back with `null`"),
        };
        self.problem(key, message, hint);
    }
}
