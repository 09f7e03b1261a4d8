//! Whether Jobs start when they should, and end well.

use super::super::{App, Workload};
use super::{Alert, Severity, Signal, Subject};

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
    let jobs = |hash: &str| format!(r#"namespace="{}", job_name=~"{}-{hash}""#, subject.namespace, subject.app);
    let (about, alerts) = match &app.workload {
        Workload::CronJob(schedule, _) => {
            let (object, jobs) = (subject.object("cronjob"), jobs("[0-9]+"));
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
            let expr = format!("kube_job_failed{{{}, condition=\"true\"}}\n== 1", jobs("[0-9a-f]{8}"));
            ("Runs that fail.", vec![failed(expr)])
        }
        _ => return None,
    };
    Some(Signal { name: "runs", about: about.to_owned(), records: Vec::new(), alerts })
}
