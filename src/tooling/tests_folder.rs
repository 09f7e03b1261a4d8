//! `deploy/tests`: scripts that test the app where it runs, and what they must know of each environment.

use serde::Serialize;

use crate::app::{App, Asked, Tests};
use crate::layout::Objects;
use crate::manifest::Document;
use crate::spec::Kind;
use crate::spec::types::Objective;

use super::waiting::{patience, waits_for_deletes};
use super::{File, Subject};

/// The folder of the tests.
const FOLDER: &str = "deploy/tests";

/// What the scripts are told of the app as a whole.
#[derive(Serialize)]
struct Scripts {
    /// Whether pods serve in any environment.
    serves: bool,
    /// Whether an environment has a CronJob.
    scheduled: bool,
    /// Whether an environment has a Job.
    once: bool,
    /// Whether an environment updates pods only once they are deleted.
    on_delete: bool,
    /// Whether Argo Rollouts brings new versions out in an environment.
    progressive: bool,
    /// Whether an environment has anything else whose pods serve.
    plain: bool,
    /// Whether an environment has a Service.
    service: bool,
    /// Whether an environment has a path to ask for.
    asks: bool,
    /// Whether an environment has pods that a drain takes away.
    drains: bool,
}

/// What they are told of one environment; a text is empty where there is none.
#[derive(Serialize)]
struct Settings<'a> {
    environment: &'a str,
    namespace: &'a str,
    kind: &'static str,
    name: &'a str,
    selector: String,
    /// Seconds.
    timeout: u32,
    on_delete: bool,
    /// Whether a new version waits for a person.
    manual: bool,
    service: &'a str,
    health: Address<'a>,
    page: Address<'a>,
    host: &'a str,
    load: Load<'a>,
    of: &'a Scripts,
}

/// How much is asked of it, and what may go wrong.
#[derive(Serialize)]
struct Load<'a> {
    address: Address<'a>,
    /// Requests at work at the same moment; none where the spec does not say it.
    peak: Option<u32>,
    /// Seconds.
    duration: u32,
    /// The share of requests that may fail; none where there is no objective.
    failures: Option<String>,
    /// Milliseconds in which most requests must be served.
    latency: Option<u32>,
    /// Percent of them.
    fast: Option<String>,
}

/// Where a path of the Service is asked for.
#[derive(Default, Serialize)]
struct Address<'a> {
    scheme: &'static str,
    port: String,
    path: &'a str,
}

/// The files of the tests; none where no environment asks for them.
pub(super) fn files(subject: &Subject<'_>) -> Vec<File> {
    let tested: Vec<(&Objects<'_>, &Tests)> =
        subject.environments.iter().filter_map(|one| Some((one, one.app.tests.as_ref()?))).collect();
    if tested.is_empty() {
        return Vec::new();
    }
    let any = |is: &dyn Fn(&App) -> bool| tested.iter().any(|(one, _)| is(one.app));
    let scripts = Scripts {
        serves: any(&|app| !app.workload.kind().ends()),
        scheduled: any(&|app| app.workload.kind() == Kind::CronJob),
        once: any(&|app| app.workload.kind() == Kind::Job),
        on_delete: any(&|app| waits_for_deletes(&app.workload)),
        progressive: any(&|app| app.workload.progressive().is_some()),
        plain: any(&|app| !app.workload.kind().ends() && app.workload.progressive().is_none()),
        service: tested.iter().any(|(one, _)| service(one).is_some()),
        asks: tested.iter().any(|tested| asks(*tested)),
        drains: any(&|app| app.workload.kind().scales()),
    };
    let of_environment = |(one, tests): &(&Objects<'_>, &Tests)| {
        let path = format!("{FOLDER}/{}.env", one.environment());
        File::new(path, "tooling/tests/environment.env.tera", &settings(one, tests, &scripts))
    };
    let usual = [("smoke.sh", "tooling/tests/smoke.sh.tera"), ("target.sh", "tooling/tests/target.sh.tera")];
    let under_load = [
        ("disrupt.sh", "tooling/tests/disrupt.sh.tera"),
        ("load.js", "tooling/tests/load.js.tera"),
        ("load.sh", "tooling/tests/load.sh.tera"),
    ];
    let shared = usual.into_iter().chain(under_load.into_iter().filter(|_| scripts.asks));
    let shared = shared.map(|(file, template)| File::new(format!("{FOLDER}/{file}"), template, &scripts));
    shared.chain(tested.iter().map(of_environment)).collect()
}

/// Whether there is a path to ask for, and somebody who answers.
fn asks((one, tests): (&Objects<'_>, &Tests)) -> bool {
    service(one).is_some() && (tests.health.is_some() || tests.page.is_some())
}

fn settings<'a>(one: &Objects<'a>, tests: &'a Tests, of: &'a Scripts) -> Settings<'a> {
    let app = one.app;
    let (_, kind) = app.workload.object();
    let is_workload = |document: &&Document| document.identity.kind == kind;
    let workload = one.documents.iter().find(is_workload);
    let selector = app.labels.selector.iter().map(|(key, value)| format!("{key}={value}"));
    Settings {
        environment: &app.environment,
        namespace: app.namespace.as_ref().map_or("", |namespace| namespace.as_str()),
        kind,
        // The name of a Job carries a hash.
        name: workload.map_or(app.name.as_str(), |document| &document.identity.name),
        selector: selector.collect::<Vec<_>>().join(","),
        timeout: patience(app),
        on_delete: waits_for_deletes(&app.workload),
        manual: app.workload.progressive().is_some_and(|progressive| progressive.manual),
        service: service(one).unwrap_or_default(),
        health: tests.health.as_ref().map(address).unwrap_or_default(),
        page: tests.page.as_ref().map(address).unwrap_or_default(),
        host: host(app).unwrap_or_default(),
        load: load(app, tests),
        of,
    }
}

/// The load that the spec speaks of, held against what its alerts promise.
fn load<'a>(app: &'a App, tests: &'a Tests) -> Load<'a> {
    let alerts = app.alerts.as_ref();
    let latency = alerts.and_then(|alerts| alerts.latency);
    Load {
        address: tests.entry.as_ref().map(address).unwrap_or_default(),
        peak: app.capacity.as_ref().and_then(|capacity| capacity.peak),
        duration: tests.duration,
        failures: alerts.and_then(|alerts| alerts.errors).map(Objective::budget),
        latency: latency.map(|(within, _)| within.milliseconds()),
        fast: latency.map(|(_, share)| share.to_string()),
    }
}

fn address(asked: &Asked) -> Address<'_> {
    Address { scheme: if asked.tls { "https" } else { "http" }, port: asked.port.to_string(), path: &asked.path }
}

/// The Service that clients call. An app that may scale to none has nobody behind it.
fn service<'a>(one: &Objects<'a>) -> Option<&'a str> {
    let app = one.app;
    let is_up = app.workload.replicas().is_none_or(|replicas| replicas.fewest() > 0);
    let is = |document: &&Document| document.identity.kind == "Service" && document.identity.name == app.name.as_str();
    one.documents.iter().find(is).filter(|_| is_up).map(|document| document.identity.name.as_str())
}

/// The public host, where it is one.
fn host(app: &App) -> Option<&str> {
    app.exposure.as_ref().map(|exposure| exposure.host.as_str()).filter(|host| !host.starts_with('*'))
}

/// The path of an environment's settings once it has another name.
pub(super) fn renamed(path: &str, from: &str, to: &str) -> Option<String> {
    (path == format!("{FOLDER}/{from}.env")).then(|| format!("{FOLDER}/{to}.env"))
}
