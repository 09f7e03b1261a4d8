//! What a flag says, or the variable that is named after it.

use serde::Serialize;
use serde_json::Value;

use crate::problem::{Place, Problem};
use crate::spec::{Gateway, SecretSource, Storage};

use super::given::Assignment;
use super::keys::{Key, Shape, typed};

/// A flag's or variable's text as an assignment.
pub(super) fn flag(source: &str, key: &'static Key, text: &str) -> Result<Assignment, Problem> {
    let mut path: Vec<String> = key.parts().into_iter().map(str::to_owned).collect();
    let mut text = text;
    if key.shape == Shape::Entry {
        let form = || {
            Problem::new(format!("`{text}` is not of the form {}", key.value_name))
                .at(Some(Place::new(source, None)))
                .hint("put the name before the first `=`")
        };
        let (name, value) = text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or_else(form)?;
        path.push(name.to_owned());
        text = value;
    }
    let misread = |error: String| Problem::new(error).at(Some(Place::new(source, None)));
    let gateway = (key.path == "gateway.name").then(|| text.parse::<Gateway>().map_err(misread)).transpose()?;
    // With its namespace it is more than a name.
    let gateway = gateway.filter(|gateway| gateway.namespace.is_some());
    if gateway.is_some() {
        path.pop();
    }
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    let value = if let Some(gateway) = gateway {
        plain(gateway)
    } else if key.path == "secrets" {
        plain(text.parse::<SecretSource>().map_err(misread)?)
    } else if key.path == "storage" {
        plain(text.parse::<Storage>().map_err(misread)?)
    } else if key.path == "components" {
        serde_json::json!({"as": text})
    } else if key.shape == Shape::Item && !text.starts_with('{') {
        text.into()
    } else if key.shape == Shape::Item {
        serde_json::from_str(text).map_err(|error| {
            Problem::new(format!("`{text}` is not JSON: {error}")).at(Some(Place::new(source, None)))
        })?
    } else {
        typed(&keys, text)
    };
    Ok(Assignment {
        source: source.to_owned(),
        environment: None,
        per_environment: key.per_environment,
        path,
        value,
        append: key.shape == Shape::Item,
    })
}

/// The flag to use in place of a variable that would be named after it, where there is none.
pub(super) fn flag_alone(variable: &str) -> Option<String> {
    let name = variable.strip_prefix("KUBEWRIGHT_")?.to_lowercase().replace('_', "-");
    match name.as_str() {
        "organisation" => Some("unset it, and say it as a flag: `--organisation FILE`".to_owned()),
        "layout" => Some("unset it, and say it as a flag: `--layout LAYOUT`".to_owned()),
        "preset" => Some("unset it, and say it as a flag: `--set ENV:preset=NAME`".to_owned()),
        "set" => Some("unset it, and say it as a flag: `--set KEY=VALUE`".to_owned()),
        name => Key::of_flag(name).map(|key| format!("unset it, and say it as a flag: `--{name} {}`", key.value_name)),
    }
}

/// A part of the spec as plain data, without what it leaves out.
fn plain(part: impl Serialize) -> Value {
    let mut value = serde_json::to_value(part).unwrap_or_default();
    if let Value::Object(map) = &mut value {
        map.retain(|_, value| !value.is_null());
    }
    value
}
