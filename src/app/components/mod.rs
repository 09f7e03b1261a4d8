//! Third-party components: what was chosen of each, and what the app is told of it.

mod options;
mod wiring;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::catalog::{self, Fact};
use crate::preset::{Demand, Resolved};
use crate::problem::{Problem, nearest_or_all};
use crate::spec::types::{Name, TextType as _, VariableName};
use crate::spec::{self, ComponentName, Install, join_key};

use options::options;

pub(super) use wiring::wired;

/// A component as it is made for the app.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// Its name, such as `postgresql`.
    pub name: String,
    /// The name of what is made of it for the app, as a rule the app's and its own.
    pub object: String,
    /// How its charts get into the cluster.
    pub install: Install,
    /// The namespace that they are installed in.
    pub namespace: String,
    /// The namespace of the app, and of all that is made for it.
    pub beside: String,
    /// What was chosen: every option of it, null where nothing holds.
    pub options: BTreeMap<String, Value>,
    /// What the app is told of it, and by which variable.
    pub variables: Vec<(VariableName, Told)>,
    /// What its data file says.
    pub data: &'static catalog::Component,
}

/// Something that the app is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// A key of a Secret that the component makes.
    Secret {
        /// Name of the Secret.
        secret: String,
        /// Key in it.
        key: String,
    },
    /// A value that is none to hide.
    Value(String),
}

/// Tells what is wrong: the keys below the component, what, and the next step.
type Tell<'a> = dyn FnMut(&[&str], String, String) + 'a;

/// The components of an app, what is wrong with what is said of them, and what deserves a second look.
pub(super) fn components(
    name: &Name,
    resolved: &Resolved,
    demands: &[Demand],
) -> (Vec<Component>, Vec<Problem>, Vec<Problem>) {
    let (mut components, mut problems, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
    let serves_users = demands.contains(&Demand::StatedLoad);
    for (key, said) in resolved.settings.components.iter().flat_map(|components| components.iter()) {
        let mut tell = |path: &[&str], message: String, hint: String| {
            let place = resolved.place(&join_key(&[&["components", key.as_str()], path].concat()));
            problems.push(Problem::new(message).at(place).hint(hint));
        };
        let own = resolved.settings.namespace.as_ref().map(ToString::to_string);
        let made = component((name, key), said, own, serves_users, &mut tell);
        let missing = made.iter().filter(|_| serves_users).flat_map(Component::missing);
        warnings.extend(missing.map(|(message, hint)| {
            let place = resolved.place(&join_key(&["components", key.as_str()]));
            Problem::new(message).at(place).hint(hint)
        }));
        components.extend(made);
    }
    (components, problems, warnings)
}

fn component(
    (app, name): (&Name, &ComponentName),
    said: &spec::Component,
    own: Option<String>,
    serves_users: bool,
    tell: &mut Tell<'_>,
) -> Option<Component> {
    let data = catalog::component(name);
    let Some(own) = own else {
        let message = format!("component `{name}` and the app find each other in a namespace, and the spec has none");
        tell(&[], message, "say it: `namespace: shop`".to_owned());
        return None;
    };
    if data.namespace.is_none() && said.namespace.is_some() {
        let message = format!("component `{name}` has no operator: it runs in the app's own namespace");
        tell(&["namespace"], message, "leave `namespace` out".to_owned());
    }
    if let (Some(usual), true, Some(_)) = (&data.namespace, data.kustomization.is_some(), &said.namespace) {
        let message = format!("component `{name}` has no chart: what its project publishes names the namespace itself");
        tell(&["namespace"], message, format!("leave `namespace` out: it is `{usual}`"));
    }
    let namespace =
        data.namespace.as_ref().map(|usual| said.namespace.as_ref().map_or(usual.clone(), ToString::to_string));
    let mut component = Component {
        name: name.to_string(),
        object: said.name.as_ref().map_or_else(|| format!("{app}-{name}"), ToString::to_string),
        install: said.install.unwrap_or_default(),
        namespace: namespace.unwrap_or_else(|| own.clone()),
        beside: own,
        options: options(name.as_str(), said, data, serves_users, tell),
        variables: Vec::new(),
        data,
    };
    component.variables = component.told(said, tell);
    Some(component)
}

impl Component {
    /// What it means that some options do not hold, and how to say them.
    fn missing(&self) -> Vec<(String, String)> {
        let unset = self.data.options.iter().filter(|(name, _)| self.options.get(*name).is_none_or(Value::is_null));
        let told = |(name, option): (&String, &catalog::Opt)| {
            let message = format!("component `{}`: {}", self.name, option.without.as_ref()?);
            Some((message, format!("say the option: `kubewright add {} {name}=...`", self.name)))
        };
        unset.filter_map(told).collect()
    }

    /// What the app is told: what the spec asks for, or the usual.
    fn told(&self, said: &spec::Component, tell: &mut Tell<'_>) -> Vec<(VariableName, Told)> {
        let stated = said.variables.iter().flat_map(|variables| variables.iter());
        let stated = stated.map(|(variable, fact)| (variable.clone(), fact.as_str()));
        let usual = self.data.variables.iter();
        let usual = usual.filter_map(|(variable, fact)| Some((VariableName::parse(variable).ok()?, fact.as_str())));
        let wanted: Vec<_> = if said.variables.is_some() { stated.collect() } else { usual.collect() };
        let mut told = Vec::new();
        for (variable, fact) in wanted {
            match self.fact(fact) {
                Ok(fact) => told.push((variable, self.known(fact))),
                Err((message, hint)) => {
                    let message = format!("component `{}`: {message}", self.name);
                    tell(&["variables", variable.as_str()], message, hint);
                }
            }
        }
        told
    }

    /// What the app can be told.
    ///
    /// # Errors
    /// Why it cannot be told that, and the next step.
    fn fact(&self, name: &str) -> Result<&'static Fact, (String, String)> {
        let Some(fact) = self.data.facts.get(name) else {
            let hint = nearest_or_all(name, self.data.facts.keys().map(String::as_str));
            return Err((format!("it does not tell `{name}`"), hint));
        };
        let lacks = |need: &&String| !self.has(std::slice::from_ref(*need), &|_| self.is_several());
        match fact.needs.iter().find(lacks) {
            Some(need) if need == "several" => {
                let message = format!("it tells `{name}` only where there are several `instances`");
                Err((message, "say how many: `options: {instances: 3}`".to_owned()))
            }
            Some(option) => {
                let message = format!("it tells `{name}` only with the option `{option}`");
                Err((message, format!("say it: `options: {{{option}: ...}}`")))
            }
            None => Ok(fact),
        }
    }

    fn known(&self, fact: &Fact) -> Told {
        match (&fact.secret, &fact.key) {
            (Some(secret), Some(key)) => Told::Secret { secret: self.filled(secret), key: self.filled(key) },
            _ => Told::Value(self.filled(fact.value.as_deref().unwrap_or_default())),
        }
    }

    /// Whether all that something of it needs is there: options that hold, and conditions.
    pub(crate) fn has(&self, needs: &[String], holds: &dyn Fn(&str) -> bool) -> bool {
        let option = |name: &String| self.options.get(name).map(|value| !value.is_null());
        needs.iter().all(|name| option(name).unwrap_or_else(|| holds(name)))
    }

    /// Whether there are several of it.
    pub(crate) fn is_several(&self) -> bool {
        self.options.get("instances").and_then(Value::as_u64).is_some_and(|instances| instances > 1)
    }

    /// A text of the data file, with what the names in braces stand for.
    pub(crate) fn filled(&self, text: &str) -> String {
        let known = |name: &str| match (name, self.options.get(name)) {
            ("name", _) => Some(self.object.clone()),
            ("namespace", _) => Some(self.beside.clone()),
            (_, Some(Value::String(text))) => Some(text.clone()),
            (_, Some(Value::Number(number))) => Some(number.to_string()),
            _ => None,
        };
        let (mut filled, mut rest) = (String::new(), text);
        while let Some(open) = rest.find('{') {
            filled.push_str(&rest[..open]);
            let inside = rest[open + 1..].split_once('}').and_then(|(name, after)| Some((known(name)?, after)));
            match inside {
                Some((value, after)) => {
                    filled.push_str(&value);
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = &rest[open + 1..];
                }
            }
        }
        filled + rest
    }
}
