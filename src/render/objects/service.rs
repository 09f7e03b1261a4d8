//! Services: one for clients, and the headless one that names a StatefulSet's pods.

use indexmap::IndexMap;
use serde::Serialize;

use crate::app::{App, AppPort, Progressive};
use crate::spec::Kind;

use super::{Meta, Object, maintenance};

#[derive(Serialize)]
struct Service<'a> {
    meta: Meta,
    headless: bool,
    traffic_distribution: Option<&'static str>,
    sticky: bool,
    /// Whether Argo Rollouts leads it to one version.
    steered: bool,
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
    let second = app.workload.progressive().and_then(Progressive::second_service);
    let service = |suffix: &str, file: &'static str, headless| {
        let context = Service {
            meta: Meta::new(app, suffix),
            headless,
            // Who asks for a pod by its name gets that one.
            traffic_distribution: app.options.traffic_distribution.filter(|_| !headless),
            sticky: app.options.sticky && !headless,
            steered: second.is_some(),
            selector: if headless { &app.labels.selector } else { &shown.labels.selector },
            ports: &app.ports,
        };
        Object::new("core/service.yaml.tera", file, &context)
    };
    let clients = (!app.ports.is_empty()).then(|| service("", "service.yaml", false));
    let names = app.workload.kind() == Kind::StatefulSet;
    let new = second.map(|suffix| match suffix {
        "-canary" => service(suffix, "service-canary.yaml", false),
        _ => service(suffix, "service-preview.yaml", false),
    });
    let headless = names.then(|| service(HEADLESS, "service-headless.yaml", true));
    clients.into_iter().chain(new).chain(headless).collect()
}
