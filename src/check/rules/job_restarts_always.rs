//! Jobs whose pods never end.

use crate::check::hits::Hits;
use crate::check::pod::Pod;
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "job-restarts-always",
    name: "the pods of a Job end",
    item: 22,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The pods of every Job and CronJob say `restartPolicy: Never` or `OnFailure`.",
    why: "The server refuses the object: the default is Always, which a Job cannot have.",
    fix: "say `restartPolicy: Never`",
    bad: r#"apiVersion: batch/v1
kind: CronJob
metadata: {name: backup}
spec:
  schedule: "17 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers: [{name: backup, image: backup:1.4.2}]
"#,
    good: r#"apiVersion: batch/v1
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
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-template"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let is_job = matches!(pod.object.identity.kind.as_str(), "Job" | "CronJob");
    let policy = pod.at("restartPolicy").and_then(Node::as_str);
    if is_job && !matches!(policy, Some("Never" | "OnFailure")) {
        hits.say(pod.path("restartPolicy"), "the pods of a Job need `restartPolicy: Never` or `OnFailure`");
    }
}
