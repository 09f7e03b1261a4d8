//! What the weaver gives to the values: of which name, and who says it.

use super::name::{Step, named};
use super::page;
use super::part::Part;
use super::print::{self, Read};
use super::slot::{Slot, parts};
use super::table::{self, Of};
use super::values::{Given, difference};
use super::weave::Weaver;

impl Weaver<'_> {
    /// An entry that has one and the same value in every chart.
    pub(super) fn fixed_entry(&mut self, name: &[String], key: &str, slots: &[Slot<'_>], indent: usize) -> Vec<String> {
        self.give(name, slots);
        let (has, missing) = (parts(slots), slots.iter().any(Slot::is_missing));
        let is_needed = table::is_needed(name) && matches!(slots[0], Slot::Has(_));
        let may_lack = missing || print::has_integers(&has) && !is_needed;
        print::entry(key, &self.read(name), &has, may_lack, Vec::new(), indent)
    }

    /// Gives the value of a name: the chart its own, each environment what it says differently.
    pub(super) fn give(&mut self, name: &[String], slots: &[Slot<'_>]) {
        if let Slot::Has(part) = slots[0] {
            self.set(0, name, part);
        }
        for (index, slot) in slots.iter().enumerate().skip(1) {
            match (slots[0], slot) {
                (Slot::Has(base), Slot::Has(part)) => {
                    if let Some(given) = difference(base, part) {
                        self.check(index, name, part);
                        self.collected.note(part, name);
                        self.collected.give(index, name, given);
                    }
                }
                (Slot::Has(_) | Slot::Off, Slot::Missing) => self.collected.give(index, name, Given::Null),
                (_, Slot::Has(part)) => self.set(index, name, part),
                _ => {}
            }
        }
    }

    /// Gives one of them a whole value.
    pub(super) fn set(&mut self, index: usize, name: &[String], part: &Part) {
        self.check(index, name, part);
        self.collected.note(part, name);
        self.collected.give(index, name, Given::Value(part.clone()));
    }

    /// Gives the chart a value where the base has the object that it is of, and does not state it.
    pub(super) fn usually_in_base(&mut self, name: &[String], plain: &serde_json::Value, slots: &[Slot<'_>]) {
        if !matches!(slots[0], Slot::Off) {
            self.collected.usually(name, plain);
        }
    }

    /// Refuses what a chart's values would lose.
    fn check(&mut self, index: usize, name: &[String], part: &Part) {
        if part.calls() {
            self.refuse(index, "holds names of the release");
        }
        let quoted = name.last().is_some_and(|name| print::QUOTED.contains(&name.as_str()));
        if let Some(why) = table::lost(&part.value(), quoted) {
            self.refuse(index, why);
        }
    }

    /// The name of the value at this place.
    pub(super) fn name(&self) -> Vec<String> {
        named(self.app, self.kind, &self.name_key(), &self.path).1
    }

    /// What stands for the object in the names of further values.
    fn name_key(&self) -> Vec<String> {
        let is_data = self.kind == "ConfigMap"
            && (self.collected.configuration(&self.key, "data").is_some() || page::files(&self.key, "data").is_some());
        // What stands for a ConfigMap of the pods are its data.
        if is_data { vec!["configMaps".to_owned(), self.key.join("-")] } else { self.key.clone() }
    }

    /// Takes a name for this place, so that no other is read by it.
    pub(super) fn claim(&mut self, name: &[String]) {
        // There is one workload at a time, whatever its kind.
        let object =
            if self.runs_app() { "workload".to_owned() } else { format!("{} {}", self.kind, self.key.join(".")) };
        let place: Vec<&str> = self.path.iter().map(Step::text).collect();
        if !self.collected.claim(name, &format!("{object} {}", place.join("."))) {
            self.refuse(0, "has the name of another value");
        }
    }

    /// The conventional name of the value at this place, where the table has one.
    pub(super) fn fixed(&self) -> Option<Vec<String>> {
        let (of, prefix, rest) = named(self.app, self.kind, &self.key, &self.path).0?;
        let path: Vec<&str> = rest.iter().map(String::as_str).collect();
        let of = if of == Of::Object("") { Of::Object(table::object_key(&self.key)?) } else { of };
        let name = table::fixed(of, &path)?;
        Some(prefix.iter().cloned().chain(name.iter().map(|name| (*name).to_owned())).collect())
    }

    /// How a template reads a value.
    pub(super) fn read(&self, name: &[String]) -> Read {
        let is_there = |map: &[String]| {
            self.collected.base().has_map(map) || self.under.iter().any(|known| known.starts_with(map))
        };
        Read::of(name, &is_there)
    }

    /// Notes what of this place a chart cannot say.
    pub(super) fn refuse(&mut self, index: usize, why: &str) {
        let place: Vec<&str> = self.path.iter().map(Step::text).collect();
        self.collected.refuse(index, self.kind, &place.join("."), why);
    }
}
