//! Which answers fit which kind of workload.

use crate::spec::{Kind, Settings};

use super::report::Report;

/// Answers that some kinds do not take: the key, the kinds that do, and why the others do not.
const ANSWERS: &[(&str, &[Kind], &str)] = &[
    ("replicas", SCALED, "a DaemonSet has a pod on each node, and a Job as many as `job.parallelism` says"),
    (
        "autoscaling",
        SCALED,
        "only a Deployment or a StatefulSet has a number of pods to change, and KEDA's ScaledJob is not written",
    ),
    ("disruption", SCALED, "a drain passes over a DaemonSet's pods, and a Job starts a lost one anew"),
    ("load", SCALED, "only the pods of a Deployment or a StatefulSet have a number that a load could be counted with"),
    ("rollout", SERVING, "a Job runs to its end and is not replaced on the way"),
    ("canary", &[Kind::Deployment], "only the pods of a Deployment are alike, so that some can be of another version"),
    (
        "rollout.maxSurge",
        &[Kind::Deployment, Kind::DaemonSet],
        "a StatefulSet's pods have names, so none is made beforehand",
    ),
    ("rollout.partition", &[Kind::StatefulSet], "only the pods of a StatefulSet have an order"),
    ("rollout.canary", &[Kind::Deployment], PROGRESSIVE),
    ("rollout.blueGreen", &[Kind::Deployment], PROGRESSIVE),
    ("rollout.promote", &[Kind::Deployment], PROGRESSIVE),
    ("rollout.analysis", &[Kind::Deployment], PROGRESSIVE),
    ("spread", SCALED, "a DaemonSet's pods are bound to their nodes, and a Job's do not serve together"),
    ("health", SERVING, "a Job tells its health by how it ends; a probe would restart what still works"),
    ("shutdown.delay", SERVING, "nobody sends requests to a Job, so it has no traffic to wait for"),
    ("port", SERVING, "nothing connects to a Job"),
    ("ports", SERVING, "nothing connects to a Job"),
    ("host", SERVING, "nothing connects to a Job"),
    ("externalCheck", SERVING, "nothing connects to a Job"),
    ("tests.path", SERVING, "nothing connects to a Job"),
    ("tests.duration", SERVING, "nothing connects to a Job"),
    ("maintenance", SERVING, "nothing connects to a Job"),
    ("calledBy", SERVING, "nothing connects to a Job"),
    ("metrics", SERVING, "a Job is mostly gone before anybody asks it; what counts is how it ended"),
    ("alerts.objective", SERVING, "nobody sends requests to a Job"),
    ("alerts.latency", SERVING, "nobody sends requests to a Job"),
    ("service", SERVING, "nothing connects to a Job"),
    ("resize", SERVING, "a Job's container is never restarted in its place"),
    ("schedule", &[Kind::CronJob], "only a CronJob starts by the clock"),
    ("timeZone", &[Kind::CronJob], "only a CronJob starts by the clock"),
    ("cronJob", &[Kind::CronJob], "only a CronJob starts by the clock"),
    ("job", &[Kind::CronJob, Kind::Job], "only a Job, or that of a CronJob, runs to an end"),
    ("statefulSet", &[Kind::StatefulSet], "only a StatefulSet's pods have names and claims of their own"),
];

const PROGRESSIVE: &str = "only the pods of a Deployment are alike, as Argo Rollouts needs them";
const SCALED: &[Kind] = &[Kind::Deployment, Kind::StatefulSet];
const SERVING: &[Kind] = &[Kind::Deployment, Kind::StatefulSet, Kind::DaemonSet];

/// Why a kind does not take an answer.
pub(super) fn refusal(settings: &Settings, key: &str) -> Option<String> {
    let kind = settings.kind.unwrap_or_default();
    let below = |known: &str| key.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    let (known, _, why) = ANSWERS.iter().find(|(known, kinds, _)| below(known) && !kinds.contains(&kind))?;
    Some(format!("a {} takes no `{known}`: {why}", kind.name()))
}

/// Every answer that the kind does not take, where the spec itself gives it; a preset speaks to all kinds.
pub(super) fn check(settings: &Settings, report: &mut Report<'_>) {
    let kind = settings.kind.unwrap_or_default();
    for (key, kinds, why) in ANSWERS {
        if !kinds.contains(&kind) && report.stated(key) {
            let fitting: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            report.problem(
                key,
                format!("a {} takes no `{key}`: {why}", kind.name()),
                format!("take it out, or say `kind: {}`", fitting.join("` or `kind: ")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_a_key_of_the_spec() {
        for (key, kinds, _) in ANSWERS {
            let parts: Vec<&str> = key.split('.').collect();
            assert!(crate::spec::schema_at(&parts).is_some(), "{key}");
            assert!(!kinds.is_empty() && kinds.len() < Kind::ALL.len(), "{key}");
        }
    }
}
