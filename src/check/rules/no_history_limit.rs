//! Histories without a bound.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-history-limit",
    name: "a CronJob says how many ended runs it keeps",
    item: 22,
    severity: Severity::Warning,
    profile: Profile::Strict,
    what: "Every CronJob has `successfulJobsHistoryLimit` and `failedJobsHistoryLimit`.",
    why: "Three runs that went well and one that failed are kept where nothing is written: too few to see when it began to fail.",
    fix: "write both limits",
    bad: r#"apiVersion: batch/v1
kind: CronJob
metadata: {name: backup}
spec:
  schedule: "17 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: backup, image: backup:1.4.2}]
"#,
    good: r#"apiVersion: batch/v1
kind: CronJob
metadata: {name: backup}
spec:
  schedule: "17 3 * * *"
  successfulJobsHistoryLimit: 3
  failedJobsHistoryLimit: 5
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: backup, image: backup:1.4.2}]
"#,
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits"],
    check: Check::Object(&["CronJob"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    let limits = ["spec.successfulJobsHistoryLimit", "spec.failedJobsHistoryLimit"];
    if limits.iter().any(|path| object.at(path).is_none()) {
        hits.say(keys("spec"), "does not say how many ended runs it keeps");
    }
}
