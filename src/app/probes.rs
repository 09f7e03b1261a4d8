//! Probes, and the arithmetic of their time budgets.

use serde::Serialize;

use crate::spec::types::Duration;
use crate::spec::{Exception, Health, Probe, ProbeEntry, Settings};

use super::ports::{AppPort, declared};
use super::report::Report;

/// The three probes of a container.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probes {
    /// Has started; holds the other two back until then.
    pub startup: Option<TimedProbe>,
    /// Can serve now.
    pub readiness: Option<TimedProbe>,
    /// Still lives.
    pub liveness: Option<TimedProbe>,
    /// Seconds that a start may take.
    pub startup_budget: u32,
}

/// A question and how often it is asked. Times are in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimedProbe {
    /// The question.
    pub check: Check,
    /// Seconds between two tries.
    pub period: u32,
    /// Seconds that one try may take.
    pub timeout: u32,
    /// Failures in a row before the probe counts as failed.
    pub failures: u32,
}

impl TimedProbe {
    /// Seconds until a broken app is noticed.
    pub fn budget(&self) -> u32 {
        self.period * self.failures
    }
}

/// What a probe asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Check {
    /// GET a path.
    Http {
        /// Path.
        path: String,
        /// Name of the port.
        port: String,
        /// Whether it speaks https.
        tls: bool,
    },
    /// The grpc health protocol, which takes no port name.
    Grpc {
        /// Number of the port.
        port: u16,
        /// Name of the service.
        service: Option<String>,
    },
    /// Open a connection.
    Tcp {
        /// Name of the port.
        port: String,
    },
    /// Run a command.
    Exec {
        /// Program and arguments.
        command: Vec<String>,
    },
}

const READINESS: (u32, u32, u32) = (5, 2, 3);
/// Four times the readiness budget: a busy app leaves the Service long before it is restarted.
const LIVENESS: (u32, u32, u32) = (10, 2, 6);
const STARTUP_BUDGET: Duration = Duration::from_seconds(60);

pub(super) fn probes(settings: &Settings, ports: &[AppPort], report: &mut Report<'_>) -> Probes {
    if settings.kind.unwrap_or_default().ends() {
        return Probes::default();
    }
    let health = settings.health.clone().unwrap_or_default();
    let mut read = |key: &str, entry: &Option<ProbeEntry>, pace| {
        entry.as_ref().and_then(|entry| timed(key, entry, pace, ports, report))
    };
    let stated_readiness = read("health.readiness", &health.readiness, READINESS);
    let liveness = read("health.liveness", &health.liveness, LIVENESS);
    let stated_startup =
        read("health.startup", &health.startup.as_ref().and_then(|startup| startup.probe.clone()), READINESS);
    let readiness = stated_readiness.or_else(|| opened(ports));
    if settings.excuses(Exception::NoProbe) && health == Health::default() {
        return Probes { startup_budget: STARTUP_BUDGET.seconds(), ..Probes::default() };
    }
    if readiness.is_none() && health.readiness.is_none() {
        let hint = "say how to ask it, `health: {readiness: {exec: [my-app, check]}}`, or why not, `exceptions: {no-probe: \"...\"}`";
        report.problem(
            "health",
            "the app has no TCP port and no probe: Kubernetes could not tell whether it works",
            hint,
        );
    }
    if health.readiness.is_none() && readiness.is_some() {
        let hint = "name a path that answers only when the app can serve: `health: {readiness: /readyz}`";
        report.warning("health", "readiness only tries to connect, which says little about the app", hint);
    }
    if health.liveness.is_none() && !settings.excuses(Exception::NoLiveness) {
        let hint = "name a path that fails only when a restart helps, `health: {liveness: /livez}`, or say why not, `exceptions: {no-liveness: \"...\"}`";
        report.warning("health", "there is no liveness probe: a hung container is not restarted", hint);
    }
    if let (Some(readiness), Some(liveness)) = (&readiness, &liveness) {
        compare(readiness, liveness, report);
    }
    let within = health.startup.and_then(|startup| startup.within).unwrap_or(STARTUP_BUDGET);
    refuse_no_time(within, report);
    let startup =
        stated_startup.or_else(|| liveness.clone()).or_else(|| readiness.clone()).map(|probe| budgeted(probe, within));
    Probes { startup, readiness, liveness, startup_budget: within.seconds() }
}

/// The probes of a sidecar, as far as they are stated. Its start holds the app's back, so that no start-up
/// probe asks what readiness asks: that may wait for the app.
pub(super) fn of_sidecar(settings: &Settings, ports: &[AppPort], report: &mut Report<'_>) -> Probes {
    let health = settings.health.clone().unwrap_or_default();
    let mut read = |key: &str, entry: &Option<ProbeEntry>, pace| {
        entry.as_ref().and_then(|entry| timed(key, entry, pace, ports, report))
    };
    let readiness = read("health.readiness", &health.readiness, READINESS);
    let liveness = read("health.liveness", &health.liveness, LIVENESS);
    let stated = health.startup.clone().unwrap_or_default();
    let startup = read("health.startup", &stated.probe, READINESS).or_else(|| liveness.clone());
    if let (Some(readiness), Some(liveness)) = (&readiness, &liveness) {
        compare(readiness, liveness, report);
    }
    if health.startup.is_some() && startup.is_none() && stated.probe.is_none() && health.liveness.is_none() {
        let hint = "say what to ask, `startup: {probe: /healthz}`, or give it a `liveness` probe";
        report.problem("health.startup", "nothing tells that it has started", hint);
    }
    let serves = ports.iter().any(|port| !port.inside) && !settings.kind.unwrap_or_default().ends();
    if serves && health.readiness.is_none() {
        report.warning(
            "health",
            "it has no readiness probe: requests come before it can serve",
            "name a path that answers only when it can serve: `health: {readiness: /healthz}`",
        );
    }
    let within = stated.within.unwrap_or(STARTUP_BUDGET);
    refuse_no_time(within, report);
    let startup = startup.map(|probe| budgeted(probe, within));
    Probes { startup, readiness, liveness, startup_budget: within.seconds() }
}

fn refuse_no_time(within: Duration, report: &mut Report<'_>) {
    if within.seconds() == 0 {
        report.problem(
            "health.startup",
            "`health.startup.within` is no time at all",
            "give the slowest start, such as 60s",
        );
    }
}

/// The probe that a port alone allows: open a connection.
fn opened(ports: &[AppPort]) -> Option<TimedProbe> {
    let port = declared(ports, None)?;
    let (period, timeout, failures) = READINESS;
    Some(TimedProbe { check: Check::Tcp { port: port.name.clone() }, period, timeout, failures })
}

/// A start-up probe asks often, so that a fast start is noticed, and as many times as fit the budget.
fn budgeted(probe: TimedProbe, within: Duration) -> TimedProbe {
    let period = match within.seconds() {
        0..=60 => 2,
        61..=300 => 5,
        _ => 10,
    };
    TimedProbe { period, failures: within.seconds().div_ceil(period).max(1), ..probe }
}

/// Liveness must be slower to judge than readiness, or ask something else; better both.
fn compare(readiness: &TimedProbe, liveness: &TimedProbe, report: &mut Report<'_>) {
    if readiness.check != liveness.check {
        return;
    }
    let hint = "let liveness ask something that fails only when a restart helps, never whether a database answers";
    if matches!(liveness.check, Check::Http { .. }) {
        report.warning(
            "health.liveness",
            "liveness and readiness ask the same path: an app that is only busy is restarted",
            hint,
        );
    } else if liveness.budget() < 3 * readiness.budget() {
        let message = format!(
            "liveness asks what readiness asks and gives up after {}s; readiness after {}s",
            liveness.budget(),
            readiness.budget()
        );
        report.problem(
            "health.liveness",
            message,
            "give liveness at least three times as long: raise `failures` or `every`",
        );
    }
}

fn timed(
    key: &str,
    entry: &ProbeEntry,
    pace: (u32, u32, u32),
    ports: &[AppPort],
    report: &mut Report<'_>,
) -> Option<TimedProbe> {
    let probe = match entry {
        ProbeEntry::Path(path) => Probe {
            http: Some(crate::spec::HttpProbe { path: path.clone(), port: None, tls: false }),
            ..Probe::default()
        },
        ProbeEntry::Full(probe) => probe.clone(),
    };
    let stated = [probe.http.is_some(), probe.grpc.is_some(), probe.tcp.is_some(), probe.exec.is_some()];
    if stated.iter().filter(|stated| **stated).count() != 1 {
        report.problem(
            key,
            format!("`{key}` must ask exactly one of http, grpc, tcp, exec"),
            "such as `{http: {path: /readyz}}` or `{grpc: {}}`",
        );
        return None;
    }
    let number = probe
        .http
        .as_ref()
        .and_then(|http| http.port)
        .or(probe.grpc.as_ref().and_then(|grpc| grpc.port))
        .or(probe.tcp.as_ref().and_then(|tcp| tcp.port));
    let port = declared(ports, number);
    let check = match (probe, port) {
        (Probe { exec: Some(command), .. }, _) if command.is_empty() => {
            report.problem(key, format!("`{key}.exec` names no command"), "such as `exec: [my-app, check]`");
            return None;
        }
        (Probe { exec: Some(command), .. }, _) => Check::Exec { command },
        (_, None) => {
            let message = match number {
                Some(number) => format!("`{key}` asks port {}, which is not declared as a TCP port", number.get()),
                None => format!("`{key}` asks a TCP port, and none is declared"),
            };
            report.problem(key, message, "declare it under `port` or `ports`");
            return None;
        }
        (Probe { http: Some(http), .. }, Some(port)) => {
            Check::Http { path: http.path.to_string(), port: port.name.clone(), tls: http.tls }
        }
        (Probe { grpc: Some(grpc), .. }, Some(port)) => Check::Grpc { port: port.port, service: grpc.service },
        (_, Some(port)) => Check::Tcp { port: port.name.clone() },
    };
    let (every, timeout, failures) = match entry {
        ProbeEntry::Full(Probe { every, timeout, failures, .. }) => (*every, *timeout, *failures),
        ProbeEntry::Path(_) => (None, None, None),
    };
    let seconds = |stated: Option<Duration>, usual: u32| stated.map_or(usual, Duration::seconds);
    let probe = TimedProbe {
        check,
        period: seconds(every, pace.0),
        timeout: seconds(timeout, pace.1),
        failures: failures.map_or(pace.2, u32::from),
    };
    if probe.period == 0 || probe.timeout == 0 || probe.failures == 0 {
        report.problem(
            key,
            format!("`{key}`: every, timeout and failures must be at least 1"),
            "leave them out for the usual pace",
        );
        return None;
    }
    Some(probe)
}
