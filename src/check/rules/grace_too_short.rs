//! Pods that are killed while they end.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};
use crate::yaml::Node;

pub(in crate::check) static RULE: Rule = Rule {
    id: "grace-too-short",
    name: "a pod has time to end",
    item: 11,
    severity: Severity::Error,
    profile: Profile::Recommended,
    what: "The grace period of a pod is longer than what its preStop hooks sleep, natively or with the command `sleep`.",
    why: "The process is killed before it gets SIGTERM, or right after: requests that it still serves are cut off.",
    fix: "set `terminationGracePeriodSeconds` to the sleep, the drain of the app and a margin",
    bad: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1.4.2
      lifecycle: {preStop: {sleep: {seconds: 60}}}
",
    good: "apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  terminationGracePeriodSeconds: 90
  containers:
    - name: web
      image: web:1.4.2
      lifecycle: {preStop: {sleep: {seconds: 60}}}
",
    sources: &["https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination"],
    check: Check::Container(check),
};

fn check(container: &Container<'_>, pod: &Pod<'_>, hits: &mut Hits) {
    let native = container.at("lifecycle.preStop.sleep.seconds").and_then(Node::as_i64);
    let grace = pod.grace();
    if let Some(sleep) = native.or_else(|| command(container)).filter(|sleep| *sleep >= grace) {
        let message =
            format!("preStop of container `{}` takes {sleep}s, and it is killed after {grace}s", container.name);
        hits.say(container.path("lifecycle.preStop"), message);
    }
}

/// The seconds of `sleep N`, alone or in a shell's command.
fn command(container: &Container<'_>) -> Option<i64> {
    let words = container.at("lifecycle.preStop.exec.command")?.items().iter().filter_map(Node::as_str);
    let mut words = words.flat_map(|word| word.split([' ', ';', '&', '\n'])).filter(|word| !word.is_empty());
    words.find(|word| word.rsplit('/').next() == Some("sleep"))?;
    words.next()?.trim_end_matches('s').parse().ok()
}
