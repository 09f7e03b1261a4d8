//! Flags and variables turned into layers, all that is wrong with them told at once.

use serde_json::Value;

use crate::preset::{Layer, LayerKind, Sources, organisation};
use crate::problem::{Place, Problem, did_you_mean};
use crate::spec::check_settings;
use crate::yaml::Node;

use super::assignment::{LayoutChoice, assignment, layout};
use super::flag::{flag, flag_alone};
use super::keys::{KEYS, Key};
use super::values::Values;

/// One value that was given: for one environment or for all, below a path of keys.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Assignment {
    /// The flag or variable, as shown to the user.
    pub(crate) source: String,
    /// The environment, if it speaks of one.
    pub(crate) environment: Option<String>,
    /// Whether it speaks of production-like environments alone.
    pub(crate) per_environment: bool,
    /// The path of keys.
    pub(crate) path: Vec<String>,
    /// The value.
    pub(crate) value: Value,
    /// Whether the value is one more of a list.
    pub(crate) append: bool,
}

impl Assignment {
    /// The path's keys.
    pub(crate) fn keys(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    /// The value at its place, as a layer's values; a list's items stand alone here.
    fn node(&self) -> Node {
        let mut node = Node::empty();
        let value = if self.append { Value::Array(vec![self.value.clone()]) } else { self.value.clone() };
        node.put(&self.keys(), Node::from_value(value));
        node
    }
}

/// A preset that was named: for one environment, or for whichever it is meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PresetChoice {
    /// The flag, as shown to the user.
    pub(crate) source: String,
    /// The environment, if it speaks of one.
    pub(crate) environment: Option<String>,
    /// The preset's name, or its path.
    pub(crate) preset: String,
}

/// What one flag or variable says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    Value(Assignment),
    Preset(PresetChoice),
    Layout(LayoutChoice),
}

/// Everything that flags and variables give.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    /// Variables first, then flags, each in order.
    pub(crate) assignments: Vec<(LayerKind, Assignment)>,
    /// The presets that were named.
    pub(crate) presets: Vec<PresetChoice>,
    /// The organisation's file.
    pub(crate) organisation: Option<String>,
    /// The layout that was named last.
    pub(crate) layout: Option<LayoutChoice>,
    /// Whether the kind of workload is none: what else was given cannot be judged then.
    pub(crate) is_of_no_kind: bool,
}

impl Given {
    /// Reads flags and variables; what is wrong goes to `problems`, all of it, and the rest is kept.
    pub(crate) fn read(values: &Values, variables: &[(String, String)], problems: &mut Vec<Problem>) -> Self {
        let mut given = Self::default();
        for (name, text) in variables {
            match KEYS.iter().find(|key| key.variable().as_deref() == Some(name)) {
                Some(key) => given.add(LayerKind::Variable, flag(name, key, text).map(Answer::Value), problems),
                None => {
                    let known: Vec<String> = KEYS.iter().filter_map(Key::variable).collect();
                    let hint = flag_alone(name)
                        .or_else(|| did_you_mean(name, known.iter().map(String::as_str)))
                        .unwrap_or_else(|| "unset it".to_owned());
                    problems.push(
                        Problem::new("no key is set by this variable").at(Some(Place::new(name, None))).hint(hint),
                    );
                }
            }
        }
        for (name, text) in &values.flags {
            if let Some(key) = Key::of_flag(name) {
                given.add(LayerKind::Flag, flag(&format!("--{name}"), key, text).map(Answer::Value), problems);
            }
        }
        problems.extend(given.two_namespaces());
        for text in &values.assignments {
            given.add(LayerKind::Flag, assignment("--set", text), problems);
        }
        let everywhere =
            |preset: &String| PresetChoice { source: "--preset".to_owned(), environment: None, preset: preset.clone() };
        given.presets.extend(values.preset.as_ref().map(everywhere));
        given.organisation.clone_from(&values.organisation);
        if let Some(name) = &values.layout {
            given.add(LayerKind::Flag, layout("--layout", name), problems);
        }
        given
    }

    /// That the Gateway's namespace is given twice, and not alike.
    fn two_namespaces(&self) -> Option<Problem> {
        let said =
            |keys: &[&str]| self.assignments.iter().rev().find(|(_, one)| one.keys() == keys).map(|(_, one)| one);
        let (whole, alone) = (said(&["gateway"])?, said(&["gateway", "namespace"])?);
        let (one, other) = (whole.value["namespace"].as_str()?, alone.value.as_str()?);
        let message = format!("it says the namespace `{other}`, and `{}` says `{one}`", whole.source);
        let problem = Problem::new(message).at(Some(Place::new(&alone.source, None)));
        (one != other).then(|| problem.hint("say it once"))
    }

    /// Adds an answer; a value is checked against the schema first.
    pub(crate) fn add(&mut self, kind: LayerKind, answer: Result<Answer, Problem>, problems: &mut Vec<Problem>) {
        match answer {
            Err(problem) => problems.push(problem),
            Ok(Answer::Preset(choice)) => self.presets.push(choice),
            Ok(Answer::Layout(choice)) => self.layout = Some(choice),
            Ok(Answer::Value(assignment)) => match check(&assignment) {
                Ok(()) => self.assignments.push((kind, assignment)),
                Err(found) => {
                    problems.extend(found);
                    self.is_of_no_kind |= assignment.keys() == ["kind"];
                    // A stand-in lets the rest be judged where what an app cannot do without is wrong.
                    let value = stand_in(&assignment.keys());
                    self.assignments.extend(value.map(|value| (kind, Assignment { value, ..assignment })));
                }
            },
        }
    }

    /// The preset that was named last: for one environment, or with `None` for whichever it is meant.
    pub(crate) fn preset(&self, environment: Option<&str>) -> Option<&str> {
        let named = self.presets.iter().rev().find(|choice| choice.environment.as_deref() == environment);
        named.map(|choice| choice.preset.as_str())
    }

    /// The environments that are spoken of, each with the flag that does.
    pub(crate) fn environments(&self) -> impl Iterator<Item = (&str, &String)> {
        let values = self.assignments.iter().map(|(_, assignment)| (&assignment.source, &assignment.environment));
        let presets = self.presets.iter().map(|choice| (&choice.source, &choice.environment));
        values.chain(presets).filter_map(|(source, name)| Some((source.as_str(), name.as_ref()?)))
    }

    /// The layer of the organisation's file, where one is named.
    ///
    /// # Errors
    /// An unreadable file, or what is wrong inside it.
    pub(crate) fn organisation(&self, sources: &dyn Sources) -> Result<Option<Layer>, Vec<Problem>> {
        let place = Place::new("--organisation", None);
        let file = self.organisation.as_deref().map(|path| organisation(path, Some(&place), sources)).transpose()?;
        Ok(file.map(|file| Layer::of(LayerKind::Organisation, file)))
    }

    /// The layers for one environment; `production` says whether it is a production-like one.
    pub(crate) fn layers(&self, environment: &str, production: bool) -> Vec<Layer> {
        let mut layers: Vec<Layer> = Vec::new();
        for (kind, assignment) in &self.assignments {
            let speaks = match &assignment.environment {
                Some(named) => named == environment,
                None => production || !assignment.per_environment,
            };
            if !speaks {
                continue;
            }
            // The items of a list come by one flag each and stand in one layer together.
            let earlier = layers.iter_mut().find(|layer| assignment.append && layer.source == assignment.source);
            match earlier.and_then(|layer| layer.values.list_mut(&assignment.keys())) {
                Some(items) => items.push(Node::from_value(assignment.value.clone())),
                None => layers.push(Layer::given(*kind, assignment.source.clone(), assignment.node())),
            }
        }
        layers
    }
}

/// A valid value for a key that every app needs.
fn stand_in(keys: &[&str]) -> Option<Value> {
    match keys {
        ["image"] => Some("registry/app:1".into()),
        ["port"] => Some(8080.into()),
        ["schedule"] => Some("@daily".into()),
        _ => None,
    }
}

fn check(assignment: &Assignment) -> Result<(), Vec<Problem>> {
    let keys = assignment.keys();
    if keys == ["preset"] || ["version", "name", "organisation", "layout", "environments"].contains(&keys[0]) {
        let problem =
            Problem::new(format!("`{}` is not set this way", keys[0])).at(Some(Place::new(&assignment.source, None)));
        let hint = match keys.as_slice() {
            ["preset"] => "name the environment: `--set ENV:preset=NAME`",
            ["layout", ..] => "all environments have one layout: `--layout LAYOUT`",
            ["organisation", ..] => "give it as a flag: `--organisation FILE`",
            _ => "edit kubewright.yaml, or start with `kubewright new NAME -e ENV`",
        };
        return Err(vec![problem.hint(hint)]);
    }
    check_settings(&assignment.source, &assignment.node())
}

#[cfg(test)]
mod tests;
