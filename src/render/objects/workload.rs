//! The controller of the pods.

use serde::Serialize;
use tera::Context;

use crate::app::{App, Autoscaler, Claim, Run, Schedule, Update, Workload};
use crate::spec::{PodManagementPolicy, Retention};

use super::pod::{Pod, pod};
use super::progressive::{Rollout, rollout};
use super::{Hashes, Meta, Object, service};

#[derive(Serialize)]
struct Deployment<'a> {
    meta: Meta,
    api_version: &'static str,
    kind: &'static str,
    autoscaled: bool,
    /// The kind of object that owns the number of pods, if one does.
    autoscaler: Option<&'static str>,
    replicas: u16,
    update: Update,
    progress_deadline: u32,
    /// What Argo Rollouts is told, in the place of a Deployment's strategy.
    rollout: Option<Rollout>,
    pod: Pod<'a>,
}

#[derive(Serialize)]
struct StatefulSet<'a> {
    meta: Meta,
    autoscaled: bool,
    /// The kind of object that owns the number of pods, if one does.
    autoscaler: Option<&'static str>,
    replicas: u16,
    update: Update,
    service: String,
    pod_management: PodManagementPolicy,
    when_deleted: Retention,
    when_scaled: Retention,
    claims: &'a [Claim],
    pod: Pod<'a>,
}

#[derive(Serialize)]
struct DaemonSet<'a> {
    meta: Meta,
    update: Update,
    pod: Pod<'a>,
}

#[derive(Serialize)]
struct Job<'a> {
    meta: Meta,
    run: Run,
    pod: Pod<'a>,
}

#[derive(Serialize)]
struct CronJob<'a> {
    meta: Meta,
    schedule: &'a Schedule,
    run: Run,
    pod: Pod<'a>,
}

pub(super) fn object(app: &App) -> Object<'_> {
    let (template, file) = match &app.workload {
        Workload::Deployment { progressive: Some(_), .. } => ("apps/deployment.yaml.tera", "rollout.yaml"),
        Workload::Deployment { .. } => ("apps/deployment.yaml.tera", "deployment.yaml"),
        Workload::StatefulSet { .. } => ("apps/statefulset.yaml.tera", "statefulset.yaml"),
        Workload::DaemonSet { .. } => ("apps/daemonset.yaml.tera", "daemonset.yaml"),
        Workload::CronJob(..) => ("batch/cronjob.yaml.tera", "cronjob.yaml"),
        Workload::Job(_) => ("batch/job.yaml.tera", "job.yaml"),
    };
    let once = matches!(app.workload, Workload::Job(_));
    Object::named(template, file, move |hashes| context(app, &hashes.suffix(file), hashes)).by_content(once)
}

/// What the template is told; the name of what runs once ends with the hash of its content.
fn context(app: &App, suffix: &str, hashes: &Hashes) -> Context {
    let pod = pod(app, hashes);
    let meta = meta(app, suffix);
    let autoscaler = app.autoscaler.as_ref().map(Autoscaler::kind);
    let autoscaled = autoscaler.is_some();
    match &app.workload {
        Workload::Deployment { replicas, update, progress_deadline, progressive } => {
            let (api_version, kind) = app.workload.object();
            super::context(&Deployment {
                meta,
                api_version,
                kind,
                autoscaled,
                autoscaler,
                replicas: replicas.fewest(),
                update: *update,
                progress_deadline: *progress_deadline,
                rollout: progressive.as_ref().map(|progressive| rollout(app, progressive)),
                pod,
            })
        }
        Workload::StatefulSet { replicas, update, pod_management, retention: (when_deleted, when_scaled) } => {
            super::context(&StatefulSet {
                meta,
                autoscaled,
                autoscaler,
                replicas: replicas.fewest(),
                update: *update,
                service: service::headless_name(app),
                pod_management: *pod_management,
                when_deleted: *when_deleted,
                when_scaled: *when_scaled,
                claims: &app.volumes.claims,
                pod,
            })
        }
        Workload::DaemonSet { update } => super::context(&DaemonSet { meta, update: *update, pod }),
        Workload::CronJob(schedule, run) => super::context(&CronJob { meta, schedule, run: *run, pod }),
        Workload::Job(run) => super::context(&Job { meta, run: *run, pod }),
    }
}

fn meta(app: &App, suffix: &str) -> Meta {
    Meta {
        labels: app.labels.versioned(),
        annotations: app.exceptions.clone(),
        exemptions: app.exemptions.clone(),
        ..Meta::new(app, suffix)
    }
}
