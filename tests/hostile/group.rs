//! Places of one kind, judged together because they fit into one spec.

use kubewright::yaml;
use serde_json::{Value, json};

use crate::compare::Swap;
use crate::made::{made, placed, values};
use crate::sample::{WORD, companions};
use crate::slot::{Slot, occurrences, slots};

/// Places that take the same kind of string and fit into one spec.
pub(crate) struct Group {
    pub(crate) slots: Vec<Slot>,
    /// The objects that the harmless string gives.
    harmless: Vec<Value>,
}

/// A text for a group, and the text that took the place of [`WORD`] in it, if it was made that way.
pub(crate) struct Given {
    pub(crate) text: String,
    pub(crate) word: Option<String>,
}

const ENVIRONMENT: &str = "environments.production.";

/// Whether a place is in a container beside the app's own.
fn is_of_container(path: &str) -> bool {
    let path = path.trim_start_matches(ENVIRONMENT);
    path.starts_with("sidecars.") || path.starts_with("init.")
}

impl Group {
    /// All places of the schema in as few groups as fit.
    pub(crate) fn all() -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for slot in slots() {
            let joined =
                groups.iter().enumerate().filter(|(_, group)| group.is_like(&slot)).find_map(|(index, group)| {
                    let slots = group.slots.iter().chain([&slot]).cloned().collect();
                    Some((index, Self::of(slots).ok()?))
                });
            match joined {
                Some((index, group)) => groups[index] = group,
                None => groups.push(Self::of(vec![slot]).expect("a place takes its harmless string")),
            }
        }
        groups
    }

    /// # Errors
    /// Why the places do not fit together.
    fn of(slots: Vec<Slot>) -> Result<Self, String> {
        let mut group = Self { slots, harmless: Vec::new() };
        let (sample, name) = (group.slots[0].sample(), group.name());
        let spec = group.spec(&sample);
        let stated: usize =
            group.slots.iter().map(|slot| occurrences(&(slot.part)(sample.as_str().into()), &sample)).sum();
        if occurrences(&spec, &sample) < stated {
            return Err(format!("{name}: one takes the place of another"));
        }
        let made =
            made(&yaml::inline(&spec)).map_err(|problems| format!("{name}: {sample:?} is refused: {problems:?}"))?;
        group.harmless = values(&made)?;
        let shown = group.harmless.iter().map(|value| value.to_string().matches(WORD).count()).sum::<usize>();
        if group.is_free() && shown < group.slots.len() {
            return Err(format!("{name}: a string appears in no object"));
        }
        Ok(group)
    }

    fn is_like(&self, slot: &Slot) -> bool {
        let first = &self.slots[0];
        let same = first.format == slot.format
            && first.sample() == slot.sample()
            && slot.constants.is_empty()
            && first.constants.is_empty();
        same && first.path.starts_with(ENVIRONMENT) == slot.path.starts_with(ENVIRONMENT)
            && is_of_container(&first.path) == is_of_container(&slot.path)
    }

    pub(crate) fn is_of_environment(&self) -> bool {
        self.slots[0].path.starts_with(ENVIRONMENT)
    }

    /// Of how many texts one is worth the time: what an environment says is read and written by the same
    /// code as the top level, so is what a sidecar says of itself, and a preset's path is never written.
    pub(crate) fn stride(&self) -> usize {
        if self.is_of_environment() || is_of_container(&self.slots[0].path) { 9 } else { 1 }
    }

    /// Whether the places are keys of maps.
    pub(crate) fn is_of_keys(&self) -> bool {
        self.slots.iter().any(|slot| slot.path.ends_with('*'))
    }

    /// Whether any text at all may stand there.
    pub(crate) fn is_free(&self) -> bool {
        self.slots[0].format.is_none() && self.slots[0].constants.is_empty()
    }

    fn name(&self) -> String {
        self.slots.iter().map(|slot| slot.path.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The hostile text itself, and the valid string with it in the place of its word.
    pub(crate) fn variants(&self, text: &str) -> Vec<Given> {
        let sample = self.slots[0].sample();
        let mut variants = vec![Given { text: text.to_owned(), word: None }];
        if sample == WORD {
            variants[0].word = Some(text.to_owned());
        } else if sample.contains(WORD) {
            variants.push(Given { text: sample.replace(WORD, text), word: Some(text.to_owned()) });
        }
        variants
    }

    /// A whole spec with a string in all of the places.
    pub(crate) fn spec(&self, text: &str) -> Value {
        let mut spec = json!({
            "version": 1,
            "kubernetes": "1.35",
            "name": "web",
            "image": "ghcr.io/acme/web:1.4.2",
            "port": 8080,
            "health": {"readiness": "/readyz", "liveness": "/livez"},
            "environments": {"production": {}},
        });
        for slot in &self.slots {
            let path = slot.path.trim_start_matches(ENVIRONMENT);
            let level = if self.is_of_environment() { &mut spec["environments"]["production"] } else { &mut spec };
            merge(level, companions(path));
            if path == "environments.*" {
                spec["environments"] = json!({});
            }
        }
        for slot in &self.slots {
            merge(&mut spec, (slot.part)(text.into()));
        }
        spec
    }

    /// Whether a text is refused with its place, or stands where the harmless one does.
    ///
    /// # Errors
    /// What is wrong, by the first place that shows it alone.
    pub(crate) fn judge(&self, given: &Given) -> Result<(), String> {
        let judged = self.judge_together(given);
        if judged.is_ok() || self.slots.len() == 1 {
            return judged;
        }
        // One place may refuse what another takes.
        self.slots.iter().try_for_each(|slot| Self::of(vec![slot.clone()])?.judge_together(given))
    }

    fn judge_together(&self, given: &Given) -> Result<(), String> {
        let failure = |why: String| format!("{}: {:?}: {why}", self.name(), given.text);
        let spec = self.spec(&given.text);
        let text = yaml::inline(&spec);
        let made = match made(&text) {
            Ok(made) => made,
            Err(problems) => return placed(&problems, self.slots.len()).map_err(failure),
        };
        if yaml::parse("written", &text).map(|node| node.to_value()).as_ref() != Ok(&spec) {
            return Err(failure(format!("does not survive its own writer: {text}")));
        }
        let constants = &self.slots[0].constants;
        if !constants.is_empty() {
            let known = constants.contains(&given.text);
            return if known { Ok(()) } else { Err(failure("is none of the valid ones and was taken".to_owned())) };
        }
        // A dot makes a host of a peer, whose rule is another one.
        if self.slots[0].format.as_deref() == Some("peer") && given.text.contains('.') {
            return Ok(());
        }
        let found = values(&made).map_err(failure)?;
        Swap::new(&self.slots[0], given).compare(&self.harmless, &found).map_err(failure)
    }
}

/// Puts a part of a spec into a spec: maps key by key, lists one after the other.
fn merge(target: &mut Value, part: Value) {
    match (target, part) {
        (Value::Object(target), Value::Object(part)) => {
            for (key, value) in part {
                merge(target.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(target), Value::Array(part)) => target.extend(part),
        (target, part) => *target = part,
    }
}
