//! The NetworkPolicy.

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::{App, Direction};

use super::{Meta, Object};

#[derive(Serialize)]
struct NetworkPolicy<'a> {
    meta: Meta,
    selector: IndexMap<&'a str, &'a str>,
    ingress: &'a Direction,
    egress: &'a Direction,
}

pub(super) fn object(app: &App) -> Option<Object<'_>> {
    let (ingress, egress) = app.network.as_ref()?;
    let context = NetworkPolicy { meta: Meta::new(app, ""), selector: app.labels.instance(), ingress, egress };
    Some(Object::new("networking/networkpolicy.yaml.tera", "networkpolicy.yaml", &context))
}
