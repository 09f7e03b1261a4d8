//! How long it is waited for the pods of an app.

use crate::app::{App, Progressive, Workload};
use crate::spec::Strategy;

/// Seconds that a rollout gets at least.
const PATIENCE: u32 = 600;

/// Seconds until the pods have surely been replaced, or the run is over.
pub(super) fn patience(app: &App) -> u32 {
    let one = app.main.probes.startup_budget + app.termination.grace;
    match &app.workload {
        Workload::Deployment { progress_deadline, progressive, .. } => {
            progress_deadline.saturating_add(progressive.as_ref().map_or(0, Progressive::pauses))
        }
        Workload::StatefulSet { replicas, .. } => PATIENCE.max(u32::from(replicas.most()) * one),
        Workload::DaemonSet { .. } => PATIENCE,
        Workload::Job(run) | Workload::CronJob(_, run) => {
            run.active_deadline.map_or(PATIENCE, |deadline| PATIENCE + deadline)
        }
    }
}

/// Whether pods are replaced only once somebody deletes them, so that no rollout can be waited for.
pub(super) fn waits_for_deletes(workload: &Workload) -> bool {
    match workload {
        Workload::StatefulSet { update, .. } | Workload::DaemonSet { update } => update.strategy == Strategy::OnDelete,
        _ => false,
    }
}

/// The workload as kubectl names it.
pub(super) fn kubectl_name(app: &App) -> String {
    match app.workload.progressive() {
        Some(_) => format!("{ROLLOUTS}/{}", app.name),
        None => format!("{}/{}", app.workload.kind().name().to_lowercase(), app.name),
    }
}

/// The resource of Argo Rollouts' Rollouts, in full: plain `rollout` is a word of kubectl's own.
const ROLLOUTS: &str = "rollouts.argoproj.io";
