//! Apps whose health nobody asks.

use crate::check::hits::Hits;
use crate::check::pod::{Container, Pod};
use crate::check::rule::{Check, Profile, Rule, Severity};

pub(in crate::check) static RULE: Rule = Rule {
    id: "no-probe",
    name: "the health of every app is asked",
    item: 10,
    severity: Severity::Error,
    profile: Profile::Production,
    what: "A workload whose pods do not end has a probe in at least one of its containers.",
    why: "A hung process counts as healthy for ever, and a rollout goes on over pods that do not work.",
    fix: "add a readiness probe, and a liveness probe that depends on nothing outside of the container",
    bad: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
",
    good: "apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1.4.2
          readinessProbe: {tcpSocket: {port: 8080}}
",
    sources: &["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
    check: Check::Pod(check),
};

fn check(pod: &Pod<'_>, hits: &mut Hits) {
    let probed = |container: &Container<'_>| {
        ["startupProbe", "readinessProbe", "livenessProbe"].iter().any(|probe| container.at(probe).is_some())
    };
    if !pod.ends() && !pod.containers.iter().any(probed) {
        hits.say(pod.path("containers"), "no container has a probe");
    }
}
