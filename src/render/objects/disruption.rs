//! The PodDisruptionBudget.

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::App;
use crate::spec::Share;

use super::{Meta, Object};

#[derive(Serialize)]
struct Disruption<'a> {
    meta: Meta,
    max_unavailable: Share,
    selector: &'a IndexMap<String, String>,
}

/// A single pod has no budget to give.
pub(super) fn object(app: &App) -> Option<Object<'_>> {
    let context =
        Disruption { meta: Meta::new(app, ""), max_unavailable: app.disruption?, selector: &app.labels.selector };
    Some(Object::new("policy/poddisruptionbudget.yaml.tera", "poddisruptionbudget.yaml", &context))
}
