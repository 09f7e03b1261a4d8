//! The NetworkPolicy.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::app::{App, Direction};

use super::{Meta, Object};

#[derive(Serialize)]
struct NetworkPolicy<'a> {
    meta: Meta,
    /// One label, which is enough to tell the app's pods from all others.
    selector: BTreeMap<&'a String, &'a String>,
    ingress: &'a Direction,
    egress: &'a Direction,
}

pub(super) fn object(app: &App) -> Option<Object> {
    let (ingress, egress) = app.network.as_ref()?;
    let selector = app.labels.selector.iter().filter(|(key, _)| key.ends_with("/instance")).collect();
    let context = NetworkPolicy { meta: Meta::new(app, ""), selector, ingress, egress };
    Some(Object::new("networking/networkpolicy.yaml.tera", "networkpolicy.yaml", &context))
}
