//! Services: one for clients, and the headless one that names a StatefulSet's pods.

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::{App, AppPort};
use crate::spec::Kind;

use super::{Meta, Object, maintenance};

#[derive(Serialize)]
struct Service<'a> {
    meta: Meta,
    headless: bool,
    traffic_distribution: Option<&'static str>,
    sticky: bool,
    selector: &'a IndexMap<String, String>,
    ports: &'a [AppPort],
}

/// The name of the headless Service.
pub(super) fn headless_name(app: &App) -> String {
    format!("{}{HEADLESS}", app.name)
}

const HEADLESS: &str = "-headless";

/// An app without a port has nothing to serve.
pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    // Where a route carries the traffic, that leads to the page.
    let shown = if app.exposure.is_some() { app } else { maintenance::shown(app) };
    let service = |suffix: &str, file: &'static str, headless| {
        let context = Service {
            meta: Meta::new(app, suffix),
            headless,
            // Who asks for a pod by its name gets that one.
            traffic_distribution: app.options.traffic_distribution.filter(|_| !headless),
            sticky: app.options.sticky && !headless,
            selector: if headless { &app.labels.selector } else { &shown.labels.selector },
            ports: &app.ports,
        };
        Object::new("core/service.yaml.tera", file, &context)
    };
    let clients = (!app.ports.is_empty()).then(|| service("", "service.yaml", false));
    let names = app.workload.kind() == Kind::StatefulSet;
    clients.into_iter().chain(names.then(|| service(HEADLESS, "service-headless.yaml", true))).collect()
}
