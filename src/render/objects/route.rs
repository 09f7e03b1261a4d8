//! What carries a public host's traffic: an HTTPRoute, or an Ingress.

use serde::Serialize;

use crate::app::{App, Exposure, Listener};

use super::{Meta, Object, maintenance};

#[derive(Serialize)]
struct Route<'a> {
    meta: Meta,
    gateway: Parent<'a>,
    section: &'a str,
    host: &'a str,
    service: &'a str,
    port: u16,
    redirect: bool,
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
    match listener {
        Listener::Ingress { class, tls_secret, annotations } => {
            let mut meta = Meta::new(app, "");
            meta.annotations.clone_from(annotations);
            let context = Ingress { meta, class, tls_secret, host, service, port_name };
            vec![Object::new("networking/ingress.yaml.tera", "ingress.yaml", &context)]
        }
        Listener::Gateway { name, namespace, section, redirect_section } => {
            let route = |suffix: &str, section, redirect| Route {
                meta: Meta::new(app, suffix),
                gateway: Parent { name, namespace: namespace.as_deref() },
                section,
                host,
                service,
                port: *port,
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
