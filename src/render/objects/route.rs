//! What carries a public host's traffic: an HTTPRoute, or an Ingress.

use serde::Serialize;

use crate::app::{App, Exposure, Listener, Progressive};

use super::{Meta, Object, canary, maintenance};

#[derive(Serialize)]
struct Route<'a> {
    meta: Meta,
    gateway: Parent<'a>,
    section: &'a str,
    host: &'a str,
    service: &'a str,
    /// The Service of the new version, where Argo Rollouts splits the requests.
    steered: Option<&'a str>,
    port: u16,
    /// The share of the requests that goes elsewhere.
    canary: Option<Share<'a>>,
    redirect: bool,
}

/// How the requests are shared out between the app and its canary.
#[derive(Clone, Copy, Serialize)]
struct Share<'a> {
    service: &'a str,
    /// Percent of the requests.
    weight: u8,
    /// Percent that is left for the app.
    rest: u8,
}

#[derive(Serialize)]
struct Parent<'a> {
    name: &'a str,
    namespace: Option<&'a str>,
}

#[derive(Serialize)]
struct Ingress<'a> {
    meta: Meta,
    class: &'a str,
    tls_secret: &'a str,
    host: &'a str,
    service: &'a str,
    port_name: &'a str,
}

pub(super) fn objects(app: &App) -> Vec<Object<'_>> {
    let Some(exposure) = &app.exposure else { return Vec::new() };
    let Exposure { host, port, port_name, listener } = exposure;
    let service = maintenance::shown(app).name.as_str();
    // Nobody is to get any version while the page is shown.
    let canary = canary::shown(app).map(|canary| Share {
        service: canary.app.name.as_str(),
        weight: canary.weight,
        rest: 100u8.saturating_sub(canary.weight),
    });
    let routed = app.workload.progressive().filter(|progressive| progressive.is_routed());
    let steered = routed.and_then(Progressive::second_service).map(|suffix| format!("{}{suffix}", app.name));
    match listener {
        Listener::Ingress { class, tls_secret, annotations } => {
            let mut meta = Meta::new(app, "");
            meta.annotations.clone_from(annotations);
            let context = Ingress { meta, class, tls_secret, host, service, port_name };
            vec![Object::new("networking/ingress.yaml.tera", "ingress.yaml", &context)]
        }
        Listener::Gateway { name, namespace, section, redirect_section } => {
            let route = |suffix: &str, section, redirect: bool| Route {
                meta: Meta::new(app, suffix),
                gateway: Parent { name, namespace: namespace.as_deref() },
                section,
                host,
                service,
                steered: steered.as_deref().filter(|_| !redirect),
                port: *port,
                canary,
                redirect,
            };
            let template = "gateway/httproute.yaml.tera";
            let main = Object::new(template, "httproute.yaml", &route("", section, false));
            let redirect = redirect_section
                .as_ref()
                .map(|section| Object::new(template, "httproute-redirect.yaml", &route("-redirect", section, true)));
            std::iter::once(main).chain(redirect).collect()
        }
    }
}
