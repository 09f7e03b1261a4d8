//! A spec that is not written yet: answers in, the spec's text and the scriptable command out.

use serde_json::{Map, Value};

use crate::preset::{Layer, Sources, builtin_names, environment_layers, is_production, over, resolve};
use crate::problem::Problem;
use crate::spec::types::Name;
use crate::spec::{Layout, Spec, alternatives, schema_at, settings_schema};
use crate::yaml::{self, Node};

use super::given::Given;

/// Answers about an app, for all environments and for each.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    pub(crate) name: Name,
    /// The organisation's file.
    pub(crate) organisation: Option<String>,
    /// How the files are laid out.
    pub(crate) layout: Layout,
    pub(crate) values: Map<String, Value>,
    pub(crate) environments: Vec<DraftEnvironment>,
}

/// What differs in one environment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DraftEnvironment {
    pub(crate) name: String,
    /// The preset it starts from, where that is not the one of its name.
    pub(crate) preset: Option<String>,
    /// Whether it serves real users: answers about the app's size and exposure are meant for it.
    pub(crate) production: bool,
    pub(crate) values: Map<String, Value>,
}

/// The environments that `new` writes where none is named.
pub(crate) const USUAL_ENVIRONMENTS: [&str; 3] = ["development", "staging", "production"];

/// The first lines of a new spec.
const HEAD: &str = "# yaml-language-server: $schema=.kubewright/schema.json\n# Answers about this app. After an edit, `kubewright regenerate` brings the files below deploy/ up to date.\n";

impl Draft {
    /// The answers that flags and variables give.
    pub(crate) fn new(name: Name, environments: &[String], given: &Given, sources: &dyn Sources) -> Self {
        let builtin = |name: &str| builtin_names().any(|builtin| builtin == name);
        // One preset for all is meant for the environments that have none of their own name, else for
        // those that run in production.
        let all_builtin = environments.iter().all(|name| builtin(name));
        let meant = |name: &str| {
            environments.len() == 1 || if all_builtin { is_production(name, sources) } else { !builtin(name) }
        };
        let environment = |name: &String| {
            let preset = given.preset(Some(name)).or_else(|| given.preset(None).filter(|_| meant(name)));
            DraftEnvironment {
                name: name.clone(),
                preset: preset.filter(|preset| preset != name).map(str::to_owned),
                production: is_production(preset.unwrap_or(name), sources),
                values: Map::new(),
            }
        };
        let environments = environments.iter().map(environment).collect();
        let organisation = given.organisation.clone();
        let layout = given.layout.as_ref().map(|choice| choice.layout).unwrap_or_default();
        let mut draft = Self { name, organisation, layout, values: Map::new(), environments };
        draft.take(given);
        draft
    }

    /// Adds what flags, variables or answers give.
    pub(crate) fn take(&mut self, given: &Given) {
        let any_production = self.environments.iter().any(|environment| environment.production);
        for (_, assignment) in &given.assignments {
            let keys = assignment.keys();
            let targets: Vec<&mut Map<String, Value>> = match &assignment.environment {
                Some(name) => self
                    .environments
                    .iter_mut()
                    .filter(|environment| environment.name == *name)
                    .map(|environment| &mut environment.values)
                    .collect(),
                None if assignment.per_environment && any_production => self
                    .environments
                    .iter_mut()
                    .filter(|environment| environment.production)
                    .map(|environment| &mut environment.values)
                    .collect(),
                None => vec![&mut self.values],
            };
            for target in targets {
                put(target, &keys, &assignment.value, assignment.append);
            }
        }
    }

    /// Makes the answers what is written: the target version stated, and nothing that only repeats a
    /// preset or a default.
    ///
    /// # Errors
    /// A preset that is unknown or not valid.
    pub(crate) fn finish(&mut self, sources: &dyn Sources) -> Result<(), Vec<Problem>> {
        if let Some(environment) = self.environments.first().filter(|_| !self.values.contains_key("kubernetes")) {
            let layers = self.layers(environment, sources)?;
            let version = resolve(&layers).settings.kubernetes;
            self.values.extend(version.map(|version| ("kubernetes".to_owned(), version.to_string().into())));
        }
        self.prune(sources)
    }

    /// What an environment says without a spec.
    ///
    /// # Errors
    /// A preset or an organisation's file that is unknown or not valid.
    pub(crate) fn layers(
        &self,
        environment: &DraftEnvironment,
        sources: &dyn Sources,
    ) -> Result<Vec<Layer>, Vec<Problem>> {
        let layers = environment_layers(None, &environment.name, environment.preset.as_deref(), sources)?.0;
        let given = Given { organisation: self.organisation.clone(), ..Given::default() };
        Ok(over(layers, given.organisation(sources)?.as_slice()))
    }

    /// Drops every value that only repeats what a preset or a default says anyway; the target
    /// version always stays, so that no upgrade of the program raises it.
    ///
    /// # Errors
    /// A preset that is unknown or not valid.
    fn prune(&mut self, sources: &dyn Sources) -> Result<(), Vec<Problem>> {
        let resolved = |draft: &Self| -> Result<Vec<Value>, Vec<Problem>> {
            let spec = Spec::parse("kubewright.yaml", &draft.spec_text())?;
            draft
                .environments
                .iter()
                .map(|environment| {
                    Ok(resolve(&environment_layers(Some(&spec), &environment.name, None, sources)?.0).values.into())
                })
                .collect()
        };
        let wanted = resolved(self)?;
        let places: Vec<(Option<usize>, Vec<String>)> = (0..self.environments.len())
            .map(Some)
            .chain([None])
            .flat_map(|environment| leaves(self.map(environment)).into_iter().map(move |(path, _)| (environment, path)))
            .filter(|(_, path)| path != &["kubernetes"])
            .collect();
        for (environment, path) in places {
            let mut shorter = self.clone();
            let keys: Vec<&str> = path.iter().map(String::as_str).collect();
            remove(shorter.map_mut(environment), &keys);
            if resolved(&shorter).is_ok_and(|values| values == wanted) {
                *self = shorter;
            }
        }
        Ok(())
    }

    fn map(&self, environment: Option<usize>) -> &Map<String, Value> {
        environment.map_or(&self.values, |index| &self.environments[index].values)
    }

    fn map_mut(&mut self, environment: Option<usize>) -> &mut Map<String, Value> {
        match environment {
            Some(index) => &mut self.environments[index].values,
            None => &mut self.values,
        }
    }

    /// The spec's text.
    pub(crate) fn spec_text(&self) -> String {
        let mut text = String::from(HEAD);
        text.push_str("version: 1\n");
        let mut values = ordered(&self.values);
        if let Some(kubernetes) = values.shift_remove("kubernetes") {
            text.push_str(&entry("kubernetes", &kubernetes));
        }
        text.push_str(&entry("name", &self.name.as_str().into()));
        if let Some(path) = &self.organisation {
            text.push_str(&entry("organisation", &path.as_str().into()));
        }
        if self.layout != Layout::default() {
            text.push_str(&entry("layout", &self.layout.name().into()));
        }
        for (key, value) in &values {
            text.push_str(&entry(key, value));
        }
        let environments: Map<String, Value> = self
            .environments
            .iter()
            .map(|environment| (environment.name.clone(), environment_value(environment)))
            .collect();
        text.push_str(&entry("environments", &environments.into()));
        text
    }
}

/// One top-level entry of the spec; an environment without a difference stays `{}`.
fn entry(key: &str, value: &Value) -> String {
    let map: Map<String, Value> = [(key.to_owned(), value.clone())].into_iter().collect();
    format!("{}\n", yaml::document(&map.into(), 0))
}

fn environment_value(environment: &DraftEnvironment) -> Value {
    let preset = environment.preset.iter().map(|preset| ("preset".to_owned(), preset.as_str().into()));
    preset.chain(ordered(&environment.values)).collect::<Map<_, _>>().into()
}

/// The values in the schema's order at every depth, whichever way they came; the user's own keys keep
/// theirs.
fn ordered(values: &Map<String, Value>) -> Map<String, Value> {
    ordered_below(&[], values)
}

fn ordered_below(path: &[&str], values: &Map<String, Value>) -> Map<String, Value> {
    let forms = schema_at(path).map(|schema| alternatives(schema, settings_schema())).unwrap_or_default();
    let known: Vec<&String> =
        forms.iter().filter_map(|form| form["properties"].as_object()).flat_map(Map::keys).collect();
    let mut entries: Vec<(&String, &Value)> = values.iter().collect();
    entries.sort_by_key(|(key, _)| known.iter().position(|known| known == key).unwrap_or(known.len()));
    let below = |key: &String, value: &Value| match value {
        Value::Object(map) => ordered_below(&[path, &[key.as_str()]].concat(), map).into(),
        other => other.clone(),
    };
    entries.into_iter().map(|(key, value)| (key.clone(), below(key, value))).collect()
}

/// Every value that stands alone, with its path: maps of the spec's own keys are opened, and those of
/// the user's keys once.
pub(super) fn leaves(values: &Map<String, Value>) -> Vec<(Vec<String>, Value)> {
    let mut found = Vec::new();
    for (key, value) in ordered(values) {
        collect(vec![key], value, &mut found);
    }
    found
}

fn collect(path: Vec<String>, value: Value, found: &mut Vec<(Vec<String>, Value)>) {
    let secret = path.len() == 2 && path[0] == "secrets";
    match value {
        Value::Object(map) if !map.is_empty() && !secret => {
            for (key, value) in map {
                let below = path.iter().cloned().chain([key]).collect();
                collect(below, value, found);
            }
        }
        value => found.push((path, value)),
    }
}

fn put(target: &mut Map<String, Value>, keys: &[&str], value: &Value, append: bool) {
    let mut node = Node::from_value(Value::Object(std::mem::take(target)));
    match node.list_mut(keys).filter(|_| append) {
        Some(items) => items.push(Node::from_value(value.clone())),
        None if append => node.put(keys, Node::from_value(Value::Array(vec![value.clone()]))),
        None => node.put(keys, Node::from_value(value.clone())),
    }
    if let Value::Object(map) = node.to_value() {
        *target = map;
    }
}

/// Removes a value, and the maps that it leaves empty.
fn remove(map: &mut Map<String, Value>, keys: &[&str]) {
    let Some((first, rest)) = keys.split_first() else { return };
    let emptied = match map.get_mut(*first) {
        Some(Value::Object(below)) if !rest.is_empty() => {
            remove(below, rest);
            below.is_empty()
        }
        _ => true,
    };
    if emptied {
        map.shift_remove(*first);
    }
}
