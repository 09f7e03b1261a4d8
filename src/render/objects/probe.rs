//! The Probe of the Prometheus Operator.

use serde::Serialize;

use crate::app::{App, ExternalCheck};

use super::{Meta, Object};

#[derive(Serialize)]
struct Probe<'a> {
    meta: Meta,
    app: &'a str,
    check: &'a ExternalCheck,
}

pub(super) fn object(app: &App) -> Option<Object<'_>> {
    let check = app.external_check.as_ref().filter(|check| check.target.is_some())?;
    let mut meta = Meta::new(app, "");
    meta.labels.extend(check.labels.clone());
    let context = Probe { meta, app: app.name.as_str(), check };
    Some(Object::new("monitoring/probe.yaml.tera", "probe.yaml", &context))
}
