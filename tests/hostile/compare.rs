//! Compares the objects that a harmless string gives with those that another gives.

use serde_json::{Map, Value};

use crate::group::Given;
use crate::sample::WORD;
use crate::slot::Slot;

/// A harmless string and the one that took its place.
pub(crate) struct Swap<'a> {
    format: Option<&'a str>,
    sample: String,
    given: &'a Given,
}

impl<'a> Swap<'a> {
    pub(crate) fn new(slot: &'a Slot, given: &'a Given) -> Self {
        Self { format: slot.format.as_deref(), sample: slot.sample(), given }
    }

    /// # Errors
    /// The first place where the objects differ in more than that string.
    pub(crate) fn compare(&self, before: &[Value], after: &[Value]) -> Result<(), String> {
        if before.len() != after.len() {
            return Err(format!("gives {} objects in place of {}", after.len(), before.len()));
        }
        before.iter().zip(after).try_for_each(|(before, after)| self.same(before, after, ""))
    }

    /// What a string of the harmless objects must be now; `None` where it may be any.
    fn expected(&self, text: &str) -> Option<String> {
        // Of an amount only the form is known, not what follows from it.
        if !self.sample.contains(WORD) {
            return None;
        }
        if text.contains(&self.sample) {
            return Some(text.replace(&self.sample, &self.given.text));
        }
        // Names of volumes and keys of ConfigMaps are made from a path's letters.
        let path = matches!(self.format, Some("container-path" | "node-path"));
        let derived = text.contains(WORD) && (path || self.given.word.is_none());
        (!derived).then(|| text.replace(WORD, self.given.word.as_deref().unwrap_or(WORD)))
    }

    fn same(&self, before: &Value, after: &Value, path: &str) -> Result<(), String> {
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => self.same_maps(before, after, path),
            (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
                self.same_lists(before, after, path)
            }
            (Value::String(before), Value::String(after)) => {
                let hash = path.ends_with("/kubewright.dev/config-hash") && after.len() == before.len();
                match self.expected(before) {
                    Some(expected) if expected != *after && !hash => {
                        Err(format!("{path}: {after:?} in place of {expected:?}"))
                    }
                    _ => Ok(()),
                }
            }
            (Value::Number(_), Value::Number(_)) if !self.sample.contains(WORD) => Ok(()),
            _ if before == after => Ok(()),
            _ => Err(format!("{path}: {before} has become {after}")),
        }
    }

    /// Lists made from the user's maps are in the order of their keys.
    fn same_lists(&self, before: &[Value], after: &[Value], path: &str) -> Result<(), String> {
        let path = format!("{path}[]");
        let mut rest: Vec<&Value> = after.iter().collect();
        for item in before {
            let index = rest.iter().position(|after| self.same(item, after, &path).is_ok());
            let Some(index) = index else { return self.same(item, rest[0], &path) };
            rest.remove(index);
        }
        Ok(())
    }

    fn same_maps(&self, before: &Map<String, Value>, after: &Map<String, Value>, path: &str) -> Result<(), String> {
        let mut rest: Vec<&String> = after.keys().collect();
        let mut derived = Vec::new();
        for (key, value) in before {
            let expected = if self.sample.contains(WORD) { self.expected(key) } else { Some(key.clone()) };
            match rest.iter().position(|after| expected.as_ref() == Some(*after)) {
                Some(index) => self.same(value, &after[rest.remove(index)], &format!("{path}/{key}"))?,
                None if expected.is_none() => derived.push(value),
                None if self.may_miss(key) => {}
                None => {
                    return Err(format!(
                        "{path}: the key {:?} is missing beside {rest:?}",
                        expected.unwrap_or_default()
                    ));
                }
            }
        }
        if rest.len() != derived.len() {
            return Err(format!("{path}: the keys {rest:?} come from nowhere"));
        }
        derived
            .into_iter()
            .zip(rest)
            .try_for_each(|(value, key)| self.same(value, &after[key], &format!("{path}/{key}")))
    }

    /// Not every tag is a label's value, and an empty service is none.
    fn may_miss(&self, key: &str) -> bool {
        let version = self.format == Some("image") && key == "app.kubernetes.io/version";
        version || self.given.text.is_empty() && key == "service"
    }
}
