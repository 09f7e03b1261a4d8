//! What the presets and the built-in defaults say where nobody answers.

use crate::cli::draft::Draft;
use crate::cli::keys::Key;
use crate::preset::{Layer, LayerKind, Resolved, Sources, reason_at, resolve};
use crate::problem::{Place, Problem};
use crate::spec::types::{EnvironmentName, Name};

/// What an environment says without a spec, and which one: production, where there is one.
pub(super) struct Usual {
    resolved: Resolved,
    layers: Vec<Layer>,
    /// The environments that answers about size and exposure are meant for.
    targets: Vec<String>,
    /// Whether there are others beside them.
    others: bool,
}

impl Usual {
    /// Reads the presets of a draft's environments.
    ///
    /// # Errors
    /// Every environment that has no valid name or preset.
    pub(super) fn read(draft: &Draft, sources: &dyn Sources) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut all = Vec::new();
        for environment in &draft.environments {
            if let Err(error) = environment.name.parse::<EnvironmentName>() {
                problems.push(Problem::new(error).at(Some(Place::new("--env", None))));
                continue;
            }
            match draft.layers(environment, sources) {
                Ok(layers) => all.push((environment, layers)),
                // What is wrong with the organisation's file is wrong for each of them.
                Err(found) => {
                    problems.extend(found.into_iter().filter(|problem| !problems.contains(problem)).collect::<Vec<_>>())
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let production: Vec<&str> =
            all.iter().filter(|(at, _)| at.production).map(|(at, _)| at.name.as_str()).collect();
        let targets: Vec<String> = if production.is_empty() {
            all.iter().map(|(at, _)| at.name.clone()).collect()
        } else {
            production.into_iter().map(str::to_owned).collect()
        };
        let others = targets.len() < all.len();
        let (_, layers) = all
            .into_iter()
            .find(|(at, _)| targets.contains(&at.name))
            .ok_or_else(|| vec![Problem::new("there is no environment").hint("name one: --env production")])?;
        Ok(Self { resolved: resolve(&layers), layers, targets, others })
    }

    /// Whether answers about size and exposure are meant for an environment.
    pub(super) fn is_target(&self, environment: &str) -> bool {
        self.targets.iter().any(|target| target == environment)
    }

    /// The pools of nodes that are known.
    pub(super) fn pools(&self) -> Vec<&str> {
        let pools = self.resolved.settings.pools.iter().flat_map(|pools| pools.keys());
        pools.map(Name::as_str).collect()
    }

    /// ` in production`, where other environments stand beside it.
    pub(super) fn whereabouts(&self) -> String {
        if self.others { format!(" in {}", self.targets.join(", ")) } else { String::new() }
    }

    /// The value of a flag's key, and why.
    pub(super) fn of(&self, flag: &str) -> Option<(String, String)> {
        let key = Key::of_flag(flag)?;
        let values = serde_json::Value::Object(self.resolved.values.clone());
        let value = match values.pointer(&format!("/{}", key.path.replace('.', "/")))? {
            serde_json::Value::String(text) => text.clone(),
            value @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_)) => value.to_string(),
            _ => return None,
        };
        let origin = self.resolved.origin(&key.parts())?;
        let layer = &self.layers[origin.layer];
        let source = if origin.kind == LayerKind::Default { origin.kind.to_string() } else { layer.source.clone() };
        let comment = origin.place.position.and_then(|position| reason_at(&layer.text, position));
        let reason = comment.map(|comment| format!("{source}: {}", comment.trim_end_matches('.')));
        Some((value, reason.unwrap_or(source)))
    }
}
