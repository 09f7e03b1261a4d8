//! Ports of the container and of its Service.

use serde::Serialize;

use crate::spec::types::Port;
use crate::spec::{Capability, ProbeEntry, Protocol, Settings, Sidecar};

use super::container::Container;
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
    /// Whether it is used inside of the pod alone.
    pub inside: bool,
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
            vec![AppPort { name, port: port.get(), protocol: Protocol::Tcp, app_protocol, inside: false }]
        }
        (None, entries) => {
            let entries = entries.iter().flatten();
            entries
                .map(|entry| AppPort {
                    name: entry.name.to_string(),
                    port: entry.port.get(),
                    protocol: entry.protocol,
                    app_protocol: entry.app_protocol.as_ref().map(ToString::to_string),
                    inside: entry.inside,
                })
                .collect()
        }
    };
    let bound = settings.capabilities.iter().flatten().any(|one| *one == Capability::NetBindService);
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
        if port.port < 1024 && !bound {
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

/// No two containers of a pod share a port, or the name of one.
pub(super) fn check_pod(main: &[AppPort], further: &[Container], report: &mut Report<'_>) {
    let mut known: Vec<(&str, &AppPort)> = main.iter().map(|port| ("the app", port)).collect();
    for container in further {
        for port in &container.ports {
            let part = ["sidecars", container.name.as_str()];
            for (owner, other) in &known {
                if other.name == port.name {
                    let message = format!("its port `{}` has the name of a port of {owner}", port.name);
                    let hint = format!("name it: `ports: [{{name: ..., port: {}}}]`", port.port);
                    report.within("sidecar", &part, |report| report.problem("ports", message, hint));
                }
                if other.port == port.port && other.protocol == port.protocol {
                    let message = format!("its port {} is one of {owner}, and both share one address", port.port);
                    let hint = "let one of the two listen on another";
                    report.within("sidecar", &part, |report| report.problem("ports", message, hint));
                }
            }
        }
        known.extend(container.ports.iter().map(|port| (container.name.as_str(), port)));
    }
}

/// Whether anybody is to connect to the pod, at a port of the app or of a sidecar.
pub(super) fn serves(settings: &Settings, main: &[AppPort]) -> bool {
    let of_sidecar = |one: &Sidecar| one.port.is_some() || one.ports.iter().flatten().any(|entry| !entry.inside);
    let sidecars = settings.sidecars.iter().flat_map(|sidecars| sidecars.values());
    main.iter().any(|port| !port.inside) || sidecars.into_iter().any(of_sidecar)
}

/// The ports of the Service, the one that a public host leads to first: those of the sidecar that requests
/// come in through, then of the app, then of the other sidecars. The app's first port is reached by the
/// front sidecar alone.
pub(super) fn served(main: &mut [AppPort], further: &[Container], front: Option<&str>) -> Vec<AppPort> {
    if let Some(first) = main.first_mut().filter(|_| front.is_some()) {
        first.inside = true;
    }
    let faces = |container: &&Container| Some(container.name.as_str()) == front;
    let first = further.iter().filter(faces).flat_map(|container| &container.ports);
    let last = further.iter().filter(|container| !faces(container)).flat_map(|container| &container.ports);
    first.chain(main.iter()).chain(last).filter(|port| !port.inside).cloned().collect()
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
