//! Ports of the container and of its Service.

use serde::Serialize;

use crate::spec::types::Port;
use crate::spec::{ProbeEntry, Protocol, Settings};

use super::report::Report;

/// A port, the same in container and Service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppPort {
    /// Name by which Service, probes and routes refer to it.
    pub name: String,
    /// Number.
    pub port: u16,
    /// Transport.
    pub protocol: Protocol,
    /// Application protocol.
    pub app_protocol: Option<String>,
}

pub(super) fn ports(settings: &Settings, report: &mut Report<'_>) -> Vec<AppPort> {
    if settings.port.is_some() && settings.ports.is_some() {
        report.contradiction("ports", "port", "`port` and `ports` are both set");
    }
    let ports: Vec<AppPort> = match (&settings.port, &settings.ports) {
        (Some(port), _) => {
            let name = only_name(settings);
            // The grpc probe speaks HTTP/2 without TLS, and so does its port.
            let app_protocol = (name == "grpc").then(|| "kubernetes.io/h2c".to_owned());
            vec![AppPort { name, port: port.get(), protocol: Protocol::Tcp, app_protocol }]
        }
        (None, entries) => {
            let entries = entries.iter().flatten();
            entries
                .map(|entry| AppPort {
                    name: entry.name.to_string(),
                    port: entry.port.get(),
                    protocol: entry.protocol,
                    app_protocol: entry.app_protocol.as_ref().map(ToString::to_string),
                })
                .collect()
        }
    };
    for (index, port) in ports.iter().enumerate() {
        for other in &ports[..index] {
            if other.name == port.name {
                report.problem("ports", format!("two ports are named `{}`", port.name), "give each a name of its own");
            }
            if other.port == port.port && other.protocol == port.protocol {
                let message = format!("port {} has two owners, `{}` and `{}`", port.port, other.name, port.name);
                report.problem("ports", message, "declare each number once");
            }
        }
        if port.port < 1024 {
            let message =
                format!("port {} is below 1024, where a non-root process may not be allowed to listen", port.port);
            report.warning(
                if settings.port.is_some() { "port" } else { "ports" },
                message,
                "let the app listen on a higher port, such as 8080",
            );
        }
    }
    ports
}

/// A name that says what an only port speaks, as far as the probes tell.
fn only_name(settings: &Settings) -> String {
    let readiness = settings.health.as_ref().and_then(|health| health.readiness.as_ref());
    let name = match readiness {
        Some(ProbeEntry::Full(probe)) if probe.grpc.is_some() => "grpc",
        Some(ProbeEntry::Full(probe)) if probe.tcp.is_some() || probe.exec.is_some() => "tcp",
        _ => "http",
    };
    name.to_owned()
}

/// The declared TCP port that a probe names by its number; without one the first.
pub(super) fn declared(ports: &[AppPort], port: Option<Port>) -> Option<&AppPort> {
    let mut tcp = ports.iter().filter(|declared| declared.protocol == Protocol::Tcp);
    match port {
        Some(port) => tcp.find(|declared| declared.port == port.get()),
        None => tcp.next(),
    }
}
