//! Runs that are caught up with at the wrong time.

use crate::check::hits::Hits;
use crate::check::object::{Object, keys};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::check::set::Set;

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-start-deadline",
    name: "a scheduled run that is late is skipped",
    item: 22,
    severity: Severity::Warning,
    profile: Profile::Production,
    what: "Every CronJob has `startingDeadlineSeconds`.",
    why: "After an outage of the control plane the missed run starts at once, whenever that is; and after 100 missed runs the CronJob stops for good.",
    fix: "set `startingDeadlineSeconds` to how late a run may start",
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
  startingDeadlineSeconds: 600
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: backup, image: backup:1.4.2}]
"#,
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline"],
    check: Check::Object(&["CronJob"], check),
};

fn check(object: &Object, _: &Set<'_>, hits: &mut Hits) {
    if object.at("spec.startingDeadlineSeconds").is_none() {
        hits.say(keys("spec"), "a missed run starts at any time later");
    }
}
