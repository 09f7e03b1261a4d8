//! What comes of the objects of a chart beside their templates: values, their types, and what cannot be said.

use std::collections::BTreeMap;

use serde_json::Value;

use super::config::Configuration;
use super::part::{Body, Part};
use super::print::LEFT_OUT;
use super::schema::Schema;
use super::slot::{Slot, parts};
use super::table;
use super::values::{Given, Values, value};

/// Values of the base and of each environment, in that order, and what the weaver has to know of all of them.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// The names of the base and of the environments.
    pub(super) names: Vec<String>,
    pub(super) values: Vec<Values>,
    pub(super) schema: Schema,
    /// The app's own container.
    pub(super) mains: Vec<Main>,
    /// Whether an autoscaler owns the number of pods.
    pub(super) autoscaled: Vec<bool>,
    /// Conditions under which one does.
    pub(super) autoscalers: Vec<String>,
    /// The name of the one port of the base's Service.
    pub(super) port: Option<String>,
    /// Its number in each set.
    pub(super) ports: Vec<Option<Value>>,
    /// The hosts of the app's route in each set.
    pub(super) hosts: Vec<Option<Value>>,
    /// Whether a NetworkPolicy speaks of the release's own pods.
    pub(super) has_own_peers: bool,
    /// Whether the base has a Service.
    pub(super) has_service: bool,
    /// Whether there is a maintenance page anywhere.
    pub(super) has_page: bool,
    /// Whether there is a canary anywhere.
    pub(super) has_canary: bool,
    /// Whether there is any object.
    pub(super) is_there: Vec<bool>,
    /// ConfigMaps that configure the pods.
    pub(super) configurations: Vec<Configuration>,
    /// Whether a value says that ConfigMaps never change.
    pub(super) is_mixed: bool,
    /// Values that the base has since every chart has them, where it does not state others.
    pub(super) usual: Vec<(Vec<String>, Value)>,
    /// Which field of which object each further value is of.
    pub(super) owners: BTreeMap<Vec<String>, String>,
    /// What cannot be said, with the index of whose it is.
    pub(super) refused: Vec<(usize, String)>,
}

/// What other containers may share with the app's own.
#[derive(Debug, Clone, Default)]
pub(super) struct Main {
    pub(super) image: Option<String>,
    pub(super) pull_policy: Option<String>,
}

impl Collected {
    /// The values of the chart itself.
    pub(super) fn base(&self) -> &Values {
        &self.values[0]
    }

    /// Makes a value of whether ConfigMaps never change.
    pub(super) fn mixed(&mut self, immutable: &[Option<bool>]) {
        self.is_mixed = true;
        let name = ["immutableConfig".to_owned()];
        let base = immutable[0] == Some(true);
        if base {
            self.set_value(0, &name, &true.into());
        }
        for (index, own) in immutable.iter().enumerate().skip(1) {
            if let Some(own) = own.filter(|own| *own != base) {
                self.set_value(index, &name, &own.into());
            }
        }
    }

    /// Whether a name is free for a field, or its own already.
    pub(super) fn claim(&mut self, name: &[String], owner: &str) -> bool {
        self.owners.entry(name.to_vec()).or_insert_with(|| owner.to_owned()) == owner
    }

    /// Takes out of the environments' values what the chart's own say, too.
    pub(super) fn shorten(&mut self) {
        if let Some((base, environments)) = self.values.split_first_mut() {
            let is_usual = |(name, plain): &&(Vec<String>, Value)| matches!(base.get(name), Some(Given::Value(part)) if part.value() == *plain);
            let usual: Vec<_> = self.usual.iter().filter(is_usual).collect();
            for values in environments {
                usual.iter().for_each(|(name, _)| values.forget_null(name));
                values.without(base);
            }
        }
    }

    /// Asks the schema for what templates cannot do without: maps that they read through, and what the table names,
    /// where no environment takes it back.
    pub(super) fn need(&mut self) {
        let Self { values, schema, .. } = self;
        let Some((base, environments)) = values.split_first() else { return };
        for (name, given) in base.all() {
            let is_read = matches!(given, Given::Map(_)) || table::is_needed(&name);
            if is_read && !environments.iter().any(|values| values.get(&name) == Some(&Given::Null)) {
                schema.need(&name);
            }
        }
    }

    /// Gives a value.
    pub(super) fn give(&mut self, index: usize, name: &[String], given: Given) {
        self.values[index].set(name, given);
    }

    /// Gives a plain value.
    pub(super) fn set_value(&mut self, index: usize, name: &[String], plain: &Value) {
        self.schema.note(name, plain);
        self.give(index, name, value(plain));
    }

    /// Gives the chart a value where it has none.
    pub(super) fn usually(&mut self, name: &[String], plain: &Value) {
        self.schema.note(name, plain);
        if self.base().get(name).is_none() {
            self.give(0, name, value(plain));
            self.usual.push((name.to_vec(), plain.clone()));
        }
    }

    /// Says that an environment does not have what the base has.
    pub(super) fn leave_out(&mut self, index: usize, name: &[String]) {
        self.schema.may_be_left_out(name);
        self.give(index, name, value(&LEFT_OUT.into()));
    }

    /// Remembers of which type a value is.
    pub(super) fn note(&mut self, part: &Part, name: &[String]) {
        self.schema.note(name, &part.value());
    }

    /// The condition of what is there exactly where a ConfigMap of the pods is that it names.
    pub(super) fn linked(&self, slots: &[Slot<'_>]) -> Option<String> {
        let found = parts(slots);
        let part = found.first()?;
        let fits = |one: &&Configuration| {
            has_call(part, &one.call)
                && slots.iter().zip(&one.has).all(|(slot, has)| match slot {
                    Slot::Off => true,
                    Slot::Missing => !has,
                    Slot::Has(_) => *has,
                })
        };
        self.configurations.iter().find(fits).map(|one| one.condition.clone())
    }

    /// The value that a ConfigMap of the pods is made from.
    pub(super) fn configuration(&self, key: &[String], field: &str) -> Option<Vec<String>> {
        let one = self.configurations.iter().find(|one| one.key == key)?;
        Some(one.value(field))
    }

    /// Notes what a chart cannot say.
    pub(super) fn refuse(&mut self, index: usize, kind: &str, path: &str, why: &str) {
        let message = format!("`{path}` of the {kind} {why}");
        if !self.refused.iter().any(|(_, known)| *known == message) {
            self.refused.push((index, message));
        }
    }
}

fn has_call(part: &Part, call: &str) -> bool {
    match &part.body {
        Body::Call(text) => text == call,
        Body::Map(entries) => entries.iter().any(|(_, part)| has_call(part, call)),
        Body::List(items) => items.iter().any(|part| has_call(part, call)),
        _ => false,
    }
}
