//! The Service.

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::{App, AppPort};

use super::{Meta, Object};

#[derive(Serialize)]
struct Service<'a> {
    meta: Meta,
    selector: &'a IndexMap<String, String>,
    ports: &'a [AppPort],
}

/// An app without a port has nothing to serve.
pub(super) fn object(app: &App) -> Option<Object> {
    let context = Service { meta: Meta::new(app, ""), selector: &app.labels.selector, ports: &app.ports };
    (!app.ports.is_empty()).then(|| Object::new("core/service.yaml.tera", "service.yaml", &context))
}
