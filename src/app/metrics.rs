//! The port that metrics are read from, and who is let in to read them.

use indexmap::IndexMap;
use serde::Serialize;

use crate::spec::types::{Duration, Port};
use crate::spec::{Metrics, Peer, PeerEntry, PeerPort, Protocol, Scraper, Settings};

use super::container::Container;
use super::labels;
use super::network::{NetworkPort, NetworkRule};
use super::peers::{network_peer, words};
use super::ports::AppPort;
use super::report::Report;

/// The name of the port that is added for metrics; PodMonitors and ServiceMonitors know it by that.
const PORT_NAME: &str = "metrics";
const USUAL_PATH: &str = "/metrics";

/// How the Prometheus Operator finds the metrics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Monitor {
    /// Name of the container's port.
    pub port: String,
    /// Their http path.
    pub path: String,
    /// Time between two readings, where it is not left to the Prometheus.
    pub interval: Option<String>,
    /// Labels by which a Prometheus selects it.
    #[serde(skip)]
    pub labels: IndexMap<String, String>,
}

/// What a scraper asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scrape {
    port: u16,
    path: String,
    /// Whether nothing but metrics is served there, as far as the spec tells.
    apart: bool,
}

impl Scrape {
    /// Whether a port serves metrics and nothing else, so that it is not meant by "all ports".
    pub(super) fn alone(&self, port: &AppPort) -> bool {
        self.apart && port.protocol == Protocol::Tcp && port.port == self.port
    }
}

/// All ports, with one for metrics where it was not declared, and what a scraper asks.
pub(super) fn metrics(
    settings: &Settings,
    declared: &[AppPort],
    report: &mut Report<'_>,
) -> (Vec<AppPort>, Option<Scrape>) {
    let mut ports = declared.to_vec();
    let serves = !settings.kind.unwrap_or_default().ends();
    let Some(metrics) = settings.metrics.as_ref().filter(|_| serves) else { return (ports, None) };
    let first = declared.iter().find(|port| port.protocol == Protocol::Tcp);
    let Some(number) = metrics.port.map(Port::get).or(first.map(|port| port.port)) else {
        report.problem(
            "metrics",
            "`metrics` names no port, and the app declares none",
            "say it: `metrics: {port: 9090}`",
        );
        return (ports, None);
    };
    let is_declared = declared.iter().any(|port| port.port == number && port.protocol == Protocol::Tcp)
        || of_sidecar(settings, number);
    if !is_declared {
        if declared.iter().any(|port| port.name == PORT_NAME) {
            report.problem(
                "metrics.port",
                format!("`metrics.port` is {number}, and the port that is named `{PORT_NAME}` has another number"),
                "make them one number, or give the declared port another name",
            );
        }
        ports.push(AppPort {
            name: PORT_NAME.to_owned(),
            port: number,
            protocol: Protocol::Tcp,
            app_protocol: None,
            inside: false,
        });
    }
    check_scraper(metrics, report);
    let path = metrics.path.as_ref().map_or_else(|| USUAL_PATH.to_owned(), ToString::to_string);
    let apart = first.is_none_or(|first| first.port != number);
    (ports, Some(Scrape { port: number, path, apart }))
}

/// Whether a sidecar declares the port, as an exporter does.
fn of_sidecar(settings: &Settings, number: u16) -> bool {
    let sidecars = settings.sidecars.iter().flat_map(|sidecars| sidecars.values());
    sidecars
        .flat_map(|one| one.port.into_iter().chain(one.ports.iter().flatten().map(|entry| entry.port)))
        .any(|port| port.get() == number)
}

/// A port that is used inside of the pod alone is read by nobody outside of it.
pub(super) fn check_reach(scrape: Option<&Scrape>, ports: &[AppPort], report: &mut Report<'_>) {
    let Some(scrape) = scrape else { return };
    if ports.iter().any(|port| port.inside && port.port == scrape.port && port.protocol == Protocol::Tcp) {
        report.problem(
            "metrics",
            format!("metrics are read from port {}, which is used inside of the pod alone", scrape.port),
            "serve them at a port of their own: `metrics: {port: 9090}`",
        );
    }
}

/// How the Prometheus Operator finds the metrics, where that is asked for.
pub(super) fn monitor(
    settings: &Settings,
    scrape: Option<&Scrape>,
    containers: &[&Container],
    report: &mut Report<'_>,
) -> Option<Monitor> {
    let asked = settings.metrics.as_ref()?.monitor.as_ref()?;
    let scrape = scrape?;
    let is_read = |port: &&AppPort| port.port == scrape.port && port.protocol == Protocol::Tcp;
    let port = containers.iter().flat_map(|container| &container.ports).find(is_read)?;
    if asked.interval.is_some_and(|interval| interval.seconds() == 0) {
        let hint = "say the time between two readings, such as `interval: 30s`";
        report.problem("metrics.monitor.interval", "`metrics.monitor.interval` is 0s", hint);
    }
    Some(Monitor {
        port: port.name.clone(),
        path: scrape.path.clone(),
        interval: asked.interval.as_ref().map(Duration::to_string),
        labels: labels::further(&["metrics", "monitor", "labels"], asked.labels.as_ref(), report),
    })
}

/// The ports without one that was added for metrics: no public host leads there.
pub(super) fn without(ports: &[AppPort], declared: &[AppPort], main: &Container) -> Vec<AppPort> {
    let added = |port: &AppPort| {
        main.ports.iter().any(|own| own.name == port.name) && declared.iter().all(|own| own.name != port.name)
    };
    ports.iter().filter(|port| !added(port)).cloned().collect()
}

fn check_scraper(metrics: &Metrics, report: &mut Report<'_>) {
    let Some(Scraper { namespace, app, labels }) = &metrics.scraped_by else { return };
    let empty = app.as_ref().is_some_and(|app| app.as_str().is_empty())
        || app.is_none() && labels.as_ref().map_or(namespace.is_none(), |labels| labels.is_empty());
    if empty {
        report.problem(
            "metrics.scrapedBy",
            "`metrics.scrapedBy` names no pods",
            "name their namespace, `scrapedBy: {namespace: monitoring}`, or their `app` or `labels`",
        );
    }
}

/// Whoever collects the metrics must get in where callers are named.
pub(super) fn scraper(
    settings: &Settings,
    scrape: Option<&Scrape>,
    called_by: &[Peer],
    report: &mut Report<'_>,
) -> Option<NetworkRule> {
    let scrape = scrape?;
    let port = vec![NetworkPort::one(scrape.port, Protocol::Tcp)];
    let Some(scraper) = settings.metrics.as_ref().and_then(|metrics| metrics.scraped_by.as_ref()) else {
        let covers = |port: PeerPort| (port.bounds().0..=port.bounds().1).contains(&scrape.port);
        let named = |peer: &Peer| peer.entry().is_ok_and(|entry| entry.named_ports().any(covers));
        // A caller that names the port of the metrics and of nothing else is a scraper.
        if !(scrape.apart && called_by.iter().any(named)) {
            report.problem(
                "calledBy",
                "`calledBy` would cut off what collects the metrics: its pods are not known",
                "name their namespace: `metrics: {..., scrapedBy: {namespace: monitoring}}`",
            );
        }
        return None;
    };
    let Scraper { namespace, app, labels } = scraper.clone();
    let entry = PeerEntry { namespace, app, labels, ..PeerEntry::default() };
    let reason = format!("From what collects the metrics at {}: {}.", scrape.path, words(&entry));
    Some(NetworkRule::new(reason, Some(network_peer(&entry)), port))
}
