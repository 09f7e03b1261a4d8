//! Whether Jobs start when they should, and end well.

use super::super::{App, Workload};
use super::{Alert, Panel, Series, Severity, Signal, Subject};

/// What the names of Jobs end with: the time at which a CronJob made them, or the hash of their content.
const OF_SCHEDULE: &str = "[0-9]+";
const OF_CONTENT: &str = "[0-9a-f]{8}";

/// The matchers of the app's Jobs.
fn jobs_of(subject: Subject<'_>, ending: &str) -> String {
    format!(r#"namespace="{}", job_name=~"{}-{ending}""#, subject.namespace, subject.app)
}

/// The runs that failed, and how long ago one succeeded.
pub(super) fn runs_panels(app: &App, subject: Subject<'_>) -> Vec<Panel> {
    let failed = |ending| Panel {
        title: "Failed runs",
        about: "Jobs that failed, as long as they are kept.",
        unit: "short",
        series: vec![Series {
            legend: "{{job_name}}",
            expr: format!("kube_job_failed{{{}, condition=\"true\"}}", jobs_of(subject, ending)),
        }],
    };
    match &app.workload {
        Workload::CronJob(..) => {
            let last = format!("kube_cronjob_status_last_successful_time{{{}}}", subject.object("cronjob"));
            vec![
                Panel {
                    title: "Since the last run that succeeded",
                    about: "How long ago the last run succeeded.",
                    unit: "s",
                    series: vec![Series { legend: "{{cronjob}}", expr: format!("time() - {last}") }],
                },
                failed(OF_SCHEDULE),
            ]
        }
        Workload::Job(_) => vec![failed(OF_CONTENT)],
        _ => Vec::new(),
    }
}

/// A series that there is one of wherever the app's Jobs are, however they do, also of a CronJob that is suspended
/// (`internal/store/job.go` and `cronjob.go` of kubernetes/kube-state-metrics).
pub(super) fn where_jobs_are(app: &App, subject: Subject<'_>) -> String {
    match app.workload {
        Workload::CronJob(..) => format!("kube_cronjob_info{{cronjob=\"{}\"}}", subject.app),
        _ => format!("kube_job_info{{job_name=~\"{}-{OF_CONTENT}\"}}", subject.app),
    }
}

pub(super) fn runs(app: &App, subject: Subject<'_>) -> Option<Signal> {
    let failed = |expr| Alert {
        name: "AppRunFailed",
        expr,
        lasts: "0m",
        severity: Severity::Warning,
        summary: "The last run failed".to_owned(),
        description:
            "A Job failed, and none succeeded since. `kubectl logs` of its pods tells why; a run that succeeds \
                      ends the alert."
                .to_owned(),
    };
    let jobs = |hash: &str| jobs_of(subject, hash);
    let (about, alerts) = match &app.workload {
        Workload::CronJob(schedule, _) => {
            let (object, jobs) = (subject.object("cronjob"), jobs(OF_SCHEDULE));
            let missed = Alert {
                name: "AppRunMissed",
                // A CronJob that is suspended has no next time.
                expr: format!("time() - kube_cronjob_next_schedule_time{{{object}}}\n> {}", schedule.starting_deadline),
                lasts: "5m",
                severity: Severity::Warning,
                summary: "A run did not start".to_owned(),
                description: "The run that was due {{ $value | humanizeDuration }} ago did not start. See whether the \
                              last one still runs, and the events of the CronJob, `kubectl describe cronjob`."
                    .to_owned(),
            };
            let expr = format!(
                "max(\n  kube_job_status_start_time{{{jobs}}}\n  and on (namespace, job_name)\n  kube_job_failed{{{jobs}, condition=\"true\"}} == 1\n)\n>\n(max(kube_cronjob_status_last_successful_time{{{object}}}) or vector(0))"
            );
            (
                "Runs that do not start within `cronJob.startingDeadline`, and runs that fail.",
                vec![missed, failed(expr)],
            )
        }
        Workload::Job(_) => {
            let expr = format!("kube_job_failed{{{}, condition=\"true\"}}\n== 1", jobs(OF_CONTENT));
            ("Runs that fail.", vec![failed(expr)])
        }
        _ => return None,
    };
    Some(Signal { name: "runs", about: about.to_owned(), records: Vec::new(), alerts })
}
