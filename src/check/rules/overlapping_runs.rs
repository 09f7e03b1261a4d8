//! Runs that overlap.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "overlapping-runs",
    name: "one run of a schedule ends before the next starts",
    item: 22,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Every CronJob says `concurrencyPolicy: Forbid` or `Replace`.",
    why: "A run that takes longer than the schedule meets the next one: they work on the same data, and slow each other down until the cluster is full.",
    fix: "say `concurrencyPolicy: Forbid`",
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
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: backup, image: backup:1.4.2}]
"#,
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy"],
    check: Check::Object(&["CronJob"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    if matches!(object.text("spec.concurrencyPolicy"), None | Some("Allow")) {
        hits.say(keys("spec.concurrencyPolicy"), "runs may overlap").mend_if_ready("Forbid");
    }
}
