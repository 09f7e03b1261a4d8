//! What is chosen of a component, and what holds where nobody chooses.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::catalog;
use crate::problem::nearest_or_all;
use crate::spec;

use super::Tell;

/// Every option with its value; null where nothing holds.
pub(super) fn options(
    component: &str,
    said: &spec::Component,
    data: &catalog::Component,
    serves_users: bool,
    tell: &mut Tell<'_>,
) -> BTreeMap<String, Value> {
    let stated: BTreeMap<&str, &str> = said
        .options
        .iter()
        .flat_map(|options| options.iter())
        .map(|(option, value)| (option.as_str(), value.as_str()))
        .collect();
    for option in stated.keys().filter(|option| !data.options.contains_key(**option)) {
        let hint = nearest_or_all(option, data.options.keys().map(String::as_str));
        tell(&["options", option], format!("component `{component}` has no option `{option}`"), hint);
    }
    let mut options = BTreeMap::new();
    for (option, about) in &data.options {
        if let Some(why) = stated.get(option.as_str()).and_then(|value| about.kind.refusal(value)) {
            let message = format!("option `{option}` of component `{component}`: {why}");
            tell(&["options", option], message, format!("say {}", about.kind.words()));
        }
        let usual = about.elsewhere.as_deref().filter(|_| !serves_users).or(about.default.as_deref());
        let value = stated.get(option.as_str()).copied().or(usual);
        options.insert(option.clone(), value.map_or(Value::Null, |value| about.kind.value(value)));
    }
    options
}
