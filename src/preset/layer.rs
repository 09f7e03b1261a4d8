//! A layer: one source of values, in its order of precedence.

use std::fmt;

use crate::problem::{Place, Problem};
use crate::spec::Spec;
use crate::yaml::{self, Node};

use super::catalog::{Demand, Preset, Sources, builtin_names, load, serves_real_users};
use super::organisation::organisation;

/// Kinds of layers, lowest precedence first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayerKind {
    /// What the program says where nobody else does.
    Default,
    /// What holds for all apps of an organisation.
    Organisation,
    /// An environment's opinions.
    Preset,
    /// The spec's top level.
    Spec,
    /// The spec's entry for the environment.
    Environment,
    /// A `KUBEWRIGHT_*` variable.
    Variable,
    /// A flag.
    Flag,
}

impl fmt::Display for LayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Default => "built-in default",
            Self::Organisation => "organisation",
            Self::Preset => "preset",
            Self::Spec => "spec",
            Self::Environment => "spec, environment",
            Self::Variable => "variable",
            Self::Flag => "flag",
        })
    }
}

/// One source of values.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its kind.
    pub kind: LayerKind,
    /// Its name as shown to the user: a preset, a file, a flag.
    pub source: String,
    /// The text that the values stand in, for their comments.
    pub text: String,
    /// The values.
    pub values: Node,
}

impl Layer {
    /// The layer of a file that was read: a preset's, or an organisation's.
    pub fn of(kind: LayerKind, file: Preset) -> Self {
        Self { kind, source: file.source, text: file.text, values: file.values }
    }

    /// A layer made of flags or variables.
    pub fn given(kind: LayerKind, source: impl Into<String>, values: Node) -> Self {
        Self { kind, source: source.into(), text: String::new(), values }
    }
}

/// The layers of one environment from default to spec, lowest first, and what its presets demand.
///
/// Without a spec only the default and the preset speak.
///
/// # Errors
/// A preset that is unknown or not valid.
pub fn environment_layers(
    spec: Option<&Spec>,
    environment: &str,
    preset: Option<&str>,
    sources: &dyn Sources,
) -> Result<(Vec<Layer>, Vec<Demand>), Vec<Problem>> {
    let mut layers = vec![embedded(LayerKind::Default, "defaults", include_str!("defaults.yaml"))?];
    let entry = spec.and_then(|spec| spec.environment(environment));
    let named = entry.and_then(|entry| entry.preset.as_ref());
    let place = match (spec, entry) {
        (Some(spec), Some(entry)) => {
            Some(Place::new(&spec.source, named.map_or(entry.position, |(_, position)| *position)))
        }
        _ => None,
    };
    let chosen = preset.or(named.map(|(name, _)| name.as_str())).unwrap_or(environment);
    if named.is_none() && preset.is_none() && !builtin_names().any(|name| name == environment) {
        let names: Vec<&str> = builtin_names().collect();
        let problem = Problem::new(format!("environment `{environment}` has no preset of its own name")).at(place);
        let say = match spec {
            Some(_) => format!("`{environment}: {{preset: production}}`"),
            None => format!("`--set {environment}:preset=production`"),
        };
        return Err(vec![problem.hint(format!("say which it starts from: {say}; valid: {}", names.join(", ")))]);
    }
    let mut demands = Vec::new();
    if let Some(file) = spec.map(|spec| organisation_of(spec, sources)).transpose()?.flatten() {
        demands.extend(file.demands.iter().copied());
        layers.push(Layer::of(LayerKind::Organisation, file));
    }
    let chain = load(chosen, place.as_ref(), sources)?;
    if serves_real_users(&chain) {
        demands.push(Demand::StatedLoad);
    }
    for preset in chain {
        demands.extend(preset.demands.iter().copied());
        layers.push(Layer::of(LayerKind::Preset, preset));
    }
    if let Some(spec) = spec {
        layers.push(top_level(spec));
        if let Some(entry) = entry {
            layers.push(Layer {
                kind: LayerKind::Environment,
                source: spec.source.clone(),
                text: spec.text.clone(),
                values: entry.values.clone(),
            });
        }
    }
    Ok((layers, demands))
}

/// The layers of a spec without any of its environments, lowest first, and what its organisation demands:
/// what layouts with a base start from. No environment has a say, so none changes what another one gets.
///
/// # Errors
/// An organisation's file that is unreadable or not valid.
pub fn base_layers(spec: &Spec, sources: &dyn Sources) -> Result<(Vec<Layer>, Vec<Demand>), Vec<Problem>> {
    let mut layers = vec![
        embedded(LayerKind::Default, "defaults", include_str!("defaults.yaml"))?,
        embedded(LayerKind::Default, "base", include_str!("base.yaml"))?,
    ];
    let mut demands = Vec::new();
    if let Some(file) = organisation_of(spec, sources)? {
        demands.extend(file.demands.iter().copied());
        layers.push(Layer::of(LayerKind::Organisation, file));
    }
    layers.push(top_level(spec));
    Ok((layers, demands))
}

/// A layer that comes with the program.
fn embedded(kind: LayerKind, source: &str, text: &str) -> Result<Layer, Vec<Problem>> {
    Ok(Layer { kind, source: source.to_owned(), text: text.to_owned(), values: yaml::parse(source, text)? })
}

fn organisation_of(spec: &Spec, sources: &dyn Sources) -> Result<Option<Preset>, Vec<Problem>> {
    let Some((path, position)) = &spec.organisation else { return Ok(None) };
    organisation(path, Some(&Place::new(&spec.source, *position)), sources).map(Some)
}

fn top_level(spec: &Spec) -> Layer {
    Layer { kind: LayerKind::Spec, source: spec.source.clone(), text: spec.text.clone(), values: spec.values.clone() }
}

/// Layers with those that were given, each in the place of its kind; an organisation that is given
/// stands in for the one that the spec names.
pub fn over(mut layers: Vec<Layer>, given: &[Layer]) -> Vec<Layer> {
    if given.iter().any(|layer| layer.kind == LayerKind::Organisation) {
        layers.retain(|layer| layer.kind != LayerKind::Organisation);
    }
    layers.extend_from_slice(given);
    layers.sort_by_key(|layer| layer.kind);
    layers
}
