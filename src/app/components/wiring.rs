//! What follows for the app from its components.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::num::NonZeroU32;

use serde_json::{Value, json};

use crate::preset::Resolved;
use crate::spec::types::{ConfigValue, Entries, VariableName};
use crate::spec::{DatabaseLoad, Peer, Settings};

use super::{Component, Told};

/// The answers with what follows from the components: variables, whom the app calls, and the connections that a
/// database allows. What somebody says stands.
pub(in crate::app) fn wired<'a>(resolved: &'a Resolved, components: &[Component]) -> Cow<'a, Resolved> {
    if components.is_empty() {
        return Cow::Borrowed(resolved);
    }
    let mut wired = resolved.clone();
    for component in components {
        for (variable, told) in &component.variables {
            let map = told.key();
            let stated = resolved.values.get(map).is_some_and(|values| values.get(variable.as_str()).is_some());
            if !stated {
                wired.follows(&[map, variable.as_str()], &["components", &component.name]);
            }
            tell(&mut wired.settings, variable, told);
        }
        if let Some(calls) = &mut wired.settings.calls {
            calls.extend(component.peer());
        }
        if let Some(database) = wired.settings.load.as_mut().and_then(|load| load.database.as_mut()) {
            component.limit(database);
        }
    }
    Cow::Owned(wired)
}

/// Tells the app one thing by one variable; what the spec says of the variable stands.
fn tell(settings: &mut Settings, variable: &VariableName, told: &Told) {
    match told {
        Told::Secret { secret, key } => {
            let mut secrets = entries(settings.secrets.as_ref());
            let source = secrets.entry(variable.clone()).or_default();
            source.secret = source.secret.take().or_else(|| secret.parse().ok());
            source.key = source.key.take().or_else(|| key.parse().ok());
            settings.secrets = Some(secrets.into());
        }
        Told::Value(value) => {
            let mut config = entries(settings.config.as_ref());
            config.entry(variable.clone()).or_insert_with(|| ConfigValue::from(value.clone()));
            settings.config = Some(config.into());
        }
    }
}

fn entries<V: Clone>(map: Option<&Entries<VariableName, V>>) -> BTreeMap<VariableName, V> {
    map.map(|map| (**map).clone()).unwrap_or_default()
}

impl Told {
    /// What the spec would say.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Secret { secret, key } => json!({"secret": secret, "key": key}),
            Self::Value(value) => value.clone().into(),
        }
    }

    /// The key of the spec that says such a thing.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Secret { .. } => "secrets",
            Self::Value(_) => "config",
        }
    }
}

impl Component {
    /// The pods that the app connects to, as a peer of its policy.
    fn peer(&self) -> Option<Peer> {
        let pods = self.data.pods.as_ref()?;
        let labels: BTreeMap<&String, String> =
            pods.labels.iter().map(|(label, value)| (label, self.filled(value))).collect();
        serde_json::from_value(json!({"labels": labels, "port": pods.port})).ok()
    }

    /// What the database allows, where nobody says it.
    fn limit(&self, database: &mut DatabaseLoad) {
        let Some(connections) = &self.data.connections else { return };
        let allowed = self.options.get(&connections.option).and_then(Value::as_u64);
        if database.max_connections.is_none() {
            database.max_connections = allowed.and_then(|allowed| NonZeroU32::new(u32::try_from(allowed).ok()?));
            database.reserved = database.reserved.or(Some(connections.reserved));
        }
    }
}
