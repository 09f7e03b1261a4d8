//! The controller of the pods.

use serde::Serialize;
use tera::Context;

use crate::app::{App, Claim, Replicas, Run, Schedule, Update, Workload};
use crate::spec::{PodManagementPolicy, Retention};

use super::pod::{Pod, pod};
use super::{Meta, Object, service};

#[derive(Serialize)]
struct Deployment<'a> {
    meta: Meta,
    autoscaled: bool,
    replicas: u16,
    update: Update,
    progress_deadline: u32,
    pod: Pod<'a>,
}

#[derive(Serialize)]
struct StatefulSet<'a> {
    meta: Meta,
    autoscaled: bool,
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
    let pod = pod(app);
    let meta = meta(app, "");
    let autoscaled = |replicas| matches!(replicas, Replicas::Automatic { .. });
    match &app.workload {
        Workload::Deployment { replicas, update, progress_deadline } => {
            let (autoscaled, replicas) = (autoscaled(*replicas), replicas.fewest());
            let context =
                Deployment { meta, autoscaled, replicas, update: *update, progress_deadline: *progress_deadline, pod };
            Object::new("apps/deployment.yaml.tera", "deployment.yaml", &context)
        }
        Workload::StatefulSet { replicas, update, pod_management, retention: (when_deleted, when_scaled) } => {
            let context = StatefulSet {
                meta,
                autoscaled: autoscaled(*replicas),
                replicas: replicas.fewest(),
                update: *update,
                service: service::headless_name(app),
                pod_management: *pod_management,
                when_deleted: *when_deleted,
                when_scaled: *when_scaled,
                claims: &app.claims,
                pod,
            };
            Object::new("apps/statefulset.yaml.tera", "statefulset.yaml", &context)
        }
        Workload::DaemonSet { update } => {
            Object::new("apps/daemonset.yaml.tera", "daemonset.yaml", &DaemonSet { meta, update: *update, pod })
        }
        Workload::CronJob(schedule, run) => {
            Object::new("batch/cronjob.yaml.tera", "cronjob.yaml", &CronJob { meta, schedule, run: *run, pod })
        }
        Workload::Job(run) => Object::new("batch/job.yaml.tera", "job.yaml", &Job { meta, run: *run, pod })
            .named_by_content(|hash| job(app, *run, hash)),
    }
}

/// What a Job's template is told once its content, and so its name, is known.
fn job(app: &App, run: Run, hash: &str) -> Context {
    super::context(&Job { meta: meta(app, &format!("-{hash}")), run, pod: pod(app) })
}

fn meta(app: &App, suffix: &str) -> Meta {
    Meta {
        labels: app.labels.versioned(),
        annotations: app.exceptions.clone(),
        exemptions: app.exemptions.clone(),
        ..Meta::new(app, suffix)
    }
}
