//! Values that change nothing: the kind does not take them, or another one stands in their place.

use serde_json::Value;

use crate::preset::Resolved;
use crate::spec::Settings;
use crate::spec::types::KubernetesVersion;

use super::kind;
use super::targets::{Below, VERSIONED_FIELDS, too_new};

/// Why the value of a key changes nothing, where it does not.
pub fn no_effect(keys: &[&str], resolved: &Resolved) -> Option<String> {
    let settings = &resolved.settings;
    let key = keys.join(".");
    kind::refusal(settings, &key)
        .or_else(|| scaled(&key, settings))
        .or_else(|| alone(&key, settings, resolved))
        .or_else(|| inside(&key, settings))
        .or_else(|| too_old(&key, settings, resolved))
}

/// An autoscaler owns the number of pods.
fn scaled(key: &str, settings: &Settings) -> Option<String> {
    let autoscaling = settings.autoscaling.as_ref().filter(|_| key == "replicas")?;
    Some(match autoscaling.min {
        Some(_) => "the autoscaler takes its place, between `autoscaling.min` and `autoscaling.max`".to_owned(),
        None => "the autoscaler takes its place; it is the fewest pods, since `autoscaling.min` is left out".to_owned(),
    })
}

/// One pod has nobody to be kept apart from.
fn alone(key: &str, settings: &Settings, resolved: &Resolved) -> Option<String> {
    let spread = resolved.values.get("spread")?;
    let apart = key.strip_prefix("spread.").and_then(|below| spread.get(below))?;
    let one = settings.autoscaling.is_none() && settings.replicas.unwrap_or(1) == 1;
    (one && apart != "none").then(|| "one pod alone has nobody to be kept apart from".to_owned())
}

/// What has no public host cannot be asked from outside.
fn inside(key: &str, settings: &Settings) -> Option<String> {
    let is_check = key == "externalCheck" || key.starts_with("externalCheck.");
    (is_check && settings.host.is_none()).then(|| "without a `host` there is nothing to ask from outside".to_owned())
}

/// The oldest cluster may not know it.
fn too_old(key: &str, settings: &Settings, resolved: &Resolved) -> Option<String> {
    let mut answers = VERSIONED_FIELDS.iter().map(|field| field.answer.0);
    let answer = answers.find(|answer| key == *answer || key.starts_with(&format!("{answer}.")))?;
    let values = Value::Object(resolved.values.clone());
    // What is true anyway is not written for any version.
    let value = values.pointer(&format!("/{}", answer.replace('.', "/"))).filter(|value| **value != true)?;
    let field = too_new(settings, answer, value.as_str().unwrap_or_default())?;
    let target = settings.kubernetes.unwrap_or(KubernetesVersion::OLDEST);
    let written = match field.below {
        Below::LeftOut => "it is left out".to_owned(),
        Below::Older(older) => format!("{older} is written, which means the same"),
        // Only a StatefulSet's, which is refused there.
        Below::Refused => return None,
    };
    Some(format!("it needs Kubernetes {}, and the oldest cluster has {target}: {written}", field.since))
}
