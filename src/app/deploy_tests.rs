//! What the tests of the app where it runs ask it.

use serde::Serialize;

use crate::spec::types::Duration;
use crate::spec::{Protocol, Settings};

use super::container::Container;
use super::ports::AppPort;
use super::probes::Check;
use super::report::Report;

/// Seconds of the load test where the spec names none.
const USUAL_DURATION: u32 = 60;

/// What the tests ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tests {
    /// What the readiness probe asks for, where that is a path and its port one of the Service.
    pub health: Option<Asked>,
    /// What the spec names beside it.
    pub page: Option<Asked>,
    /// What is asked for where users come in: the page, else the probe's path where users come to its port, else `/`.
    pub entry: Option<Asked>,
    /// Seconds that the load test keeps the app at its busiest.
    pub duration: u32,
}

/// A path that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The path.
    pub path: String,
    /// Number of the Service's port.
    pub port: u16,
    /// Whether it speaks https.
    pub tls: bool,
}

/// The tests, where the spec wants them.
pub(super) fn tests(
    settings: &Settings,
    ports: &[AppPort],
    main: &Container,
    report: &mut Report<'_>,
) -> Option<Tests> {
    let asked = settings.tests.as_ref()?;
    let health = match main.probes.readiness.as_ref().map(|probe| &probe.check) {
        Some(Check::Http { path, port: name, tls }) => {
            let port = ports.iter().find(|port| port.name == *name && !port.inside);
            port.map(|port| Asked { path: path.clone(), port: port.port, tls: *tls })
        }
        _ => None,
    };
    let port = ports.first().filter(|port| port.protocol == Protocol::Tcp);
    if asked.path.is_some() && port.is_none() && !settings.kind.unwrap_or_default().ends() {
        let hint = "declare it as `port`, or first under `ports`, or take `tests.path` out";
        report.problem("tests.path", "`tests.path` is asked for at a TCP port, and the app has none", hint);
    }
    let page = asked.path.as_ref().zip(port).map(|(path, port)| Asked {
        path: path.to_string(),
        port: port.port,
        tls: health.as_ref().is_some_and(|health| health.port == port.port && health.tls),
    });
    let root = || port.map(|port| Asked { path: "/".to_owned(), port: port.port, tls: false });
    let probed = || health.clone().filter(|health| port.is_some_and(|port| port.port == health.port));
    let speaks_http = page.is_some() || health.is_some();
    let entry = page.clone().or_else(probed).or_else(root).or_else(|| health.clone()).filter(|_| speaks_http);
    let duration = asked.duration.map_or(USUAL_DURATION, Duration::seconds);
    if duration == 0 {
        let hint = "say how long, such as `duration: 1m`, or leave it out";
        report.problem("tests.duration", "`tests.duration` is 0s, in which nothing is asked", hint);
    }
    Some(Tests { health, page, entry, duration })
}
