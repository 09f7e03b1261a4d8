//! How clients outside the cluster reach the app.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::spec::types::Name;
use crate::spec::{Protocol, Settings};

use super::ports::AppPort;
use super::report::Report;

/// A public host and what carries its traffic to the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// The public host.
    pub host: String,
    /// Number of the Service's port.
    pub port: u16,
    /// Name of the Service's port.
    pub port_name: String,
    /// What carries the traffic.
    pub listener: Listener,
}

/// What carries the traffic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Listener {
    /// A Gateway's https section.
    Gateway {
        /// Name of the Gateway.
        name: String,
        /// Its namespace.
        namespace: Option<String>,
        /// Its https listener.
        section: String,
        /// Its http listener, for a redirect to https.
        redirect_section: Option<String>,
    },
    /// An ingress controller.
    Ingress {
        /// Name of the IngressClass.
        class: String,
        /// Secret with the certificate.
        tls_secret: String,
        /// Further annotations.
        annotations: BTreeMap<String, String>,
    },
}

pub(super) fn exposure(
    name: &Name,
    settings: &Settings,
    ports: &[AppPort],
    report: &mut Report<'_>,
) -> Option<Exposure> {
    if let (Some(_), Some(_)) = (&settings.gateway, &settings.ingress) {
        report.contradiction("ingress", "gateway", "`gateway` and `ingress` are both set");
        return None;
    }
    let name_it = |key: &str, what: &str, report: &mut Report<'_>| {
        report.problem(
            key,
            format!("`{key}.{what}` is missing"),
            format!("say `{key}: {{{what}: ...}}`, or take `{key}` out"),
        )
    };
    if settings.gateway.as_ref().is_some_and(|gateway| gateway.name.is_none()) {
        name_it("gateway", "name", report);
    }
    if settings.ingress.as_ref().is_some_and(|ingress| ingress.class.is_none()) {
        name_it("ingress", "class", report);
    }
    let host = settings.host.as_ref()?;
    let listener = match (&settings.gateway, &settings.ingress) {
        (None, None) => {
            let hint = "name the Gateway, `gateway: {name: public, namespace: infra}`, or an ingress, `ingress: {class: traefik}`";
            report.problem("host", format!("`host` {host} needs something that serves it"), hint);
            return None;
        }
        (Some(gateway), _) => Listener::Gateway {
            name: gateway.name.as_ref()?.to_string(),
            namespace: gateway.namespace.as_ref().map(ToString::to_string),
            section: gateway.section.as_ref().map_or_else(|| "https".to_owned(), ToString::to_string),
            redirect_section: gateway.redirect_section.as_ref().map(ToString::to_string),
        },
        (None, Some(ingress)) => Listener::Ingress {
            class: ingress.class.as_ref()?.to_string(),
            tls_secret: ingress.tls_secret.as_ref().map_or_else(|| format!("{name}-tls"), ToString::to_string),
            annotations: ingress
                .annotations
                .iter()
                .flat_map(|map| map.iter())
                .map(|(key, value)| (key.to_string(), value.clone()))
                .collect(),
        },
    };
    let Some(port) = ports.first().filter(|port| port.protocol == Protocol::Tcp) else {
        report.problem(
            "host",
            format!("`host` {host} needs a TCP port to send its traffic to"),
            "declare it as `port`, or first under `ports`",
        );
        return None;
    };
    Some(Exposure { host: host.to_string(), port: port.port, port_name: port.name.clone(), listener })
}
