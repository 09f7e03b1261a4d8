//! The PodMonitor.

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::{App, Monitor};

use super::{Meta, Object};

#[derive(Serialize)]
struct PodMonitor<'a> {
    meta: Meta,
    selector: &'a IndexMap<String, String>,
    monitor: &'a Monitor,
}

/// One for the pods of every kind: a ServiceMonitor would read a StatefulSet's pods twice, once by each of its
/// Services, and finds nothing where there is no Service.
pub(super) fn object(app: &App) -> Option<Object<'_>> {
    let monitor = app.monitor.as_ref()?;
    let mut meta = Meta::new(app, "");
    meta.labels.extend(monitor.labels.clone());
    let context = PodMonitor { meta, selector: &app.labels.selector, monitor };
    Some(Object::new("monitoring/podmonitor.yaml.tera", "podmonitor.yaml", &context))
}
