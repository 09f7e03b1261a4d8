//! How Jobs run, and when.

use serde::Serialize;

use crate::spec::types::Duration;
use crate::spec::{ConcurrencyPolicy, Kind, Settings};

use super::report::Report;

/// When a CronJob starts its Jobs. Times are in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Schedule {
    /// Five fields, or a name such as `@daily`.
    pub schedule: String,
    /// Whether it is written in fields.
    pub fields: bool,
    /// The time zone that they mean.
    pub time_zone: Option<String>,
    /// What happens when the last Job still runs.
    pub concurrency_policy: ConcurrencyPolicy,
    /// Seconds that a start may be late.
    pub starting_deadline: u32,
    /// Finished Jobs that are kept.
    pub successful_history: u16,
    /// Failed Jobs that are kept.
    pub failed_history: u16,
    /// Whether nothing is started for now.
    pub suspend: bool,
}

/// How a Job runs. Times are in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Failed pods before the Job counts as failed.
    pub backoff_limit: u16,
    /// Seconds until the whole Job is stopped.
    pub active_deadline: Option<u32>,
    /// Seconds that a finished Job is kept.
    pub ttl_after_finished: Option<u32>,
    /// Pods that must succeed.
    pub completions: Option<u16>,
    /// Pods that run at the same time.
    pub parallelism: Option<u16>,
}

/// The controller looks every ten seconds; a shorter deadline may miss every start
/// (<https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#job-deadline>).
const LEAST_STARTING_DEADLINE: u32 = 10;

pub(super) fn schedule(settings: &Settings, report: &mut Report<'_>) -> Schedule {
    let cron = settings.cron_job.clone().unwrap_or_default();
    if settings.schedule.is_some() && settings.time_zone.is_none() {
        report.warning(
            "schedule",
            "without a time zone the schedule means that of the control plane",
            "say `timeZone: Etc/UTC`, or the zone that you think in",
        );
    }
    let starting_deadline = cron.starting_deadline.unwrap_or_default().seconds();
    if starting_deadline < LEAST_STARTING_DEADLINE {
        report.problem(
            "cronJob.startingDeadline",
            format!(
                "`cronJob.startingDeadline` is below {LEAST_STARTING_DEADLINE}s: the controller could miss every start"
            ),
            "give a few minutes",
        );
    }
    let Some(schedule) = &settings.schedule else {
        report.problem(
            "kind",
            "a CronJob needs a `schedule`",
            "such as `schedule: \"17 3 * * *\"`, every night at 3:17",
        );
        return Schedule::never();
    };
    Schedule {
        schedule: schedule.to_string(),
        fields: !schedule.as_str().starts_with('@'),
        time_zone: settings.time_zone.as_ref().map(ToString::to_string),
        concurrency_policy: cron.concurrency_policy.unwrap_or(ConcurrencyPolicy::Forbid),
        starting_deadline,
        successful_history: cron.successful_jobs_history_limit.unwrap_or(3),
        failed_history: cron.failed_jobs_history_limit.unwrap_or(3),
        suspend: cron.suspend.unwrap_or(false),
    }
}

impl Schedule {
    /// What stands where the spec has none; nothing is generated from it.
    fn never() -> Self {
        Self {
            schedule: String::new(),
            fields: false,
            time_zone: None,
            concurrency_policy: ConcurrencyPolicy::Forbid,
            starting_deadline: 0,
            successful_history: 0,
            failed_history: 0,
            suspend: true,
        }
    }
}

pub(super) fn run(settings: &Settings, report: &mut Report<'_>) -> Run {
    let job = settings.job.clone().unwrap_or_default();
    let active_deadline = job.active_deadline.map(Duration::seconds);
    if active_deadline == Some(0) {
        report.problem(
            "job.activeDeadline",
            "`job.activeDeadline` is no time at all",
            "give the longest run, such as 1h",
        );
    }
    for (key, count) in [("job.completions", job.completions), ("job.parallelism", job.parallelism)] {
        if count == Some(0) {
            report.problem(key, format!("`{key}` is 0: nothing would ever run"), "use 1 or more");
        }
    }
    if settings.kind == Some(Kind::CronJob) && job.ttl_after_finished.is_some() {
        report.problem(
            "job.ttlAfterFinished",
            "a CronJob's Jobs go by its history, not by a time",
            "take it out, and set `cronJob.successfulJobsHistoryLimit`",
        );
    }
    Run {
        backoff_limit: job.backoff_limit.unwrap_or(2),
        active_deadline,
        ttl_after_finished: job.ttl_after_finished.map(Duration::seconds),
        completions: job.completions,
        parallelism: job.parallelism,
    }
}
