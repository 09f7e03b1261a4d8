//! `deploy/tests`: scripts that test the app where it runs, and what they must know of each environment.

use serde::Serialize;

use crate::app::{App, Asked, Tests, Workload};
use crate::layout::Objects;
use crate::manifest::Document;
use crate::spec::{Kind, Strategy};

use super::{File, Subject};

/// The folder of the tests.
const FOLDER: &str = "deploy/tests";

/// Seconds that a rollout gets at least.
const PATIENCE: u32 = 600;

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
    /// Whether an environment has a Service.
    service: bool,
    /// Whether an environment has a path to ask for.
    asks: bool,
    /// Whether an environment has a public host.
    public: bool,
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
    service: &'a str,
    health: Address<'a>,
    page: Address<'a>,
    host: &'a str,
    of: &'a Scripts,
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
        service: tested.iter().any(|(one, _)| service(one).is_some()),
        asks: tested.iter().any(|tested| asks(*tested)),
        public: tested.iter().any(|tested| asks(*tested) && host(tested.0.app).is_some()),
    };
    let of_environment = |(one, tests): &(&Objects<'_>, &Tests)| {
        let path = format!("{FOLDER}/{}.env", one.environment());
        File::new(path, "tooling/tests/environment.env.tera", &settings(one, tests, &scripts))
    };
    let script = File::new(format!("{FOLDER}/smoke.sh"), "tooling/tests/smoke.sh.tera", &scripts);
    [script].into_iter().chain(tested.iter().map(of_environment)).collect()
}

/// Whether there is a path to ask for, and somebody who answers.
fn asks((one, tests): (&Objects<'_>, &Tests)) -> bool {
    service(one).is_some() && (tests.health.is_some() || tests.page.is_some())
}

fn settings<'a>(one: &Objects<'a>, tests: &'a Tests, of: &'a Scripts) -> Settings<'a> {
    let app = one.app;
    let is_workload = |document: &&Document| document.identity.kind == app.workload.kind().name();
    let workload = one.documents.iter().find(is_workload);
    let selector = app.labels.selector.iter().map(|(key, value)| format!("{key}={value}"));
    Settings {
        environment: &app.environment,
        namespace: app.namespace.as_ref().map_or("", |namespace| namespace.as_str()),
        kind: app.workload.kind().name(),
        // The name of a Job carries a hash.
        name: workload.map_or(app.name.as_str(), |document| &document.identity.name),
        selector: selector.collect::<Vec<_>>().join(","),
        timeout: timeout(app),
        on_delete: waits_for_deletes(&app.workload),
        service: service(one).unwrap_or_default(),
        health: tests.health.as_ref().map(address).unwrap_or_default(),
        page: tests.page.as_ref().map(address).unwrap_or_default(),
        host: host(app).unwrap_or_default(),
        of,
    }
}

fn address(asked: &Asked) -> Address<'_> {
    Address { scheme: if asked.tls { "https" } else { "http" }, port: asked.port.to_string(), path: &asked.path }
}

/// Seconds until the pods have surely been replaced, or the run is over.
fn timeout(app: &App) -> u32 {
    let one = app.main.probes.startup_budget + app.termination.grace;
    match &app.workload {
        Workload::Deployment { progress_deadline, .. } => *progress_deadline,
        Workload::StatefulSet { replicas, .. } => PATIENCE.max(u32::from(replicas.most()) * one),
        Workload::DaemonSet { .. } => PATIENCE,
        Workload::Job(run) | Workload::CronJob(_, run) => {
            run.active_deadline.map_or(PATIENCE, |deadline| PATIENCE + deadline)
        }
    }
}

/// Whether pods are replaced only once somebody deletes them, so that no rollout can be waited for.
fn waits_for_deletes(workload: &Workload) -> bool {
    match workload {
        Workload::StatefulSet { update, .. } | Workload::DaemonSet { update } => update.strategy == Strategy::OnDelete,
        _ => false,
    }
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
pub fn renamed(path: &str, from: &str, to: &str) -> Option<String> {
    (path == format!("{FOLDER}/{from}.env")).then(|| format!("{FOLDER}/{to}.env"))
}
